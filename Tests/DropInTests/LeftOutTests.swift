import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What PostgreSQL cannot compute again while a dump is loaded, since a function looks for its tables by search_path.
@Suite(.tags(.server)) struct LeftOutTests {
    private static let tables = """
        CREATE TABLE t AS SELECT generate_series(1, 5) AS x; CREATE EXTENSION unaccent;
        CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
        CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT unaccent($1) -- plain $$;
        CREATE FUNCTION good(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT public.unaccent($1)';
        CREATE FUNCTION own() RETURNS bigint LANGUAGE sql SET search_path = public AS 'SELECT count(*) FROM t';
        CREATE VIEW between AS SELECT f() AS n; CREATE MATERIALIZED VIEW "Comptes" AS SELECT n FROM between;
        CREATE MATERIALIZED VIEW fine AS SELECT own(), good('é'); CREATE MATERIALIZED VIEW empty AS SELECT f() WITH NO DATA;
        CREATE TABLE names (name text); INSERT INTO names VALUES ('Zoé'); CREATE UNIQUE INDEX ON names (name);
        CREATE INDEX names_plain ON names (plain(name), (name || ''));
        """

    @Test
    func `a backup says what relies on search_path, a restore does without it, ends with 3 and says what to type`()
        async throws
    {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server")) { server in
            try await sql("CREATE DATABASE app", server, database: "postgres")
            try await sql(Self.tables, server, database: "app")
            let variables = server.merging([
                "POSTGRES_DB": "app", "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
            ]) { $1 }
            try scratch.write("site/.env", "")
            let backup = try await runBackup(["backup"], variables, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            let relying = "\"Comptes\" (f()), names_plain (plain(text))"
            #expect(
                backup.error.says("postgres.relies-on-search-path", ["list": relying], in: .english), "\(backup.error)")

            try await sql("DROP TABLE names", server, database: "app")
            let restore = try await runBackup(["restore", "--yes", "latest"], variables, recipe: "database")
            #expect(restore.status == 3, "\(restore.error)")
            let refresh = "REFRESH MATERIALIZED VIEW \"public\".\"Comptes\";"
            let index =
                "CREATE INDEX names_plain ON public.names USING btree (public.plain(name), ((name || ''::text)));"
            let type = Text("postgres.type-in-sql")[.english]
            for (line, why, command) in [
                ("postgres.view-without-data", "relation \"t\" does not exist", refresh),
                ("postgres.index-left-out", "function unaccent(text) does not exist", index),
            ] {
                #expect(restore.error.says(line, in: .english), "\(restore.error)")
                #expect(restore.error.contains(": \(why). \(type)\(command)"), "\(restore.error)")
            }
            #expect(
                restore.error.says("postgres.view-without-data", ["name": "\"Comptes\""], in: .english),
                "\(restore.error)")
            let found = "SELECT (SELECT count(*) FROM t), (SELECT own FROM fine), (SELECT name FROM names)"
            #expect(try await sql(found, server, database: "app") == "5|5|Zoé\n")
            #expect(try await sql("\(refresh) \(index) SELECT n FROM \"Comptes\"", server, database: "app") == "5\n")
        }
    }

    private static let checked = """
        CREATE EXTENSION unaccent SCHEMA public;
        CREATE TABLE limits AS SELECT 5 AS most; CREATE FUNCTION most() RETURNS int LANGUAGE sql AS 'SELECT most FROM limits';
        CREATE FUNCTION fits(int) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RETURN $1 <= most(); END';
        CREATE TABLE t (x int CHECK (fits(x))); INSERT INTO t VALUES (1);
        CREATE DOMAIN small AS int CHECK (fits(value)); CREATE TABLE d (x small); INSERT INTO d VALUES (2);
        CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE SET work_mem = '5MB' AS 'SELECT unaccent($1)';
        CREATE TABLE p (x text) PARTITION BY LIST (plain(x)); CREATE TABLE p1 PARTITION OF p DEFAULT;
        INSERT INTO p VALUES ('é'); CREATE TABLE g (x text, y text GENERATED ALWAYS AS (plain(x)) STORED);
        INSERT INTO g VALUES ('Zoé'); CREATE TABLE i (x text); INSERT INTO i VALUES ('à'); CREATE INDEX ON i (plain(x));
        """

    @Test(arguments: [
        "",
        "ALTER DATABASE app SET search_path = apart, public; CREATE SCHEMA apart; CREATE TABLE apart.limits AS SELECT 9 AS most;",
    ])
    func `checks, generated columns and partition keys whose functions rely on search_path are restored`(_ path: String)
        async throws
    {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server")) { server in
            try await sql("CREATE DATABASE app", server, database: "postgres")
            try await sql(path, server, database: "app")
            // By the path of a new session.
            try await sql(
                Self.checked.replacing("CREATE TABLE limits", with: "CREATE TABLE public.limits"), server,
                database: "app")
            let content =
                "SELECT x::text, '' FROM t UNION SELECT x::text, '' FROM d UNION SELECT x, '' FROM p UNION SELECT x, y FROM g ORDER BY 1"
            let before = try await sql(content, server, database: "app")
            let settings =
                "SELECT proname, proconfig FROM pg_proc WHERE proname IN ('fits', 'most', 'plain') ORDER BY 1"
            let functions = try await sql(settings, server, database: "app")
            let variables = server.merging([
                "POSTGRES_DB": "app", "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
            ]) { $1 }
            try scratch.write("site/.env", "")
            #expect(try await runBackup(["backup"], variables, recipe: "database").status == 0)
            try await sql("DROP DATABASE app", server, database: "postgres")
            let restore = try await runBackup(["restore", "--yes", "latest"], variables, recipe: "database")
            // The index is computed after the rows, and left out as before.
            #expect(restore.status == 3 && restore.error.contains("i_plain_idx"), "\(restore.error)")
            let after = try await sql(content, server, database: "app")
            #expect(after == before)
            #expect(try await sql(settings, server, database: "app") == functions)
        }
    }

    @Test func `a table whose rows would be refused is named, as is the way by hand, which brings them back`()
        async throws
    {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server")) { server in
            try await sql("CREATE DATABASE app", server, database: "postgres")
            let tables = """
                CREATE TABLE limits AS SELECT 5 AS most;
                CREATE FUNCTION fits(int) RETURNS bool LANGUAGE plpgsql AS
                'BEGIN RETURN $1 <= (SELECT most FROM limits); END';
                CREATE TABLE t (x int CHECK (fits(x))); INSERT INTO t VALUES (1);
                CREATE DOMAIN small AS int CHECK (fits(value)); CREATE TABLE d (x small); INSERT INTO d VALUES (2);
                CREATE FUNCTION part(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + most FROM limits';
                CREATE TABLE p (x int) PARTITION BY RANGE (part(x)); CREATE TABLE p1 PARTITION OF p DEFAULT;
                INSERT INTO p VALUES (3);
                """
            try await sql(tables, server, database: "app")
            let variables = server.merging([
                "POSTGRES_DB": "app", "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
            ]) { $1 }
            try scratch.write("site/.env", "")
            let backup = try await runBackup(["backup"], variables, recipe: "database")
            #expect(
                backup.error.says("postgres.table-relies-on-search-path", in: .english)
                    && backup.error.contains("d (fits(integer)), p (part(integer)), t (fits(integer))"),
                "\(backup.error)")
            let restore = try await runBackup(["restore", "--yes", "latest"], variables, recipe: "database")
            #expect(
                restore.status == 1 && restore.error.contains("relation \"limits\" does not exist"), "\(restore.error)")
            #expect(try await sql("SELECT x FROM t", server, database: "app") == "1\n")
            try await sql("CREATE DATABASE byhand TEMPLATE template0", server, database: "postgres")
            let said = restore.error
            let command = try #require(said.firstRange(of: "for s in").map { said[$0.lowerBound...] })
                .prefix { $0 != "\n" }.replacing("….dump.gz", with: "\(scratch("backups").string)/2*/*.dump.gz")
                .replacing("NEW", with: "byhand")
            let place = server.map { "\($0.key)=\($0.value)" }
            _ = try await run("env", place + ["sh", "-c", String(command)])
            let rows = "SELECT x FROM t UNION SELECT x FROM d UNION SELECT x FROM p ORDER BY 1"
            #expect(try await sql(rows, server, database: "byhand") == "1\n2\n3\n")
        }
    }
}
