import GardeCore
package import GardeIO
import GardeWords
import Glibc
import Synchronization
import SystemPackage

/// A server of our own on a physical base and the WAL that follows it, aside of the live one.
///
/// It has nobody's configuration, takes no connection but ours, and goes as soon as what is wanted of it was read. What
/// a killed run left of it is ended by `remove` of any other process.
package final class PostgresRecovery: Sendable {
    let place: RecoveryPlace
    private let live: LiveServer
    let hear: @Sendable (String) -> Void
    /// What ends when the server does.
    private let running = Mutex<Task<Void, any Error>?>(nil)
    private let opened = Mutex<Opened?>(nil)
    /// The base's own `postgresql.auto.conf`.
    private let setAside = Mutex<String?>(nil)

    /// Where a recovery stops.
    package enum Target: Sendable, Hashable {
        case restorePoint(String)
        /// As PostgreSQL reads it, with its zone: `2024-03-15 02:00:00.25+01`. What was committed then is there.
        case time(String)
        /// Where the base is of one moment.
        case immediate
    }

    /// A server that came to its target.
    private struct Opened: Sendable {
        let major: Int
        let programs: FilePath?
        let user: String
        let database: String
    }

    package init(_ place: RecoveryPlace, _ live: LiveServer, hear: @escaping @Sendable (String) -> Void) {
        (self.place, self.live, self.hear) = (place, live, hear)
    }

    /// Starts a server on what the source gives, and leads it to the target.
    ///
    /// Throws a `Failure` when it does not come there. `remove` is the caller's, whatever happens.
    package func recover(_ source: any RecoverySource, to target: Target) async throws {
        try await remove()
        try await place.create()
        try await source.fill(place, to: target, hear: hear)
        let major = try await major()
        guard try await place.text("tablespace_map")?.isEmpty != false else { throw Failure.baseHasTablespaces }
        let programs = try await programs(of: major)
        let command = try await source.restoreCommand(place)
        if command == nil { try await checkTablespaces(programs) }
        try await prepare()
        let settings = RecoverySettings(
            target, major, live, try await limits(programs), restoreCommand: command)
        try await start(programs, settings, source.environment)
        for user in live.users {
            for database in ["postgres", "template1"] {
                let opened = Opened(major: major, programs: programs, user: user, database: database)
                if try await isSuperuser(opened) { return self.opened.withLock { $0 = opened } }
            }
        }
        throw Failure.recoveredShut(live.users)
    }

    /// Ends the server and removes its folder; nothing there is no error.
    package func remove() async throws {
        let task = running.withLock { $0 }
        if try await place.exists() {
            try await place.endServer(live.programs)
            // One that had not written its number yet.
            task?.cancel()
            _ = await task?.result
            try await place.endServer(live.programs)
            try await place.remove()
        }
        running.withLock { $0 = nil }
    }

    /// Ends the server as servers are ended, so that another can be started on the folder, and takes what is ours out of
    /// it. Gives the server's major version.
    package func shutDown() async throws -> Int {
        let server = try open()
        guard let number = try await place.server() else { throw Failure.notRecovered([]) }
        kill(pid_t(number), SIGINT)
        try await running.withLock { $0 }?.value
        running.withLock { $0 = nil }
        let control = place.client(
            program("pg_controldata", server.programs), ["-D", RecoveryPlace.here], environment: ["LC_ALL": "C"])
        let said = try await control.capture().whenSuccessful()
        guard said.contains("shut down\n") else { throw Failure.notRecovered([said]) }
        let ours = [Self.own, "postmaster.opts"]
        _ = try await place.invocation("rm", ["-rf", "--"] + ours).capture().whenSuccessful()
        // ALTER SYSTEM is part of how the server was.
        try await place.write("postgresql.auto.conf", setAside.withLock { $0 } ?? "")
        return server.major
    }

    // MARK: Before

    private func major() async throws -> Int {
        let text = try await place.text("PG_VERSION") ?? ""
        guard let major = Int(text.prefix { $0.isNumber }) else { throw Failure.notABase }
        return major
    }

    /// The server's programs are of the very major that wrote the base.
    private func programs(of major: Int) async throws -> FilePath? {
        guard case .container(let container) = place.reach else {
            if let found = await PostgresClient.server(major: major, live.programs) { return found }
            throw Failure.noServerOfMajor(major, await PostgresPackage.command(major, "postgresql-\(major)"))
        }
        let version = try? await place.invocation("postgres", ["--version"]).capture().whenSuccessful()
        let own = version.flatMap { $0.split(separator: " ").first { $0.first?.isNumber == true } }
        guard own.map({ $0.prefix(while: \.isNumber) }) == "\(major)" else {
            throw Failure.containerOfOtherMajor(major, container.service, own.map { String($0) } ?? "?")
        }
        return nil
    }

    /// Throws the `Failure` of a log that makes a tablespace: a server that follows it works in the live server's files.
    private func checkTablespaces(_ programs: FilePath?) async throws {
        // `START WAL LOCATION: 0/9000028 (file 000000010000000000000009)`
        guard let line = try await place.text("backup_label")?.split(separator: "\n").first,
            case let parts = line.split(separator: " "), parts.count == 6, let start = LSN(parts[3]),
            let timeline = Int(parts[5].prefix(8), radix: 16)
        else { return }
        let tool = program("pg_waldump", programs)
        guard (try? await place.client(tool, ["--version"], environment: [:]).capture().whenSuccessful()) != nil else {
            // Not every package has it.
            guard live.tablespaces.isEmpty else { throw Failure.logMakesTablespace(live.tablespaces) }
            return
        }
        let records = TablespaceRecords()
        let words =
            TablespaceRecords.words + ["-p", "\(RecoveryPlace.here)/pg_wal", "-t", "\(timeline)", "-s", "\(start)"]
        // Behind the last record it fails, for want of one.
        let dump = Child(place.client(tool, words, environment: ["LC_ALL": "C"]), hear: { _ in })
        do { try await pipeline([dump, records]) } catch is ToolFailed {}
        if let made = records.made { throw Failure.logMakesTablespace([made]) }
    }

    /// Nothing of the base's own configuration is read: `postgresql.auto.conf` would be, wherever the rest is.
    private func prepare() async throws {
        let settings = try await place.text("postgresql.auto.conf")
        setAside.withLock { $0 = settings }
        let old = ["postgresql.auto.conf", "standby.signal", "recovery.signal", "postmaster.pid", "postmaster.opts"]
        _ = try await place.invocation("rm", ["-rf", "--"] + old + [Self.own]).capture().whenSuccessful()
        _ = try await place.invocation("mkdir", ["-m", "700", Self.own]).capture().whenSuccessful()
        try await place.write("\(Self.own)/postgresql.conf", "")
        try await place.write("\(Self.own)/pg_ident.conf", "")
        // Who may pass through the folder to the socket is this server's user, or root.
        try await place.write("\(Self.own)/pg_hba.conf", "local all all trust\n")
        try await place.write("recovery.signal", "")
    }

    /// The folder of our configuration, in that of the data.
    static let own = "garde"

    private func start(
        _ programs: FilePath?, _ settings: RecoverySettings, _ environment: [String: String]
    ) async throws {
        let log = RecoveryLog(hear)
        let root = settings.root(place.reach)
        let words = ["-D", root] + settings.arguments(in: root)
        let server = place.invocation(
            program("postgres", programs), words, environment: environment.merging(["LC_ALL": "C"]) { $1 })
        let task = Task { [place] in
            defer { log.end() }
            let source = place.reach == .here ? place.folder : "/dev/null"
            let input = try namingRead(source) {
                try FileDescriptor.open(source, .readOnly, options: .closeOnExec)
            }
            defer { try? input.close() }
            let nowhere = try FileDescriptor.open("/dev/null", .writeOnly, options: .closeOnExec)
            defer { try? nowhere.close() }
            var call = server
            // The folder is its input: it comes in by that, and not by the folders above.
            if place.reach == .here { call.folder = "/" }
            _ = try await call.run(input: input, output: nowhere) { log.take($0) }
        }
        running.withLock { $0 = task }
        guard await log.becomesReady() else {
            try Task.checkCancellation()
            _ = try await task.value
            throw Failure.notRecovered(log.why)
        }
        // Before 13 a server that lacks WAL is content with what it has.
        guard log.cameToTarget else { throw Failure.notRecovered(log.why) }
    }

    private func program(_ name: String, _ programs: FilePath?) -> String {
        programs?.appending(name).string ?? name
    }

    /// What the base's server had of each; a transaction that was prepared there needs room here.
    private func limits(_ programs: FilePath?) async throws -> [String: Int] {
        let control = place.client(
            program("pg_controldata", programs), ["-D", RecoveryPlace.here], environment: ["LC_ALL": "C"])
        return RecoverySettings.limits(try await control.capture().whenSuccessful())
    }
}

// MARK: Reading

extension PostgresRecovery {
    /// What gives the dump of a database as `postgres()` saves it.
    ///
    /// Throws a `Failure` that names what there is when there is no such database.
    package func dump(_ database: String) async throws -> [any Filter] {
        let server = try open()
        let sql = "select datname, pg_encoding_to_char(encoding) from pg_database where not datistemplate order by 1;"
        let found = try await rows(sql, server)
        guard let encoding = found.first(where: { $0[0] == database })?.last else {
            throw Failure.notInRecovered(database, found.map { $0[0] })
        }
        // No dump has them, and their locks would be waited for.
        let prepared = """
            select format('ROLLBACK PREPARED %L', gid) from pg_prepared_xacts where database = current_database()
            \\gexec

            """
        _ = try await rows(prepared, server, in: database)
        let place = ["--no-password", "--encoding", encoding, "-d", connection(server, database, encoding)]
        return [
            Child(try await tool("pg_dump", ["-Fc", "-Z0"] + place, server), hear: hear),
            Prove(with: try await tool("pg_restore", ["-f", "/dev/null"], server), hear: hear),
        ]
    }

    /// What gives the roles of the server, passwords too; with the locale by which the dump of `database` has money.
    package func roles(of database: String) async throws -> [any Filter] {
        let server = try open()
        let all = ["--roles-only", "--no-password", "-l", connection(server, server.database)]
        let script = Child(try await tool("pg_dumpall", all, server), hear: hear)
        let money = try await rows(PostgresServer.moneySQL, server, in: database).first?.first
        let locale = money.flatMap { MoneyNote.isPlain($0) ? $0 : nil }
        let settings = try await rows(SettingsOfAll.sql, server, in: database)
        return [SettingsOfAll.before(script, money: locale, settings), Inspect(RolesInspector())]
    }

    private func open() throws -> Opened {
        guard let server = opened.withLock({ $0 }) else { throw Failure.notRecovered([]) }
        return server
    }

    private func isSuperuser(_ server: Opened) async throws -> Bool {
        let sql = "select rolsuper from pg_roles where rolname = current_user;"
        do { return try await rows(sql, server).first?.first == "t" } catch is ToolFailed { return false }
    }

    private func rows(_ sql: String, _ server: Opened, in database: String? = nil) async throws -> [[String]] {
        let arguments = [
            "-X", "-A", "-t", "-q", "--no-password", "-F", "\u{1f}", "-R", "\u{1e}", "-v", "ON_ERROR_STOP=1",
            "-f", "-", "-d", connection(server, database ?? server.database),
        ]
        let answer = Collect()
        let psql = Child(try await tool("psql", arguments, server), hear: hear)
        try await pipeline([MemorySource(PostgresSession.catalogOnly + sql), psql, answer])
        let text = String(decoding: answer.bytes, as: UTF8.self)
        guard !text.isEmpty else { return [] }
        return text.dropLast().split(separator: "\u{1e}", omittingEmptySubsequences: false).map { row in
            row.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private func tool(_ name: String, _ arguments: [String], _ server: Opened) async throws -> Invocation {
        var path = program(name, server.programs)
        if place.reach == .here, !isExecutable(FilePath(path)) {
            path = try await PostgresClient.forServer(major: server.major).path(name)
        }
        return place.client(path, arguments, environment: Self.variables)
    }

    /// What a variable says is outdone by these words, whatever service it names.
    private func connection(_ server: Opened, _ database: String, _ encoding: String = "SQL_ASCII") -> String {
        let settings = ["statement_timeout=0", "lock_timeout=0", "default_transaction_read_only=off"]
        let user = server.user.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        return SQL.connection(to: database, settings, encoding: encoding, session: "garde")
            + " host='\(RecoveryPlace.here)' hostaddr='' port='\(RecoverySettings.port)' user='\(user)'"
    }

    /// What a container or a machine may ask of connections is not for a socket of our own.
    private static let variables = [
        "LC_ALL": "C", "PGOPTIONS": "", "PGDATESTYLE": "default", "PGTZ": "default", "PGGEQO": "default",
        "PGCHANNELBINDING": "prefer", "PGTARGETSESSIONATTRS": "any", "PGGSSENCMODE": "disable", "PGREQUIREAUTH": "",
        "PGSSLMODE": "prefer", "PGSSLNEGOTIATION": "postgres",
    ]
}
