import Garde
import GardeTestSupport
import GardeWords
import Testing

/// Databases of one server whose views show what the other holds.
@Suite(.tags(.server)) struct MariaDBViewTests {
    private static let content = """
        CREATE DATABASE one; CREATE DATABASE two; CREATE TABLE one.t AS SELECT 1 AS x; CREATE TABLE two.t AS SELECT 2 AS y;
        CREATE VIEW one.`v ``2` AS SELECT y, 'a\nb */;' AS s FROM two.t; CREATE VIEW one.w AS SELECT * FROM one.`v ``2`;
        CREATE VIEW two.v AS SELECT x FROM one.t; CREATE VIEW two.own AS SELECT y FROM two.t;
        CREATE USER reader@localhost; GRANT SELECT ON one.w TO reader@localhost;
        """

    private func scene(_ bench: MariaDBBench, _ words: Recipe) -> RecipeScene {
        var scene = bench.scene.with(words)
        scene.variables["MARIADB_DATABASE"] = nil
        return scene
    }

    private var both: Recipe {
        recipe {
            mariadb("one", database: "one")
            mariadb("two", database: "two")
        }
    }

    private func picture(_ bench: MariaDBBench) async throws -> String {
        let dump = try await bench.tool("mariadb-dump", ["--skip-comments", "--databases", "one", "two"])
        try #require(dump.status == 0, "\(dump.error)")
        return dump.output + (try await bench.sql("SHOW GRANTS FOR reader@localhost"))
    }

    @Test func `both come back on a bare server, where each is loaded before what the other shows`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.sql(Self.content)
            let (scene, before) = (scene(bench, both), try await picture(bench))
            #expect(try await scene.backup().end == .done)
            try await bench.sql("DROP DATABASE one; DROP DATABASE two; DROP USER reader@localhost")
            let run = try await scene.restore("--yes", "latest")
            #expect(run.end == .done, "\(run)")
            #expect(try await picture(bench) == before)
            #expect(try await bench.databases() == ["one", "two"])
        }
    }

    @Test func `without the other database all but the view is back, which is named with the statement that makes it`()
        async throws
    {
        try await MariaDBBench.with { bench in
            try await bench.sql(Self.content)
            #expect(try await scene(bench, both).backup().end == .done)
            try await bench.sql("DROP DATABASE one; DROP DATABASE two")
            let alone = scene(bench, recipe { mariadb("one", database: "one") })
            let run = try await alone.restore("--yes", "latest")
            #expect(run.end == .incomplete, "\(run)")
            let line = run.said.split(separator: "\n").first { $0.contains("the view one.v `2 was not restored") } ?? ""
            #expect(
                line.contains("two.t") && line.contains("CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost`"),
                "\(run)")
            #expect(try await bench.sql("SELECT x FROM one.t") == "1\n")
            try await bench.sql("CREATE DATABASE two; CREATE TABLE two.t AS SELECT 7 AS y")
            let command = line.split(separator: "type in SQL: ").last.map(String.init) ?? ""
            try await bench.sql(command)
            #expect(try await bench.sql("SELECT y FROM one.`v ``2`") == "7\n", "\(command)")
        }
    }

    @Test func `taken back, both have their own views again, also those that showed what went meanwhile`() async throws
    {
        try await MariaDBBench.with { bench in
            try await bench.sql(Self.content)
            let broken = recipe {
                mariadb("one", database: "one")
                mariadb("two", database: "two")
                command(
                    "mark", dump: ["echo", "x"],
                    load: ["sh", "-c", "cat >/dev/null; [ -e tried ] || { : >tried; exit 1; }"])
            }
            let scene = scene(bench, broken)
            #expect(try await scene.backup().end == .done)
            try await bench.sql(
                """
                CREATE TABLE one.later AS SELECT 3 AS z; CREATE VIEW two.of_one AS SELECT z FROM one.later;
                CREATE TABLE two.later AS SELECT 4 AS z; CREATE VIEW one.of_two AS SELECT z FROM two.later;
                """)
            let before = try await picture(bench)
            let run = try await scene.restore("--yes", "latest")
            #expect(run.end == nil && run.said.says("restore.took-back", in: .english), "\(run)")
            #expect(try await picture(bench) == before)
            #expect(try await bench.databases() == ["one", "two"])
        }
    }
}
