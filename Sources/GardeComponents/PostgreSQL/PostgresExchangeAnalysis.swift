import GardeCore
import GardeWords
import GardeIO

extension PostgresLoad {
    /// What stands against an exchange, and in warnings what it does not cover.
    func exchangeFindings(
        _ files: RestoreFiles, _ content: DumpContent, _ session: PostgresSession
    ) async throws -> [Failure] {
        let (facts, target) = (session.facts, session.target)
        guard let dump = files.first(.dump) else { throw Failure.dumpMissing(name) }
        guard let live = try await session.databases(named: target).first, live.allowsConnections else {
            return [.mayNotMakeDatabases(facts.user)]
        }
        var outcome = ExchangeRules.Outcome()
        let rules = try await exchangeRules(session)
        _ = try await rules.script(script(dump, "--schema-only", session), &outcome)
        site.console.warning(.exchanges(target, facts.user))
        for line in outcome.warnings(facts.user) { site.console.warning(line) }
        if !content.schema.settings.isEmpty { site.console.warning(.settingsStay(target)) }
        if files.first(.roles) != nil, !facts.makesRoles { site.console.warning(.rolesStay(facts.user)) }
        return try await rightsInside(session) + obstacles(content, session)
            + [try await extensionFinding(content.schema.extensions, session)].compactMap(\.self)
    }

    private func rightsInside(_ session: PostgresSession) async throws -> [Failure] {
        let sql = "SELECT has_database_privilege(current_database(), 'CREATE');"
        let isAllowed = try await session.rows(sql, in: session.target).first?.first == "t"
        return isAllowed ? [] : [.mayNotMakeSchemas(session.target, session.facts.user)]
    }

    /// What cannot be moved aside, or would be lost or left behind by it.
    private func obstacles(_ content: DumpContent, _ session: PostgresSession) async throws -> [Failure] {
        func column(_ sql: String) async throws -> [String] {
            try await session.rows(sql, in: session.target, text: text).map { $0[0] }
        }
        var found: [Failure] = []
        let others = try await column(Self.ofOthers(content.counts.rows.keys.sorted { $0.sql < $1.sql }))
        if !others.isEmpty { found.append(.othersInTheWay(others.map(text.shown), session.facts.user)) }
        let large = try await column("SELECT oid FROM pg_largeobject_metadata LIMIT 1;")
        if content.counts.largeObjects > 0 || !large.isEmpty { found.append(.largeObjectsStay) }
        let loose = try await column(
            "SELECT type || ' ' || identity FROM (\(ExchangeSQL.loose) UNION ALL \(ExchangeSQL.ranges)) AS l ORDER BY 1;"
        )
        if !loose.isEmpty { found.append(.doNotMove(loose.map(text.shown))) }
        let room = try await column(Self.lockRoom)
        let wanted = content.counts.rows.count + content.schema.derived.indexes.count
        if let room = room.first.flatMap({ Int($0) }), room < 4 * wanted { found.append(.tooFewLocks(wanted, room)) }
        return found
    }

    /// Tables of the dump's names that are not ours, or an extension's with rows of its own; views and keys of others
    /// on what moves.
    private static func ofOthers(_ tables: [QualifiedName]) -> String {
        let values = tables.map { "(\(SQL.literal($0.schema)), \(SQL.literal($0.name)))" }
        let named = "(n.nspname, c.relname) IN (\((values.isEmpty ? ["('', '')"] : values).joined(separator: ", ")))"
        return """
            SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE \(named)
            AND (NOT pg_has_role(c.relowner, 'USAGE') OR EXISTS (SELECT FROM pg_depend d WHERE
            d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
            UNION SELECT c.oid::regclass FROM pg_depend d
            JOIN (\(ExchangeSQL.objects)) AS x ON d.refclassid = x.class AND d.refobjid = x.object
            LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
            LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
            JOIN pg_class c ON c.oid = coalesce(w.ev_class, k.conrelid)
            WHERE pg_has_role(x.owner, 'USAGE') AND NOT pg_has_role(c.relowner, 'USAGE') ORDER BY 1;
            """
    }

    /// One transaction holds a lock of each table and index, those that go and those that come.
    private static let lockRoom = """
        SELECT current_setting('max_locks_per_transaction')::bigint * (current_setting('max_connections')::bigint
        + current_setting('max_prepared_transactions')::bigint);
        """

    /// Some may be created by whoever may create schemas, the others by the server's owner alone.
    private func extensionFinding(_ names: Set<String>, _ session: PostgresSession) async throws -> Failure? {
        guard !names.isEmpty else { return nil }
        let trusted = session.facts.major >= 13 ? "NOT bool_or(trusted)" : "true"
        let sql = """
            SELECT name FROM pg_available_extension_versions WHERE name IN (\(SQL.list(names)))
            AND name NOT IN (SELECT extname FROM pg_extension) GROUP BY name HAVING \(trusted) ORDER BY 1;
            """
        let missing = try await session.rows(sql, in: session.target).map { $0[0] }
        return missing.isEmpty ? nil : .extensionsOfTheOwner(missing, session.facts.user)
    }
}
