import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// A server whose cluster a real pgBackRest keeps, as its user, and the platform that drives it.
struct PgBackRestScene {
    let bench: PostgresBench
    let scene: RecipeScene
    /// Of the server's user: configuration, repository, logs and locks of pgBackRest.
    let folder: FilePath

    /// `body` runs where PGBACKREST_CONFIG leads there.
    static func with(
        stanza: String = "main", creates: Bool = true, _ body: (PgBackRestScene) async throws -> Void
    ) async throws {
        let place = Scratch()
        _ = try await run("chmod", ["755", place.path.string])
        try await PostgresBench.with(["archive_mode=on", "archive_command=false", "track_commit_timestamp=on"]) {
            bench in
            var scene = try RecipeScene { _ in
                postgres(database: "mssante", in: .here, engine: .pgBackRest(stanza: stanza))
                config(".env")
            }
            scene.variables = bench.variables
            let made = PgBackRestScene(bench: bench, scene: scene, folder: place("pgbackrest"))
            let variables = ["PGBACKREST_CONFIG": made.folder.appending("pgbackrest.conf").string]
            try await made.configure()
            try await bench.sql("CREATE DATABASE mssante")
            try await writeNumber(1, bench.variables)
            try await Invocation.$surroundings.withValue(variables) {
                if creates { try await made.pgbackrest("stanza-create") }
                try await body(made)
            }
        }
        withExtendedLifetime(place) {}
    }

    private func configure() async throws {
        // Whoever the server runs as passes through to its data.
        _ = try await run("chmod", ["711", bench.scratch.path.string, bench.scratch("server").string])
        let text = """
            [global]
            repo1-path=\(folder)/repo
            repo1-retention-full=2
            log-path=\(folder)/log
            lock-path=\(folder)/lock
            spool-path=\(folder)/spool
            start-fast=y
            compress-level=1

            [main]
            pg1-path=\(bench.cluster)
            pg1-port=\(bench.variables["PGPORT"] ?? "")
            pg1-socket-path=\(bench.variables["POSTGRES_SOCKET"] ?? "")
            pg1-user=mssante
            """
        let script = """
            mkdir "$1" "$1/repo" "$1/log" "$1/lock" "$1/spool"
            cat >"$1/pgbackrest.conf"
            if [ "$(id -u)" = 0 ]; then chown -R postgres: "$1"; fi
            """
        _ = try await run("sh", ["-ec", script, "sh", folder.string], input: text)
        let command = "pgbackrest --config=\(folder)/pgbackrest.conf --stanza=main archive-push %p"
        try await bench.sql("ALTER SYSTEM SET archive_command = '\(command)'")
        try await bench.sql("SELECT pg_reload_conf()")
    }

    /// As the server's user, as an administrator does it.
    @discardableResult func pgbackrest(_ words: String...) async throws -> String {
        let script = """
            if [ "$(id -u)" = 0 ]; then set -- setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; fi
            cd / && exec "$@"
            """
        let options = ["pgbackrest", "--config=\(folder)/pgbackrest.conf", "--stanza=main"]
        let result = try await run("sh", ["-ec", script, "sh"] + options + words)
        try #require(result.status == 0, "\(result.output)\(result.error)")
        return result.output
    }

    func numbers() async throws -> String {
        try await bench.sql("SELECT string_agg(n::text, ' ' ORDER BY n) FROM numbers", "mssante")
    }

    /// Files that root made where the server's user has to write.
    func filesOfOthers() async throws -> String {
        try await run("find", [folder.string, "!", "-user", "postgres"]).output
    }
}
