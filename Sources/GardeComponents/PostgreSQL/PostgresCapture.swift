package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A PostgreSQL database by `pg_dump`, and the server's roles by `pg_dumpall`.
package struct PostgresCapture: Capture {
    package let id: Component.ID
    let postgres: Postgres
    let site: Site
    /// Nil for safety copies.
    var increments: PostgresIncrements?
    /// Also of the tables whose rows the recipe leaves out.
    var hasAllRows = false
    var suspectBelow = 0.5

    package func parts() async -> [Part] {
        guard postgres.incremental, let increments, let server = try? await PostgresServer.reach(postgres, site) else {
            return [.dump, .roles]
        }
        guard await obstacle(server) == nil else { return [.dump, .roles] }
        if increments.isWanted, (try? increments.lineage(server.database)) != nil { return [.wal] }
        return [.dump, .roles, .base]
    }

    package func check() async throws {
        if let failure = namedTwice(try await site.reach(postgres.place)) { throw failure }
        let server = try await PostgresServer.reach(postgres, site)
        guard !server.database.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" }) else {
            throw Failure.nameOfTwoLines(server.database)
        }
        let client = try await server.client()
        if client.major > server.major {
            let command = await PostgresPackage.command(server.major)
            site.console.warning(.newerClient(client.major, server: server.major, command))
        }
        await warnOfUnsavedDatabases(server)
        try await sayWithoutRows(server)
        await warnOfSearchPath(server)
        await warnOfPooler(server)
        await announce(server)
        if !server.readsPasswords { site.console.warning(.rolesWithoutPasswords(server.user)) }
    }

    /// What `.env` names and what the container was made with, or a shell's profile, are two databases, and this run's
    /// POSTGRES_DB says neither.
    private func namedTwice(_ reach: Reach) -> Failure? {
        let name = "POSTGRES_DB"
        guard !OldData.isSpokenOf, postgres.database == .environment(name), site.environment(name) == nil,
            let own = site.variable(name)
        else { return nil }
        switch reach {
        case .here:
            guard let other = site.environment("PGDATABASE"), other != own else { return nil }
            return .databaseNamedByShell(own, other)
        case .container(let container):
            guard let other = container.environment[name], !other.isEmpty, own != other else { return nil }
            return .databaseNamedTwice(own, other, container.service)
        }
    }

    package func save(to files: ComponentFiles) async throws {
        let server = try await PostgresServer.reach(postgres, site)
        let log = try await saveLog(server, to: files)
        guard log != .saved else { return }
        let client = try await server.client()
        if try await !server.hasTables() { files.holdsNothing(.noTable(server.database)) }
        let empty = try await withoutRows(server)
        do { try await files.store(.dump, dump(server, client, empty)) } catch let failed as ToolFailed {
            throw try await refusal(failed, server) ?? failed
        }
        if !empty.isEmpty { files.leavesRowsOut(of: empty.map(\.name.whole)) }
        do { try await files.store(.roles, roles(server, client)) } catch {
            try Task.checkCancellation()
            files.lacks(.rolesNotSaved(name, error))  // the database without the roles is worth more than nothing
        }
        // The chain goes on from where it stands.
        guard log != .notReceived else { return }
        await saveBase(server, to: files, after: log)
    }

    /// Uncompressed inside, since gzip comes after; whole only when `pg_restore` has read it to its end.
    private func dump(
        _ server: PostgresServer, _ client: PostgresClient, _ withoutRows: [PostgresServer.Table]
    ) -> [any Filter] {
        let hear = site.hear(id)
        let options = ["-Fc", "-Z0", "--no-password", "--encoding", server.encoding, "-d", server.connection]
        return [
            Child(
                server.invocation(
                    client.path("pg_dump"), options + withoutRows.map { "--exclude-table-data=\($0.sql)" }),
                hear: hear),
            Prove(with: server.invocation(client.path("pg_restore"), ["-f", "/dev/null"]), hear: hear),
        ]
    }

    /// What pg_dump lacks of rights, with what gives them to its role; nil for what fails otherwise.
    private func refusal(_ failed: ToolFailed, _ server: PostgresServer) async throws -> Failure? {
        // What it said is in the server's language.
        guard let rights = try? await server.rows(Self.rights).first else { return nil }
        let role = SQL.identifier(server.user)
        let bypass = rights[0] == "t" ? "ALTER ROLE \(role) BYPASSRLS;" : nil
        guard rights[1] == "t" else { return bypass != nil || rights[2] == "t" ? .mayNotDump(failed, bypass) : nil }
        guard server.major >= 14 else { return .mayNotDump(failed, nil) }
        let inherits = try await server.rows("select rolinherit from pg_roles where rolname = current_user")
        let first = inherits.first?.first == "t" ? "" : "ALTER ROLE \(role) INHERIT; "
        let option = server.major >= 16 ? " WITH INHERIT TRUE" : ""
        let grant = "\(first)GRANT pg_read_all_data TO \(role)\(option);"
        return .mayNotDump(failed, [bypass, grant].compactMap(\.self).joined(separator: " "))
    }

    /// Whether rows are hidden from the role by their table's rules, and whether it may not read some table or large object;
    /// of an extension's tables pg_dump reads those that it marks as configuration.
    private static let rights = """
        select coalesce(bool_or(row_security_active(c.oid)), false), coalesce(bool_or(not (
        has_schema_privilege(relnamespace, 'usage') and has_table_privilege(c.oid, 'select'))), false),
        exists (select from pg_largeobject_metadata where current_setting('lo_compat_privileges') = 'off' and not exists (select from
        aclexplode(coalesce(lomacl, acldefault('L', lomowner))) where privilege_type = 'SELECT'
        and (grantee = 0 or pg_has_role(grantee, 'usage'))))
        from pg_class c where relkind in ('r', 'p', 'S') and c.oid > 16383 and relnamespace::regnamespace::text !~ '^pg_'
        and (c.oid in (select unnest(extconfig) from pg_extension) or not exists (select from pg_depend
        where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e'))
        """

    private func roles(_ server: PostgresServer, _ client: PostgresClient) async throws -> [any Filter] {
        let limits = server.readsPasswords ? [] : ["--no-role-passwords"]
        let all = server.invocation(
            client.path("pg_dumpall"), ["--roles-only", "--no-password", "-l", server.connection] + limits)
        let settings = try await server.rows(SettingsOfAll.sql)
        let script = Child(all, hear: site.hear(id))
        let whole = SettingsOfAll.before(script, money: await server.moneyLocale(), settings)
        return [whole, Inspect(RolesInspector())]
    }

    /// The one that every server has counts where somebody made tables in it.
    private func warnOfUnsavedDatabases(_ server: PostgresServer) async {
        let (saved, everywhere) = (site.savedDatabases.union([server.database]), "postgres")
        let known = TablePatterns(postgres.unsaved)
        var others = server.databases.filter {
            !saved.contains($0) && !known.match(TablePatterns.Name(whole: $0, short: $0))
        }
        if others.contains(everywhere), (try? await server.hasTables(in: everywhere)) != true {
            others.removeAll { $0 == everywhere }
        }
        if !others.isEmpty { site.console.warning(.unsavedDatabases(others)) }
    }

    /// A session inside a container outlives the `docker exec` that we ended.
    package func release() async { try? await PostgresServer.endSessions(postgres, site) }
}

/// Whether `pg_dumpall` came to its end: it closes its output with a line of its own.
package struct RolesInspector: StreamInspector {
    private var tail: [UInt8] = []

    package init() {}

    mutating func see(_ chunk: [UInt8]) { tail = Array((tail + chunk).suffix(400)) }

    func end() throws {
        let ending = String(decoding: tail, as: UTF8.self)
        guard ending.contains("PostgreSQL database cluster dump complete") else { throw Failure.rolesCutShort }
    }
}

extension Failure {
    static func rolesNotSaved(_ name: String, _ error: any Error) -> Failure {
        let cause = Failure(describing: error)
        return Failure("postgres.roles-not-saved", ["name": name, "why": cause.text, "fix": Text.useAdministrator])
    }

    static func mayNotDump(_ failed: ToolFailed, _ command: String?) -> Failure {
        let why = failed.said.filter { $0.contains("error:") }.prefix(1).joined()
        let fix = command.map { Text("postgres.typed-2", ["command": $0]) } ?? Text.useAdministrator
        return Failure("postgres.may-not-dump", ["why": why, "fix": fix])
    }

    /// The tools of PostgreSQL refuse such a name, most of them when the dump is to go back.
    static func nameOfTwoLines(_ database: String) -> Failure {
        let name = database.split(whereSeparator: \.isNewline).joined(separator: "_")
        let typed = SQL.identifier(database).split(separator: "\\", omittingEmptySubsequences: false)
            .joined(separator: "\\\\").split(separator: "\r\n").joined(separator: "\\000d\\000a")
            .split(separator: "\n").joined(separator: "\\000a").split(separator: "\r").joined(separator: "\\000d")
        return Failure(
            "postgres.name-of-two-lines",
            ["name": name, "command": "ALTER DATABASE U&\(typed) RENAME TO \(SQL.identifier(name));"])
    }

    static let rolesCutShort = Failure("postgres.roles-cut-short")
}

extension Text {
    /// A managed server gives nobody a superuser.
    static let useAdministrator = Text("postgres.use-administrator")

    static func newerClient(_ client: Int, server: Int, _ command: String) -> Text {
        Text("postgres.newer-client", ["server": server, "client": client, "command": command])
    }

    static func noTable(_ database: String) -> Text {
        Text("postgres.no-table", ["database": database])
    }

    static func unsavedDatabases(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("postgres.unsaved-databases", ["list": list])
    }

    static func rolesWithoutPasswords(_ user: String) -> Text {
        Text("postgres.roles-without-passwords", ["user": user])
    }
}
