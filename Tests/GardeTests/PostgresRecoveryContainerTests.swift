import Garde
import GardeIO
import GardeTestSupport
import Glibc
import SystemPackage
import Testing

/// Needs a Docker engine: `DOCKER_HOST` and `DOCKER_CONFIG` as `Tests/throwaway/docker-engine start` prints them.
@Suite(.tags(.engine), .enabled(if: getenv("DOCKER_HOST") != nil)) struct PostgresRecoveryContainerTests {
    private let scratch = Scratch()

    @Test func `an increment of a server in a container is recovered in the container`() async throws {
        let root = scratch("platform")
        try await throwaway("platform", ["create", root.string, "--messages", "5"])
        do {
            let services = try await throwaway("compose", ["up", root.string])
            try await roundTrip(root, services["POSTGRES_CONTAINER"] ?? "")
            try await throwaway("compose", ["down", root.string])
        } catch {
            _ = try? await throwaway("compose", ["down", root.string])
            throw error
        }
    }

    private func roundTrip(_ root: FilePath, _ container: String) async throws {
        let inside = { (script: String) in
            let result = try await run("docker", ["exec", "-i", container, "sh", "-ec", script])
            try #require(result.status == 0, "\(result.error)")
            return result.output
        }
        let saved = { (script: String, name: String) in
            let path = scratch(name)
            let result = try await run(
                "sh", ["-ec", "docker exec -i \(container) sh -ec '\(script)' | gzip -1 >'\(path)'"])
            try #require(result.status == 0, "\(result.error)")
            return path
        }
        let connect = "export PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB;"
        let sql = { (text: String) in try await inside("\(connect) psql -XAtq -v ON_ERROR_STOP=1 -c \"\(text)\"") }
        _ = try await sql("ALTER SYSTEM SET wal_keep_size = '1GB'")
        _ = try await sql("SELECT pg_reload_conf()")
        _ = try await sql("CREATE TABLE t AS SELECT 1 AS i")
        let base = try await saved("\(connect) pg_basebackup -D - -Ft -X fetch -c fast", "base.tar.gz")
        let segment = "SELECT pg_walfile_name(pg_current_wal_insert_lsn())"
        let first = try await sql(segment).dropLast()
        _ = try await sql("INSERT INTO t VALUES (2)")
        _ = try await sql("SELECT pg_create_restore_point('garde_postgresql_7')")
        _ = try await sql("SELECT pg_switch_wal()")
        _ = try await sql("INSERT INTO t VALUES (3)")
        let last = try await sql(segment).dropLast()
        let folder = String(try await sql("SHOW data_directory").dropLast())
        let names = try await inside("ls \(folder)/pg_wal").split(separator: "\n").filter {
            $0.utf8.count == 24 && $0 >= first && $0 < last
        }.map { "pg_wal/\($0)" }
        let wal = try await saved("tar -C \(folder) -cf - \(names.joined(separator: " "))", "wal.tar.gz")
        let files = RestoreFiles(
            id: "7",
            files: [RestoreFile(path: wal, part: Part(infix: "_wal", ending: ".tar"), contentBytes: 16 << 20)],
            earlier: [RestoreFile(path: base, part: Part(infix: "_base", ending: ".tar"), contentBytes: 50 << 20)],
            succession: nil)

        let load = try await load(root)
        try Durable.createFolder(scratch("journal"))
        let journal = try Journal.begin(in: scratch("journal"))
        try await load.analyze(files)
        #expect(try await inside("ls -d /tmp/garde* 2>/dev/null || true") == "")
        try await load.stage(files, journal)
        try await load.swap(journal)
        try await load.check(files)
        for entry in journal.entries.reversed() { try await load.finish(entry) }
        #expect(try await sql("SELECT i FROM t ORDER BY i") == "1\n2\n")

        let ground = try await RecoveryGround.take(scratch("beside"))
        let compose = try await Compose.find(root: realPath(root))
        let reach = Reach.container(try await compose.container(of: "postgres"))
        let live = LiveServer(major: 15, users: ["mssante"])
        let place = RecoveryPlace(reach, in: ground.path, user: try await live.user(reach))
        let recovery = PostgresRecovery(place, live) { _ in }
        // A server that a killed run left.
        try await ground.expects(place)
        _ = try? await recovery.recover(
            ArchivedBase(files.earlier[0], files.files), to: .restorePoint("garde_postgresql_7"))
        #expect(try await place.server() != nil)
        let other = PostgresRecovery(place, live) { _ in }
        try await other.remove()
        #expect(try await place.server() == nil)
        #expect(try await inside("ls -d /tmp/garde* 2>/dev/null || true") == "")
    }

    private func load(_ root: FilePath) async throws -> PostgresLoad {
        let screen = Screen(.standardError, isTerminal: false, hasColour: false)
        let site = Site(
            root: realPath(root), usesCompose: true, compose: try await Compose.find(root: realPath(root)),
            console: Console(.english, Console.Manner(quiet: true), out: screen, err: screen), variable: { _ in nil },
            savedDatabases: [], session: "garde_test")
        guard let source = postgres().value as? Source, let server = source.kind as? Postgres else {
            throw Errno.invalidArgument
        }
        return PostgresLoad("postgresql", server, site, scratch: scratch("restore"), replacesRoles: false)
    }
}
