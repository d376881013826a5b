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
        let members = try await tablesOfExtensions(Array(content.counts.rows.keys), session)
        if !members.isEmpty { site.console.warning(.extensionRowsStay(members.map { text.shown($0.sql) }.sorted())) }
        return try await rightsInside(session) + obstacles(content, session) + timescaleFindings(session, content)
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
        let tables = content.counts.rows.keys.sorted { $0.sql < $1.sql }
        let others = try await session.rows(Self.ofOthers(tables), in: session.target, text: text)
        if !others.isEmpty {
            let owners = Set(others.map { Owner(name: text.shown($0[1]), isSuperuser: $0[2] == "t") })
            found.append(.othersInTheWay(others.map { text.shown($0[0]) }, owners, session.facts.user))
        }
        let shut = try await column(Self.shut(Set(tables.map(\.schema))))
        if !shut.isEmpty { found.append(.schemasShut(shut.map(text.shown), session.facts.user)) }
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

    /// A role that something in the way belongs to.
    struct Owner: Sendable, Hashable {
        let name: String
        let isSuperuser: Bool
    }

    /// Schemas of the dump that are there and take nothing of ours.
    private static func shut(_ schemas: Set<String>) -> String {
        """
        SELECT nspname FROM pg_namespace WHERE nspname IN (\(SQL.list(schemas.union([""]))))
        AND NOT (has_schema_privilege(oid, 'CREATE') AND has_schema_privilege(oid, 'USAGE')) ORDER BY 1;
        """
    }

    /// Tables of the dump's names that are not ours, but for those of extensions; views and keys of others on what moves.
    /// Each with its owner.
    private static func ofOthers(_ tables: [QualifiedName]) -> String {
        let values = tables.map { "(\(SQL.literal($0.schema)), \(SQL.literal($0.name)))" }
        let named = "(n.nspname, c.relname) IN (\((values.isEmpty ? ["('', '')"] : values).joined(separator: ", ")))"
        return """
            SELECT c.oid::regclass, r.rolname, r.rolsuper FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_roles r ON r.oid = c.relowner WHERE \(named) AND NOT pg_has_role(c.relowner, 'USAGE') AND NOT EXISTS
            (\(membership))
            UNION SELECT c.oid::regclass, r.rolname, r.rolsuper FROM pg_depend d
            JOIN (\(ExchangeSQL.objects)) AS x ON d.refclassid = x.class AND d.refobjid = x.object
            LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
            LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
            JOIN pg_class c ON c.oid = coalesce(w.ev_class, k.conrelid) JOIN pg_roles r ON r.oid = c.relowner
            WHERE pg_has_role(x.owner, 'USAGE') AND NOT pg_has_role(c.relowner, 'USAGE') ORDER BY 1;
            """
    }

    private static let membership =
        "SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'"

    /// Tables of the dump that an extension has brought to the live database: what is in them stays.
    func tablesOfExtensions(_ tables: [QualifiedName], _ session: PostgresSession) async throws -> Set<QualifiedName> {
        let sql = """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE EXISTS (\(Self.membership));
            """
        let members = try await session.rows(sql, in: session.target, text: text).map { QualifiedName($0[0], $0[1]) }
        return Set(tables).intersection(members)
    }

    /// One transaction holds a lock of each table and index, those that go and those that come.
    private static let lockRoom = """
        SELECT current_setting('max_locks_per_transaction')::bigint * (current_setting('max_connections')::bigint
        + current_setting('max_prepared_transactions')::bigint);
        """

    /// Some may be created by whoever may create schemas, the others by the server's owner alone.
    func extensionFinding(_ names: Set<String>, _ session: PostgresSession) async throws -> Failure? {
        guard !names.isEmpty, !session.facts.isSuperuser else { return nil }
        let trusted = session.facts.major >= 13 ? "NOT bool_or(trusted)" : "true"
        // A new database has none of them, whatever the live one has.
        let installed = session.facts.exchanges ? " AND name NOT IN (SELECT extname FROM pg_extension)" : ""
        let sql = """
            SELECT name FROM pg_available_extension_versions WHERE name IN (\(SQL.list(names)))
            AND name <> 'plpgsql'\(installed) GROUP BY name HAVING \(trusted) ORDER BY 1;
            """
        let place = session.facts.exchanges ? session.target : session.maintenance
        let missing = try await session.rows(sql, in: place).map { $0[0] }
        guard !missing.isEmpty else { return nil }
        return session.facts.exchanges
            ? .extensionsOfTheOwner(missing, session.facts.user) : .extensionsOfSuperuser(missing, session.facts.user)
    }
}
