import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A real PostgreSQL server of a test's own, with what a backup and a restore of its databases need.
struct PostgresBench: Sendable {
    let scratch: Scratch
    /// What leads to the server.
    let variables: [String: String]

    /// No more than two at a time.
    static func with<Value: Sendable>(
        _ settings: [String] = [], _ environment: [String: String] = [:], _ body: (PostgresBench) async throws -> Value
    ) async throws -> Value {
        try await seats.taken {
            let scratch = Scratch()
            return try await withServer("postgres", in: scratch("server"), settings, environment) { variables in
                try scratch.write("restore/here", "")
                return try await body(PostgresBench(scratch: scratch, variables: variables))
            }
        }
    }

    private static let seats = Seats(2)

    // MARK: The server

    @discardableResult
    func sql(_ text: String, _ database: String = "postgres") async throws -> String {
        try await GardeTestSupport.sql(text, variables, database: database)
    }

    func fill(_ database: String, rows: Int = 100) async throws {
        try await throwaway("postgres", ["fill", scratch("server").string, database, "\(rows)"])
    }

    func tool(_ program: String, _ arguments: [String], _ database: String = "postgres") async throws -> ToolResult {
        let more = ["PGDATABASE": database, "PGCLIENTENCODING": "UTF8", "PGTZ": "UTC", "PATH": "/usr/bin:/bin"]
        return try await run(program, arguments, variables: variables.merging(more) { $1 })
    }

    /// A database as pg_dump tells it, from outside and from inside, and all roles.
    func picture(_ database: String) async throws -> String {
        let dump = try await tool("pg_dump", ["--create"], database).output
        let roles = try await tool("pg_dumpall", ["--roles-only"]).output
        let lines = (dump + roles).split(separator: "\n").filter { !$0.contains("restrict ") }
        return lines.joined(separator: "\n")
    }

    /// The databases of the server but its own three.
    func databases() async throws -> [String] {
        try await sql("select datname from pg_database where oid > 16383 order by 1").split(separator: "\n")
            .map(String.init)
    }

    /// A folder that belongs to the server, for a tablespace; where access(2), which knows no capabilities, lets it in.
    func withFolderOfServer(_ body: (String) async throws -> Void) async throws {
        let place = "/tmp/garde-space-\(UInt32.random(in: 0 ... .max))"
        // The server itself makes it, whoever it runs as.
        try await sql("COPY (SELECT) TO PROGRAM 'cat >/dev/null && mkdir -m 700 \(place)'")
        let result: Result<Void, any Error>
        do { result = .success(try await body(place)) } catch { result = .failure(error) }
        _ = try await run("rm", ["-rf", "--", place])
        try result.get()
    }

    // MARK: Backup and restore

    /// `encoding`: that of a database that is not UTF-8, in whose bytes names of roles are then written too.
    func backup(
        _ database: String, _ arguments: [String] = ["-Fc", "-Z0"], gzip: String = "gzip -1", encoding: String? = nil
    ) async throws -> RestoreFiles {
        let number = UInt32.random(in: 0 ... .max)
        let (dump, roles) = (scratch("dump_\(number).dump.gz").string, scratch("roles_\(number).sql.gz").string)
        // pg_dump takes the name from its environment, whatever it holds.
        let words = (["pg_dump"] + arguments).joined(separator: " ")
        let all = "pg_dumpall --roles-only" + (encoding == nil ? "" : " -l \"$PGDATABASE\"")
        let script =
            "export PGCLIENTENCODING=\(encoding ?? "UTF8"); \(words) | \(gzip) >'\(dump)' && \(all) | gzip >'\(roles)'"
        let result = try await tool("bash", ["-eo", "pipefail", "-c", script], database)
        try #require(result.status == 0, "\(result.error)")
        let bytes = try await tool("sh", ["-c", "gzip -dc '\(dump)' | wc -c"])
        return RestoreFiles(
            id: "20240315_020000",
            files: [
                RestoreFile(path: FilePath(dump), part: .dump, contentBytes: Int(bytes.output.dropLast()) ?? 0),
                RestoreFile(path: FilePath(roles), part: .roles, contentBytes: 1000),
            ])
    }

    /// The same backup with other roles.
    func with(roles text: String, _ files: RestoreFiles) throws -> RestoreFiles {
        let path = try scratch.write("roles_\(UInt32.random(in: 0 ... .max)).sql", text)
        return RestoreFiles(
            id: files.id,
            files: files.files.filter { $0.part == .dump } + [RestoreFile(path: path, part: .roles, contentBytes: 1000)]
        )
    }

    func load(
        _ database: String, as user: String? = nil, replacesRoles: Bool = false, password: String? = nil,
        other: String? = nil, servicesRun: Bool = false
    ) throws -> PostgresLoad {
        let file = try FileDescriptor.open(
            scratch("said"), .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
        let screen = Screen(file, isTerminal: false, hasColour: false)
        var settings = variables.merging(["POSTGRES_USER": user ?? variables["PGUSER"] ?? "", "POSTGRES_DB": database])
        { $1 }
        if let password { settings["PGPASSWORD"] = password }
        let console = Console(.english, Console.Manner(verbose: true), out: screen, err: screen) { "" }
        let site = Site(
            root: scratch.path, usesCompose: false, compose: nil, console: console,
            variable: { [settings] in settings[$0] },
            savedDatabases: [], session: "garde_test")
        guard let source = postgres(in: .here).value as? Source, let server = source.kind as? Postgres else {
            throw Errno.invalidArgument
        }
        return PostgresLoad(
            "postgresql", server, site, scratch: scratch("restore"), replacesRoles: replacesRoles,
            servicesRun: servicesRun, otherPassword: other)
    }

    /// What the loads said, log and all.
    func said() throws -> String {
        let file = try FileDescriptor.open(scratch("said"), .readOnly)
        return try file.closeAfter { String(decoding: try file.readAll(), as: UTF8.self) }
    }

    func journal() throws -> Journal {
        let root = scratch("journal-\(UInt32.random(in: 0 ... .max))")
        try Durable.createFolder(root)
        return try Journal.begin(in: root)
    }

    /// A whole restore that goes well.
    func restore(_ load: PostgresLoad, _ files: RestoreFiles) async throws {
        let journal = try journal()
        try await load.analyze(files)
        try await load.stage(files, journal)
        try await load.swap(journal)
        try await load.check(files)
        for entry in journal.entries.reversed() { try await load.finish(entry) }
        // A run killed at the very end finishes again in the next one, when its folder is gone.
        try Durable.rename(scratch("restore"), toUnused: scratch("away"))
        for entry in journal.entries { try await load.finish(entry) }
        try Durable.rename(scratch("away"), toUnused: scratch("restore"))
        try journal.close()
    }

    /// Everything back, as another process would do it: from the journal alone, and twice.
    func undo(_ database: String, _ entries: [Journal.Entry]) async throws {
        for _ in 0..<2 {
            let load = try load(database)
            for entry in entries.reversed() { try await load.undo(entry) }
        }
    }

    /// What lies in the restore's own folder.
    func leftovers() throws -> [String] {
        try Folder.open(scratch("restore")).entries().map { String(decoding: $0.name, as: UTF8.self) }
            .filter { $0 != "here" }
    }
}
