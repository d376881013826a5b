import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `restore --to-database` of SQLite and MariaDB, and what `find` knows of their tables.
@Suite struct BesideTests {
    private func scene() async throws -> RecipeScene {
        let scene = try RecipeScene { _ in sqlite("data/app.db") }
        try await scene.shell(
            """
            mkdir data; sqlite3 data/app.db "CREATE TABLE orders(a); INSERT INTO orders VALUES (1), (2);
            CREATE TABLE \\"it's \\"\\"odd\\" (a); CREATE VIRTUAL TABLE words USING fts5(a)"
            chmod 640 data/app.db; if [ "$(id -u)" = 0 ]; then chown 5000:5001 data/app.db; fi
            """)
        #expect(try await scene.backup().end == .done)
        return scene
    }

    @Test func `a file of another name has what the backup has, and the live one stays as it is`() async throws {
        let scene = try await scene()
        try await scene.shell("sqlite3 data/app.db 'DELETE FROM orders'")
        let before = try await scene.shell("stat -c '%i %Y' data/app.db; sha256sum data/app.db")
        let elsewhere = scene.scratch("copy.db").string
        for (name, path) in [("app_check.db", "data/app_check.db"), (elsewhere, elsewhere)] {
            let dry = try await scene.restore("--dry-run", "--to-database", name, "latest")
            #expect(dry.end == .done && dry.said.says("restore.reads", in: .english), "\(dry)")
            let run = try await scene.restore("--to-database", name, "latest")
            #expect(run.end == .done, "\(run)")
            let place = path.hasPrefix("/") ? path : "\(scene.root)/\(path)"
            #expect(run.said.says("restore.database-done", ["database": place], in: .english), "\(run)")
            #expect(try await scene.shell("sqlite3 '\(path)' 'SELECT count(*) FROM orders'") == "2\n")
            #expect(
                try await scene.shell("stat -c '%a %u' '\(path)'") == scene.shell("stat -c '%a %u' data/app.db"))
        }
        #expect(try await scene.shell("stat -c '%i %Y' data/app.db; sha256sum data/app.db") == before)
        #expect(try await scene.shell("ls -A data") == "app.db\napp_check.db\n")
        let again = try await scene.restore("--to-database", "app_check.db", "latest")
        #expect(again.end == nil && again.said.says("sqlite.beside-exists", in: .english), "\(again)")
        let live = try await scene.restore("--to-database", "app.db", "latest")
        #expect(live.end == nil && live.said.says("sqlite.beside-exists", in: .english), "\(live)")
        for name in ["no/such/folder/x.db", "data/"] {
            let none = try await scene.restore("--to-database", name, "latest")
            #expect(none.end == nil && none.said.says("sqlite.beside-no-folder", in: .english), "\(none)")
        }
    }

    @Test func `a safety copy comes back under another name with its log`() async throws {
        let scene = try await scene()
        try await scene.shell(
            """
            python3 - <<'END'
            import os, sqlite3
            base = sqlite3.connect("data/app.db", isolation_level=None)
            base.execute("PRAGMA journal_mode=wal")
            base.execute("INSERT INTO orders VALUES (3)")
            os._exit(0)
            END
            """)
        #expect(try await scene.restore("--yes", "latest").end == .done)
        let copy = try #require(try await scene.names("pre_restore_").first)
        let run = try await scene.restore("--to-database", "then.db", copy)
        #expect(run.end == .done, "\(run)")
        #expect(try await scene.shell("sqlite3 data/then.db 'SELECT count(*) FROM orders'") == "3\n")
        #expect(try await scene.shell("sqlite3 data/app.db 'SELECT count(*) FROM orders'") == "2\n")
    }

    @Test func `find knows tables of SQLite with their rows, and leaves nothing behind`() async throws {
        let scene = try await scene()
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let found = try await scene.look("find", "ord*")
        #expect(found.end == .done && found.said.says("look.rows", ["count": 2], in: .english), "\(found)")
        #expect(found.said.contains("restore --only app ") && found.said.lines.count { $0.contains("orders") } == 1)
        let odd = try await scene.look("find", "it's*")
        #expect(odd.end == .done && odd.said.contains(#"it's "odd"#), "\(odd)")
        let file = try await scene.look("find", "app.db")
        #expect(file.end == .done && file.said.contains("data/app.db"), "\(file)")
        #expect(try await scene.names(".unpacked").isEmpty)
    }

    @Test func `a table in an order of its application's own keeps find from no other`() async throws {
        let scene = try await scene()
        try await scene.shell(
            """
            python3 - <<'END'
            import sqlite3
            base = sqlite3.connect("data/app.db")
            base.create_collation("own", lambda a, b: (a > b) - (a < b))
            base.executescript(\"\"\"CREATE TABLE ordered(a TEXT COLLATE own, b); CREATE INDEX i ON ordered(a);
            INSERT INTO ordered VALUES ('x', 1), ('y', 2), ('z', 3);
            CREATE TABLE ordinal(a TEXT COLLATE own PRIMARY KEY) WITHOUT ROWID; INSERT INTO ordinal VALUES ('x')\"\"\")
            END
            """)
        #expect(try await scene.backup().end == .done)
        let found = try await scene.look("find", "ord*")
        #expect(found.end == .done, "\(found)")
        #expect(found.said.says("sqlite.not-counted", ["list": "ordinal"], in: .english), "\(found)")
        #expect(found.said.says("look.rows", ["count": 3], in: .english) && found.said.contains("ordinal"), "\(found)")
        let other = try await scene.look("find", "ordinal")
        #expect(other.end == .done && other.said.says("look.brings-back", in: .english), "\(other)")
        let plain = try await scene.look("find", "orders")
        #expect(plain.end == .done && !plain.said.says("sqlite.not-counted", in: .english), "\(plain)")
    }

    @Test(.tags(.server)) func `a MariaDB database of another name has everything, and the live one stays`()
        async throws
    {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            let picture = try await bench.picture()
            let live = "CHECKSUM TABLE many, parent; SHOW TRIGGERS; SHOW EVENTS"
            #expect(try await bench.scene.backup().end == .done)
            let before = try await bench.sql(live, "app")
            let dry = try await bench.scene.restore("--dry-run", "--to-database", "shop_check", "latest")
            #expect(dry.end == .done, "\(dry)")
            #expect(try await bench.databases() == ["app"])
            let run = try await bench.scene.restore("--to-database", "shop_check", "latest")
            #expect(run.end == .done && run.said.says("mariadb.events-off", ["list": "e"], in: .english), "\(run)")
            #expect(try await bench.databases() == ["app", "shop_check"])
            #expect(try await bench.sql(live, "app") == before)
            #expect(try await bench.picture() == picture)
            let there = """
                SELECT COUNT(*) FROM many; SELECT n FROM v ORDER BY n LIMIT 1; SELECT f(1);
                SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = 'shop_check';
                SELECT status FROM information_schema.events WHERE event_schema = 'shop_check';
                """
            #expect(try await bench.sql(there, "shop_check") == "3000\n2\n2\n1\nDISABLED\n")
            let again = try await bench.scene.restore("--to-database", "shop_check", "latest")
            #expect(again.end == nil && again.said.says("mariadb.beside-exists", in: .english), "\(again)")
            let long = try await bench.scene.restore("--to-database", String(repeating: "é", count: 65), "latest")
            #expect(long.end == nil && long.said.says("mariadb.beside-name", in: .english), "\(long)")
            var unnamed = bench.scene
            unnamed.variables["MARIADB_DATABASE"] = nil
            try await bench.sql("DROP DATABASE shop_check")
            let open = try await unnamed.restore("--to-database", "shop_check", "latest")
            #expect(open.end == nil && open.said.says("mariadb.not-named", in: .english), "\(open)")
        }
    }

    @Test(.tags(.server)) func `what keeps a new MariaDB database from being whole leaves none`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            let files = try await bench.files("sed 's/^CREATE.*PROCEDURE `p`()/& BEGIN nonsense/'")
            let load = try #require(try await bench.load() as? any DatabaseLoad)
            let journal = try bench.journal("journal")
            await #expect(throws: (any Error).self) { try await load.load(files, as: "shop_check", journal) }
            let read = try #require(try Journal.unfinished(in: bench.scene.scratch("journal")))
            for _ in 1...2 { for entry in read.entries.reversed() { try await load.undo(entry) } }
            #expect(try await bench.databases() == ["app"])
        }
    }
}
