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
        let tool = reach == .here ? try PostgresClient.newest().path("psql") : "psql"
        let facts = """
            select current_setting('server_version_num')::int / 10000, current_database(), current_user,
            has_table_privilege('pg_catalog.pg_authid', 'select'),
            (select string_agg(datname, E'\\x1e' order by datname) from pg_database
            where datallowconn and not datistemplate)
            """
        let row = try await query(facts, reach.invocation(tool, queryArguments, environment: environment), reach)
        guard row.count == 5, let major = Int(row[0]) else { throw Failure.postgresUnreachable(row, reach) }
        return PostgresServer(
            reach: reach, environment: environment, major: major, database: row[1], user: row[2],
            readsPasswords: row[3] == "t", databases: row[4].split(separator: "\u{1e}").map(String.init))
    }

    /// Ends what this run left on the server; asks nothing first, since little time is left to a run that was ended.
    static func endSessions(_ postgres: Postgres, _ site: Site) async throws {
        let reach = try await site.reach(postgres.place)
        let environment = try await connection(postgres, site, reach)
        let tool = reach == .here ? try PostgresClient.newest().path("psql") : "psql"
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
        reach == .here ? try PostgresClient.forServer(major: major) : PostgresClient(folder: nil, major: major)
    }

    private static let queryArguments = [
        "-X", "-A", "-t", "--no-password", "-F", "\u{1f}", "-v", "ON_ERROR_STOP=1", "-c",
    ]

    /// The columns of the one row that `sql` gives.
    private static func query(_ sql: String, _ psql: Invocation, _ reach: Reach) async throws -> [String] {
        var psql = psql
        psql.arguments.append(sql)
        let answer: ToolOutput
        do { answer = try await psql.capture(timeout: .seconds(30)) } catch is TimedOut {
            throw Failure.postgresUnreachable(["no answer in 30 s"], reach)
        }
        guard answer.ending.isSuccess else { throw Failure.postgresUnreachable(answer.said, reach) }
        return answer.output.dropLast().split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
    }

    /// libpq's variables; in a container what is not set comes from the container, as its image does it.
    private static func connection(_ postgres: Postgres, _ site: Site, _ reach: Reach) async throws -> [String: String]
    {
        var variables = ["PGAPPNAME": site.session, "PGCONNECT_TIMEOUT": "10", "PGOPTIONS": ""]
        var (user, database) = (site.value(postgres.user), site.value(postgres.database))
        var password = try await site.value(postgres.password)
        if case .container(let container) = reach {
            user = user ?? container.environment["POSTGRES_USER"] ?? "postgres"
            database = database ?? container.environment["POSTGRES_DB"] ?? user
            password = password ?? container.environment["POSTGRES_PASSWORD"]
        } else {
            password = password ?? site.variable("PGPASSWORD")
        }
        variables["PGUSER"] = user
        variables["PGDATABASE"] = database
        variables["PGPASSWORD"] = password
        return variables
    }
}

/// PostgreSQL's own tools of one major version.
struct PostgresClient: Sendable {
    /// Nil where PATH finds them: in the server's container.
    let folder: FilePath?
    let major: Int

    func path(_ program: String) -> String { folder?.appending(program).string ?? program }

    /// The newest on this machine; throws when there is none.
    static func newest() throws -> PostgresClient {
        guard let newest = installed().last else { throw Failure.postgresClientMissing(nil) }
        return newest
    }

    /// Those of the server's major, else the next newer: an older one would refuse, or dump nothing.
    static func forServer(major: Int) throws -> PostgresClient {
        guard let fitting = installed().first(where: { $0.major >= major }) else {
            throw Failure.postgresClientMissing(major)
        }
        return fitting
    }

    /// As Debian and the PostgreSQL project's packages lay them out, oldest first.
    private static func installed() -> [PostgresClient] {
        let base = FilePath("/usr/lib/postgresql")
        let names = (try? Folder.open(base).entries().map { String(decoding: $0.name, as: UTF8.self) }) ?? []
        return names.compactMap(Int.init).sorted().map { major in
            PostgresClient(folder: base.appending("\(major)").appending("bin"), major: major)
        }.filter { isExecutable(FilePath($0.path("pg_dump"))) && isExecutable(FilePath($0.path("psql"))) }
    }
}

extension Failure {
    static func postgresUnreachable(_ said: [String], _ reach: Reach) -> Failure {
        let why = said.filter { !$0.isEmpty }.joined(separator: " / ")
        let command =
            if case .container(let container) = reach { "docker compose ps \(container.service)" } else { "pg_isready" }
        return Failure(
            Text("PostgreSQL cannot be reached", fr: "PostgreSQL n'est pas accessible"), why: Text(why, fr: why),
            fix: Text("Type: \(command)", fr: "Tapez : \(command)"))
    }

    static func postgresClientMissing(_ major: Int?) -> Failure {
        let package = "postgresql-client" + (major.map { "-\($0)" } ?? "")
        let what = major.map {
            Text("no pg_dump for a PostgreSQL \($0) server", fr: "aucun pg_dump pour un serveur PostgreSQL \($0)")
        }
        return Failure(
            what ?? Text("PostgreSQL's client tools are missing", fr: "les outils clients de PostgreSQL manquent"),
            fix: Text("Type: apt install \(package)", fr: "Tapez : apt install \(package)"))
    }
}
