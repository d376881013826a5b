import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `list ID --mailboxes`: what `--mailbox` takes of a backup, with the number of messages of each.
package struct MailboxListing {
    let settings: Settings
    let root: FilePath
    let console: any Reporter
    private let own: Identity
    private let component: Component.ID
    /// The name of the folder of all mail.
    private let top: [UInt8]

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) throws(Failure) {
        (self.settings, self.root, self.console) = (settings, root, console)
        own = Identity(root, recipe.name)
        guard let source = recipe.sources.first(where: { $0.kind.mailboxes != nil }) else { throw .mailboxWithoutMail }
        (component, top) = (source.id, FilePath(source.kind.mailboxes ?? "").names.last ?? [])
    }

    package func run() async throws -> ExitCode {
        let backup = try await found()
        let decrypt = Decrypt(try Passphrase(settings, root: root))
        let chain = try backup.chain(of: component, in: settings.backupRoot)
        try await chain.open(with: decrypt)
        let (findings, earlier, succession) = await Examination.run(
            chain, component, dumpReader: nil, decrypt: decrypt)
        let failures = (earlier + findings).compactMap(\.failure)
        guard failures.isEmpty else { throw Refusals(failures: failures) }
        let archives = (earlier + findings).map { $0.usable(decrypt) }
        guard !archives.isEmpty else { throw Failure.nothingOfThis(component, backup.name) }
        let top = top
        let map = try await RestoreTree(archives: archives, succession: succession).walk {
            try MailboxMap($0, below: top)
        }
        guard !map.boxes.isEmpty else { throw Failure.noMailboxes(backup.name) }
        show(map)
        return .done
    }

    /// The backup that is named, or the latest.
    private func found() async throws -> FoundBackup {
        let (name, backupRoot) = (settings.positionals.first ?? "latest", settings.backupRoot)
        let backups = try await RestoreSource(name, backupRoot: backupRoot).backups(of: [component], in: backupRoot) {
            let typed = settings.typed(root)
            return try await Latest(
                History(backupRoot, of: own), own, Standing(backupRoot), in: backupRoot, called: backupRoot.string,
                console
            ) { (backup, component) throws(Failure) in
                try backup.chain(of: component, in: backupRoot)
            } command: {
                typed.line("list \($0) --mailboxes")
            }.ids(of: [component], mayTakeOthers: true)
        } unpack: { archive in
            throw Failure.noBackup(archive.string)
        } fetch: { _, _ in
            throw Failure.noBackup(name)
        }
        guard let backup = backups[component] else { throw Failure.nothingOfThis(component, name) }
        return backup
    }

    private func show(_ map: MailboxMap) {
        if let answer = Answer.current {
            for box in map.boxes {
                answer.add(
                    "mailboxes",
                    .object([
                        "name": .string(box.shown), "path": .string(visible(box.path.joined(separator: [0x2f]))),
                        "messages": .number(box.messages),
                    ]))
            }
            return
        }
        let counts = map.boxes.map { "\($0.messages)" }
        let (width, names) = (counts.map(\.count).max() ?? 0, map.boxes.map(\.shown))
        let column = names.map(\.count).max() ?? 0
        for (place, box) in map.boxes.enumerated() {
            let path = visible(box.path.joined(separator: [0x2f]))
            console.plain(
                "\(counts[place].padding(to: width, atStart: true))  \(names[place].padding(to: column))  \(path)")
        }
    }
}

extension Failure {
    static func noMailboxes(_ id: String) -> Failure {
        Failure("mail.no-mailboxes", ["id": id])
    }
}
