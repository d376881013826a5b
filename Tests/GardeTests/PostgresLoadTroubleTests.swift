import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite(.tags(.server)) struct PostgresLoadTroubleTests {
    @Test func `what would stop the swap is named before anything is touched, all at once`() async throws {
        try await PostgresBench.with(["wal_level=logical", "max_prepared_transactions=5"]) { bench in
            try await bench.sql("CREATE ROLE lost; CREATE DATABASE mssante")
            var files = try await bench.backup("mssante")
            try await bench.withFolderOfServer { place in
                try await bench.sql("CREATE TABLESPACE gone LOCATION '\(place)'")
                try await bench.sql("CREATE TABLE t (x int) TABLESPACE gone; ALTER TABLE t OWNER TO lost", "mssante")
                files = try bench.with(roles: "", try await bench.backup("mssante"))
                try await bench.sql("DROP TABLE t; DROP ROLE lost; DROP TABLESPACE gone", "mssante")
            }
            try await bench.sql(
                """
                SELECT pg_create_logical_replication_slot('flux', 'pgoutput'); CREATE TABLE t AS SELECT 1;
                BEGIN; INSERT INTO t VALUES (2); PREPARE TRANSACTION 'd''attente';
                """, "mssante")
            let before = try await bench.picture("mssante")
            let load = try bench.load("mssante")
            let refusal = await #expect(throws: Failure.self) { try await load.analyze(files) }
            let line = refusal?.line(.english) ?? ""
            for (id, words) in [
                ("postgres.prepared-transactions", ["list": "d'attente"]),
                ("postgres.prepared-transactions.fix", ["names": "'d''attente'"]),
                ("postgres.replication-slots", ["list": "flux"]), ("postgres.missing-tablespaces", ["list": "gone"]),
                ("postgres.missing-roles", ["list": "lost"]),
            ] { #expect(line.says(id, words, in: .english), "\(line)") }
            #expect(try await bench.picture("mssante") == before)
            #expect(try await bench.databases() == ["mssante"])
        }
    }

    @Test func `a truncated, damaged or foreign dump is refused, and nothing is changed`() async throws {
        try await PostgresBench.with { bench in
            try await bench.fill("mssante", rows: 20)
            let files = try await bench.backup("mssante")
            let before = try await bench.picture("mssante")
            let dump = try #require(files.first(.dump)).path.string
            let newer = "printf 'PGDMP\\001\\077\\000' | dd of=x conv=notrunc bs=1"
            for damage in ["head -c -1 x >y; mv y x", "head -c 60000 x >y; mv y x", newer, "echo hello >x", ": >x"] {
                let broken = bench.scratch("broken.dump").string
                let script = "gzip -dc '\(dump)' >x && { \(damage); }; mv x '\(broken)'"
                _ = try await run("sh", ["-c", script], variables: ["PATH": "/usr/bin:/bin"], in: bench.scratch.path)
                let file = RestoreFile(path: FilePath(broken), part: .dump, contentBytes: 1)
                let load = try bench.load("mssante")
                let refusal = await #expect(throws: Failure.self, "\(damage)") {
                    try await load.analyze(RestoreFiles(id: "1", files: [file]))
                }
                #expect(refusal?.line(.english).says("postgres.dump-unreadable", in: .english) == true)
            }
            #expect(try await bench.picture("mssante") == before)
            #expect(try await bench.databases() == ["mssante"] && bench.leftovers().isEmpty)
        }
    }

    @Test func `an undone restore leaves everything as it was, whatever step it had come to`() async throws {
        try await PostgresBench.with { bench in
            try await bench.fill("mssante", rows: 20)
            let files = try await bench.backup("mssante")
            try await bench.sql(
                """
                ALTER DATABASE mssante RESET timezone; ALTER ROLE mssante_app PASSWORD 'other' NOLOGIN;
                REVOKE "équipe soins" FROM mssante_app; COMMENT ON ROLE mssante_app IS 'now';
                ALTER DATABASE mssante CONNECTION LIMIT 5; CREATE ROLE younger;
                DROP OWNED BY "Rôle ""cité"" 🩺"; DROP TABLE IF EXISTS messagerie.reservations;
                """, "mssante")
            try await bench.sql("DROP ROLE \"Rôle \"\"cité\"\" 🩺\"", "mssante")
            let before = try await bench.picture("mssante")
            let load = try bench.load("mssante", replacesRoles: true)
            let journal = try bench.journal()
            try await load.stage(files, journal)
            #expect(journal.entries.map(\.step) == ["roles", "database", "dump"])
            try await self.undo(bench, journal.entries, before)

            let second = try bench.journal()
            try await load.stage(files, second)
            try await load.swap(second)
            try await load.check(files)
            #expect(try await bench.picture("mssante") != before)
            try await self.undo(bench, second.entries, before)
            // As if the kill had come before each step was taken, or everything had been taken back already.
            for count in 0...second.entries.count {
                try await self.undo(bench, Array(second.entries.prefix(count)), before)
            }
        }
    }

    private func undo(_ bench: PostgresBench, _ entries: [Journal.Entry], _ before: String) async throws {
        try await bench.undo("mssante", entries)
        #expect(try await bench.picture("mssante") == before)
        #expect(try await bench.databases() == ["mssante"])
        #expect(try bench.leftovers().isEmpty)
    }

    @Test func `a kill between the shut doors and the renaming is undone, and a bare server is bare again`()
        async throws
    {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante")
            try await bench.sql("CREATE TABLE t AS SELECT 1 AS x", "mssante")
            let files = try await bench.backup("mssante")
            let load = try bench.load("mssante")
            let journal = try bench.journal()
            try await load.stage(files, journal)
            let names = try #require(journal.entries.first { $0.step == "database" })
            let oid = { (name: String) in
                try await bench.sql("SELECT oid FROM pg_database WHERE datname = '\(name)'").dropLast()
            }
            try journal.record(
                "postgresql", "swap", names.text(0), names.text(1), names.text(2), String(try await oid(names.text(1))),
                String(try await oid("mssante")), "true")
            try await bench.sql(
                "ALTER DATABASE mssante ALLOW_CONNECTIONS false; ALTER DATABASE \(names.text(1)) ALLOW_CONNECTIONS false"
            )
            try await bench.undo("mssante", journal.entries)
            #expect(try await bench.sql("SELECT x FROM t", "mssante") == "1\n")
            #expect(try await bench.databases() == ["mssante"])

            // What a server that dies while it drops a database leaves.
            try await bench.sql(
                "CREATE DATABASE \(names.text(1)); UPDATE pg_database SET datconnlimit = -2 WHERE datname = '\(names.text(1))'"
            )
            try await bench.undo("mssante", journal.entries)
            #expect(try await bench.databases() == ["mssante"])

            try await bench.sql("DROP DATABASE mssante")
            let bare = try bench.journal()
            try await load.stage(files, bare)
            try await load.swap(bare)
            try await load.check(files)
            try await bench.undo("mssante", bare.entries)
            #expect(try await bench.databases().isEmpty)
        }
    }

    @Test func `a load that fails half-way leaves no dump behind, and the live database as it was`() async throws {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante; CREATE ROLE lost")
            try await bench.sql("CREATE TABLE t AS SELECT 1 AS x; ALTER TABLE t OWNER TO lost", "mssante")
            let files = try bench.with(roles: "", try await bench.backup("mssante"))
            try await bench.sql("ALTER TABLE t OWNER TO mssante; DROP ROLE lost", "mssante")
            let load = try bench.load("mssante")
            let journal = try bench.journal()
            let refusal = await #expect(throws: Failure.self) { try await load.stage(files, journal) }
            #expect(refusal?.line(.english).contains("role \"lost\" does not exist") == true)
            #expect(try bench.leftovers().isEmpty)
            await #expect(throws: Failure.self) { try await load.swap(Journal.begin(in: bench.scratch.path)) }
            try await bench.undo("mssante", journal.entries)
            #expect(try await bench.sql("SELECT x FROM t", "mssante") == "1\n")
            #expect(try await bench.databases() == ["mssante"])
        }
    }

    @Test func `what lacks something of the dump is found before the swap; after it what clients change is theirs`()
        async throws
    {
        try await PostgresBench.with { bench in
            try await bench.fill("mssante", rows: 20)
            let files = try await bench.backup("mssante")
            let load = try bench.load("mssante")
            try await bench.restore(load, files)
            try await load.compare(files, with: "mssante")
            for (change, words) in [
                ("SELECT lo_unlink(oid) FROM pg_largeobject_metadata", "pg_largeobject 0/"),
                ("SELECT setval('jamais_lue', 43)", "\"public\".\"jamais_lue\" 43/42"),
                ("DROP TABLE vide", Text("postgres.tables-missing", ["names": 1])[.english]),
            ] {
                try await bench.sql(change, "mssante")
                let refusal = await #expect(throws: Failure.self) { try await load.compare(files, with: "mssante") }
                #expect(refusal?.line(.english).contains(words) == true, "\(refusal?.line(.english) ?? "")")
                try await load.check(files)
            }
            try await bench.sql("ALTER DATABASE mssante RENAME TO other; CREATE DATABASE mssante")
            let other = await #expect(throws: Failure.self) { try await load.check(files) }
            #expect(
                other?.line(.english).says("postgres.database-replaced", ["name": "mssante"], in: .english) == true)
        }
    }

    @Test func `a hostile roles file runs nothing but statements about roles`() async throws {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante")
            let mark = bench.scratch("owned").string
            let hostile = RolesScriptTests.hostile.map { $0.replacing("/tmp/owned", with: mark) }
            let text = "CREATE ROLE a;\n" + hostile.joined(separator: "\n") + "\nCREATE ROLE late;\n"
            let files = try bench.with(roles: text, try await bench.backup("mssante"))
            try await bench.restore(bench.load("mssante"), files)
            #expect((try? FilePath(mark).stat()) == nil)
            let tables = "SELECT count(*) FROM pg_class WHERE relname = 'owned'"
            for database in ["postgres", "mssante"] { #expect(try await bench.sql(tables, database) == "0\n") }
            let made = "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles WHERE rolname !~ '^pg_'"
            #expect(try await bench.sql(made) == "a,mssante\n")
        }
    }

    @Test func `a changed password of our own role goes back with the settings' file, and forth again`() async throws {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante; CREATE ROLE app LOGIN PASSWORD 'then'")
            let then = try #require(bench.variables["PGPASSWORD"])
            let files = try await bench.backup("mssante")
            try await bench.sql("ALTER ROLE app PASSWORD 'now'; ALTER ROLE mssante PASSWORD 'now'")
            let load = try bench.load("mssante", replacesRoles: true, password: "now", other: then)
            let journal = try bench.journal()
            try await load.analyze(files)
            try await load.stage(files, journal)
            try await load.swap(journal)
            try await load.check(files)
            #expect(try await bench.sql("SELECT 1") == "1\n")
            for entry in journal.entries.reversed() { try await load.undo(entry) }
            await #expect(throws: (any Error).self) { try await bench.sql("SELECT 1") }
            try await bench.load("mssante", password: "now").analyze(files)
        }
    }
}
