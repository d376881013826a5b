import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Glibc
import SystemPackage
import Testing

/// Needs a Docker engine: `DOCKER_HOST` and `DOCKER_CONFIG` as `Tests/throwaway/docker-engine start` prints them. One after the
/// other, as their projects have one name.
@Suite(.tags(.engine), .enabled(if: getenv("DOCKER_HOST") != nil), .serialized, .timeLimit(.minutes(5)))
struct MariaDBContainerTests {
    /// The test image with this machine's programs, which are of the same Debian, set as people set the official image.
    private func compose(_ bench: MariaDBBench) -> String {
        """
        services:
          mariadb:
            image: garde-test-platform
            network_mode: none
            entrypoint: ["sh", "-c", "mkdir -p /run/mysqld; exec mariadbd --no-defaults --user=root --skip-networking
              --datadir=/var/lib/mysql --socket=/run/mysqld/mysqld.sock --innodb-buffer-pool-size=16M"]
            environment: {MYSQL_ROOT_PASSWORD: "\(bench.password)", MYSQL_DATABASE: app, MYSQL_HOST: elsewhere.example}
            volumes: ["/usr:/usr:ro", "\(bench.scene.scratch("server/data")):/var/lib/mysql", "./my.cnf:/etc/my.cnf:ro"]
        """
    }

    @Test func `a database in a container is saved and restored by the container's own client and variables`()
        async throws
    {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            let before = try await bench.picture()
            try await inContainer(bench, roundTrip)
            try await throwaway("mariadb", ["start", bench.scene.scratch("server").string])
            #expect(try await bench.picture() == before)
        }
    }

    /// Hands `body` the platform with the server's data in a container, and the client there.
    private func inContainer(
        _ bench: MariaDBBench, _ body: (_ scene: RecipeScene, _ client: String) async throws -> Void
    ) async throws {
        try await throwaway("mariadb", ["stop", bench.scene.scratch("server").string])
        try bench.scene.scratch.write("root/docker-compose.yml", compose(bench))
        try bench.scene.scratch.write("root/my.cnf", "[mysqldump]\nwhere = \"1 = 0\"\nignore-table = app.child\n")
        chmod(bench.scene.scratch("root/my.cnf").string, 0o644)
        let up = try await bench.scene.shell("docker compose up -d 2>&1; echo $?")
        try #require(up.hasSuffix("0\n"), "\(up)")
        var scene = bench.scene
        scene.variables = ["PLATFORM": "compose"]
        let client = "docker compose exec -T -e MYSQL_PWD=\(bench.password) mariadb mariadb --host=localhost"
        do {
            try await scene.shell(
                "for i in $(seq 300); do \(client) -e 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.1; done")
            try await body(scene, client)
        } catch {
            _ = try? await scene.shell("docker compose down -t 5 2>&1")
            throw error
        }
        try await scene.shell("docker compose down -t 5 2>&1")
    }

    @Test func `a dump that waits in a container has ended there when its run is interrupted`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            try await inContainer(bench) { scene, client in
                let lock = "LOCK TABLES parent WRITE; SELECT SLEEP(300)"
                async let _ = scene.shell("\(client) app -e '\(lock)' >/dev/null 2>&1")
                let sleeps = "\(client) -e 'SHOW PROCESSLIST' | grep -c SLEEP"
                while try await scene.shell("\(sleeps) || true") == "0\n" {}
                let run = Task { try await scene.backup() }
                let dumps = "docker compose top mariadb | grep -c '[m]ariadb-dump' || true"
                while try await scene.shell(dumps) == "0\n" { try await Task.sleep(for: .milliseconds(200)) }
                run.cancel()
                let ended = try? await run.value
                #expect(ended?.end != .done, "\(String(describing: ended))")
                #expect(try await scene.shell(dumps) == "0\n")
            }
        }
    }

    private func roundTrip(_ scene: RecipeScene, _ client: String) async throws {
        let saved = try await scene.backup()
        #expect(saved.end == .done, "\(saved)")
        try await scene.shell("\(client) app -e 'DROP TABLE child; DROP VIEW v; CREATE TABLE later (x INT)'")
        let run = try await scene.restore("--yes", "latest")
        #expect(
            run.end == .done && run.said.says("mariadb.is-back", ["database": "app", "tables": 8], in: .english),
            "\(run)")
        #expect(try await scene.shell("\(client) -N -e 'SELECT COUNT(*) FROM app.v'") == "5\n")
    }
}
