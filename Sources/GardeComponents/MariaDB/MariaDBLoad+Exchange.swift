import GardeCore
import GardeIO
import GardeWords
import Synchronization
import SystemPackage

extension MariaDBLoad {
    /// What is not tables goes first and comes last; the tables themselves change in one statement, all or none.
    func swap(_ journal: Journal) async throws { try await swap(journal, asNew: false) }

    /// With `asNew` there is no live one, and what somebody else makes of its name meanwhile is theirs.
    func swap(_ journal: Journal, asNew: Bool) async throws {
        let entry = journal.entries.last { $0.owner == .component(id) && $0.step == Step.database.rawValue }
        guard let entry else { throw Failure.mariadbNotStaged(name) }
        let (names, server) = (Names(entry), try await open())
        let rights = try await asNew ? make(names.live, journal, server) : takeCode(of: names.live, journal, server)
        try await exchange(names, asNew: asNew, journal, server)
        try await makeCode(seen.staged.withLock { $0 }, names.live, rights, journal, server)
    }

    // MARK: Triggers, events, routines and views

    /// Records how they are made, then drops them: a table that has a trigger cannot leave its database. Gives the rights
    /// on what is in it.
    private func takeCode(of live: String, _ journal: Journal, _ server: MariaDBServer) async throws -> [String] {
        guard let options = try await server.options(of: live) else { return try await make(live, journal, server) }
        let (code, rights) = try await written(live, server)
        try journal.record(id, Step.code.rawValue, live, options, code, rights.joined(separator: "\n"))
        try await dropCode(of: live, server)
        return rights
    }

    /// Only once it is made it is in the journal: whoever else makes one of that name meanwhile has it.
    private func make(_ live: String, _ journal: Journal, _ server: MariaDBServer) async throws -> [String] {
        try await server.run("CREATE DATABASE \(MariaDBSQL.name(live));")
        try journal.record(id, Step.code.rawValue, live, "", "", "")
        return []
    }

    private func written(_ live: String, _ server: MariaDBServer) async throws -> (String, rights: [String]) {
        let (rights, views) = (try await server.rights(within: live), try await server.views(of: live))
        // A database that was exchanged before this one may have taken from views what they show.
        let broken = Set(views.filter(\.isBroken).map(\.name))
        if let before = seen.code.withLock({ $0 }), !broken.isSubset(of: before.broken) { return (before.text, rights) }
        return (try await code(of: live, views, server), rights)
    }

    /// While every database has its own tables.
    func rememberCode(of live: String, _ server: MariaDBServer) async throws {
        guard try await server.options(of: live) != nil else { return }
        let views = try await server.views(of: live)
        let (text, broken) = (try await code(of: live, views, server), Set(views.filter(\.isBroken).map(\.name)))
        seen.code.withLock { $0 = (text, broken) }
    }

    private func code(
        of live: String, _ views: [(name: String, isBroken: Bool)], _ server: MariaDBServer
    ) async throws -> String {
        guard try await !server.codeDrops(of: live).isEmpty else { return "" }
        let collected = Collect()
        do {
            for dump in server.codeDumps(live, views) {
                try await pipeline([Child(dump, hear: site.hear(id)), collected])
            }
        } catch let failed as ToolFailed { throw server.refusal(failed.said) }
        return String(decoding: collected.bytes, as: UTF8.self)
    }

    private func dropCode(of database: String, _ server: MariaDBServer) async throws {
        let drops = try await server.codeDrops(of: database)
        if !drops.isEmpty { try await server.run(drops.joined(separator: "\n"), in: database) }
    }

    /// The live database has its own tables again.
    func undoCode(_ entry: Journal.Entry, _ server: MariaDBServer) async throws {
        let (live, options) = (entry.text(0), entry.text(1))
        guard try await server.options(of: live) != nil else {
            // There was none; of one that was, somebody has taken all away.
            guard options.isEmpty else { throw Failure.mariadbNoSuchDatabase(live, try await server.databases()) }
            return
        }
        try await dropCode(of: live, server)
        if options.isEmpty {
            if try await server.tables(of: live).isEmpty {
                try await server.run("DROP DATABASE \(MariaDBSQL.name(live));")
            }
            return
        }
        try await server.run("ALTER DATABASE \(MariaDBSQL.name(live)) \(options);")
        let code = MariaDBSection(.tables)  // which leaves out what older clients refuse
        if !entry.text(2).isEmpty { try await load([MemorySource(entry.text(2)), code], into: live, server) }
        _ = try await server.runEach(entry.text(3).split(separator: "\n").map(String.init))
    }

    // MARK: Tables

    private func exchange(
        _ names: Names, asNew: Bool, _ journal: Journal, _ server: MariaDBServer
    ) async throws {
        let old = asNew ? [] : try await server.tables(of: names.live).map(\.name)
        let new = try await server.tables(of: names.new).map(\.name)
        let tables = (old.map { "=\($0)" } + new.map { "+\($0)" }).map { Array($0.utf8) }
        let arguments = [names.live, names.new, names.old].map { Array($0.utf8) }
        try journal.record(Journal.Entry(id, Step.exchange.rawValue, arguments + tables))
        if let options = try await server.options(of: names.new) {
            try await server.run("ALTER DATABASE \(MariaDBSQL.name(names.live)) \(options);")
        }
        try await server.run("CREATE DATABASE \(MariaDBSQL.name(names.old));")
        let moves = old.map { ($0, names.live, names.old) } + new.map { ($0, names.new, names.live) }
        try await rename(moves, names.live, server)
        guard seen.outline.withLock({ $0?.outline.usesSequences ?? true }) else { return }
        for statement in try await server.sequenceRenames(in: names.live, from: names.new) {
            try await run(statement, withoutSessionsIn: names.live, server)
        }
    }

    private func rename(
        _ moves: [(table: String, from: String, to: String)], _ live: String, _ server: MariaDBServer
    ) async throws {
        guard !moves.isEmpty else { return }
        let steps = moves.map { "\(MariaDBSQL.name($0.from, $0.table)) TO \(MariaDBSQL.name($0.to, $0.table))" }
        try await run("RENAME TABLE \(steps.joined(separator: ", "));", withoutSessionsIn: live, server)
    }

    /// Whoever has a table of the database in use holds it: such sessions are ended, three times at most.
    private func run(
        _ statement: String, withoutSessionsIn live: String, _ server: MariaDBServer
    ) async throws {
        for _ in 0..<2 {
            try await endSessions(in: live, server)
            do { return try await server.run(statement) } catch let failure as Failure
                where failure.id == "mariadb.busy"
            {}
        }
        try await endSessions(in: live, server)
        try await server.run(statement)
    }

    private func endSessions(in database: String, _ server: MariaDBServer) async throws {
        let place = MariaDBSQL.literal(database)
        let sessions = try await server.column(
            "SELECT id FROM information_schema.processlist WHERE db = \(place) AND id <> CONNECTION_ID()")
        _ = try await server.runEach(sessions.map { "KILL \($0)" })
    }

    /// By what is where, since a server that ended in the middle may have moved some: nothing that is back moves again.
    func undoExchange(_ entry: Journal.Entry, _ server: MariaDBServer) async throws {
        let names = Names(entry)
        let listed = entry.arguments.dropFirst(3).map { String(decoding: $0, as: UTF8.self) }
        let ours = Set(listed.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) })
        let theirs = Set(listed.filter { $0.hasPrefix("=") }.map { String($0.dropFirst()) })
        let live = Set(try await server.tables(of: names.live).map(\.name))
        let old = Set(try await server.tables(of: names.old).map(\.name))
        // What is still there did not come to the live one: one of its name there is somebody's who was faster.
        let new = Set(try await server.tables(of: names.new).map(\.name))
        let away = live.filter { old.contains($0) || ours.contains($0) && !theirs.contains($0) && !new.contains($0) }
        if !old.isEmpty || !away.isEmpty {
            try await dropCode(of: names.live, server)
            try await server.run("CREATE DATABASE IF NOT EXISTS \(MariaDBSQL.name(names.new));")
            let moves = away.map { ($0, names.live, names.new) } + old.map { ($0, names.old, names.live) }
            try await rename(moves, names.live, server)
        }
        try await drop(names.old)
    }
}
