import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `restore --to-database`: the dump in a database of another name, with a real server.
@Suite(.tags(.server)) struct DatabaseBesideTests {
    @Test func `a database of another name has what the backup has, and the live one stays`() async throws {
        try await ThrowawayPlatform.with { platform in
            try await platform.sql("CREATE TABLE beside AS SELECT n FROM generate_series(1, 50) n")
            #expect(try await platform.backup(["--quiet", "--no-mail", "--no-redis"]).status == 0)
            try await platform.sql("DELETE FROM beside WHERE n > 3; CREATE TABLE later (n int)")
            let databases =
                "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname ~ 'check|garde|mssante'"
            for name in ["shop_check", #"d'été "x" check"#] {
                let dry = try await platform.backup(["restore", "latest", "--to-database", name, "--dry-run"])
                #expect(dry.status == 0, "\(dry)")
                let run = try await platform.backup(["restore", "latest", "--to-database", name])
                #expect(run.status == 0 && run.output.says("restore.database-done", ["database": name]), "\(run)")
                #expect(try await platform.sql("SELECT count(*) FROM beside", database: name) == "50\n")
                #expect(try await platform.sql("SELECT to_regclass('later') IS NULL", database: name) == "t\n")
            }
            #expect(try await platform.sql("SELECT count(*) FROM beside") == "3\n")
            let all = try await platform.sql(databases)
            #expect(!all.contains("garde"), "\(all)")
            let again = try await platform.backup(["restore", "latest", "--to-database", "shop_check"])
            #expect(
                again.status == 1 && again.error.says("postgres.beside-exists", ["database": "shop_check"]), "\(again)")
            let live = try await platform.backup(["restore", "latest", "--to-database", "mssante"])
            #expect(live.status == 1 && live.error.says("postgres.beside-exists", ["database": "mssante"]))
            let long = try await platform.backup([
                "restore", "latest", "--to-database", String(repeating: "é", count: 32),
            ])
            #expect(long.status == 1 && long.error.says("postgres.beside-name"))
            #expect(try await platform.sql(databases) == all)
            let left = try await run(
                "sh", ["-c", "ls -A \(platform.backupRoot) | grep -E 'journal|scratch|pre_restore'"])
            #expect(left.output == "")
        }
    }

    @Test func `one that is killed leaves nothing once the next restore has run`() async throws {
        try await ThrowawayPlatform.with { platform in
            try await platform.sql(
                "CREATE TABLE beside AS SELECT n, repeat('x', 500) AS t FROM generate_series(1, 200000) n")
            #expect(try await platform.backup(["--quiet", "--no-mail", "--no-redis"]).status == 0)
            let script = """
                "$0" restore latest --to-database shop_check & p=$!
                for i in $(seq 600); do
                  psql -XAtd mssante -c "SELECT 1 FROM pg_database WHERE datname ~ '^shop_check_garde_new'" | grep -q 1 && break
                  sleep 0.05
                done
                kill -9 $p; wait $p
                """
            let variables = ["PATH": "/usr/bin:/bin"].merging(platform.environment) { $1 }
                .merging(platform.postgres) { one, _ in one }
            _ = try await run("sh", ["-c", script, "\(executables)/mssante"], variables: variables)
            let again = try await platform.backup(["restore", "latest", "--to-database", "shop_check"])
            #expect(again.status == 0 && again.output.says("restore.took-back"), "\(again)")
            let names = try await platform.sql("SELECT datname FROM pg_database WHERE datname ~ 'check' ORDER BY 1")
            #expect(names == "shop_check\n")
            #expect(try await platform.sql("SELECT count(*) FROM beside", database: "shop_check") == "200000\n")
        }
    }
}
