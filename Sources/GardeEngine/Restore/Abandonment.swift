import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Gives up a restore that did not come to its end and cannot be ended: the way out where no other is left.
///
/// What it left in BACKUP_ROOT goes aside in one folder, its journal among it; nothing of the platform is touched. Needs
/// neither the recipe nor the platform that the restore was of. What other platforms have unfinished there stays.
struct Abandonment {
    /// What a person types after the program's name.
    static let words = "restore --abandon"

    private let settings: Settings
    private let console: any Reporter
    private let recipe: Recipe
    private let root: FilePath
    private let journals: Journals

    init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
        journals = Journals(settings.backupRoot, of: Identity(root, recipe.name))
    }

    private var backupRoot: FilePath { settings.backupRoot }

    func run() async throws -> ExitCode {
        guard (try? backupRoot.stat().type) == .directory else { throw Failure.noBackupRoot(backupRoot.string) }
        let wait = settings[.lockWait]
        let lock = try await RunLock(backupRoot, "\(recipe.name) \(Self.words)", wait: wait, console).take()
        defer { withExtendedLifetime(lock) {} }
        guard let name = journals.blocking else {
            if !settings[.isDryRun] { journals.emptyScratch() }
            console.info(.nothingToAbandon)
            return .done
        }
        // One that cannot be read says nothing, and can be given up all the same.
        let journal = try? Journal.unfinished(in: backupRoot, called: name)
        if let journal { say(journal) }
        guard !settings[.isDryRun] else {
            if let journal { sayWayBack(journal) }
            return .done
        }
        try await confirm()
        await RecoveryGround.sweep(beside: journals.scratch(beside: name))
        let folder = try setAside(name)
        // In the order in which a person types it.
        if let clearing = journal.flatMap({ clearing($0, into: folder) }) { console.warning(.keptAside(clearing)) }
        if let journal { sayWayBack(journal) }
        console.warning(.abandoned(folder))
        return .done
    }

    /// Whose it was, and what it did.
    private func say(_ journal: Journal) {
        if let owner = Transaction.owner(journal) { console.info(.abandons(owner)) }
        for step in Transaction.steps(journal) {
            console.warning(.leftBehind(step))
            let source = recipe.sources.first { .component($0.id) == step.owner }
            if let more = source?.kind.leftBehind(step) { console.warning(more) }
        }
    }

    /// From where the old data can be had.
    private func sayWayBack(_ journal: Journal) {
        for copy in Transaction.safetyCopies(journal) where (try? copy.stat()) != nil {
            let words = "restore --force \(copy.lastComponent?.string ?? copy.string)"
            console.info(.goesBack(copy, settings.typed(root).line(words)))
        }
    }

    /// What a person types so that the next restore can begin: none does beside the old data that this one kept aside.
    private func clearing(_ journal: Journal, into folder: FilePath) -> String? {
        let kept = Transaction.steps(journal).compactMap { TreeStep($0)?.staging }.filter { (try? $0.stat()) != nil }
        let moves = kept.enumerated().map { number, path in
            let target = folder.appending("kept-\(number + 1)")
            return "mv \(shellWord(path.string)) \(shellWord(target.string))"
        }
        return moves.isEmpty ? nil : moves.joined(separator: " && ")
    }

    private func confirm() async throws {
        guard !settings[.skipsConfirmation] else { return }
        guard let answer = try await console.ask(.typeYes) else { throw Failure.noTerminalToAbandon }
        guard ["yes", "oui"].contains(answer.lowercased()) else { throw Failure.notConfirmed }
    }

    /// Dumps in the clear go; what could take roles back stays with the journal.
    private func setAside(_ name: String) throws -> FilePath {
        let folder = unusedFolder()
        try Durable.createFolder(folder)
        let scratch = journals.scratch(beside: name)
        Journals.empty(scratch)
        if (try? scratch.stat()) != nil { try Durable.rename(scratch, toUnused: folder.appending("scratch")) }
        try Durable.rename(backupRoot.appending(name), toUnused: folder.appending("journal"))
        try Durable.syncFolder(backupRoot)
        return folder
    }

    private func unusedFolder() -> FilePath {
        var time = LocalTime.now()
        func folder() -> FilePath { backupRoot.appending("abandoned_restore_\(time.id)") }
        while (try? folder().stat()) != nil { time = time.adding(seconds: 1) }
        return folder()
    }
}

extension Failure {
    fileprivate static let noTerminalToAbandon = Failure("restore.no-terminal-to-abandon")
}

extension Text {
    fileprivate static func keptAside(_ command: String) -> Text {
        Text("restore.kept-aside", ["command": command])
    }

    fileprivate static let nothingToAbandon = Text("restore.nothing-to-abandon")

    fileprivate static func abandons(_ owner: Identity) -> Text {
        Text("restore.abandons", ["recipe": owner.recipe, "platform": owner.platform])
    }

    /// One step, as the journal has it.
    fileprivate static func leftBehind(_ step: Journal.Entry) -> Text {
        let words = ([step.step] + step.arguments.indices.map(step.text)).map(visible).joined(separator: " ")
        return Text("restore.left-behind", ["component": step.owner.text, "words": words])
    }

    fileprivate static func goesBack(_ copy: FilePath, _ command: String) -> Text {
        Text("restore.goes-back", ["copy": copy, "command": command])
    }

    fileprivate static func abandoned(_ folder: FilePath) -> Text {
        Text("restore.abandoned", ["folder": folder])
    }
}
