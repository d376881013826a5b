import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The way back of a database: as any file, with what lies beside the old one, once nobody has it open.
struct SQLiteLoad: Load {
    let id: Component.ID
    let file: SQLiteFile
    let site: Site
    let tree: TreeLoad
    /// Whether a database is restored that is not whole.
    let isForced: Bool
    let servicesRun: Bool

    func analyze(_ files: RestoreFiles) async throws {
        try SQLiteProgram.require()
        try file.checkIsNoLink()
        // Nothing is going to be stopped.
        if servicesRun { try file.checkUnused() }
        let place = settledPath(file.path)
        if place != file.path { site.console.warning(.sqliteLiesAt(name, file.path, place)) }
        try await tree.analyze(files)
    }

    func stage(_ files: RestoreFiles, _ journal: Journal) async throws {
        try await tree.stage(files, journal)
        for folder in journal.entries.filter({ $0.owner == .component(id) }).compactMap({ TreeStep($0)?.staging }) {
            try await prove(SQLiteFile(path: folder.appending(file.path.lastComponent?.string ?? "")))
        }
    }

    /// A safety copy has a database as it was found: with its log, which only opening it would read, and damaged perhaps.
    func prove(_ staged: SQLiteFile) async throws {
        guard !staged.isUnsettled, (try? staged.path.stat()) != nil else { return }
        do {
            let stranger = try await program.prove(staged.path)
            if let stranger { site.console.warning(.sqliteNotProved(name, stranger)) }
        } catch let failure as Failure {
            guard isForced else { throw Failure.sqliteBackupDamaged(name, failure) }
            site.console.warning(failure.text)
        }
    }

    func swap(_ journal: Journal) async throws {
        try file.checkUnused()
        try await tree.swap(journal)
    }

    /// Byte for byte, and that nobody has opened it meanwhile.
    func check(_ files: RestoreFiles) async throws {
        try await tree.check(files)
        try file.checkUnused()
        guard !file.isUnsettled, let facts = try? await program.facts(of: file.path) else { return }
        site.console.info(.sqliteIsBack(name, facts))
    }

    func undo(_ entry: Journal.Entry) async throws {
        if let staging = stagingBeside(entry) { return try Durable.removeTree(staging) }
        try await tree.undo(entry)
    }

    func kept(_ entry: Journal.Entry) -> String? { tree.kept(entry) }

    func finish(_ entry: Journal.Entry) async throws {
        if let staging = stagingBeside(entry) { return try Durable.removeTree(staging) }
        try await tree.finish(entry)
    }

    private var program: SQLiteProgram { SQLiteProgram(file: file) }
}
