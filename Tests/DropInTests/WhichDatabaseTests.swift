import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Which of a server's databases is saved, and what is said of one that holds nothing.
@Suite(.tags(.server)) struct WhichDatabaseTests {
    private func with(_ body: (Scratch, [String: String]) async throws -> Void) async throws {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server")) { server in
            try await sql("CREATE DATABASE app; CREATE DATABASE mssante", server, database: "postgres")
            try await sql("CREATE TABLE t AS SELECT 1 AS x", server, database: "app")
            try scratch.write("site/.env", "")
            let place = ["PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string]
            try await body(scratch, server.merging(place) { $1 })
        }
    }

    @Test func `a database that nothing names is an error where the server has several, with their names`() async throws
    {
        try await with { scratch, variables in
            let run = try await runBackup(["backup"], variables, recipe: "database")
            #expect(
                run.status == 1 && run.error.says("postgres.database-not-named", in: .english)
                    && run.error.says("postgres.database-not-named.why", ["why": "mssante, app"], in: .english),
                "\(run.error)")
            try scratch.write("site/name", "app\n")
            let named = variables.merging(["POSTGRES_DB_FILE": "name"]) { $1 }
            let file = try await runBackup(["backup"], named, recipe: "database")
            #expect(file.status == 0, "\(file.error)")
            try await sql("DROP TABLE t", variables, database: "app")
            let restore = try await runBackup(["restore", "--yes", "latest"], named, recipe: "database")
            #expect(restore.status == 0, "\(restore.error)")
            #expect(try await sql("SELECT x FROM t", variables, database: "app") == "1\n")
        }
    }

    @Test func `doctor of some components calls no database of the others unsaved`() async throws {
        try await with { _, variables in
            for name in ["shop", "blog"] { try await sql("CREATE DATABASE \(name)", variables, database: "postgres") }
            for words in [["--only", "shop"], ["--skip", "blog,uploads,visits,config"]] {
                let doctor = try await runBackup(["doctor"] + words, variables, recipe: "bookshop")
                #expect(doctor.output.says("doctor.saves", ["name": "shop"], in: .english), "\(doctor)")
                #expect(
                    doctor.output.says("postgres.unsaved-databases", ["list": "app, mssante"], in: .english)
                        && !doctor.output.contains("blog"), "\(doctor)")
            }
        }
    }

    @Test func `doctor says that .env is not asked where a server is, before a night finds another one`() async throws {
        try await with { scratch, variables in
            try scratch.write("site/.env", "POSTGRES_DB=app\nPGHOST=db.example\nPGPORT=\n")
            let settled = try await runBackup(["doctor"], variables, recipe: "database")
            #expect(!settled.output.says("doctor.env-not-read", in: .english), "\(settled)")
            let unsaid = variables.filter { $0.key != "PGHOST" }
            let doctor = try await runBackup(["doctor"], unsaid, recipe: "database")
            #expect(doctor.output.says("doctor.env-not-read", ["names": "PGHOST"], in: .english), "\(doctor)")
            #expect(doctor.output.says("doctor.env-not-read.fix", ["words": "PGHOST=…"], in: .english), "\(doctor)")
        }
    }

    @Test func `what a killed restore left beside the only database does not hide which one it is`() async throws {
        try await with { _, variables in
            let left = ["mssante_garde_new_20261128_013329", "mssante_garde_old_20261128_013329"]
            for name in left { try await sql("CREATE DATABASE \(name)", variables, database: "postgres") }
            try await sql("DROP DATABASE app", variables, database: "postgres")
            try await sql("CREATE TABLE t AS SELECT 1 AS x", variables, database: "mssante")
            let run = try await runBackup(["backup"], variables, recipe: "database")
            #expect(run.status == 0, "\(run.error)")
        }
    }

    @Test func `a database without a table is suspect from the first run on, until it is accepted`() async throws {
        try await with { _, variables in
            let named = variables.merging(["POSTGRES_DB": "mssante"]) { $1 }
            for _ in 0..<2 {
                let run = try await runBackup(["backup"], named, recipe: "database")
                #expect(run.status == 3, "\(run.error)")
                #expect(run.error.says("backup.holds-nothing", ["name": "postgresql"], in: .english))
            }
            let accept = try await runBackup(["accept", "latest"], named, recipe: "database")
            let id = try await BackupRead.all(in: FilePath(variables["BACKUP_ROOT"]!)).last!.id
            if accept.status != 0 { _ = try await runBackup(["accept", id], named, recipe: "database") }
            let run = try await runBackup(["backup"], named, recipe: "database")
            #expect(run.status == 0, "\(run.error)")
        }
    }

    @Test func `the platform's own name counts before PGDATABASE, and latest is of this database alone`() async throws {
        try await with { scratch, variables in
            try await sql("CREATE TABLE live AS SELECT 2 AS x", variables, database: "mssante")
            try scratch.write("site/.env", "POSTGRES_DB=app\n")
            let shell = variables.merging(["PGDATABASE": "mssante"]) { $1 }
            let unclear = try await runBackup(["backup"], shell, recipe: "database")
            #expect(
                unclear.status == 1
                    && unclear.error.says("postgres.database-named-by-shell", ["other": "mssante"], in: .english),
                "\(unclear.error)")
            let first = try await runBackup(["backup"], variables, recipe: "database")
            #expect(first.status == 0, "\(first.error)")
            let saved = try #require(try await BackupRead.all(in: scratch("backups")).last)
            #expect(try await saved.manifest(".subjects.postgresql") == "app")
            let other = try await runBackup(
                ["backup"], variables.merging(["POSTGRES_DB": "mssante"]) { $1 }, recipe: "database")
            #expect(
                other.error.says("adopt.other-subject", ["name": "postgresql", "now": "mssante"], in: .english),
                "\(other.error)")
            let id = try #require(try await BackupRead.all(in: scratch("backups")).last).id
            let latest = try await runBackup(["restore", "--yes", "latest"], variables, recipe: "database")
            #expect(
                latest.status == 0 && latest.error.says("restore.passes-over", ["older": "\(saved.id)"], in: .english),
                "\(latest)")
            let named = try await runBackup(["restore", "--dry-run", id], variables, recipe: "database")
            #expect(
                named.error.says("postgres.holds-other-database", ["saved": "mssante", "target": "app"], in: .english),
                "\(named)")
            #expect(try await sql("SELECT x FROM t", variables, database: "app") == "1\n")
        }
    }

    @Test func `a dump in tar's format restores`() async throws {
        try await with { scratch, variables in
            let folder = scratch("backups/20240315_020000")
            let dump = "mkdir -p \(folder) && pg_dump -Ft app | gzip >\(folder)/postgresql_20240315_020000.dump.gz"
            let made = try await run("sh", ["-c", dump], variables: variables)
            #expect(made.status == 0, "\(made)")
            try await sql("DROP TABLE t", variables, database: "app")
            let named = variables.merging(["POSTGRES_DB": "app"]) { $1 }
            let restore = try await runBackup(["restore", "--yes", folder.string], named, recipe: "database")
            #expect(restore.status == 0, "\(restore.error)")
            #expect(try await sql("SELECT x FROM t", named, database: "app") == "1\n")
        }
    }

    @Test func `a service of PGSERVICE says where the server is, never which database`() async throws {
        try await with { scratch, variables in
            try await sql("CREATE TABLE live ()", variables, database: "mssante")
            try await sql(
                """
                COMMENT ON TABLE t IS 'é 🩺'; COMMENT ON DATABASE app IS 'é 🩺';
                CREATE ROLE doctor; COMMENT ON ROLE doctor IS 'é 🩺';
                """, variables, database: "app")
            let options = "-c default_transaction_read_only=on -c statement_timeout=20 -c datestyle=German"
            try scratch.write(
                "services",
                """
                [s]
                dbname=mssante
                options=\(options)
                client_encoding=LATIN1
                application_name=nightly
                replication=database

                """)
            let more = ["POSTGRES_DB": "app", "PGSERVICE": "s", "PGSERVICEFILE": scratch("services").string]
            let named = variables.merging(more) { $1 }
            let backup = try await runBackup(["backup"], named, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            try await sql("DROP TABLE t", variables, database: "app")
            let restore = try await runBackup(["restore", "--yes", "latest"], named, recipe: "database")
            #expect(restore.status == 0, "\(restore.error)")
            let found = try await sql("SELECT x, obj_description('t'::regclass) FROM t", variables, database: "app")
            #expect(found == "1|é 🩺\n")
        }
    }

    @Test func `files that .env names for user, database and password are read, as the server's image reads them`()
        async throws
    {
        try await with { scratch, variables in
            let password = variables["PGPASSWORD"] ?? "geheim"
            let texts = ["user": variables["PGUSER"] ?? "postgres", "db": "app", "password": password]
            for (name, text) in texts {
                try scratch.write("site/secrets/\(name)", text + "\n")
            }
            let lines = ["USER", "DB", "PASSWORD"].map { "POSTGRES_\($0)_FILE=secrets/\($0.lowercased())\n" }
            try scratch.write("site/.env", lines.joined())
            let nobody = variables.merging(["PGUSER": "", "PGPASSWORD": ""]) { $1 }
            let run = try await runBackup(["backup"], nobody, recipe: "database")
            #expect(run.status == 0, "\(run.error)")
            #expect(try await BackupRead.all(in: scratch("backups")).last?.manifest(".subjects.postgresql") == "app")
            try scratch.write("site/secrets/db", "\n")
            let empty = try await runBackup(["backup"], nobody, recipe: "database")
            #expect(
                empty.status == 1 && empty.error.says("backup.value-missing", ["path": "secrets/db"], in: .english)
                    && empty.error.says(
                        "backup.value-missing.why", ["variable": "POSTGRES_DB_FILE"], in: .english),
                "\(empty.error)")
            try scratch.write("site/.env", lines.dropLast().joined() + "POSTGRES_PASSWORD_FILE=/nowhere/password\n")
            try scratch.write("site/secrets/db", "app")
            let missing = try await runBackup(["backup"], nobody, recipe: "database")
            #expect(missing.status == 1, "\(missing.error)")
            #expect(
                missing.error.says("backup.secret-unreadable", ["path": "/nowhere/password"], in: .english),
                "\(missing.error)")
        }
    }
}
