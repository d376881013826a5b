package import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// A database by `mariadb-dump`, at one moment for its transactional tables, and the server's accounts.
package struct MariaDBCapture: Capture {
    package let id: Component.ID
    let mariadb: MariaDB
    let site: Site
    let excluded: TablePatterns

    package func parts() -> [Part] { [.sql, .accounts] }

    package func check() async throws {
        let (server, facts) = try await open()
        let dumper = try await server.dumperVersion()
        let tables = try await server.tables(of: facts.database)
        let loose = tables.filter { !$0.isTransactional }.map(\.name)
        if !loose.isEmpty { site.console.warning(.mariadbNotOfOneMoment(loose)) }
        let historic = tables.filter(\.keepsHistory).map(\.name)
        if !historic.isEmpty, !Self.keepsHistory(dumper, facts) { site.console.warning(.mariadbHistoryLost(historic)) }
        let broken = try await server.views(of: facts.database).filter(\.isBroken).map(\.name)
        if !broken.isEmpty { site.console.warning(.mariadbBrokenViews(broken)) }
        let short = try await server.shortNumbers(of: facts.database)
        if !short.isEmpty { site.console.warning(.mariadbShortNumbers(short)) }
        let saved = site.savedDatabases.union([facts.database])
        let known = TablePatterns(mariadb.unsaved)
        let others = facts.databases.filter {
            !saved.contains($0) && !known.match(TablePatterns.Name(whole: $0, short: $0))
        }
        if !others.isEmpty { site.console.warning(.mariadbUnsaved(others)) }
        let names = tables.filter(\.hasRows).map { Self.name($0, facts) }
        for failure in excluded.findings(of: id, among: names) { site.console.warning(failure.text) }
        let empty = names.filter(excluded.match).compactMap(\.short)
        if !empty.isEmpty {
            site.console.info(Text("backup.without-rows-of", ["component": id, "list": shorten(empty)]))
            let keys = try await server.keys(into: empty, of: facts.database)
            if !keys.isEmpty {
                site.console.warning(Text("mariadb.without-rows-needed", ["component": id, "list": shorten(keys)]))
            }
        }
    }

    private static func name(_ table: MariaDBTable, _ facts: MariaDBFacts) -> TablePatterns.Name {
        TablePatterns.Name(whole: "\(facts.database).\(table.name)", short: table.name)
    }

    package func save(to files: ComponentFiles) async throws {
        let (server, facts) = try await open()
        let tables = try await server.tables(of: facts.database)
        if tables.isEmpty { files.holdsNothing(.mariadbNoTable(facts.database)) }
        let empty = tables.filter { $0.hasRows && excluded.match(Self.name($0, facts)) }.map(\.name)
        do {
            try await files.store(.sql, [try await dump(server, facts, empty), Inspect(MariaDBInspector())])
        } catch let failed as ToolFailed { throw server.refusal(failed.said) }
        if !empty.isEmpty { files.leavesRowsOut(of: empty) }
        do {
            let script = try await MariaDBAccounts.read(server).script
            try await files.store(.accounts, [MemorySource(script), Inspect(MariaDBAccountsInspector())])
        } catch {
            try Task.checkCancellation()
            files.lacks(.mariadbAccountsNotSaved(name, error))  // the database without them is worth more than nothing
        }
    }

    /// A dump inside a container outlives the `docker exec` that we ended.
    package func release() async { _ = await mark.end(patience: .seconds(1)) }

    private var mark: MarkedProcesses { MarkedProcesses("GARDE_DUMP", "\(id)-\(site.session)") }

    private func open() async throws -> (MariaDBServer, MariaDBFacts) {
        let server = try await MariaDBServer.reach(mariadb, site).marked(by: mark)
        let facts = try await server.facts(site)
        guard facts.isThere else { throw Failure.mariadbNoSuchDatabase(facts.database, facts.databases) }
        return (server, facts)
    }

    private func dump(
        _ server: MariaDBServer, _ facts: MariaDBFacts, _ withoutRows: [String]
    ) async throws -> MariaDBDump {
        let database = facts.database
        let views = try await server.views(of: database)
        let history = Self.keepsHistory(try await server.dumperVersion(), facts) ? ["--dump-history"] : []
        let options = try await server.options(of: database) ?? ""
        return MariaDBDump(
            head: "ALTER DATABASE \(options);",
            tables: server.dump(
                // Whoever locks a table gets no number from a sequence, which is another one.
                ["--single-transaction", "--hex-blob", "--skip-triggers", "--skip-add-locks"] + history
                    + views.map { "--ignore-table=\(database).\($0.name)" }
                    + withoutRows.map { "--ignore-table-data=\(database).\($0)" }, database),
            code: server.codeDumps(database, views), hear: site.hear(id))
    }

    private static func keepsHistory(_ dumper: MariaDBVersion?, _ facts: MariaDBFacts) -> Bool {
        let first = MariaDBVersion(10, 11)
        return facts.version >= first && dumper.map { $0 >= first } == true
    }
}

extension MariaDBServer {
    /// What writes the statements that make triggers, events and routines, and then views, which may use them.
    func codeDumps(_ database: String, _ views: [(name: String, isBroken: Bool)]) -> [Invocation] {
        let views = views.filter { !$0.isBroken }.map(\.name)
        let code = [
            "--single-transaction", "--no-data", "--no-create-info", "--triggers", "--routines", "--events",
        ]
        let final = ["--single-transaction", "--no-data", "--skip-triggers"]
        return [dump(code, database)] + (views.isEmpty ? [] : [dump(final, database, views)])
    }
}
