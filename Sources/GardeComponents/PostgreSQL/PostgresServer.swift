import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A PostgreSQL server that answered, with what a dump needs to know of it.
struct PostgresServer: Sendable {
    let reach: Reach
    /// libpq's variables for every tool that talks to the server.
    let environment: [String: String]
    /// Such as 15.
    let major: Int
    /// The database's own.
    let encoding: String
    let database: String
    let user: String
    /// Whether `user` may read `pg_authid`, where the roles' passwords are.
    let readsPasswords: Bool
    let databases: [String]
    /// Whether statements of this user would be ended after some time.
    private let isHurried: Bool
    /// What this run's sessions are called.
    private let session: String

    /// Tells it from another server that was copied from it, file by file, and has its system identifier.
    var `where`: String {
        let names = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE"]
        return "at \(reach) " + names.map { environment[$0] ?? "" }.joined(separator: " ")
    }

    /// Connects; throws « PostgreSQL n'est pas accessible » with what the server or the client said.
    static func reach(_ postgres: Postgres, _ site: Site) async throws -> PostgresServer {
        let reach = try await site.reach(postgres.place)
        let environment = try await connection(postgres, site, reach)
        let tool = reach == .here ? try await PostgresClient.newest().path("psql") : "psql"
        let facts = """
            select current_setting('server_version_num')::int / 10000, current_database(), current_user,
            has_table_privilege('pg_catalog.pg_authid', 'select'),
            (select string_agg(datname, E'\\x1e' order by datname) from pg_database
            where datallowconn and not datistemplate),
            (select reset_val <> '0' from pg_settings where name = 'statement_timeout'),
            current_setting('server_encoding')
            """
        let asked = environment["PGDATABASE"]
        let psql = reach.invocation(tool, queryArguments(asked, site.session), environment: environment)
        let row = try await query(facts, psql, reach)
        guard row.count == 7, let major = Int(row[0]) else { throw Failure.postgresUnreachable(row, reach) }
        let databases = row[4].split(separator: "\u{1e}").map(String.init)
        if asked == nil { try site.accepts(guess: row[1], among: databases) }
        return PostgresServer(
            reach: reach, environment: environment.merging(["PGCLIENTENCODING": row[6]]) { $1 }, major: major,
            encoding: row[6], database: row[1], user: row[2],
            readsPasswords: row[3] == "t", databases: databases, isHurried: row[5] == "t",
            session: site.session)
    }

    /// Ends what this run left on the server; asks nothing first, since little time is left to a run that was ended.
    static func endSessions(_ postgres: Postgres, _ site: Site) async throws {
        let reach = try await site.reach(postgres.place)
        let environment = try await connection(postgres, site, reach)
        let tool = reach == .here ? try await PostgresClient.newest().path("psql") : "psql"
        let sql = """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where application_name = '\(site.session)' and pid <> pg_backend_pid()
            """
        let arguments = queryArguments(environment["PGDATABASE"], site.session)
        _ = try await query(sql, reach.invocation(tool, arguments, environment: environment), reach)
    }

    func invocation(_ program: String, _ arguments: [String]) -> Invocation {
        reach.invocation(program, arguments, environment: environment)
    }

    /// The tools of this server's own major, in its container or on this machine.
    func client() async throws -> PostgresClient {
        reach == .here ? try await PostgresClient.forServer(major: major) : PostgresClient(folder: nil, major: major)
    }

    /// Names the database to a tool, and takes away its hurry: a service of PGSERVICE would count before variables.
    ///
    /// Only where it is needed: poolers refuse `options`.
    var connection: String {
        let settings = isHurried ? ["statement_timeout=0"] : []
        return SQL.connection(to: database, settings, encoding: encoding, session: session)
    }

    /// The role's and the database's own settings are set aside by a statement: poolers refuse `options`. Names of
    /// what is in `public` come without it, as people write them.
    ///
    /// What all databases share is bytes to the server: as `SQL_ASCII` they come as they are.
    private static func queryArguments(
        _ database: String?, _ session: String, encoding: String = "SQL_ASCII"
    ) -> [String] {
        let own =
            "set statement_timeout = 0; set search_path = pg_catalog, public; set default_transaction_read_only = off;"
            + " set client_min_messages = warning"
        let place = ["-d", SQL.connection(to: database, encoding: encoding, session: session)]
        let format = ["-X", "-A", "-t", "-q", "--no-password", "-F", "\u{1f}", "-v", "ON_ERROR_STOP=1"]
        return format + place + ["-c", own, "-c"]
    }

    /// The rows that `sql` gives, each with its columns, in the database or in another one.
    func rows(_ sql: String, in other: String? = nil) async throws -> [[String]] {
        let tool = reach == .here ? try await PostgresClient.newest().path("psql") : "psql"
        let answer = try await Self.answer(
            sql, invocation(tool, Self.queryArguments(other ?? database, session, encoding: "UTF8")), reach)
        return answer.split(separator: "\n").map {
            $0.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Whether the database, or another one, has a table that somebody made, which no extension brought.
    func hasTables(in other: String? = nil) async throws -> Bool {
        let sql = """
            select exists (select from pg_class c where relkind in ('r', 'p', 'f') and oid > 16383
            and relnamespace::regnamespace::text !~ '^(pg_|information_schema$)' and not exists (select from pg_depend
            where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e'))
            """
        return try await rows(sql, in: other).first?.first == "t"
    }

    /// The columns of the one row that `sql` gives.
    private static func query(_ sql: String, _ psql: Invocation, _ reach: Reach) async throws -> [String] {
        try await answer(sql, psql, reach).dropLast().split(separator: "\u{1f}", omittingEmptySubsequences: false)
            .map(String.init)
    }

    private static func answer(_ sql: String, _ psql: Invocation, _ reach: Reach) async throws -> String {
        var psql = psql
        psql.arguments.append(sql)
        var answer: ToolOutput
        var attempts = 20
        repeat {
            do { answer = try await psql.capture(timeout: .seconds(30)) } catch is TimedOut {
                throw Failure.postgresUnreachable(["no answer in 30 s"], reach, psql.environment)
            }
            guard !answer.ending.isSuccess, PostgresRefusal.isOfManySessions(answer.said) else { break }
            attempts -= 1
            try await Task.sleep(for: .milliseconds(100))
        } while attempts > 0
        guard answer.ending.isSuccess else {
            throw await noDatabase(answer.said, psql)
                ?? Failure.postgresUnreachable(answer.said, reach, psql.environment)
        }
        return answer.output
    }

    /// Where the server answers and has no such database, or lets nobody in; nil for every other refusal.
    private static func noDatabase(_ said: [String], _ psql: Invocation) async -> Failure? {
        guard said.contains(where: PostgresRefusal.isOfServer), let name = psql.environment["PGDATABASE"] ?? nil,
            name != "postgres"
        else { return nil }
        var psql = psql
        psql.environment["PGDATABASE"] = "postgres"
        if let place = psql.arguments.lastIndex(of: "-d") {
            let session = psql.environment["PGAPPNAME"] ?? nil
            psql.arguments[place + 1] = SQL.connection(
                to: "postgres", encoding: "SQL_ASCII", session: session ?? "")
        }
        psql.arguments[psql.arguments.count - 1] = """
            select datname, datallowconn and datconnlimit > -2 from pg_database where not datistemplate order by 1
            """
        guard let found = try? await psql.capture(timeout: .seconds(30)).whenSuccessful() else { return nil }
        let isOpen = found.split(separator: "\n").map { $0.split(separator: "\u{1f}").map(String.init) }
        guard let own = isOpen.first(where: { $0[0] == name }) else {
            return .noSuchDatabase(name, isOpen.map { $0[0] }.filter { !isOfRestore($0) })
        }
        return own.last == "f" ? .databaseClosed(name) : nil
    }

    /// libpq's variables. On this machine libpq's own of the environment say before `.env` where and who; in a container
    /// what is not set comes from the container, as its image does it.
    static func connection(_ postgres: Postgres, _ site: Site, _ reach: Reach) async throws -> [String: String] {
        var variables = [
            "PGAPPNAME": site.session, "PGCONNECT_TIMEOUT": "10", "PGOPTIONS": "", "PGCLIENTENCODING": "SQL_ASCII",
            // A container's own, which no option outdoes; libpq's word for none.
            "PGDATESTYLE": "default", "PGTZ": "default", "PGGEQO": "default",
            // What the tools themselves say is read; the server's words are in its own language.
            "LC_ALL": "C",
        ]
        switch reach {
        case .here:
            variables["PGUSER"] = try site.value(postgres.user, before: "PGUSER")
            variables["PGDATABASE"] = try site.database(postgres.database)
            for name in ["PGHOST", "PGPORT"] { variables[name] = site.variable(name) }
            let own = site.environment("POSTGRES_PASSWORD") == nil ? site.environment("PGPASSWORD") : nil
            variables["PGPASSWORD"] =
                if let own { own } else { try await site.value(postgres.password) ?? site.variable("PGPASSWORD") }
        case .container(let container):
            variables["PGUSER"] =
                if let user = site.value(postgres.user) { user } else {
                    try await reach.value("POSTGRES_USER", container) ?? "postgres"
                }
            // Without a name libpq's database is the user's, as the image's is.
            variables["PGDATABASE"] =
                if let database = site.value(postgres.database) { database } else {
                    try await reach.value("POSTGRES_DB", container) ?? container.environment["PGDATABASE"]
                }
            // A file that is named for the container's own eyes may not be here.
            variables["PGPASSWORD"] =
                if let password = try? await site.value(postgres.password) { password } else {
                    try await reach.value("POSTGRES_PASSWORD", container)
                }
        }
        return variables
    }
}

extension Site {
    /// The setting's own text or environment, then libpq's variable of the environment, then `.env` and the rest.
    fileprivate func value(_ setting: Setting, before libpq: String) throws -> String? {
        guard case .environment(let name) = setting else { return value(setting) }
        if let value = environment(name) ?? environment(libpq) ?? variable(name) { return value }
        return try text(inFileOf: name)
    }

    /// What is saved is the platform's to say: PGDATABASE, which a shell's profile may set, only where nothing else does.
    fileprivate func database(_ setting: Setting) throws -> String? {
        guard case .environment(let name) = setting else { return value(setting) }
        if let value = variable(name) { return value }
        return try text(inFileOf: name) ?? environment("PGDATABASE")
    }

    /// A database that nobody named is taken where the server has no other that it could be; throws otherwise.
    func accepts(guess: String, among databases: [String]) throws {
        let others = databases.filter {
            $0 != guess && $0 != "postgres" && !savedDatabases.contains($0) && !isOfRestore($0)
        }
        guard others.isEmpty else { throw Failure.databaseNotNamed(guess, others) }
    }
}

/// Whether a database is one that a restore has beside the live one, named as `PostgresLoad` does: a killed restore leaves it.
private func isOfRestore(_ database: String) -> Bool {
    database.contains(/_garde_(new|old|roles)_[0-9]{8}_[0-9]{6}$/)
}
