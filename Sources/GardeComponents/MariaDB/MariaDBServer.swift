import GardeCore
import GardeIO
package import GardeWords
import SystemPackage

/// The way to a server of MariaDB: by which programs, where, and as whom.
///
/// A password travels in `MYSQL_PWD`, never as an argument, nor in a file that would have to be removed.
package struct MariaDBServer: Sendable {
    package let reach: Reach
    /// The database that somebody named.
    let named: String?
    let user: String?
    /// Where, and as whom, as the clients' options.
    let place: [String]
    private var environment: [String: String]
    /// Whether its programs go by MariaDB's own names.
    private let hasOwnNames: Bool
    /// By program.
    private var optionFiles: [String: MariaDBOptionFiles] = [:]

    package init(
        reach: Reach, named: String?, user: String?, place: [String], environment: [String: String] = [:],
        hasOwnNames: Bool
    ) {
        (self.reach, self.named, self.user, self.place) = (reach, named, user, place)
        (self.environment, self.hasOwnNames) = (environment, hasOwnNames)
    }

    /// A dump or load of any size; who waits sees how far it is.
    static let limit = Duration.seconds(7 * 86_400)

    /// Prepares the way; the first question is what connects.
    static func reach(_ mariadb: MariaDB, _ site: Site) async throws -> MariaDBServer {
        let reach = try await site.reach(mariadb.place)
        let found: Credentials, place: [String], hasOwnNames: Bool
        switch reach {
        case .here:
            found = try await .here(mariadb, site)
            place = location(site)
            hasOwnNames = findProgram("mariadb") != nil
            guard hasOwnNames || findProgram("mysql") != nil else { throw Failure.mariadbClientMissing }
        case .container(let container):
            found = try await .inside(container, reach, mariadb, site)
            place = ["--host=localhost"]
            let asked = try await reach.invocation("mariadb", ["--version"]).capture()
            hasOwnNames = asked.ending.isSuccess
        }
        var server = MariaDBServer(
            reach: reach, named: found.database, user: found.user,
            place: place + (found.user.map { ["--user=\($0)"] } ?? []),
            environment: found.password.map { ["MYSQL_PWD": $0] } ?? [:], hasOwnNames: hasOwnNames)
        for program in [server.client, server.dumper] {
            server.optionFiles[program] = try await server.readOptionFiles(of: program)
        }
        return server
    }

    /// The same, whose programs carry a mark.
    func marked(by mark: MarkedProcesses) -> MariaDBServer {
        var server = self
        server.environment[mark.name] = mark.value
        return server
    }

    /// None where the program is missing, which is said when it has work to do.
    private func readOptionFiles(of program: String) async throws -> MariaDBOptionFiles {
        let answer = try? await reach.invocation(program, ["--print-defaults"]).capture(timeout: .seconds(20))
        guard let answer, answer.ending.isSuccess else { return .none }
        let files = MariaDBOptionFiles(printed: answer.output)
        guard files.remaining.isEmpty else { throw Failure.mariadbOptionFiles(program, files.remaining) }
        return files
    }

    private func call(_ program: String, _ words: [String]) -> Invocation {
        let files = optionFiles[program] ?? .none
        let password = files.password.map { ["MYSQL_PWD": $0] } ?? [:]
        return reach.invocation(
            program, files.words + place + Self.common + words, environment: password.merging(environment) { $1 })
    }

    /// A socket, also where MARIADB_HOST is one; what nobody says is left to the client and its files.
    private static func location(_ site: Site) -> [String] {
        let host = site.variable("MARIADB_HOST")
        let socket = site.variable("MARIADB_SOCKET") ?? host.flatMap { $0.hasPrefix("/") ? $0 : nil }
        if let socket { return ["--socket=\(socket)"] }
        return (host.map { ["--host=\($0)"] } ?? []) + (site.variable("MARIADB_PORT").map { ["--port=\($0)"] } ?? [])
    }

    // MARK: Its programs

    private static let common = ["--default-character-set=utf8mb4", "--max-allowed-packet=1G"]

    var client: String { hasOwnNames ? "mariadb" : "mysql" }

    var dumper: String { hasOwnNames ? "mariadb-dump" : "mysqldump" }

    /// The client, which stops at the first error, and keeps the comments of routines; the script is its standard input.
    func session(_ database: String?, _ more: [String] = []) -> Invocation {
        let options = [
            "--batch", "--comments", "--skip-column-names", "--skip-auto-rehash", "--skip-force",
            "--connect-timeout=10",
        ]
        return call(client, options + more + (database.map { ["--database=\($0)"] } ?? []))
    }

    func dump(_ options: [String], _ database: String, _ tables: [String] = []) -> Invocation {
        // What the option files of a client that hides passwords may have otherwise.
        let always = ["--skip-force", "--comments", "--skip-compact", "--quote-names", "--quick", "--no-tablespaces"]
        return call(dumper, always + options + ["--", database] + tables)
    }

    /// Throws where there is no `mariadb-dump`; gives its version.
    func dumperVersion() async throws -> MariaDBVersion? {
        let answer: ToolOutput
        do { answer = try await reach.invocation(dumper, ["--version"]).capture() } catch is ToolMissing {
            throw Failure.mariadbClientMissing
        }
        guard answer.ending.isSuccess else { throw Failure.mariadbClientMissing }
        return MariaDBVersion(answer.output)
    }

    /// The option that keeps a script from starting programs, which newer dumps ask for in words that older clients refuse.
    func sandbox() async -> [String] {
        let answer = try? await reach.invocation(client, ["--sandbox", "--version"]).capture()
        return answer?.ending.isSuccess == true ? ["--sandbox"] : []
    }

    // MARK: Questions

    /// The rows that `sql` gives, each with its columns.
    func rows(_ sql: String, in database: String? = nil, within patience: Duration = .seconds(30)) async throws
        -> [[String]]
    {
        let answer = try await answer(sql, database, patience)
        return answer.split(separator: "\n").map(MariaDBSQL.columns)
    }

    func column(_ sql: String) async throws -> [String] { try await rows(sql).map { $0[0] } }

    func run(_ sql: String, in database: String? = nil) async throws { _ = try await answer(sql, database, Self.limit) }

    private func answer(_ sql: String, _ database: String?, _ patience: Duration) async throws -> String {
        // Sessions wait a day for a table otherwise, or are ended in the middle of a long statement.
        let own = "SET SESSION sql_mode = '', max_statement_time = 0, lock_wait_timeout = 20;\n"
        let answer: ToolOutput
        do {
            answer = try await session(database).capture(
                timeout: patience, limit: 64 << 20, input: Array((own + sql).utf8))
        } catch is TimedOut { throw refusal(["no answer in \(patience.components.seconds) s"]) } catch is ToolMissing {
            throw Failure.mariadbClientMissing
        }
        guard answer.ending.isSuccess else { throw refusal(answer.said) }
        return answer.output
    }

    package func refusal(_ said: [String]) -> Failure { MariaDBRefusal(said, self).failure }
}

/// Such as 10.11: what dumps and servers are compared by.
package struct MariaDBVersion: Sendable, Hashable, Comparable {
    let major, minor: Int

    /// The first `10.11.6-MariaDB` of a text; nil for another server's.
    init?(_ text: String) {
        guard let found = text.firstMatch(of: /([0-9]+)\.([0-9]+)\.[0-9]+-MariaDB/), let major = Int(found.1),
            let minor = Int(found.2)
        else { return nil }
        (self.major, self.minor) = (major, minor)
    }

    package init(_ major: Int, _ minor: Int) { (self.major, self.minor) = (major, minor) }

    var text: String { "\(major).\(minor)" }

    package static func < (one: Self, two: Self) -> Bool { (one.major, one.minor) < (two.major, two.minor) }
}

/// Who asks, and for which database.
private struct Credentials {
    var user, password, database: String?

    static func here(_ mariadb: MariaDB, _ site: Site) async throws -> Credentials {
        let named = try await site.value(mariadb.password)
        return Credentials(
            user: site.value(mariadb.user),
            password: named ?? ["MYSQL_ROOT_PASSWORD", "MYSQL_PWD"].lazy.compactMap(site.environment).first,
            database: site.value(mariadb.database) ?? site.environment("MYSQL_DATABASE"))
    }

    /// What is not set comes from the container, as its image reads it: its administrator, else its own user.
    static func inside(
        _ container: Container, _ reach: Reach, _ mariadb: MariaDB, _ site: Site
    ) async throws -> Credentials {
        func value(_ names: String...) async throws -> String? {
            for name in names { if let value = try await reach.value(name, container) { return value } }
            return nil
        }
        var found = Credentials(user: site.value(mariadb.user), database: site.value(mariadb.database))
        // A file that is named for the container's own eyes may not be here.
        found.password = try? await site.value(mariadb.password)
        if found.password == nil { found.password = try await value("MARIADB_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD") }
        let mayBeEmpty = ["MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", "MYSQL_ALLOW_EMPTY_PASSWORD", "ALLOW_EMPTY_PASSWORD"]
        if found.password == nil, found.user == nil, !mayBeEmpty.contains(where: { container.environment[$0] != nil }) {
            found.user = try await value("MARIADB_USER", "MYSQL_USER")
            found.password = try await value("MARIADB_PASSWORD", "MYSQL_PASSWORD")
        }
        found.user = found.user ?? "root"
        if found.database == nil { found.database = try await value("MARIADB_DATABASE", "MYSQL_DATABASE") }
        return found
    }
}
