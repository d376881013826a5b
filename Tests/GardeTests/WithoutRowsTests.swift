import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `excludeData:` and `find` for what databases hold, with real servers.
@Suite(.tags(.server)) struct WithoutRowsTests {
    private static let tables = """
        CREATE SCHEMA app; CREATE TABLE audit_log AS SELECT n, repeat('x', 200) AS t FROM generate_series(1, 9000) n;
        CREATE TABLE app.users AS SELECT n FROM generate_series(1, 7) n; CREATE TABLE app.audit_log (n int);
        CREATE TABLE app.sessions_a AS SELECT n FROM generate_series(1, 5) n;
        CREATE TABLE app.hits (at date) PARTITION BY RANGE (at);
        CREATE TABLE app.hits_24 PARTITION OF app.hits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        INSERT INTO app.hits VALUES ('2024-03-15'); INSERT INTO app.audit_log VALUES (1);
        CREATE TABLE app.kinds (id int PRIMARY KEY); CREATE TABLE app.things (kind int REFERENCES app.kinds);
        CREATE TABLE app.parts (kind int REFERENCES app.kinds, at date) PARTITION BY RANGE (at);
        CREATE TABLE app.parts_24 PARTITION OF app.parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        """

    @Test func `rows that the recipe leaves out are in no dump, and every command says so`() async throws {
        try await PostgresBench.with { bench in
            var scene = try RecipeScene { _ in
                postgres(
                    database: "shop", in: .here,
                    excludeData: ["audit_log", "app.sessions_*", "app.hits", "app.user", "app.kinds"],
                    unsaved: ["scratch", "test_*"])
            }
            scene.variables = bench.variables
            for name in ["shop", "scratch", "test_1", "forgotten"] { try await bench.sql("CREATE DATABASE \(name)") }
            try await bench.sql(Self.tables, "shop")
            let empty = ["app.hits", "app.hits_24", "app.kinds", "app.sessions_a", "public.audit_log"]
            let dry = try await scene.backup("--dry-run")
            #expect(dry.end == .done && empty.allSatisfy(dry.said.contains), "\(dry)")
            let run = try await scene.backup()
            #expect(run.end == .done, "\(run)")
            let none = ["component": "postgresql", "pattern": "app.user"]
            #expect(run.said.says("recipe.exclude-data-nothing", none, in: .english) && run.said.contains("app.users"))
            #expect(run.said.says("postgres.unsaved-databases", ["list": "forgotten"], in: .english), "\(run)")
            #expect(run.said.contains("app.parts (parts_kind_fkey), app.things (things_kind_fkey)"), "\(run)")
            let manifest = try #require(History(scene.backups).backups.first)
            #expect(manifest.withoutRows == ["postgresql": empty])
            let listed = try await scene.list()
            #expect(listed.said.contains("app.sessions_a"), "\(listed)")
            let answer = try #require(Answer(.list))
            _ = try await Answer.$current.withValue(answer) { try await scene.list() }
            let json = answer.json(
                recipe: "", root: nil, backupRoot: nil, end: .done, failures: [], warnings: [], .english)
            #expect(json.text().contains("\"without_rows\""), "\(json.text())")
            #expect(empty.allSatisfy { json.text().contains("\"\($0)\"") }, "\(json.text())")
            let held = try await scene.look("ls", "latest", "postgresql")
            #expect(held.said.contains("app.audit_log") && held.said.contains("public.audit_log"), "\(held)")
            let found = try await scene.look("find", "audit*")
            #expect(found.said.contains("app.audit_log") && found.said.says("look.no-rows", in: .english), "\(found)")
            let table = try await scene.look("find", "app.us*")
            #expect(table.said.contains("restore --table app.users \(manifest.backup.id)"), "\(table)")
            let refused = try await scene.restore("--yes", "--table", "audit_log", "latest")
            let rows = ["name": "public.audit_log"]
            #expect(
                refused.end == nil && refused.said.says("postgres.table-without-rows", rows, in: .english),
                "\(refused)")
            try await bench.sql("DELETE FROM app.users", "shop")
            let back = try await scene.restore("--yes", "latest")
            #expect(back.end == .done && empty.allSatisfy(back.said.contains), "\(back)")
            let counts = """
                SELECT (SELECT count(*) FROM audit_log), (SELECT count(*) FROM app.users), (SELECT count(*) FROM app.hits)
                """
            #expect(try await bench.sql(counts, "shop") == "0|7|0\n")
            // The safety copy has what the backups have not.
            let copy = try #require(try await scene.names("pre_restore_").first)
            #expect(try await scene.restore("--yes", copy).end == .done)
            #expect(try await bench.sql(counts, "shop") == "9000|0|1\n")
            try await bench.sql("DELETE FROM audit_log", "shop")
            let verified = try await scene.verify()
            #expect(verified.end == .done, "\(verified)")
        }
    }

    @Test func `a dump that is smaller since the recipe leaves rows out is not suspect`() async throws {
        try await PostgresBench.with { bench in
            var scene = try RecipeScene { _ in postgres(database: "shop", in: .here) }
            scene.variables = bench.variables
            try await bench.sql("CREATE DATABASE shop")
            try await bench.sql(Self.tables, "shop")
            #expect(try await scene.backup().end == .done)
            let less = scene.with(
                try RecipeScene { _ in postgres(database: "shop", in: .here, excludeData: ["audit_log"]) })
            let run = try await less.backup()
            #expect(run.end == .done, "\(run)")
            try await bench.sql("TRUNCATE app.users, audit_log; ALTER TABLE app.users ADD t text", "shop")
            try await bench.sql(
                "DROP TABLE app.hits, app.parts, app.things, app.kinds, app.sessions_a, app.audit_log", "shop")
            #expect(History(less.backups).backups.first?.suspect == [])
            let tables = try await less.look("find", "audit_log")
            #expect(tables.said.says("look.rows", ["count": 9000], in: .english), "\(tables)")
        }
    }

    @Test func `an increment restores the one table as it was then, and has the rows that dumps leave out`()
        async throws
    {
        try await PostgresBench.with([PostgresBench.slotLimit]) { bench in
            var scene = try RecipeScene { _ in
                postgres(database: "shop", in: .here, incremental: true, excludeData: ["audit_log"])
            }
            scene.variables = bench.variables
            try await bench.sql("CREATE DATABASE shop")
            try await bench.sql(Self.tables, "shop")
            let full = try await scene.backup()
            #expect(full.said.says("postgres.base-has-rows", ["component": "postgresql"], in: .english), "\(full)")
            try await bench.sql("INSERT INTO app.users VALUES (8)", "shop")
            #expect(try await scene.backup("--type", "incremental").end == .done)
            try await bench.sql("DELETE FROM app.users; DELETE FROM audit_log", "shop")
            let run = try await scene.restore("--yes", "--table", "users,audit_log", "latest")
            #expect(run.end == .done, "\(run)")
            let schema = "garde_\(try scene.newest().backup.id)"
            let counts = "SELECT (SELECT count(*) FROM \(schema).users), (SELECT count(*) FROM \(schema).audit_log)"
            #expect(try await bench.sql(counts, "shop") == "8|9000\n")
        }
    }

    @Test func `MariaDB leaves rows out too, and its tables are found with a command that brings them back`()
        async throws
    {
        try await MariaDBBench.with([], mariadb(excludeData: ["log_*", "nothing"], unsaved: ["scratch"])) { bench in
            try await bench.sql("CREATE DATABASE app; CREATE DATABASE scratch")
            try await bench.sql(
                "CREATE TABLE log_2024 (n INT); INSERT INTO log_2024 VALUES (1), (2); CREATE TABLE kept (n INT);"
                    + "INSERT INTO kept VALUES (1), (2), (3); CREATE TABLE log_kinds (id INT PRIMARY KEY);"
                    + "CREATE TABLE things (kind INT, FOREIGN KEY of_kind (kind) REFERENCES log_kinds (id));"
                    + "INSERT INTO log_kinds VALUES (1); INSERT INTO things VALUES (1)", "app")
            let run = try await bench.scene.backup()
            #expect(run.end == .done && !run.said.contains("scratch"), "\(run)")
            let none = ["component": "mariadb", "pattern": "nothing"]
            #expect(run.said.says("recipe.exclude-data-nothing", none, in: .english))
            let keys: [String: any Sayable] = ["component": "mariadb", "list": "things (of_kind)"]
            #expect(run.said.says("mariadb.without-rows-needed", keys, in: .english), "\(run)")
            let manifest = try #require(History(bench.scene.backups).backups.first)
            #expect(manifest.withoutRows == ["mariadb": ["log_2024", "log_kinds"]])
            let rowless = try await bench.scene.look("find", "log_*")
            #expect(rowless.said.says("look.no-rows", in: .english) && !rowless.said.contains("0 rows"), "\(rowless)")
            #expect(rowless.said.lines.count { $0.contains("log_2024") } == 1, "\(rowless)")
            #expect(!rowless.said.contains(" restore "), "nothing of them comes back: \(rowless)")
            let found = try await bench.scene.look("find", "kep?")
            #expect(found.said.contains("restore --only mariadb \(manifest.backup.id)"), "\(found)")
            #expect(found.said.says("look.rows", ["count": 3], in: .english), "\(found)")
            try await bench.sql("DELETE FROM kept", "app")
            let back = try await bench.scene.restore("--yes", "latest")
            #expect(back.end == .done && back.said.contains("log_2024"), "\(back)")
            #expect(try await bench.sql("SELECT COUNT(*) FROM kept; SELECT COUNT(*) FROM log_2024", "app") == "3\n0\n")
        }
    }
}
