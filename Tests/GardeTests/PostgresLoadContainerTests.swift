import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Glibc
import SystemPackage
import Testing

/// Needs a Docker engine: `DOCKER_HOST` and `DOCKER_CONFIG` as `Tests/throwaway/docker-engine start` prints them.
@Suite(.tags(.engine), .enabled(if: getenv("DOCKER_HOST") != nil)) struct PostgresLoadContainerTests {
    private let scratch = Scratch()

    @Test(arguments: [nil, "tmpfs: [\"/tmp:size=64k\"]", "tmpfs: [\"/tmp:ro\"]"])
    func `a database in a container is loaded, swapped, undone and swapped again, whatever its tmp is`(setting: String?)
        async throws
    {
        let root = scratch("platform")
        try await throwaway("platform", ["create", root.string, "--messages", "5"])
        do {
            var services = try await throwaway("compose", ["up", root.string])
            if let setting {
                // Not before the image has made the server's data, for which it needs its /tmp.
                let (name, service) = ("platform/docker-compose.yml", "  postgres:\n")
                let compose = String(decoding: try scratch(name).read(), as: UTF8.self)
                try scratch.write(name, compose.replacing(service, with: "\(service)    \(setting)\n"))
                services = try await throwaway("compose", ["up", root.string])
            }
            try await throwaway("compose", ["fill", root.string, "50", "5"])
            try await roundTrip(root, services["POSTGRES_CONTAINER"] ?? "")
            try await throwaway("compose", ["down", root.string])
        } catch {
            _ = try? await throwaway("compose", ["down", root.string])
            throw error
        }
    }

    private func roundTrip(_ root: FilePath, _ container: String) async throws {
        let inside = { (script: String) in
            let result = try await run("docker", ["exec", "-i", container, "sh", "-c", script])
            try #require(result.status == 0, "\(result.error)")
            return result.output
        }
        let connect = "export PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB;"
        let picture = "\(connect) (pg_dump --create; pg_dumpall --roles-only) | grep -v restrict"
        let before = try await inside(picture)
        let dump = scratch("dump.gz")
        let saved = try await run(
            "sh", ["-c", "docker exec -i \(container) sh -c '\(connect) pg_dump -Fc -Z0' | gzip -1 >\(dump)"])
        try #require(saved.status == 0)
        let files = RestoreFiles(id: "1", files: [RestoreFile(path: dump, part: .dump, contentBytes: 4_000_000)])
        _ = try await inside("\(connect) psql -Xc 'DROP TABLE vide; ALTER TABLE parent ADD d int'")
        let damaged = try await inside(picture)

        let load = try await load(root)
        try Durable.createFolder(scratch("journal"))
        let journal = try Journal.begin(in: scratch("journal"))
        try await load.analyze(files)
        try await load.stage(files, journal)
        try await load.swap(journal)
        #expect(try await inside(picture) == before)
        for entry in journal.entries.reversed() { try await load.undo(entry) }
        #expect(try await inside(picture) == damaged)
        try await load.stage(files, journal)
        try await load.swap(journal)
        try await load.check(files)
        for entry in journal.entries.suffix(3).reversed() { try await load.finish(entry) }
        #expect(try await inside(picture) == before)
        #expect(try await inside("ls -d /tmp/garde* 2>/dev/null || true") == "")
        #expect(
            try await inside("\(connect) psql -XAtc \"SELECT datname FROM pg_database WHERE datname ~ 'garde'\"") == "")
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
        return PostgresLoad("postgresql", server, site, scratch: scratch.path, replacesRoles: false)
    }
}
