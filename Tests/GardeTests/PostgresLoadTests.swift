import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite(.tags(.server)) struct PostgresLoadTests {
    @Test func `a dropped database comes back as it was, with settings, grants, comment and roles`() async throws {
        try await PostgresBench.with { bench in
            try await bench.fill("mssante")
            try await bench.sql("ALTER DATABASE mssante CONNECTION LIMIT 77")
            let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            try await bench.sql(
                """
                DROP DATABASE mssante;
                DROP ROLE mssante_app, "équipe soins", "lecteur d'exploitation", "Rôle ""cité"" 🩺";
                """)
            try await bench.restore(bench.load("mssante"), files)
            #expect(try await bench.picture("mssante") == before)
            #expect(try await bench.databases() == ["mssante"])
            #expect(try bench.leftovers().isEmpty)
            #expect(try !bench.said().contains("SCRAM-SHA-256"))
        }
    }

    @Test func `clients that connect again and again see the old or the new database, never none or half`() async throws
    {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante")
            try await bench.sql("CREATE TABLE t AS SELECT 'then' AS age FROM generate_series(1, 1000)", "mssante")
            let files = try await bench.backup("mssante")
            try await bench.sql("UPDATE t SET age = 'now'; DELETE FROM t WHERE ctid < '(2,0)'", "mssante")
            let now = try await bench.sql("SELECT count(*), min(age) FROM t", "mssante")
            let journal = try bench.journal()
            let load = try bench.load("mssante")
            try await load.analyze(files)
            try await load.stage(files, journal)
            let answers = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<3 { group.addTask { try await self.answers(bench, until: "1000|then\n") } }
                // One that never leaves by itself, and holds a transaction.
                group.addTask {
                    let answer = try await bench.tool(
                        "psql", ["-Xc", "BEGIN; LOCK t; SELECT pg_sleep(600)"], "mssante")
                    #expect(answer.status != 0)
                    return []
                }
                try await Task.sleep(for: .milliseconds(600))
                try await load.swap(journal)
                return try await group.reduce(into: Set()) { $0.formUnion($1) }
            }
            // The one that holds the table may have been first: then nobody else saw the old one.
            #expect(answers.union([now]) == [now, "1000|then\n"])
            try await load.check(files)
        }
    }

    @Test func `everybody may still create in public where a dump is of before 15`() async throws {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante; CREATE ROLE app LOGIN")
            let dump = ["-Fc", "-Z0"]
            let right = "SELECT has_schema_privilege('app', 'public', 'CREATE')"
            try await bench.restore(bench.load("mssante"), bench.backup("mssante", dump))
            #expect(try await bench.sql(right, "mssante") == "f\n")
            let older = "LC_ALL=C sed 's/1[5-9][.]\\([0-9]\\)/14.\\1/g' | gzip -1"
            try await bench.restore(bench.load("mssante"), bench.backup("mssante", dump, gzip: older))
            #expect(try await bench.sql(right, "mssante") == "t\n")
        }
    }

    /// What one connection after another is answered, refusals left out.
    private func answers(_ bench: PostgresBench, until last: String) async throws -> [String] {
        var seen: [String] = []
        while seen.last != last {
            let answer = try await bench.tool("psql", ["-XAtc", "SELECT count(*), min(age) FROM t"], "mssante")
            if answer.status == 0 { seen.append(answer.output) }
        }
        return seen
    }

    @Test func `a database of any name comes back: postgres, 60 characters, quotes and accents`() async throws {
        try await PostgresBench.with { bench in
            let names = [
                "postgres", String(repeating: "é", count: 30), "n" + String(repeating: "x", count: 59),
                #"d'été "x" \ =🩺 -a"#,
            ]
            for name in names {
                if name != "postgres" { try await bench.sql("CREATE DATABASE \(SQL.identifier(name))", "template1") }
                try await bench.sql(
                    "CREATE TABLE t AS SELECT 1 AS x; ALTER DATABASE \(SQL.identifier(name)) SET work_mem = '5MB'", name
                )
                let files = try await bench.backup(name)
                try await bench.sql("DROP TABLE t; ALTER DATABASE \(SQL.identifier(name)) RESET work_mem", name)
                try await bench.restore(bench.load(name), files)
                #expect(try await bench.sql("SELECT x, current_setting('work_mem') FROM t", name) == "1|5MB\n")
            }
            #expect(
                try await bench.sql("SELECT count(*) FROM pg_database WHERE datname ~ 'garde'", "template1") == "0\n")
        }
    }

    @Test func `dumps of others come back: compressed inside, in several members, of INSERT statements`() async throws {
        try await PostgresBench.with { bench in
            try await bench.fill("mssante", rows: 20)
            let before = try await bench.picture("mssante")
            let kinds = [
                (["-Fc"], "gzip -1"), (["-Fc", "-Z9"], "split -b 3000 --filter='gzip -1'"),
                (["-Fc", "-Z0", "--inserts"], "pigz"),
            ]
            for (dump, gzip) in kinds {
                let files = try await bench.backup("mssante", dump, gzip: gzip)
                try await bench.sql("DROP TABLE messagerie.boites", "mssante")
                try await bench.restore(bench.load("mssante"), files)
                #expect(try await bench.picture("mssante") == before)
            }
        }
    }

    @Test func `publications, tablespaces, children and partitions come back, subscriptions switched off`() async throws
    {
        try await PostgresBench.with(["wal_level=logical"]) { bench in
            try await bench.withFolderOfServer { place in
                try await bench.sql(
                    """
                    CREATE TABLESPACE "Disque 2" LOCATION '\(place)';
                    CREATE DATABASE mssante TABLESPACE "Disque 2" LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' TEMPLATE template0
                    """)
                try await bench.sql(
                    """
                    CREATE TABLE t (x int) PARTITION BY RANGE (x);
                    CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10) TABLESPACE pg_default;
                    INSERT INTO t SELECT generate_series(0, 9); CREATE PUBLICATION p FOR TABLE t;
                    CREATE SUBSCRIPTION s CONNECTION 'host=/nowhere' PUBLICATION q WITH (connect = false);
                    """, "mssante")
                let load = try bench.load("mssante")
                let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
                let refusal = await #expect(throws: Failure.self) { try await load.analyze(files) }
                #expect(refusal?.line(.english).says("postgres.subscriptions", ["list": "s"], in: .english) == true)
                try await bench.sql("ALTER SUBSCRIPTION s SET (slot_name = NONE); DROP SUBSCRIPTION s", "mssante")
                let journal = try bench.journal()
                try await load.stage(files, journal)
                // The new one has a subscription too, and goes all the same.
                try await bench.undo("mssante", journal.entries)
                #expect(try await bench.databases() == ["mssante"])
                try await bench.restore(load, files)
                #expect(try await bench.picture("mssante") == before)
                #expect(try bench.said().says("postgres.subscription-is-off", ["name": "s"], in: .english))
            }
        }
    }

    @Test func `what an old dump does not say of its database is taken from the live one`() async throws {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante; CREATE ROLE reader")
            let files = try await bench.backup("mssante", ["-Fc", "-Z0", "--no-acl"])
            try await bench.sql(
                "REVOKE ALL ON DATABASE mssante FROM PUBLIC; GRANT CONNECT ON DATABASE mssante TO reader")
            let before = try await bench.sql("SELECT datacl FROM pg_database WHERE datname = 'mssante'")
            try await bench.restore(bench.load("mssante"), files)
            #expect(try await bench.sql("SELECT datacl FROM pg_database WHERE datname = 'mssante'") == before)
        }
    }

    @Test
    func
        `a database of an old encoding comes back, its names and comment too, and settings of other versions do not stop it`()
        async throws
    {
        try await PostgresBench.with { bench in
            try await bench.sql(
                "CREATE DATABASE mssante TEMPLATE template0 ENCODING 'LATIN9' LC_COLLATE 'C' LC_CTYPE 'C'")
            try await bench.sql(
                """
                CREATE ROLE app; COMMENT ON DATABASE mssante IS 'payé en €'; CREATE TABLE "été €" AS SELECT 'œuvre'::text AS x;
                ALTER DATABASE mssante SET work_mem = '5MB'; CREATE SEQUENCE "numéro"; ALTER TABLE "été €" OWNER TO app;
                """, "mssante")
            let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            try await bench.sql(
                "COMMENT ON DATABASE mssante IS NULL; DROP TABLE \"été €\"; DROP ROLE app", "mssante")
            try await bench.restore(bench.load("mssante"), files)
            #expect(try await bench.picture("mssante") == before)
            #expect(try await bench.sql("SELECT x FROM \"été €\"", "mssante") == "œuvre\n")

            let roles = "CREATE ROLE x; ALTER ROLE x SET no_such_parameter TO '1'; ALTER ROLE x SET work_mem TO '2MB';"
            try await bench.restore(bench.load("mssante"), bench.with(roles: roles, files))
            #expect(
                try bench.said().says("postgres.parameter-left-out", ["failure": "ERROR:  unrecognized"], in: .english))
            #expect(try await bench.sql("SELECT rolconfig FROM pg_roles WHERE rolname = 'x'") == "{work_mem=2MB}\n")
        }
    }

    @Test func `an owner who is no superuser restores his own database, and is refused what he may not`() async throws {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE ROLE app LOGIN CREATEDB PASSWORD 'x'; CREATE DATABASE mssante OWNER app")
            try await bench.sql("SET ROLE app; CREATE TABLE t AS SELECT 1 AS x; GRANT SELECT ON t TO PUBLIC", "mssante")
            let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            try await bench.sql("DROP TABLE t", "mssante")
            let load = try bench.load("mssante", as: "app", replacesRoles: true, password: "x")
            try await bench.restore(load, files)
            #expect(try await bench.picture("mssante") == before)
            #expect(try bench.said().says("postgres.roles-not-replaced", in: .english))
            let newRole = try bench.with(roles: "CREATE ROLE other;", files)
            let second = await #expect(throws: Failure.self) { try await load.analyze(newRole) }
            #expect(second?.line(.english).says("postgres.may-not-make-roles", ["user": "app"], in: .english) == true)
        }
    }
}
