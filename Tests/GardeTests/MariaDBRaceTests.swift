import Garde
import GardeComponents
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `restore --to-database` of MariaDB while somebody else works on the server.
@Suite(.tags(.server)) struct MariaDBRaceTests {
    @Test func `a database that somebody makes under that name meanwhile stays as it is`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            let theirs = """
                CREATE DATABASE shop_check; USE shop_check; CREATE TABLE theirs (a int); INSERT INTO theirs VALUES (7);
                CREATE VIEW seen AS SELECT a FROM theirs; CREATE FUNCTION own() RETURNS int RETURN 9;
                """
            let run = try await bench.meeting("CREATE DATABASE `shop_check`", with: theirs) { scene in
                try await scene.restore("--to-database", "shop_check", "latest")
            }
            #expect(run.end == nil, "\(run)")
            #expect(run.said.says("mariadb.beside-exists", ["database": "shop_check"], in: .english), "\(run)")
            #expect(try await bench.sql("SELECT a, own() FROM seen", "shop_check") == "7\t9\n")
            #expect(try await bench.databases() == ["app", "shop_check"])
            #expect(try await bench.scene.names(".").allSatisfy { !$0.contains("journal") })
        }
    }

    @Test func `a table that somebody puts into the new database meanwhile stays`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            let theirs = "CREATE TABLE shop_check.many (a int); INSERT INTO shop_check.many VALUES (7);"
            let run = try await bench.meeting("RENAME TABLE", with: theirs) { scene in
                try await scene.restore("--to-database", "shop_check", "latest")
            }
            #expect(run.end == nil, "\(run)")
            #expect(try await bench.sql("SELECT a FROM many", "shop_check") == "7\n")
            #expect(try await bench.databases() == ["app", "shop_check"])
        }
    }

    @Test func `events of a copy are made switched off, and never run`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.sql("CREATE DATABASE app; CREATE DATABASE log; CREATE TABLE log.ticks (place varchar(64))")
            try await bench.sql(
                """
                CREATE TABLE t (a int); INSERT INTO t VALUES (1);
                CREATE EVENT `tick PRESERVE ENABLE` ON SCHEDULE EVERY 1 SECOND COMMENT 'it''s PRESERVE ENABLE'
                DO INSERT INTO log.ticks VALUES (DATABASE());
                CREATE EVENT rests ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1;
                """, "app")
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql(
                "SET GLOBAL event_scheduler = ON; SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON")
            let run = try await bench.scene.restore("--to-database", "shop_check", "latest")
            #expect(run.end == .done && run.said.says("mariadb.events-off", in: .english), "\(run)")
            try await bench.sql("SET GLOBAL general_log = OFF")
            let made = "SELECT COUNT(*) FROM mysql.general_log WHERE argument LIKE '%EVENT%ON COMPLETION NOT PRESERVE"
            #expect(try await bench.sql("\(made) ENABLE%'") == "0\n")
            #expect(try await bench.sql("\(made) DISABLE%'") != "0\n")
            let there = "SELECT status FROM information_schema.events WHERE event_schema = 'shop_check'"
            #expect(try await bench.sql(there) == "DISABLED\nDISABLED\n")
            #expect(try await bench.sql("SELECT COUNT(*) FROM log.ticks WHERE place = 'shop_check'") == "0\n")
        }
    }
}

extension MariaDBBench {
    /// What `body` comes to while, just before the server hears a statement with `words`, somebody else runs `sql` there.
    fileprivate func meeting<Value>(
        _ words: String, with sql: String, _ body: (RecipeScene) async throws -> Value
    ) async throws -> Value {
        let proxy = scene.scratch("proxy.sock").string
        let work = Task {
            try await run(
                "\(packageFolder)/Tests/throwaway/mariadb-meeting", [proxy, socket, words, sql],
                variables: ["PATH": "/usr/bin:/bin", "MYSQL_PWD": password])
        }
        defer { work.cancel() }
        for _ in 0..<100 where !FilePath(proxy).exists { try await Task.sleep(for: .milliseconds(50)) }
        var scene = scene
        scene.variables["MARIADB_SOCKET"] = proxy
        return try await body(scene)
    }
}
