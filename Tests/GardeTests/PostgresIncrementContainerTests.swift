import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import Glibc
import SystemPackage
import Testing

/// Needs a Docker engine: `DOCKER_HOST` and `DOCKER_CONFIG` as `Tests/throwaway/docker-engine start` prints them.
@Suite(.tags(.engine), .enabled(if: getenv("DOCKER_HOST") != nil)) struct PostgresIncrementContainerTests {
    @Test
    func `increments of a server in a container with BusyBox's tools are saved through it, and restored to a moment`()
        async throws
    {
        let scene = try RecipeScene { _ in
            postgres(incremental: true)
            config(".env")
        }.beside("platform")
        try Durable.removeTree(scene.root)
        try await throwaway("platform", ["create", scene.root.string, "--messages", "5"])
        do {
            let services = try await throwaway("compose", ["up", scene.root.string])
            try await roundTrip(scene, services["POSTGRES_CONTAINER"] ?? "")
            try await throwaway("compose", ["down", scene.root.string])
        } catch {
            _ = try? await throwaway("compose", ["down", scene.root.string])
            throw error
        }
    }

    private func roundTrip(_ scene: RecipeScene, _ container: String) async throws {
        let sql = { (text: String) in
            let connect = "export PGUSER=$POSTGRES_USER PGDATABASE=$POSTGRES_DB; psql -XAtq -v ON_ERROR_STOP=1 -f -"
            let result = try await run("docker", ["exec", "-i", container, "sh", "-ec", connect], input: text)
            try #require(result.status == 0, "\(result.error)")
            return result.output
        }
        let tools =
            "ln -s busybox /usr/local/tools; for tool in stat df dd tar cat; do command -v $tool; done | xargs -n 1 dirname | uniq"
        let found = try await run("docker", ["exec", container, "sh", "-ec", tools])
        #expect(found.output == "/usr/local/tools\n")
        _ = try await sql("CREATE TABLE t AS SELECT 1 AS i")
        let first = try await scene.backup()
        #expect(first.said.says("postgres.no-increments", ["component": "postgresql"], in: .english), "\(first.said)")
        _ = try await sql("ALTER SYSTEM SET max_slot_wal_keep_size = '1GB'")
        _ = try await sql("SELECT pg_reload_conf()")
        #expect(try await scene.backup().end == .done)
        for number in 2...3 {
            _ = try await sql("INSERT INTO t VALUES (\(number))")
            try await Task.sleep(for: .milliseconds(1200))
            let moment = LocalTime.now()
            try await Task.sleep(for: .milliseconds(1200))
            _ = try await sql("INSERT INTO t VALUES (\(number * 10))")
            let run = try await scene.backup()
            #expect(run.end == .done, "\(run.said)")
            #expect(try #require(History(scene.backups).backups.first).isIncrement(.postgresql), "\(run.said)")
            if number == 3 {
                let restored = try await scene.restore("--yes", "--until", moment.iso8601)
                #expect(restored.end == .done, "\(restored.said)")
            }
        }
        #expect(try await sql("SELECT i FROM t ORDER BY i") == "1\n2\n3\n20\n")
        let left = try await run("docker", ["exec", container, "sh", "-c", "ls -d /tmp/garde* 2>/dev/null || true"])
        #expect(left.output == "")
    }
}
