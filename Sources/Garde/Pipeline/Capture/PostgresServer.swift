import GardeIO
import SystemPackage

/// A PostgreSQL server that answered, with what a dump needs to know of it.
struct PostgresServer: Sendable {
    let reach: Reach
    /// libpq's variables for every tool that talks to the server.
    let environment: [String: String]
    /// Such as 15.
    let major: Int
    let database: String
    let user: String
    /// Whether `user` may read `pg_authid`, where the roles' passwords are.
    let readsPasswords: Bool
    let databases: [String]

    /// Connects; throws « PostgreSQL n'est pas accessible » with what the server or the client said.
    static func reach(_ postgres: Postgres, _ site: Site) async throws -> PostgresServer {
        let reach = try await site.reach(postgres.place)
        let environment = try await connection(postgres, site, reach)
        let tool = reach == .here ? try await PostgresClient.newest().path("psql") : "psql"
        let facts = """
            select current_setting('server_version_num')::int / 10000, current_database(), current_user,
            has_table_privilege('pg_catalog.pg_authid', 'select'),
            (select string_agg(datname, E'\\x1e' order by datname) from pg_database
            where datallowconn and not datistemplate)
            """
        let row = try await query(facts, reach.invocation(tool, queryArguments, environment: environment), reach)
        guard row.count == 5, let major = Int(row[0]) else { throw Failure.postgresUnreachable(row, reach) }
        // A service of PGSERVICE may name another database, and libpq lets it.
        if let asked = environment["PGDATABASE"], asked != row[1] { throw Failure.otherDatabase(asked, row[1]) }
        return PostgresServer(
            reach: reach, environment: environment, major: major, database: row[1], user: row[2],
            readsPasswords: row[3] == "t", databases: row[4].split(separator: "\u{1e}").map(String.init))
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
        _ = try await query(sql, reach.invocation(tool, queryArguments, environment: environment), reach)
    }

    func invocation(_ program: String, _ arguments: [String]) -> Invocation {
        reach.invocation(program, arguments, environment: environment)
    }

    /// The tools of this server's own major, in its container or on this machine.
    func client() async throws -> PostgresClient {
        reach == .here ? try await PostgresClient.forServer(major: major) : PostgresClient(folder: nil, major: major)
    }

    private static let queryArguments = [
        "-X", "-A", "-t", "--no-password", "-F", "\u{1f}", "-v", "ON_ERROR_STOP=1", "-c",
    ]

    /// The rows that `sql` gives, each with its columns.
    func rows(_ sql: String) async throws -> [[String]] {
        let tool = reach == .here ? try await PostgresClient.newest().path("psql") : "psql"
        let answer = try await Self.answer(sql, invocation(tool, Self.queryArguments), reach)
        return answer.split(separator: "\n").map {
            $0.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The columns of the one row that `sql` gives.
    private static func query(_ sql: String, _ psql: Invocation, _ reach: Reach) async throws -> [String] {
        try await answer(sql, psql, reach).dropLast().split(separator: "\u{1f}", omittingEmptySubsequences: false)
            .map(String.init)
    }

    private static func answer(_ sql: String, _ psql: Invocation, _ reach: Reach) async throws -> String {
        var psql = psql
        psql.arguments.append(sql)
        let answer: ToolOutput
        do { answer = try await psql.capture(timeout: .seconds(30)) } catch is TimedOut {
            throw Failure.postgresUnreachable(["no answer in 30 s"], reach, psql.environment)
        }
        guard answer.ending.isSuccess else { throw Failure.postgresUnreachable(answer.said, reach, psql.environment) }
        return answer.output
    }

    /// libpq's variables. On this machine libpq's own of the environment count before those of `.env`; in a container
    /// what is not set comes from the container, as its image does it.
    static func connection(_ postgres: Postgres, _ site: Site, _ reach: Reach) async throws -> [String: String] {
        var variables = ["PGAPPNAME": site.session, "PGCONNECT_TIMEOUT": "10", "PGOPTIONS": ""]
        switch reach {
        case .here:
            variables["PGUSER"] = site.value(postgres.user, before: "PGUSER")
            variables["PGDATABASE"] = site.value(postgres.database, before: "PGDATABASE")
            for name in ["PGHOST", "PGPORT"] { variables[name] = site.variable(name) }
            let own = site.environment("POSTGRES_PASSWORD") == nil ? site.environment("PGPASSWORD") : nil
            variables["PGPASSWORD"] =
                if let own { own } else { try await site.value(postgres.password) ?? site.variable("PGPASSWORD") }
        case .container(let container):
            let user = site.value(postgres.user) ?? container.environment["POSTGRES_USER"] ?? "postgres"
            variables["PGUSER"] = user
            variables["PGDATABASE"] = site.value(postgres.database) ?? container.environment["POSTGRES_DB"] ?? user
            // A file that is named for the container's own eyes may not be here.
            let password = try? await site.value(postgres.password)
            variables["PGPASSWORD"] = password ?? container.environment["POSTGRES_PASSWORD"]
        }
        return variables
    }
}

extension Site {
    /// The setting's own text or environment, then libpq's variable of the environment, then `.env` and the rest.
    fileprivate func value(_ setting: Setting, before libpq: String) -> String? {
        guard case .environment(let name) = setting else { return value(setting) }
        return environment(name) ?? environment(libpq) ?? variable(name)
    }
}
