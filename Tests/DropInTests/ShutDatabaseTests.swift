import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A database that takes no connections: its owner shut it, or a restore that was killed and given up.
@Suite(.tags(.server)) struct ShutDatabaseTests {
    @Test func `it is not called missing, and no restore drops what no safety copy has`() async throws {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server")) { server in
            try await sql("CREATE DATABASE app", server, database: "postgres")
            try await sql("CREATE TABLE t AS SELECT 1 AS x", server, database: "app")
            try scratch.write("site/.env", "")
            let variables = server.merging([
                "POSTGRES_DB": "app", "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
            ]) { $1 }
            let saved = try await runBackup(["backup"], variables, recipe: "database")
            #expect(saved.status == 0, "\(saved)")
            try await sql("INSERT INTO t VALUES (2)", server, database: "app")
            let shut = "ALTER DATABASE app ALLOW_CONNECTIONS"
            try await sql("\(shut) false", server, database: "postgres")
            let backup = try await runBackup(["backup"], variables, recipe: "database")
            #expect(
                backup.status == 1 && backup.error.contains("\(shut.replacing("app", with: "\"app\"")) true;"),
                "\(backup)")
            let refused = try await runBackup(["restore", "--yes", "latest"], variables, recipe: "database")
            #expect(
                refused.status == 1 && refused.error.says("postgres.database-not-open", ["name": "app"], in: .english),
                "\(refused)")
            let forced = try await runBackup(["restore", "--yes", "--force", "latest"], variables, recipe: "database")
            #expect(
                forced.status == 0
                    && forced.error.says("restore.old-data-stays", ["place": "app_garde_old_"], in: .english),
                "\(forced)")
            let names = "SELECT datname FROM pg_database WHERE datname LIKE 'app\\_garde\\_old\\_%'"
            let old = try await sql(names, server, database: "postgres").lines
            #expect(old.count == 1)
            try await sql("ALTER DATABASE \(old[0]) ALLOW_CONNECTIONS true", server, database: "postgres")
            #expect(try await sql("SELECT count(*) FROM t", server, database: old[0]) == "2\n")
            #expect(try await sql("SELECT count(*) FROM t", server, database: "app") == "1\n")
        }
    }

    @Test func `a restore that was given up half-way says how the database is opened again`() async throws {
        let scratch = Scratch()
        try scratch.write("site/.env", "")
        let (old, new) = ("app_garde_old_20240315_020000", "app_garde_new_20240315_020000")
        try scratch.write(
            "backups/.restore-journal",
            ".restore\tof\tdatabase\t\(scratch("site"))\npostgresql\tswap\tapp\t\(new)\t\(old)\t7\t6\ttrue\n")
        let variables = ["PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string]
        let given = try await runBackup(["restore", "--abandon", "--yes"], variables, recipe: "database")
        #expect(given.status == 0 && given.error.contains("ALTER DATABASE \"app\" ALLOW_CONNECTIONS true;"), "\(given)")
        #expect(given.error.says("postgres.left-behind", ["new": "\"\(new)\""], in: .english), "\(given)")
    }
}
