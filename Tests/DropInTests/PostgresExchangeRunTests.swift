import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A role that may not create databases, as managed servers have them, from the command line.
@Suite(.tags(.server)) struct PostgresExchangeRunTests {
    /// Kills the program where its transaction waits for a table.
    private static let killer = """
        "$@" & until [ "$(psql -XAtc "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")" != 0 ]
        do sleep 0.1; done; kill -KILL $!; wait $!
        """

    @Test(arguments: PostgresMajorsTests.areInstalled ? [15, 16, 18] : [15])
    func `a restore without CREATEDB that is killed is taken back by the next one, which succeeds`(
        server major: Int
    ) async throws {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server"), ["\(major)"]) { server in
            let roles = "CREATE ROLE app LOGIN PASSWORD 'x'; CREATE DATABASE app OWNER app"
            try await sql(roles, server, database: "postgres")
            let tables = """
                SET ROLE app; CREATE TABLE t (x int PRIMARY KEY, y text NOT NULL); CREATE INDEX ON t (y);
                INSERT INTO t SELECT i, 'y' || i FROM generate_series(1, 100) AS i;
                """
            try await sql(tables, server, database: "app")
            try scratch.write("site/.env", "")
            let variables = server.merging([
                "PGUSER": "app", "PGPASSWORD": "x", "PGDATABASE": "app", "PLATFORM_ROOT": scratch("site").string,
                "BACKUP_ROOT": scratch("backups").string, "PATH": try await PostgresMajorsTests.path(major),
            ]) { $1 }
            let backup = try await runBackup(["backup"], variables, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            try await sql("SET ROLE app; DELETE FROM t; CREATE TABLE later ()", server, database: "app")
            let words = ["restore", "--yes", "latest"]
            try await withThrowingTaskGroup(of: Void.self) { group in
                let hold = "BEGIN; SELECT FROM later; SELECT pg_sleep(600)"
                group.addTask { _ = try? await sql(hold, server, database: "app") }
                let state = "FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                while try await sql("SELECT count(*) \(state)", server, database: "app") == "0\n" {}
                let killed = try await runBackup(
                    words, variables, recipe: "database", by: ["sh", "-c", Self.killer, "sh"])
                #expect(killed.status == 137, "\(killed.error)")
                try await sql("SELECT pg_terminate_backend(pid) \(state)", server, database: "app")
                try await group.waitForAll()
            }
            let old = "SELECT (SELECT count(*) FROM t), to_regclass('later') IS NOT NULL"
            #expect(try await sql(old, server, database: "app") == "0|t\n")
            let restore = try await runBackup(words, variables, recipe: "database")
            #expect(restore.status == 0, "\(restore.error)")
            #expect(
                restore.error.says("postgres.exchanges", ["user": "app", "database": "app"], in: .english))
            #expect(try await sql(old, server, database: "app") == "100|f\n")
            let left = "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^garde'"
            #expect(try await sql(left, server, database: "app") == "0\n")
        }
    }

    @Test func `a dry run names the clients that would write meanwhile, with --no-stop`() async throws {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server")) { server in
            try await sql("CREATE DATABASE app", server, database: "postgres")
            try await sql("CREATE TABLE t AS SELECT 1 AS x", server, database: "app")
            try scratch.write("site/.env", "")
            let variables = server.merging([
                "PGDATABASE": "app", "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
            ]) { $1 }
            let backup = try await runBackup(["backup"], variables, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await sql("SELECT pg_sleep(600)", server, database: "app") }
                let state = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                while try await sql(state, server, database: "postgres") == "0\n" {}
                for (words, isSaid) in [(["--no-stop"], true), ([], false)] {
                    let run = try await runBackup(
                        ["restore", "--dry-run"] + words + ["latest"], variables, recipe: "database")
                    #expect(run.status == 0, "\(run.error)")
                    #expect(run.error.contains("app has one other session") == isSaid, "\(run.error)")
                }
                group.cancelAll()
            }
        }
    }
}
