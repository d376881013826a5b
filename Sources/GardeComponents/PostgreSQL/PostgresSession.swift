import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A server that answers, seen from a database that is not the one to be replaced.
struct PostgresSession: Sendable {
    let reach: Reach
    /// libpq's variables, less PGDATABASE.
    private let environment: [String: String]
    private let hear: @Sendable (String) -> Void
    /// The database that the backup replaces; it need not exist.
    let target: String
    /// The database that everything about the server is asked in.
    let maintenance: String
    let facts: Facts

    /// What the server says of itself and of the role that we are.
    struct Facts: Sendable, Hashable {
        /// Such as 15.
        let major: Int
        let user: String
        let isSuperuser: Bool
        let makesDatabases: Bool
        let makesRoles: Bool
        /// A standby, which takes no changes.
        let isStandby: Bool

        /// Whether a restore can only go into the database that is there.
        var exchanges: Bool { !isSuperuser && !makesDatabases }

        /// What one has to be of a role to give things to it.
        var membership: String { major >= 16 ? "SET" : "MEMBER" }
    }

    /// Connects with the first of the passwords that opens; throws « PostgreSQL n'est pas accessible ».
    static func open(
        _ postgres: Postgres, _ site: Site, otherPassword: String? = nil, hear: @escaping @Sendable (String) -> Void
    ) async throws -> PostgresSession {
        let reach = try await site.reach(postgres.place)
        var environment = try await PostgresServer.connection(postgres, site, reach)
        let named = environment.removeValue(forKey: "PGDATABASE") ?? site.variable("PGDATABASE")
        var first: Failure?
        for password in [environment["PGPASSWORD"], otherPassword] where first == nil || password != nil {
            environment["PGPASSWORD"] = password
            do { return try await open(reach, environment, named, site, hear) } catch let failure as Failure {
                first = first ?? failure
            }
        }
        throw first ?? Failure.postgresUnreachable([], reach)
    }

    /// From `postgres`, else from `template1`; from the database itself only where it keeps its name.
    private static func open(
        _ reach: Reach, _ environment: [String: String], _ named: String?, _ site: Site,
        _ hear: @escaping @Sendable (String) -> Void
    ) async throws -> PostgresSession {
        var first: Failure?
        for maintenance in ["postgres", "template1"].filter({ $0 != named }) + [named].compactMap(\.self) {
            let probe = PostgresSession(
                reach: reach, environment: environment, hear: hear, target: "", maintenance: maintenance,
                facts: Facts(
                    major: 0, user: "", isSuperuser: false, makesDatabases: false, makesRoles: false, isStandby: true))
            do {
                let facts = try await probe.askFacts()
                // Without a name of its own, libpq's database is the user's.
                let target = named ?? facts.user
                guard target != maintenance || facts.exchanges else { continue }
                if named == nil { try site.accepts(guess: target, among: try await probe.allDatabases()) }
                return PostgresSession(
                    reach: reach, environment: environment, hear: hear, target: target, maintenance: maintenance,
                    facts: facts)
            } catch let failure as Failure { first = first ?? failure }
        }
        throw first ?? Failure.postgresUnreachable([], reach)
    }

    /// Those that take connections, templates left out.
    private func allDatabases() async throws -> [String] {
        try await rows("select datname from pg_database where datallowconn and not datistemplate order by 1;")
            .map { $0[0] }
    }

    private func askFacts() async throws -> Facts {
        let sql = """
            select current_setting('server_version_num')::int / 10000, current_user, rolsuper, rolcreatedb,
            rolcreaterole, pg_is_in_recovery() from pg_roles where rolname = current_user;
            """
        guard let row = try await rows(sql).first, row.count == 6, let major = Int(row[0]) else {
            throw Failure.postgresUnreachable([], reach)
        }
        return Facts(
            major: major, user: row[1], isSuperuser: row[2] == "t", makesDatabases: row[3] == "t",
            makesRoles: row[4] == "t", isStandby: row[5] == "t")
    }
}

// MARK: Asking

extension PostgresSession {
    /// The rows of one query, each with its columns; NULL is empty.
    func rows(
        _ sql: String, in database: String? = nil, text: PostgresText = .utf8
    ) async throws -> [[String]] {
        let answer = try await run(sql, in: database, text: text)
        guard !answer.isEmpty else { return [] }
        return answer.dropLast().split(separator: "\u{1e}", omittingEmptySubsequences: false).map { row in
            row.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Runs a script to its first error and gives what it prints; throws a `Failure` with the server's words.
    ///
    /// The script goes by standard input, since it may hold passwords, and the statement that failed is not shown.
    @discardableResult
    func run(_ sql: String, in database: String? = nil, text: PostgresText = .utf8) async throws -> String {
        let arguments = [
            "-X", "-A", "-t", "-q", "--no-password", "-F", "\u{1f}", "-R", "\u{1e}", "-v", "ON_ERROR_STOP=1",
            "-v", "VERBOSITY=terse", "-v", "SHOW_CONTEXT=never", "-f", "-",
            "-d", connection(to: database ?? maintenance, encoding: text.clientEncoding),
        ]
        let tool = reach == .here ? try await PostgresClient.newest().path("psql") : "psql"
        let variables = variables(in: database ?? maintenance, text)
        let psql = reach.invocation(tool, arguments, environment: variables)
        var attempts = 20
        while true {
            let answer = Collect()
            do {
                try await pipeline([MemorySource(text.bytes(Self.catalogOnly + sql)), Child(psql, hear: hear), answer])
                return text.string(answer.bytes)
            } catch let failed as ToolFailed {
                // psql's own code for a connection that does not come, or breaks.
                guard failed.ending == .exited(2) else { throw Failure.postgresRefused(failed.said) }
                attempts -= 1
                guard attempts > 0, PostgresRefusal.isOfManySessions(failed.said) else {
                    throw Failure.postgresUnreachable(failed.said, reach, variables)
                }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// One of PostgreSQL's tools of the server's major, working on `database`.
    func tool(_ program: String, _ arguments: [String], in database: String? = nil) async throws -> Invocation {
        let client =
            reach == .here
            ? try await PostgresClient.forServer(major: facts.major) : PostgresClient(folder: nil, major: facts.major)
        return reach.invocation(
            client.path(program), arguments, environment: variables(in: database ?? maintenance, .utf8))
    }

    /// Names the database, and sets back what a role's or a database's own settings would change.
    ///
    /// As an argument of its own: a service of PGSERVICE counts before PGDATABASE and PGOPTIONS. As `SQL_ASCII` all text
    /// comes and goes as it is: of a database without an encoding nothing else can be said.
    func connection(to database: String, encoding: String = "SQL_ASCII", _ more: [String] = []) -> String {
        let session = environment["PGAPPNAME"] ?? ""
        return SQL.connection(to: database, settings + more, encoding: encoding, session: session)
    }

    /// By a statement: as a setting it would count when a login trigger looks for its tables.
    static let catalogOnly = "SET search_path = pg_catalog; "

    /// What ends or refuses statements, and how values are read and written; in a dump they are PostgreSQL's own form.
    ///
    /// A standby has all of it or what was there before: what is on this server's disk waits for none.
    private var settings: [String] {
        [
            "statement_timeout=0", "lock_timeout=0", "idle_in_transaction_session_timeout=0",
            "default_transaction_read_only=off", "client_min_messages=warning", "standard_conforming_strings=on",
            "synchronous_commit=local", "row_security=off", "array_nulls=on", "datestyle=ISO", "intervalstyle=postgres",
            "transform_null_equals=off", "xmloption=content",
        ] + (facts.major >= 14 ? ["idle_session_timeout=0"] : [])
            + (facts.major >= 17 ? ["transaction_timeout=0"] : [])
            + (facts.major >= 17 && facts.isSuperuser ? ["event_triggers=off"] : [])
            // What is not there is known by the server's own words.
            + (facts.isSuperuser ? ["lc_messages=C"] : [])
    }

    private func variables(in database: String, _ text: PostgresText) -> [String: String] {
        let changes = ["PGDATABASE": database, "PGCLIENTENCODING": text.clientEncoding]
        return environment.merging(changes) { $1 }
    }
}

// MARK: Databases

/// A row of `pg_database`.
struct DatabaseState: Sendable, Hashable {
    /// Which stays the same when the name changes.
    let oid: String
    let name: String
    let allowsConnections: Bool
    /// What a DROP DATABASE that was cut short leaves: it can only be dropped again.
    let isInvalid: Bool

    fileprivate static let columns = "select oid, datname, datallowconn, datconnlimit = -2 from pg_database"

    fileprivate init(_ row: [String]) {
        (oid, name) = (row[0], row[1])
        (allowsConnections, isInvalid) = (row[2] == "t", row[3] == "t")
    }
}

extension PostgresSession {
    /// Those of the databases that are there.
    func databases(named names: String...) async throws -> [DatabaseState] {
        try await rows("\(DatabaseState.columns) where datname in (\(SQL.list(names)));").map(DatabaseState.init)
    }

    func database(oid: String) async throws -> DatabaseState? {
        guard let number = Int(oid) else { return nil }
        return try await rows("\(DatabaseState.columns) where oid = \(number);").map(DatabaseState.init).first
    }

    /// Lets sessions in again, or none, not even a superuser's.
    func allowConnections(_ isAllowed: Bool, to database: String) async throws {
        try await run("ALTER DATABASE \(SQL.identifier(database)) ALLOW_CONNECTIONS \(isAllowed);")
    }

    /// Ends all sessions in the databases, for those that had begun to connect before the door was shut too.
    ///
    /// Throws a `Failure` when some are still there after thirty seconds.
    func endSessions(in databases: [String]) async throws {
        let sql = """
            select count(pg_terminate_backend(pid)) from (\(sessions(in: databases))) as s where may_end;
            """
        for round in 0..<300 {
            let ended = try await rows(sql).first?.first
            let others = try await foreignSessions(in: databases)
            if ended == "0", others.isEmpty { return }
            // The door is shut: those of others only leave by themselves, and most had been stopped before.
            if round >= 50, !others.isEmpty { throw Failure.sessionsOfOthers(others, facts.user) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure.sessionsStay(databases)
    }

    /// The roles whose sessions in the databases we may not end.
    func foreignSessions(in databases: [String]) async throws -> [String] {
        let sql = "select distinct usename from (\(sessions(in: databases))) as s where not may_end order by 1;"
        return try await rows(sql).map { $0[0] }
    }

    /// An autovacuum worker has no user; its `backend_type` is not for everybody's eyes.
    func sessions(in databases: [String]) -> String {
        """
        select pid, usename, (select rolsuper from pg_roles where rolname = current_user) or (not r.rolsuper
        and (pg_has_role(usesysid, 'USAGE') or pg_has_role('pg_signal_backend', 'USAGE'))) as may_end
        from pg_stat_activity join pg_roles r on r.oid = usesysid
        where datname in (\(SQL.list(databases))) and pid <> pg_backend_pid()
        """
    }

    /// Drops a database, whoever uses it; nothing there is no error.
    func drop(_ database: String) async throws {
        guard let state = try await databases(named: database).first else { return }
        let name = SQL.identifier(database)
        if !state.isInvalid {
            try await dropSubscriptions(in: database)
            try await run("ALTER DATABASE \(name) WITH ALLOW_CONNECTIONS false IS_TEMPLATE false;")
            try await endSessions(in: [database])
        }
        try await run("DROP DATABASE IF EXISTS \(name)\(facts.major >= 13 ? " WITH (FORCE)" : "");")
    }

    /// A database with a subscription cannot be dropped; what the publisher keeps for it is left alone.
    private func dropSubscriptions(in database: String) async throws {
        let names = try await subscriptions(in: database)
        guard !names.isEmpty else { return }
        try await allowConnections(true, to: database)
        let statements = names.map(SQL.identifier).map {
            "ALTER SUBSCRIPTION \($0) DISABLE; ALTER SUBSCRIPTION \($0) SET (slot_name = NONE); DROP SUBSCRIPTION \($0);"
        }
        try await run(statements.joined(separator: "\n"), in: database)
    }

    func subscriptions(in database: String) async throws -> [String] {
        let sql = """
            select subname from pg_subscription s join pg_database d on d.oid = s.subdbid
            where d.datname = \(SQL.literal(database)) order by 1;
            """
        return try await rows(sql).map { $0[0] }
    }
}
