import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `restore --table`: tables of a backup in a schema of their own, with a real server.
@Suite(.tags(.server)) struct TableBesideTests {
    private static let tables = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('glad', 'sad'); CREATE ROLE reader;
        CREATE SEQUENCE app.tickets;
        CREATE TABLE app.users (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'nobody, really', mood app.mood,
        n int CHECK (n > 0), twice int GENERATED ALWAYS AS (n * 2) STORED, ticket bigint DEFAULT nextval('app.tickets'));
        CREATE TABLE app.posts (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author int REFERENCES app.users, text text);
        CREATE INDEX users_by_name ON app.users (name); ALTER TABLE app.users ADD CONSTRAINT one_name UNIQUE (name);
        ALTER TABLE app.users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON app.users USING (true);
        GRANT SELECT ON app.users TO reader;
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER touched BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.touch();
        INSERT INTO app.users (name, mood, n) SELECT E'n\\t' || n, 'glad', n FROM generate_series(1, 50) n;
        INSERT INTO app.posts (author, text) SELECT 1 + n % 50, E'a\\\\.\\nb' FROM generate_series(1, 20) n;
        CREATE TABLE "Odd.Name, and so on" ("a b" text); INSERT INTO "Odd.Name, and so on" VALUES ('x'), (NULL);
        CREATE TABLE app.events (at date, id int, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
        CREATE TABLE app.events_23 PARTITION OF app.events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
        CREATE TABLE app.events_24 PARTITION OF app.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        INSERT INTO app.events SELECT '2023-12-30'::date + n, n FROM generate_series(1, 9) n;
        CREATE VIEW app.seen AS SELECT 1 AS x;
        CREATE TABLE app.parent (id int); CREATE TABLE app.heir (x int) INHERITS (app.parent);
        INSERT INTO app.parent VALUES (1); INSERT INTO app.heir VALUES (2, 3);
        """

    private static let live = """
        SELECT string_agg(concat_ws(' ', oid, relname, relfilenode, relhastriggers, relchecks, relacl), ',' ORDER BY oid)
        FROM pg_class WHERE relnamespace::regnamespace::text !~ '^(garde|pg_|information)'
        """

    @Test func `a table comes back with its rows beside the live one, and the printed SQL brings rows over`()
        async throws
    {
        try await ThrowawayPlatform.with { platform in
            try await platform.sql(Self.tables)
            #expect(try await platform.backup(["--quiet", "--no-mail", "--no-redis"]).status == 0)
            try await platform.sql("DELETE FROM app.posts; DELETE FROM app.users WHERE id > 7; DROP TABLE app.events")
            let before = try await platform.sql(Self.live)
            let words = ["restore", "latest", "--table", "app.users", "--table", "app.posts,app.events"]
            let dry = try await platform.backup(words + ["--dry-run"])
            let plan: [String: any Sayable] = ["name": "app.users", "rows": 50]
            #expect(dry.status == 0 && dry.output.says("postgres.table-plan", plan), "\(dry)")
            for rest in ["one_name", "users_by_name", "touched", "own", "reader", "ticket", "posts_author_fkey"] {
                #expect(dry.output.contains(rest), "\(rest)")
            }
            #expect(try await platform.sql("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'garde'") == "0\n")
            let unasked = try await platform.backup(words)
            #expect(unasked.status == 1 && unasked.error.says("restore.no-terminal"), "\(unasked)")
            let run = try await platform.backup(words + ["--yes"])
            #expect(run.status == 0, "\(run)")
            #expect(run.output.says("postgres.table-plain", ["name": "app.events"]), "\(run)")
            #expect(!run.output.says("postgres.table-plain", ["name": "app.posts"]))
            let schema = try await platform.sql("SELECT nspname FROM pg_namespace WHERE nspname ~ 'garde'").dropLast()
            let counts = """
                SELECT (SELECT count(*) FROM \(schema).users), (SELECT sum(twice) FROM \(schema).users),
                (SELECT count(*) FROM \(schema).posts WHERE text = E'a\\\\.\\nb'), (SELECT count(*) FROM \(schema).events)
                """
            #expect(try await platform.sql(counts) == "50|2550|20|9\n")
            #expect(try await platform.sql(Self.live) == before)
            let shut = "SELECT has_schema_privilege('reader', '\(schema)', 'USAGE')"
            #expect(try await platform.sql(shut) == "f\n")
            let made = """
                SELECT string_agg(contype, '' ORDER BY contype) FROM pg_constraint WHERE connamespace = '\(schema)'::regnamespace
                """
            #expect(try await platform.sql(made) == "cppp\n")
            // As it is printed.
            for line in run.output.split(separator: "\n") {
                for word in ["SELECT count", "INSERT INTO", "ALTER TABLE"] {
                    if let start = line.firstRange(of: word)?.lowerBound {
                        try await platform.sql(String(line[start...]))
                    }
                }
            }
            let back =
                "SELECT (SELECT count(*) FROM app.users), (SELECT count(*) FROM app.posts), (SELECT count(*) FROM app.events)"
            #expect(try await platform.sql(back) == "50|20|9\n", "\(run)")
            try await platform.sql("DROP SCHEMA \(schema) CASCADE")
        }
    }

    @Test func `names are taken as PostgreSQL and ls write them, and what cannot be had alone is refused by name`()
        async throws
    {
        try await ThrowawayPlatform.with { platform in
            try await platform.sql(Self.tables)
            #expect(try await platform.backup(["--quiet", "--no-mail", "--no-redis"]).status == 0)
            let words = ["restore", "latest", "--yes", "--table"]
            for name in [#""Odd.Name, and so on""#, #"public."Odd.Name, and so on""#, "POSTS", "app.events_23"] {
                let run = try await platform.backup(words + [name])
                #expect(run.status == 0, "\(name) \(run)")
            }
            #expect(try await platform.sql("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'garde'") == "4\n")
            let heirs = try await platform.backup(words + ["app.parent"])
            #expect(heirs.status == 3 && heirs.error.contains("app.heir"), "\(heirs)")
            let unknown = try await platform.backup(words + ["app.user"])
            #expect(unknown.status == 1 && unknown.error.contains("app.users") && unknown.error.contains("find"))
            for (name, id) in [("app.seen", "postgres.not-a-table"), ("app.heir", "postgres.table-not-alone")] {
                let refused = try await platform.backup(words + [name])
                let command =
                    refused.error.split(separator: ": ").last.map { String($0.split(separator: "\n")[0]) } ?? ""
                #expect(refused.status == 1 && command.contains("--to-database restored"), "\(id) \(refused)")
            }
            try await platform.sql("ALTER TYPE app.mood RENAME TO feeling")
            let lacking = try await platform.backup(words + ["app.users"])
            #expect(lacking.status == 1 && lacking.error.contains("app.mood"), "\(lacking)")
            #expect(try await platform.sql("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'garde'") == "5\n")
            let two = try await platform.backup(words + ["app.users", "--to-database", "x"])
            #expect(two.status == 1 && two.error.says("usage.not-both", ["one": "--to-database", "other": "--table"]))
        }
    }
}
