import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

extension SavedPlatform {
    /// A database that cannot be saved; the shared servers stay as they are, each run has its own folder of backups.
    @Suite(.tags(.server)) struct DatabaseTroubleTests {
        let platform = SavedPlatform.scene.platform.apart()

        @Test(arguments: [
            ("mssante", "C", Language.french), ("database", "C", .english), ("database", "fr_FR.UTF-8", .french),
        ])
        func `a PostgreSQL that is down is said in the reader's language`(
            recipe: String, locale: String, language: Language
        ) async throws {
            let run = try await platform.backup(
                ["--no-mail"], ["PGPORT": "1", "LANG": locale, "COMPRESS_LEVEL": "1"], recipe: recipe)
            #expect(run.status == (recipe == "mssante" ? 3 : 1))
            #expect(run.error.says("postgres.text", in: language))
            #expect(run.error.contains("Connection refused"))
        }

        @Test func `with PostgreSQL down everything else is saved, and the manifest says what is not`() async throws {
            let run = try await platform.backup(["--quiet"], ["PGPORT": "1"])
            #expect(run.status == 3)
            #expect(run.output == "" && run.error.says("postgres.text"))
            let backup = try await platform.newestBackup()
            #expect(
                try await backup.names() == [
                    "certificates_<id>.tar.gz", "config_<id>.tar.gz", "mail_<id>.tar.gz", "manifest.json",
                    "redis_<id>.rdb.gz",
                ])
            let saved = try await backup.manifest(".components | to_entries[] | \"\\(.key) \\(.value)\"")
            #expect(saved == "postgresql false\nredis true\nmail true\nconfig true\ncertificates true")
            #expect(try await backup.manifest(".backup.errors") == "1")
        }

        @Test func `a run that saves nothing leaves no backup and exits with 1`() async throws {
            let run = try await platform.backup([], ["PGPORT": "1"], recipe: "database")
            #expect(run.status == 1)
            let left = try await GardeTestSupport.run("ls", ["-A", platform.backupRoot.string]).output
            #expect(unmarked(left) == ".last-run.database\n.lock\nbackup.log\n")
        }

        @Test func `a database that does not exist is named with those that do, the server being reached`() async throws
        {
            let run = try await platform.backup(["--no-mail"], ["POSTGRES_DB": "absente"])
            #expect(run.status == 3)
            #expect(run.error.says("postgres.no-such-database", ["name": "absente"]))
            #expect(run.error.says("postgres.no-such-database.why", ["list": "mssante, postgres"]))
            #expect(try await platform.newestBackup().manifest(".components.postgresql") == "false")
        }

        @Test func `a wrong password is refused, and shown nowhere`() async throws {
            let secret = "tr0p-secret-pour-un-journal"
            let run = try await platform.backup(["--verbose", "--no-mail"], ["POSTGRES_PASSWORD": secret])
            #expect(run.status == 3)
            #expect(run.error.contains("password authentication failed"))
            let found = try await GardeTestSupport.run("grep", ["-rF", secret, platform.backupRoot.string])
            #expect(!(run.output + run.error + found.output).contains(secret))
        }

        @Test func `a dump that a missing right breaks off is no dump`() async throws {
            // Reads the tables, but neither large objects nor what row level security hides.
            let app = ["POSTGRES_USER": "lecteur d'exploitation", "POSTGRES_PASSWORD": #"p@ss "double" \ barre"#]
            let run = try await platform.backup(["--no-mail"], app)
            #expect(run.status == 3)
            #expect(
                run.error.says("postgres.may-not-dump")
                    && run.error.says("postgres.may-not-dump.why", ["why": "pg_dump: error"]))
            let backup = try await platform.newestBackup()
            #expect(try await !backup.names().contains { $0.hasPrefix("postgresql") })
            #expect(try await backup.manifest(".components.postgresql") == "false")
        }
    }
}

/// What needs a server to be changed for it.
@Suite(.tags(.server)) struct DatabaseRightsTests {
    @Test func `without a superuser roles come without passwords, and that and unsaved databases are warned of`()
        async throws
    {
        try await ThrowawayPlatform.with(.init { ($0.keys, $0.messages, $0.rows) = (nil, 1, 10) }) { platform in
            try await platform.sql(
                """
                CREATE ROLE sauvegarde LOGIN PASSWORD 'abc';
                CREATE DATABASE "petite base" OWNER sauvegarde;
                CREATE DATABASE "été \""2024\"\"";
                """)
            try await platform.sql("SET ROLE sauvegarde; CREATE TABLE t ()", database: "petite base")
            try await platform.sql("CREATE TABLE forgotten ()", database: "postgres")
            let user = ["POSTGRES_USER": "sauvegarde", "POSTGRES_PASSWORD": "abc", "POSTGRES_DB": "petite base"]
            let run = try await platform.backup(["--no-redis", "--no-mail"], user)
            #expect(run.status == 0)
            let warnings = run.error.lines.filter { $0.contains("[WARNING]") }
            #expect(warnings.contains { $0.says("postgres.roles-without-passwords", ["user": "sauvegarde"]) })
            let unsaved = #"mssante, postgres, été "2024""#
            #expect(warnings.contains { $0.says("postgres.unsaved-databases", ["list": unsaved]) })
            let roles = try await platform.newestBackup().sh("gunzip -c postgresql_roles_$id.sql.gz").output
            #expect(roles.contains("CREATE ROLE mssante_app;") && !roles.contains("SCRAM-SHA-256"))
        }
    }
}
