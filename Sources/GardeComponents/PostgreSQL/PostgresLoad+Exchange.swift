import GardeCore
import GardeWords
import GardeIO
import Synchronization
import SystemPackage

/// The way of a role that may not create databases: into the database that is there, in one transaction.
extension PostgresLoad {
    /// What the transaction is made of.
    struct Exchange: Sendable {
        let sql: ExchangeSQL
        let dump: RestoreFile
        let before: [UInt8]
        let after: [UInt8]
        let outcome: ExchangeRules.Outcome
        /// Of the dump, and of an extension of the live database.
        let staying: Set<QualifiedName>
    }

    func stageExchange(
        _ files: RestoreFiles, _ content: DumpContent, _ journal: Journal, _ session: PostgresSession
    ) async throws {
        guard let dump = files.first(.dump) else { throw Failure.dumpMissing(name) }
        let stamp = LocalTime.now().id
        if session.facts.makesRoles, let roles = files.first(.roles) {
            try await stageRoles(roles, stamp, journal, session)
        }
        let (rules, schemas) = (try await exchangeRules(session), try await openSchemas(session))
        var outcome = ExchangeRules.Outcome()
        let before = try await rules.script(script(dump, "--section=pre-data", session), &outcome)
        let after = try await rules.script(script(dump, "--section=post-data", session), &outcome)
        let made = outcome.schemas.map(PostgresText.bytes.shown).sorted()
        let sql = ExchangeSQL(stamp: stamp, schemas: schemas, made: made)
        let encoding = "SET client_encoding = \(SQL.literal(content.schema.encoding));\n"
        let staying = try await tablesOfExtensions(Array(content.counts.rows.keys), session)
        var counts = content.counts
        for table in staying { counts.rows[table] = nil }
        let money = try await moneyLocale(files, content.schema).map { "SET lc_monetary = \(SQL.literal($0));\n" } ?? ""
        let ours = text == .bytes ? encoding : "SET client_encoding = 'UTF8';\n"
        let head =
            PostgresSession.catalogOnly + sql.moveAway(ending: session.sessions(in: [session.target])) + Self.settings
            + encoding + money
        let tail = ours + sql.check(counts) + "SELECT '\(Gate.word)';\n"
        seen.exchange.withLock {
            $0 = Exchange(
                sql: sql, dump: dump, before: Array(head.utf8) + before, after: after + text.bytes(tail),
                outcome: outcome, staying: staying)
        }
    }

    /// Those that a dump begins with, in which all its names are whole.
    private static let settings = """
        SELECT pg_catalog.set_config('search_path', '', false) \\gset
        SET check_function_bodies = off; SET xmloption = content; SET client_min_messages = warning;
        SET row_security = off;

        """

    func swapExchange(_ exchange: Exchange, _ journal: Journal, _ session: PostgresSession) async throws {
        let (sql, target) = (exchange.sql, session.target)
        let lists = sql.schemas.map { "=\($0)" } + sql.made.map { "+\($0)" }
        try journal.record(
            Journal.Entry(id, Step.exchange.rawValue, ([target, sql.stamp] + lists).map { Array($0.utf8) }))
        let read = try await session.tool("pg_restore", ["--section=data", "-f", "-"])
        let arguments = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse", "-f", "-"]
        let psql = try await session.tool("psql", arguments + ["-d", session.connection(to: target)], in: target)
        let gate = Gate()
        let body = DumpBody(before: exchange.before, after: exchange.after, gate: gate)
        do {
            try await pipeline(
                exchange.dump.source + [Child(read, hear: site.hear(id))]
                    + (exchange.staying.isEmpty ? [] : [WithoutTables(tables: exchange.staying, text: text)])
                    + [body, Child(psql, hear: site.hear(id)), gate])
        } catch let failed as ToolFailed {
            let triggers = try? await session.rows(Self.eventTriggers, in: target).map { $0[0] }
            throw Failure.notExchanged(failed.said, triggers ?? [])
        }
        for (publication, statements) in exchange.outcome.publications.sorted(by: { $0.key < $1.key }) {
            let shown = statements.map(PostgresText.bytes.shown)
            try journal.record(lacks: .publicationLeftOut(PostgresText.bytes.shown(publication), shown), of: id)
        }
        for trigger in exchange.outcome.eventTriggers.sorted() {
            try journal.record(lacks: .eventTriggerLeftOut(PostgresText.bytes.shown(trigger)), of: id)
        }
        await analyzeTables(in: target, session)
    }

    /// Those that may refuse a statement of the load.
    private static let eventTriggers =
        "SELECT evtname FROM pg_event_trigger WHERE evtenabled IN ('O', 'A') AND evtevent <> 'login' ORDER BY 1;"

    /// Whatever a kill has left: the transaction's end is waited for, then it counts or does not.
    func undoExchange(_ entry: Journal.Entry, _ session: PostgresSession) async throws {
        let (sql, database) = (ExchangeSQL(entry), entry.text(0))
        try await session.run(sql.settle, in: database)
        guard try await isExchanged(sql, database, session) else { return }
        try await session.run(sql.takeBack, in: database)
    }

    func finishExchange(_ entry: Journal.Entry, _ session: PostgresSession) async throws {
        try await session.run(ExchangeSQL(entry).dropAside, in: entry.text(0))
    }

    private func isExchanged(
        _ sql: ExchangeSQL, _ database: String, _ session: PostgresSession
    ) async throws -> Bool {
        let mark = "SELECT nspname FROM pg_namespace WHERE nspname = \(SQL.literal(sql.mark));"
        return try await !session.rows(mark, in: database).isEmpty
    }

    // MARK: What goes in

    func exchangeRules(_ session: PostgresSession) async throws -> ExchangeRules {
        func names(_ sql: String) async throws -> Set<String> {
            Set(try await session.rows(sql, in: session.target).map { PostgresText.bytes.held($0[0]) })
        }
        let given = "SELECT rolname FROM pg_roles WHERE pg_has_role(oid, '\(session.facts.membership)');"
        return ExchangeRules(
            extensions: try await names("SELECT extname FROM pg_extension;"),
            schemas: try await names("SELECT nspname FROM pg_namespace;"),
            roles: try await names("SELECT rolname FROM pg_roles;"), givable: try await names(given),
            publications: try await names(
                "SELECT pubname FROM pg_publication WHERE NOT pg_has_role(pubowner, 'USAGE');"))
    }

    func openSchemas(_ session: PostgresSession) async throws -> [String] {
        try await session.rows(ExchangeSQL.open, in: session.target).map { $0[0] }
    }

    /// Statements of a dump, without its rows.
    func script(_ dump: RestoreFile, _ section: String, _ session: PostgresSession) async throws -> [UInt8] {
        let (read, result) = (try await session.tool("pg_restore", [section, "-f", "-"]), Collect())
        do { try await pipeline(dump.source + [Child(read, hear: site.hear(id)), result]) } catch Errno.brokenPipe {
            // It had read all that it wanted.
        } catch let failed as ToolFailed { throw Failure.dumpUnreadable(failed.said) }
        return result.bytes
    }
}

extension ExchangeSQL {
    init(_ entry: Journal.Entry) {
        let lists = entry.arguments.indices.dropFirst(2).map(entry.text)
        self.init(
            stamp: entry.text(1), schemas: lists.filter { $0.hasPrefix("=") }.map { String($0.dropFirst()) },
            made: lists.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) })
    }
}
