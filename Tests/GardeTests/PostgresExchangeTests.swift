import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Testing

/// Restores by a role that may not create databases, as managed servers have them.
@Suite(.tags(.server)) struct PostgresExchangeTests {
    /// As the role, who owns the database: since 15 that makes `public` hers too.
    private static let content = """
        CREATE TYPE mood AS ENUM ('bon', 'é'); CREATE DOMAIN short AS text CHECK (length(VALUE) < 9);
        CREATE TYPE pair AS (a int, b text);
        CREATE SCHEMA "Autre"; CREATE COLLATION "Autre".fr (provider = icu, locale = 'fr-FR');
        CREATE TABLE t (id serial PRIMARY KEY, name short COLLATE "Autre".fr, m mood DEFAULT 'bon', p pair);
        INSERT INTO t (name, p) SELECT 'n' || i, ROW(i, 'x'::text)::pair FROM generate_series(1, 50) AS i;
        CREATE TABLE "Autre".u (id int GENERATED ALWAYS AS IDENTITY, t int REFERENCES public.t, at date) PARTITION BY RANGE (at);
        CREATE TABLE "Autre".u1 PARTITION OF "Autre".u FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        INSERT INTO "Autre".u (t, at) SELECT i, '2024-03-15' FROM generate_series(1, 9) AS i;
        CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
        CREATE AGGREGATE plus(int) (sfunc = int4pl, stype = int); CREATE SEQUENCE alone; SELECT nextval('alone');
        CREATE OPERATOR ### (leftarg = int, rightarg = int, function = int4pl);
        CREATE VIEW v AS SELECT f(id) FROM t; CREATE MATERIALIZED VIEW mv AS SELECT count(*) FROM "Autre".u;
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER touched BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE STATISTICS st (dependencies) ON name, m FROM t; CREATE INDEX ON t (unaccent_(name));
        CREATE TEXT SEARCH CONFIGURATION simple_too (COPY = simple);
        COMMENT ON TABLE t IS 'à garder'; GRANT SELECT ON t TO reader; ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        """

    private static let damage = """
        DROP VIEW v; ALTER TABLE t RENAME name TO other; DELETE FROM "Autre".u; CREATE TABLE later AS SELECT 1 AS x;
        """

    private func with(_ owner: String = "app", _ body: (PostgresBench) async throws -> Void) async throws {
        try await PostgresBench.with { bench in
            try await bench.sql(
                """
                CREATE ROLE app LOGIN PASSWORD 'x'; CREATE ROLE reader; CREATE DATABASE mssante OWNER \(owner);
                GRANT ALL ON DATABASE mssante TO app
                """)
            let prepared = """
                CREATE EXTENSION unaccent; COMMENT ON EXTENSION unaccent IS 'une autre'; GRANT CREATE ON SCHEMA public TO app;
                CREATE FUNCTION unaccent_(text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT public.unaccent($1) $$;
                ALTER FUNCTION unaccent_(text) OWNER TO app; SET ROLE app; \(Self.content)
                """
            try await bench.sql(prepared, "mssante")
            try await body(bench)
        }
    }

    private func load(_ bench: PostgresBench) throws -> PostgresLoad {
        try bench.load("mssante", as: "app", password: "x")
    }

    private func undo(_ bench: PostgresBench, _ journal: Journal) async throws {
        for _ in 0..<2 {
            let other = try load(bench)
            for entry in journal.entries.reversed() { try await other.undo(entry) }
        }
    }

    private func leftovers(_ bench: PostgresBench) async throws -> String {
        try await bench.sql("SELECT nspname FROM pg_namespace WHERE nspname ~ '^garde'", "mssante")
    }

    @Test(arguments: ["app", "mssante"])
    func `without CREATEDB the database's content is exchanged, whoever owns it, and taken back to the last grant`(
        owner: String
    ) async throws {
        try await with(owner) { bench in
            let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            try await bench.sql("SET ROLE app; \(Self.damage)", "mssante")
            let damaged = try await bench.picture("mssante")
            let (first, journal) = (try load(bench), try bench.journal())
            try await first.analyze(files)
            #expect(try bench.said().says("postgres.exchanges", ["user": "app", "database": "mssante"], in: .english))
            try await first.stage(files, journal)
            #expect(try await bench.picture("mssante") == damaged)
            try await first.swap(journal)
            try await first.check(files)
            try await undo(bench, journal)
            #expect(try await bench.picture("mssante") == damaged)
            #expect(try await leftovers(bench) == "")
            try await bench.restore(try load(bench), files)
            #expect(try await bench.picture("mssante") == before)
            #expect(try await leftovers(bench) == "")
        }
    }

    /// What is made of them counts at once: without the grant a table is read by none, without PUBLIC a function runs for all.
    private static let privileges = """
        SET ROLE app; CREATE TABLE secret (x int); CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1';
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO reader WITH GRANT OPTION;
        """

    private static let otherPrivileges = """
        SET ROLE app; ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM reader;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT ON TABLES TO "Lui", PUBLIC;
        ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO "Lui"; ALTER DEFAULT PRIVILEGES REVOKE ALL ON TYPES FROM app, PUBLIC;
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO reader WITH GRANT OPTION;
        ALTER DEFAULT PRIVILEGES IN SCHEMA "Autre" GRANT USAGE ON SEQUENCES TO reader;
        """

    @Test func `default privileges change nothing of what comes in, and are the dump's afterwards, or those of before`()
        async throws
    {
        try await with { bench in
            try await bench.sql("CREATE ROLE \"Lui\"")
            try await bench.sql(Self.privileges, "mssante")
            let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            try await bench.sql(Self.otherPrivileges, "mssante")
            let damaged = try await bench.picture("mssante")
            let (first, journal) = (try load(bench), try bench.journal())
            try await first.analyze(files)
            try await first.stage(files, journal)
            try await first.swap(journal)
            try await undo(bench, journal)
            #expect(try await bench.picture("mssante") == damaged)
            try await bench.restore(try load(bench), files)
            #expect(try await bench.picture("mssante") == before)
        }
    }

    @Test func `a kill at any moment of the exchange leaves the old data`() async throws {
        try await with { bench in
            let files = try await bench.backup("mssante")
            try await bench.sql("SET ROLE app; \(Self.damage)", "mssante")
            let damaged = try await bench.picture("mssante")
            // A superuser's transaction holds a table, and no other role may end it.
            try await withThrowingTaskGroup(of: Void.self) { group in
                let hold = "BEGIN; SELECT FROM later; SELECT pg_sleep(600)"
                group.addTask { _ = try? await bench.sql(hold, "mssante") }
                let waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event"
                while try await bench.sql("\(waiting) = 'PgSleep'") == "0\n" {}
                let (first, journal) = (try load(bench), try bench.journal())
                try await first.analyze(files)
                try await first.stage(files, journal)
                group.addTask { await #expect(throws: Failure.self) { try await first.swap(journal) } }
                while try await bench.sql("\(waiting)_type = 'Lock'") == "0\n" {}
                // The program is gone, its session is not: another run ends it before it looks.
                try await undo(bench, journal)
                #expect(try await leftovers(bench) == "")
                try await bench.sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                try await group.waitForAll()
            }
            #expect(try await bench.picture("mssante") == damaged)
        }
    }

    @Test func `a load that fails leaves the old data as it was`() async throws {
        try await with { bench in
            try await bench.sql(
                """
                SET ROLE app; CREATE TABLE limits AS SELECT 5 AS most; CREATE FUNCTION fits(int) RETURNS bool LANGUAGE sql AS
                'SELECT $1 <= most FROM limits'; CREATE TABLE bad (x int CHECK (fits(x))); INSERT INTO bad VALUES (1);
                """, "mssante")
            let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            let (first, journal) = (try load(bench), try bench.journal())
            try await first.analyze(files)
            try await first.stage(files, journal)
            let refusal = await #expect(throws: Failure.self) { try await first.swap(journal) }
            #expect(refusal?.line(.english).contains("relation \"limits\" does not exist") == true)
            try await undo(bench, journal)
            #expect(try await bench.picture("mssante") == before)
            #expect(try await leftovers(bench) == "")
        }
    }

    @Test func `what an exchange cannot cover is said before, or refused with what to type`() async throws {
        try await with { bench in
            try await bench.sql(
                """
                CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
                CREATE EVENT TRIGGER seen ON sql_drop EXECUTE FUNCTION ev(); CREATE ROLE gone; CREATE ROLE away; GRANT SELECT ON t TO away;
                ALTER TABLE t OWNER TO gone; ALTER DATABASE mssante SET work_mem = '5MB';
                ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO away;
                """, "mssante")
            let files = try await bench.backup("mssante")
            try await bench.sql(
                "ALTER TABLE t OWNER TO app; DROP OWNED BY away; DROP ROLE gone, away; DROP FUNCTION ev CASCADE",
                "mssante")
            try await load(bench).analyze(files)
            for (id, words) in [
                ("postgres.warnings", ["owners": "gone"]), ("postgres.warnings-2", ["grantees": "away"]),
                ("postgres.warnings-3", [:]), ("postgres.settings-stay", ["database": "mssante"]),
                ("postgres.roles-stay", [:]),
            ] { #expect(try bench.said().says(id, words, in: .english), "\(id)") }
            let journal = try bench.journal()
            let first = try load(bench)
            try await first.stage(files, journal)
            try await first.swap(journal)
            #expect(
                journal.entries.contains {
                    $0.text(0).says("postgres.event-trigger-left-out", ["name": "seen"], in: .english)
                })
            let owner = "SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 't'"
            #expect(try await bench.sql(owner, "mssante") == "app\n")
            for entry in journal.entries { try await first.finish(entry) }
            for (change, id, words) in [
                (
                    "SET ROLE app; CREATE TYPE span AS RANGE (subtype = float8)", "postgres.do-not-move",
                    ["list": "type public.span"]
                ),
                ("SELECT lo_create(0)", "postgres.large-objects-stay", [:]),
                (
                    "CREATE VIEW w AS SELECT * FROM t", "postgres.others-in-the-way",
                    ["user": "app", "list": "public.w"]
                ),
                (
                    "SET ROLE app; CREATE PUBLICATION p", "postgres.do-not-move",
                    ["list": "publication p, type public.span"]
                ),
                (
                    "REVOKE ALL ON DATABASE mssante FROM app; ALTER DATABASE mssante OWNER TO mssante",
                    "postgres.may-not-make-schemas", [:]
                ),
            ] {
                try await bench.sql(change, "mssante")
                let refusal = await #expect(throws: Failure.self) { try await load(bench).analyze(files) }
                let said = refusal?.line(.english) ?? ""
                #expect(said.says(id, words, in: .english), "\(said)")
            }
        }
    }
}
