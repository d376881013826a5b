import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `kit`: a page to print and keep away from this machine. It holds what a restore on a bare one needs to know, and no
/// secret.
package struct Kit {
    private let recipe: Recipe
    private let settings: Settings
    private let root: FilePath
    private let backupRoot: FilePath
    private let console: any Reporter

    package init(recipe: Recipe, settings: Settings, root: FilePath, backupRoot: FilePath, console: any Reporter) {
        (self.recipe, self.settings, self.root, self.backupRoot) = (recipe, settings, root, backupRoot)
        self.console = console
    }

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
        backupRoot = settings.backupRoot
    }

    /// Prints the page; the keys that are missing or unfit are errors, and the rest is printed all the same.
    package func run() async -> ExitCode {
        let own = Identity(root, recipe.name)
        let newest = History(backupRoot, of: own).backups.first
        let named = (newest?.backup.recipients ?? []).map { Recipient(key: .text($0), isFingerprint: true) }
        let found = await RecipientKeys.find(settings.recipients.isEmpty ? named : settings.recipients)
        for finding in found.findings { console.error(finding) }
        for warning in found.warnings { console.warning(warning) }
        let isEncrypted = !settings.recipients.isEmpty || newest?.backup.encrypted == true
        let sections =
            [place(newest), keys(found.keys, isEncrypted), await withGarde(isEncrypted)] + withoutGarde(isEncrypted)
        for line in title + sections.joined(separator: [""]) { console.plain(line) }
        return found.findings.isEmpty ? .done : .failed
    }

    private func say(_ id: String, _ arguments: [String: any Sayable] = [:]) -> String {
        Text(id, arguments)[console.language]
    }

    private var title: [String] {
        let (host, day) = (hostName(), LocalTime.now().iso8601.prefix(10))
        let line = say("kit.title", ["name": recipe.name, "host": host, "day": day])
        let keep = say("kit.keep-it")
        return [line, String(repeating: "=", count: line.count), keep, ""]
    }

    private func place(_ newest: Manifest?) -> [String] {
        let copies =
            settings.destinations.isEmpty ? [say("kit.nowhere-else")] : settings.destinations
        let held = newest.map {
            "\($0.backup.id)  \($0.components.filter(\.value).keys.sorted().map(\.name).joined(separator: " "))"
        }
        return [
            say("kit.what-and-where"),
            say("kit.platform", ["path": root]),
            say("kit.backups", ["path": backupRoot]),
            say("kit.copies", ["list": copies.joined(separator: ", ")]),
            say("kit.newest", ["backup": held ?? say("kit.no-backup")]),
            say("kit.program", ["path": programPath(), "version": gardeVersion]),
        ]
    }

    private func keys(_ keys: [OpenPGPKey], _ isEncrypted: Bool) -> [String] {
        let heading = say("kit.keys")
        guard isEncrypted else {
            return [heading, say("kit.no-keys")]
        }
        return [heading] + keys.flatMap(describe)
    }

    private func describe(_ key: OpenPGPKey) -> [String] {
        let end = key.encryptsUntil.map { String(LocalTime(secondsSince1970: $0).iso8601.prefix(10)) }
        let isHere = Keyring.own.holdsPrivateHalf(of: key)
        return [
            key.name, "    " + key.fingerprint.inFours,
            "    " + say("kit.expires", ["day": end ?? say("kit.never")]),
            isHere
                ? "    " + say("kit.private-half-here")
                : "    " + say("kit.private-half-elsewhere"),
        ]
    }

    private func withGarde(_ isEncrypted: Bool) async -> [String] {
        let typed = settings.typed(root)
        let bare = BareMachine(
            recipe: recipe.name, root: root, sources: recipe.sources, isEncrypted: isEncrypted,
            usesCompose: await settings.usesCompose(root, for: recipe), copies: settings.destinations, typed: typed)
        let copy = await ProgramCopy.kept(recipe.name, in: backupRoot)
        return [say("kit.with-garde")]
            + (isEncrypted ? ["gpg --import backup-private.key"] : [])
            + [typed.line("restore \(isEncrypted ? "--decrypt " : "")latest")] + bare.fromCopies
            + (copy.map { ["", bare.title[console.language]] + bare.commands($0) } ?? [])
    }
}

// MARK: Plain tools

extension Kit {
    private func withoutGarde(_ isEncrypted: Bool) -> [[String]] {
        let heading = say("kit.without-garde")
        return [[heading] + recipe.sources.flatMap { $0.byHand(isEncrypted) }]
    }
}

extension Source {
    /// The commands that restore its files, with plain tools.
    fileprivate func byHand(_ isEncrypted: Bool) -> [String] {
        func content(_ part: Part) -> String {
            let name = FileNames.backup(id: "ID").name(id, part, isEncrypted: isEncrypted)
            return isEncrypted ? "gpg --decrypt \(name) | gunzip" : "gunzip -c \(name)"
        }
        return kind.byHand(content)
    }
}

extension String {
    /// `ABCD EF01 …`, as gpg prints a fingerprint.
    fileprivate var inFours: String {
        let digits = Array(self)
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<min($0 + 4, digits.count)]) }
            .joined(separator: " ")
    }
}
