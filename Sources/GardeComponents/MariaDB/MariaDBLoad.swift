import GardeCore
import GardeIO
import GardeWords
import Synchronization
import SystemPackage

/// A MariaDB database's way back: into a new database beside the live one, whose tables then take the place of the
/// live one's in a single `RENAME TABLE`; triggers, events, routines and views, which no rename moves, are made anew.
///
/// Steps in the journal, each enough to be taken back by another process: `database` (the new one), `code` (how the live
/// one was made, with the statements that make its triggers, events, routines and views and the rights on them), `exchange`
/// (the tables of both), `accounts` (the statements that take accounts and rights back).
struct MariaDBLoad: Load {
    let id: Component.ID
    let mariadb: MariaDB
    let site: Site
    /// Whether a dump is loaded that is newer than the server.
    let isForced: Bool
    let seen = Seen()

    /// What was read of the backup: the outline of its tables, and what the swap makes anew.
    final class Seen: Sendable {
        let staged = Mutex<(code: [UInt8], accounts: MariaDBAccounts?)>(([], nil))
        let outline = Mutex<(dump: RestoreFile, outline: MariaDBOutline)?>(nil)
        /// Views that wait for other databases.
        let waiting = Mutex<Waiting?>(nil)
        /// How the live database's code was made while every database had its own tables, and which views were broken then.
        let code = Mutex<(text: String, broken: Set<String>)?>(nil)
    }

    enum Step: String {
        /// Names: live, new, old.
        case database
        /// Live; its character set, empty where there was no live database; statements; rights.
        case code
        /// Names: live, new, old; then `=` and a name for each table of the live one, `+` for each of the new one.
        case exchange
        /// Statements, a line each.
        case accounts
    }

    /// The three names of a database in a restore.
    struct Names: Sendable, Hashable {
        let live, new, old: String

        init(_ live: String, stamp: String) {
            self.live = live
            (new, old) = (SQL.name(live, "_garde_new_\(stamp)"), SQL.name(live, "_garde_old_\(stamp)"))
        }

        init(_ entry: Journal.Entry) { (live, new, old) = (entry.text(0), entry.text(1), entry.text(2)) }

        /// Whether a database is one that a restore has beside the live one: a killed restore leaves it.
        static func isOfRestore(_ database: String) -> Bool {
            database.contains(/_garde_(new|old)_[0-9]{8}_[0-9]{6}$/)
        }
    }

    func open() async throws -> MariaDBServer { try await MariaDBServer.reach(mariadb, site) }

    func dump(_ files: RestoreFiles) throws -> RestoreFile {
        guard let dump = files.first(.sql) else { throw Failure.mariadbDumpMissing(name) }
        return dump
    }

    /// Read once in a process.
    func outline(_ files: RestoreFiles) async throws -> MariaDBOutline {
        let dump = try dump(files)
        if let known = seen.outline.withLock({ $0 }), known.dump == dump { return known.outline }
        let count = MariaDBCount()
        try await pipeline(dump.source + [MariaDBSection(.tables), count])
        seen.outline.withLock { $0 = (dump, count.outline) }
        return count.outline
    }

    // MARK: Beside the live one

    func stage(_ files: RestoreFiles, _ journal: Journal) async throws {
        let server = try await open()
        let names = Names(try await server.facts(site).database, stamp: LocalTime.now().id)
        try await rememberCode(of: names.live, server)
        try await stage(files, as: names, journal, server)
    }

    func stage(_ files: RestoreFiles, as names: Names, _ journal: Journal, _ server: MariaDBServer) async throws {
        try journal.record(id, Step.database.rawValue, names.live, names.new, names.old)
        try await server.run("CREATE DATABASE \(MariaDBSQL.name(names.new));")
        let outline = try await outline(files)
        let sequences = outline.usesSequences ? [MariaDBSequences(of: outline.database, in: names.new)] : []
        try await load(try dump(files).source + [MariaDBSection(.tables)] + sequences, into: names.new, server)
        let differences = try await differences(outline, names.new, server)
        guard differences.isEmpty else { throw Failure.mariadbDiffers(names.new, differences) }
        // Its bytes were counted when they were loaded.
        try await Meter.$reading.withValue(nil) { try await readRest(files) }
    }

    private func readRest(_ files: RestoreFiles) async throws {
        let (code, script) = (Collect(), Collect())
        try await pipeline(try dump(files).source + [MariaDBSection(.code), code])
        if let file = files.first(.accounts) { try await pipeline(file.source + [script]) }
        let text = String(decoding: script.bytes, as: UTF8.self)
        let accounts = files.first(.accounts).map { _ in MariaDBAccounts(script: text) }
        seen.staged.withLock { $0 = (code.bytes, accounts) }
    }

    /// Nothing that the client says goes to the log: it shows statements, and so rows.
    func load(_ source: [any Filter], into database: String, _ server: MariaDBServer) async throws {
        let session = server.session(database, await server.sandbox())
        let head = MemorySource("SET SESSION max_statement_time = 0, lock_wait_timeout = 20;\n")
        do { try await pipeline([Joined(first: head, rest: source), Child(session)]) } catch let failed as ToolFailed {
            throw server.refusal(failed.said)
        }
    }

    // MARK: Whether it is what the backup held

    /// Looks for the tables whose rows were counted before the swap: clients and events are in them again, and what they
    /// hold is theirs to change.
    func check(_ files: RestoreFiles) async throws {
        let server = try await open()
        try await makeWaitingViews(server)
        let (outline, live) = (try await outline(files), try await server.facts(site).database)
        let absent = try await absent(outline, live, server)
        guard absent.isEmpty else { throw Failure.mariadbDiffers(live, absent) }
        site.console.info(.mariadbIsBack(live, outline))
    }

    private func absent(_ outline: MariaDBOutline, _ database: String, _ server: MariaDBServer) async throws -> [String]
    {
        let known = Set(try await server.tables(of: database).map(\.name))
        return outline.rows.keys.filter { !known.contains($0) }.sorted()
    }

    /// Tables that are missing, and those that have more or fewer rows.
    func differences(
        _ outline: MariaDBOutline, _ database: String, _ server: MariaDBServer
    ) async throws -> [String] {
        var found = try await absent(outline, database, server)
        for table in try await server.tables(of: database) where table.hasRows && !table.isSequence {
            guard let expected = outline.rows[table.name] else {
                found.append("+\(table.name)")
                continue
            }
            let history = table.keepsHistory ? " FOR SYSTEM_TIME ALL" : ""
            let count = "SELECT COUNT(*) FROM \(MariaDBSQL.name(database, table.name))\(history)"
            let now = try await server.rows(count, within: MariaDBServer.limit).first?[0] ?? ""
            if now != "\(expected)" { found.append("\(table.name): \(now) ≠ \(expected)") }
        }
        return found
    }

    // MARK: The other way

    /// Views show what other databases hold.
    var needsOthers: Bool { true }

    func undo(_ entry: Journal.Entry) async throws {
        switch Step(rawValue: entry.step) {
        case .database: try await drop(Names(entry).new)
        case .code: try await undoCode(entry, try await open())
        case .exchange: try await undoExchange(entry, try await open())
        case .accounts:
            let statements = entry.text(0).split(separator: "\n").map(String.init)
            _ = try await open().runEach(statements)
        case nil: return
        }
    }

    func kept(_ entry: Journal.Entry) -> String? {
        Step(rawValue: entry.step) == .exchange && entry.arguments.count > 3 ? Names(entry).old : nil
    }

    func finish(_ entry: Journal.Entry) async throws {
        switch Step(rawValue: entry.step) {
        case .database: try await drop(Names(entry).new)
        case .exchange: try await drop(Names(entry).old)
        case .code, .accounts, nil: return
        }
    }

    /// Only what a restore made.
    func drop(_ database: String) async throws {
        guard Names.isOfRestore(database) else { return }
        try await open().run("DROP DATABASE IF EXISTS \(MariaDBSQL.name(database));")
    }
}

/// The bytes of one source, then what a row of filters gives.
private struct Joined: Filter {
    let first: MemorySource
    let rest: [any Filter]

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await first.run(input, output)
        try await pipeline(rest, into: output)
    }
}
