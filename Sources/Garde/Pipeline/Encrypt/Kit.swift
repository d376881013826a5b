import GardeIO
import SystemPackage

/// `kit`: a page to print and keep away from this machine. It holds what a restore on a bare one needs to know, and no
/// secret.
struct Kit {
    private let recipe: Recipe
    private let settings: Settings
    private let root: FilePath
    private let backupRoot: FilePath
    private let console: Console

    init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: Console) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
        backupRoot = settings.backupRoot
    }

    /// Prints the page; the keys that are missing or unfit are errors, and the rest is printed all the same.
    func run() async -> ExitCode {
        let own = Identity(root, recipe.name)
        let newest = History(backupRoot, of: own).backups.first
        let named = (newest?.backup.recipients ?? []).map { Recipient(key: .text($0), isFingerprint: true) }
        let found = await RecipientKeys.find(settings.recipients.isEmpty ? named : settings.recipients)
        for finding in found.findings { console.error(finding) }
        for warning in found.warnings { console.warning(warning) }
        let isEncrypted = !settings.recipients.isEmpty || newest?.backup.encrypted == true
        let sections =
            [place(newest), keys(found.keys, isEncrypted), withGarde(isEncrypted)] + withoutGarde(isEncrypted)
        for line in title + sections.joined(separator: [""]) { console.plain(line) }
        return found.findings.isEmpty ? .done : .failed
    }

    private func say(_ english: String, fr french: String) -> String { Text(english, fr: french)[console.language] }

    private var title: [String] {
        let (host, day) = (hostName(), LocalTime.now().iso8601.prefix(10))
        let line = say(
            "RECOVERY KIT  \(recipe.name) on \(host), \(day)", fr: "KIT DE SECOURS  \(recipe.name) sur \(host), \(day)")
        let keep = say(
            "Print it, and keep it apart from this machine and from the private key. It holds no secret.",
            fr: "À imprimer et à garder loin de cette machine et de la clé privée. Il ne contient aucun secret.")
        return [line, String(repeating: "=", count: line.count), keep, ""]
    }

    private func place(_ newest: Manifest?) -> [String] {
        let copies =
            settings.destinations.isEmpty ? [say("nowhere else", fr: "nulle part ailleurs")] : settings.destinations
        let held = newest.map {
            "\($0.backup.id)  \($0.components.filter(\.value).keys.sorted().joined(separator: " "))"
        }
        return [
            say("1. WHAT AND WHERE", fr: "1. QUOI ET OÙ"),
            say("Platform:       ", fr: "Plateforme :         ") + root.string,
            say("Backups:        ", fr: "Sauvegardes :        ") + backupRoot.string,
            say("Copies:         ", fr: "Copies :             ") + copies.joined(separator: ", "),
            say("Newest backup:  ", fr: "Dernière sauvegarde : ") + (held ?? "-"),
            say("Program:        ", fr: "Programme :          ") + "\(programPath().string) (Garde \(gardeVersion))",
        ]
    }

    private func keys(_ keys: [OpenPGPKey], _ isEncrypted: Bool) -> [String] {
        let heading = say("2. KEYS THAT OPEN THE BACKUPS", fr: "2. CLÉS QUI OUVRENT LES SAUVEGARDES")
        guard isEncrypted else {
            return [heading, say("None: they are not encrypted.", fr: "Aucune : elles ne sont pas chiffrées.")]
        }
        return [heading] + keys.flatMap(describe)
    }

    private func describe(_ key: OpenPGPKey) -> [String] {
        let end = key.encryptsUntil.map { String(LocalTime(secondsSince1970: $0).iso8601.prefix(10)) }
        let isHere = Keyring.own.holdsPrivateHalf(of: key)
        return [
            key.name, "    " + key.fingerprint.inFours,
            say("    expires: ", fr: "    expire : ") + (end ?? say("never", fr: "jamais")),
            isHere
                ? say(
                    "    its private half IS ON THIS MACHINE: whoever takes the machine reads the backups",
                    fr: "    sa moitié privée EST SUR CETTE MACHINE : qui prend la machine lit les sauvegardes")
                : say(
                    "    its private half is not on this machine, as it should be. It is kept at: ______________________",
                    fr:
                        "    sa moitié privée n'est pas sur cette machine, comme il se doit. Elle est gardée à : ____________"
                ),
        ]
    }

    private func withGarde(_ isEncrypted: Bool) -> [String] {
        [say("3. RESTORE WITH GARDE", fr: "3. RESTAURER AVEC GARDE")]
            + (isEncrypted ? ["gpg --import backup-private.key"] : [])
            + [
                TypedCommand(backupRoot: backupRoot, root: root).line(
                    "restore \(isEncrypted ? "--decrypt " : "")latest")
            ]
            + settings.destinations.map { url in
                TypedCommand(backupRoot: backupRoot, root: root).line(
                    "restore \(isEncrypted ? "--decrypt " : "")\(url)\(url.hasSuffix(":") ? "" : "/")latest")
            }
    }
}

// MARK: Plain tools

extension Kit {
    private func withoutGarde(_ isEncrypted: Bool) -> [[String]] {
        let heading = say(
            "4. RESTORE WITHOUT GARDE, in the backup's folder, ID being its name",
            fr: "4. RESTAURER SANS GARDE, dans le dossier de la sauvegarde, ID étant son nom")
        return [[heading] + recipe.sources.flatMap { $0.byHand(isEncrypted) }]
    }
}

extension Source {
    /// The commands that restore its files, with plain tools.
    fileprivate func byHand(_ isEncrypted: Bool) -> [String] {
        func content(_ part: Part) -> String {
            let name = FileNames.backup(id: "ID").name(self.name, part, isEncrypted: isEncrypted)
            return isEncrypted ? "gpg --decrypt \(name) | gunzip" : "gunzip -c \(name)"
        }
        let tar = "tar --acls --xattrs --xattrs-include='user.*' --numeric-owner -xp -C"
        switch kind {
        case .postgres:
            return [
                "\(content(.roles)) | psql -X -d postgres",
                "\(content(.dump)) | pg_restore --exit-on-error -C -d postgres",
            ]
        case .redis: return ["\(content(.rdb)) > dump.rdb"]
        case .mail, .files, .certificates: return ["\(content(.tar)) | \(tar) FOLDER"]
        case .command(let command): return ["\(content(.data)) | \(command.load.joined(separator: " "))"]
        }
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
