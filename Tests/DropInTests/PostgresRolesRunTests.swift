import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Roles and databases with settings, rights and neighbours of their own, from the command line.
@Suite(.tags(.server)) struct PostgresRolesRunTests {
    /// A server with the database `app` of the role `app`, which may create databases or not.
    private func with(
        _ attributes: String = "", major: Int = 15,
        _ body: (_ variables: [String: String], _ root: [String: String]) async throws -> Void
    ) async throws {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server"), ["\(major)"]) { root in
            let roles = "CREATE ROLE app LOGIN PASSWORD 'x' \(attributes); CREATE DATABASE app OWNER app"
            try await sql(roles, root, database: "postgres")
            try scratch.write("site/.env", "")
            let place = [
                "PGUSER": "app", "PGPASSWORD": "x", "PGDATABASE": "app", "PLATFORM_ROOT": scratch("site").string,
                "BACKUP_ROOT": scratch("backups").string,
                "PATH": try await PostgresMajorsTests.path(major),
            ]
            try await body(root.merging(place) { $1 }, root)
        }
    }

    private func saved(_ variables: [String: String]) async throws {
        let backup = try await runBackup(["backup"], variables, recipe: "database")
        try #require(backup.status == 0, "\(backup.error)")
    }

    private func restored(_ variables: [String: String], _ words: String...) async throws -> ToolResult {
        try await runBackup(["restore", "--yes", "latest"] + words, variables, recipe: "database")
    }

    private func refused(
        _ variables: [String: String], _ words: String..., but absent: String = "\u{0}",
        saying said: [Text] = [], source: SourceLocation = #_sourceLocation
    ) async throws {
        let run = try await runBackup(["restore", "--dry-run", "latest"], variables, recipe: "database")
        #expect(run.status == 1, "\(run.error)", sourceLocation: source)
        for word in words { #expect(run.error.contains(word), "\(word): \(run.error)", sourceLocation: source) }
        for text in said { #expect(run.error.contains(text[.english]), "\(run.error)", sourceLocation: source) }
        #expect(!run.error.contains(absent), "\(run.error)", sourceLocation: source)
    }

    private static let values = """
        CREATE TABLE t AS SELECT ARRAY[NULL, 'NULL']::text[] AS a, '-1 day -02:00'::interval AS i, 'é🩺'::text AS e,
        '2024-03-02'::date AS d, 1234.5::numeric::money AS m, 0.1::float8 / 3 AS f, 1e20::real / 3 AS r,
        '\\x5c00ff27'::bytea AS b, '2024-03-02 01:02:03+02'::timestamptz AS z; COMMENT ON TABLE t IS E'a\\\\b';
        """

    private static let settings = """
        ALTER ROLE app SET array_nulls = off; ALTER ROLE app SET intervalstyle = sql_standard;
        ALTER ROLE app SET datestyle = 'SQL, DMY'; ALTER ROLE app SET client_encoding = SJIS;
        ALTER ROLE app SET standard_conforming_strings = off; ALTER ROLE app SET quote_all_identifiers = on;
        ALTER ROLE app SET client_min_messages = debug5; ALTER ROLE app SET bytea_output = escape;
        ALTER DATABASE app SET lc_monetary = 'C'; ALTER ROLE app SET transform_null_equals = on;
        ALTER ROLE app SET extra_float_digits = -15; ALTER DATABASE app SET extra_float_digits = -15;
        ALTER DATABASE app SET bytea_output = escape; ALTER DATABASE app SET datestyle = 'German';
        ALTER DATABASE app SET intervalstyle = sql_standard; ALTER ROLE app SET timezone = 'Asia/Kathmandu';
        """

    @Test(arguments: ["", "CREATEDB", "SUPERUSER"])
    func `settings of a role change nothing of what is saved or comes back`(attributes: String) async throws {
        try await with(attributes) { variables, root in
            try await sql("SET ROLE app; \(Self.values)", root, database: "app")
            let picture = """
                SET extra_float_digits = 3; SET datestyle = ISO; SET bytea_output = hex; SET intervalstyle = postgres;
                SELECT t, obj_description('t'::regclass) FROM t
                """
            let before = try await sql(picture, root, database: "app")
            try await sql(Self.settings, root, database: "postgres")
            try await saved(variables)
            try await sql("DELETE FROM t; COMMENT ON TABLE t IS NULL", root, database: "app")
            let restore = try await restored(variables)
            #expect(restore.status == 0 && !restore.error.contains("DEBUG"), "\(restore.error)")
            #expect(try await sql(picture, root, database: "app") == before)
        }
    }

    @Test
    func `what an extension fills of its own stays, and what is the role's comes back, beside its own garde_before_`()
        async throws
    {
        try await with { variables, root in
            try await sql(
                """
                CREATE EXTENSION unaccent; CREATE TABLE systems (id int PRIMARY KEY); INSERT INTO systems VALUES (1), (2);
                GRANT SELECT ON systems TO app; ALTER EXTENSION unaccent ADD TABLE systems;
                UPDATE pg_extension SET extconfig = ARRAY['systems'::regclass], extcondition = ARRAY['']
                WHERE extname = 'unaccent'; SET ROLE app; CREATE TABLE t AS SELECT 1 AS x;
                CREATE SCHEMA garde_before_20260101; CREATE TABLE garde_before_20260101.t AS SELECT 2 AS x;
                """, root, database: "app")
            try await saved(variables)
            try await sql(
                "DELETE FROM t; DELETE FROM garde_before_20260101.t; INSERT INTO systems VALUES (3)", root,
                database: "app")
            let restore = try await restored(variables)
            #expect(restore.status == 0, "\(restore.error)")
            #expect(restore.error.contains("\"public\".\"systems\""), "\(restore.error)")
            let found =
                "SELECT (SELECT x FROM t), (SELECT x FROM garde_before_20260101.t), (SELECT count(*) FROM systems)"
            #expect(try await sql(found, root, database: "app") == "1|2|3\n")
        }
    }

    @Test func `publications of a superuser stay, and what puts the tables back into them is said`() async throws {
        try await with { variables, root in
            try await sql(
                """
                SET ROLE app; CREATE TABLE t AS SELECT 1 AS x; RESET ROLE; CREATE PUBLICATION p FOR TABLE t;
                CREATE PUBLICATION everything FOR ALL TABLES;
                """, root, database: "app")
            try await saved(variables)
            try await sql("TRUNCATE t", root, database: "app")
            let restore = try await restored(variables)
            let command = "ALTER PUBLICATION p ADD TABLE ONLY public.t;"
            #expect(restore.status == 3 && restore.error.contains(command), "\(restore.error)")
            try await sql(command, root, database: "app")
            let found = "SELECT x, (SELECT count(*) FROM pg_publication_tables) FROM t"
            #expect(try await sql(found, root, database: "app") == "1|2\n")
        }
    }

    @Test func `tables of others in the way are named with the right that lets them come back as theirs`() async throws
    {
        try await with { variables, root in
            try await sql(
                """
                CREATE ROLE oth; CREATE SCHEMA oth AUTHORIZATION oth; SET ROLE oth; CREATE TABLE oth.c AS SELECT 1 AS x;
                GRANT USAGE ON SCHEMA oth TO app; GRANT SELECT ON oth.c TO app; RESET ROLE; CREATE SCHEMA side;
                GRANT USAGE ON SCHEMA side TO app; CREATE TABLE side.d (); ALTER TABLE side.d OWNER TO app;
                """, root, database: "app")
            try await saved(variables)
            let schema = "GRANT USAGE, CREATE ON SCHEMA \"oth\", \"side\" TO \"app\";"
            try await refused(variables, "GRANT \"oth\" TO \"app\";", but: "OWNER TO")
            try await refused(variables, schema)
            try await sql("GRANT oth TO app", root, database: "app")
            try await refused(variables, "GRANT USAGE, CREATE ON SCHEMA \"side\" TO \"app\";")
            try await sql("GRANT USAGE, CREATE ON SCHEMA side TO app; DELETE FROM oth.c", root, database: "app")
            let restore = try await restored(variables)
            #expect(restore.status == 0, "\(restore.error)")
            let found = "SELECT x, relowner::regrole FROM oth.c, pg_class WHERE oid = 'oth.c'::regclass"
            #expect(try await sql(found, root, database: "app") == "1|oth\n")
        }
    }

    @Test
    func `nobody is told to become a superuser; extensions that need one are known before; one connection is enough`()
        async throws
    {
        try await with("CREATEDB CONNECTION LIMIT 1") { variables, root in
            try await sql(
                "SET ROLE app; CREATE TABLE t AS SELECT 1 AS x; CREATE INDEX ON t (x); CREATE TABLE u ()", root,
                database: "app")
            try await saved(variables)
            try await sql("DELETE FROM t", root, database: "app")
            let restore = try await restored(variables)
            #expect(restore.status == 0, "\(restore.error)")
            #expect(try await sql("SELECT x FROM t", root, database: "app") == "1\n")
            try await sql("CREATE TABLE of_another (); GRANT SELECT ON of_another TO app", root, database: "app")
            try await saved(variables)
            let owners = Text("postgres.belongs-to-superuser.fix", ["owner": "mssante", "user": "app"])
            try await refused(variables, but: "GRANT \"mssante\"", saying: [owners])
            try await sql("DROP TABLE of_another; CREATE EXTENSION dblink", root, database: "app")
            try await saved(variables)
            let closed = Text("postgres.extensions-of-superuser", ["user": "app", "list": "dblink"])
            try await refused(variables, saying: [closed, Text("postgres.extensions-of-superuser.fix")])
        }
    }

    @Test func `what refuses is named with what ends it: rights of pg_dump, an event trigger, a name of two lines`()
        async throws
    {
        try await with { variables, root in
            try await sql("SET ROLE app; CREATE TABLE t AS SELECT 1 AS x", root, database: "app")
            try await saved(variables)
            try await sql(
                """
                CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$;
                CREATE EVENT TRIGGER guard ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION no();
                """, root, database: "app")
            let restore = try await restored(variables)
            #expect(restore.status == 1, "\(restore.error)")
            #expect(restore.error.contains("ALTER EVENT TRIGGER \"guard\" DISABLE;"), "\(restore.error)")
            try await sql("DROP EVENT TRIGGER guard; CREATE TABLE shut ()", root, database: "app")
            for (change, command) in [
                ("SELECT", "GRANT pg_read_all_data TO \"app\";"),
                ("GRANT pg_read_all_data TO app; ALTER ROLE app NOINHERIT", "ALTER ROLE \"app\" INHERIT; GRANT"),
                ("ALTER ROLE app INHERIT; ALTER TABLE shut ENABLE ROW LEVEL SECURITY", "ALTER ROLE \"app\" BYPASSRLS;"),
            ] {
                try await sql(change, root, database: "app")
                let backup = try await runBackup(["backup"], variables, recipe: "database")
                #expect(backup.status == 1 && backup.error.contains(command), "\(backup.error)")
            }
            try await sql("ALTER DATABASE app RENAME TO \"ap\np\"", root, database: "postgres")
            let named = variables.merging(["PGDATABASE": "ap\np"]) { $1 }
            let backup = try await runBackup(["backup"], named, recipe: "database")
            let command = "ALTER DATABASE U&\"ap\\000ap\" RENAME TO \"ap_p\";"
            #expect(backup.status == 1 && backup.error.contains(command), "\(backup.error)")
            try await sql(command, root, database: "postgres")
            try await sql("ALTER ROLE app BYPASSRLS", root, database: "postgres")
            try await saved(named.merging(["PGDATABASE": "ap_p"]) { $1 })
        }
    }

    @Test(.enabled(if: PostgresMajorsTests.areInstalled, "PostgreSQL 18 of PyPI is missing"))
    func `a login trigger that finds its tables by search_path keeps no restore out`() async throws {
        try await with("SUPERUSER", major: 18) { variables, root in
            try await sql(
                """
                CREATE TABLE logins (who text); CREATE TABLE t AS SELECT 1 AS x; GRANT INSERT ON logins TO PUBLIC;
                CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO logins VALUES (session_user); END $$;
                CREATE EVENT TRIGGER seen ON login EXECUTE FUNCTION seen(); ALTER EVENT TRIGGER seen ENABLE ALWAYS;
                """, root, database: "app")
            try await saved(variables)
            try await sql("DELETE FROM t", root, database: "app")
            let restore = try await restored(variables)
            #expect(restore.status == 0, "\(restore.error)")
            let found = "SELECT (SELECT x FROM t), (SELECT evtenabled FROM pg_event_trigger)"
            #expect(try await sql(found, root, database: "app") == "1|A\n")
        }
    }
}
