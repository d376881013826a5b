import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A database of a real MariaDB server, saved and restored by the shipped program's own way.
@Suite(.tags(.server)) struct MariaDBTests {
    @Test func `a database is what it was, with its code, history and accounts, and the safety copy has the other one`()
        async throws
    {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            let before = try await bench.picture(["app_ro", "app@'%'", "'o''hara'@localhost"])
            try await bench.sql(
                "CREATE TABLE gone (x INT); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone", "app")
            let saved = try await bench.scene.backup()
            #expect(
                saved.end == .done && saved.said.says("mariadb.not-of-one-moment", ["count": 1], in: .english),
                "\(saved)")
            #expect(saved.said.says("mariadb.broken-views", ["list": "broken"], in: .english), "\(saved)")
            try await bench.sql("DROP VIEW broken", "app")
            let proof = try await bench.scene.verify()
            #expect(
                proof.end == .done && proof.said.says("verify.decompressed", ["count": 2], in: .english), "\(proof)")
            #expect(!saved.said.contains(bench.password))
            try await bench.sql(
                """
                DROP TABLE child; DELETE FROM parent WHERE id > 1; CREATE TABLE later (x INT); DROP PROCEDURE p;
                CREATE VIEW another AS SELECT 2; DROP TRIGGER IF EXISTS t; DROP VIEW v; CREATE TABLE v (x INT);
                CREATE TRIGGER u BEFORE INSERT ON many FOR EACH ROW SET NEW.n = 1; DROP USER 'o''hara'@localhost;
                ALTER DATABASE CHARACTER SET latin1; REVOKE SELECT ON app.* FROM app_ro; DROP EVENT e;
                """, "app")
            let damaged = try await bench.picture()
            let run = try await bench.scene.restore("--yes", "latest")
            let back: [String: any Sayable] = ["database": "app", "tables": 8, "rows": 3014]
            #expect(run.end == .done && run.said.says("mariadb.is-back", back, in: .english), "\(run)")
            #expect(try await bench.picture(["app_ro", "app@'%'", "'o''hara'@localhost"]) == before)
            #expect(try await bench.databases() == ["app"])
            let copy = try #require(try await bench.scene.names("pre_restore_").first)
            let again = try await bench.scene.restore("--yes", copy)
            #expect(again.end == .done, "\(again)")
            #expect(try await bench.picture([]) == damaged.withoutGrants)
        }
    }

    @Test func `a package goes and comes back, and what a dump cannot hold is said`() async throws {
        try await MariaDBBench.with { bench in
            let package = """
                SET sql_mode = 'ORACLE';
                DELIMITER $
                CREATE PACKAGE tools AS FUNCTION one RETURN INT; END$
                CREATE PACKAGE BODY tools AS FUNCTION one RETURN INT AS BEGIN RETURN 1; END; END$
                """
            try await bench.sql("CREATE DATABASE IF NOT EXISTS app")
            try await bench.sql("CREATE TABLE t (a FLOAT, b DOUBLE); INSERT INTO t VALUES (16777216, 1)", "app")
            try await bench.sql(package, "app")
            let saved = try await bench.scene.backup()
            #expect(saved.end == .done && saved.said.contains("t.a") && !saved.said.contains("t.b"), "\(saved)")
            for _ in 1...2 {
                try await bench.sql(
                    "DELETE FROM t; CREATE TRIGGER u BEFORE INSERT ON t FOR EACH ROW SET NEW.b = 2", "app")
                let run = try await bench.scene.restore("--yes", "latest")
                #expect(run.end == .done, "\(run)")
                #expect(
                    try await bench.sql("SET sql_mode = 'ORACLE'; SELECT tools.one(), COUNT(*) FROM t", "app").contains(
                        "1\t1"))
            }
        }
    }

    @Test func `a database that is gone comes back, and an account that is gone can log in as before`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            let before = try await bench.picture()
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql("DROP DATABASE app; DROP USER app@'%'; DROP ROLE app_ro")
            let run = try await bench.scene.restore("--yes", "latest")
            #expect(run.end == .done, "\(run)")
            #expect(try await bench.picture() == before)
            let login = try await GardeTestSupport.run(
                "mariadb",
                ["--no-defaults", "-uapp", "-S", bench.socket, "-N", "-e", "SELECT COUNT(*) FROM child", "app"],
                variables: ["PATH": "/usr/bin:/bin", "MYSQL_PWD": "it's \"secret\""])
            #expect(login.output == "3\n", "\(login.error)")
        }
    }

    @Test func `numbers come from the sequence of the database that a table is restored into`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.sql("CREATE DATABASE app")
            try await bench.sql(
                """
                CREATE SEQUENCE `odd ``one` START 5; CREATE TABLE plain (a INT);
                CREATE TABLE t (id INT PRIMARY KEY DEFAULT (NEXTVAL(`odd ``one`) + 1000) COMMENT 'it''s nextval(`app`.`x`)',
                    a INT, last INT INVISIBLE DEFAULT LASTVAL(`odd ``one`)) WITH SYSTEM VERSIONING;
                INSERT INTO t (a) VALUES (1); INSERT INTO plain VALUES (NEXTVAL(`odd ``one`));
                """, "app")
            let before = try await bench.sql("SHOW CREATE TABLE app.t")
            #expect(try await bench.scene.backup().end == .done)
            let id = try #require(try await bench.scene.names("2").first)
            try await bench.sql("DROP DATABASE app")
            var other = bench.scene
            other.variables["MARIADB_DATABASE"] = "other"
            for (name, scene, words) in [
                ("app", bench.scene, ["--yes"]), ("other", other, ["--yes"]),
                ("copy", bench.scene, ["--to-database", "copy"]),
            ] {
                let run = try await scene.restore(words + [id])
                #expect(run.end == .done, "\(name): \(run)")
                let now = try await bench.sql("SHOW CREATE TABLE \(name).t")
                #expect(now == before.replacing("val(`app`.`odd", with: "val(`\(name)`.`odd"))
                try await bench.sql("INSERT INTO \(name).t (a) VALUES (2)")
                let next = try await bench.sql("SELECT MAX(id) > 1005 FROM \(name).t")
                #expect(next == "1\n", "\(name)")
            }
        }
    }

    @Test func `an event that comes back changes rows at once, and the restore stands all the same`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.sql("CREATE DATABASE app")
            try await bench.sql(
                """
                CREATE TABLE sessions (id INT); INSERT INTO sessions VALUES (1), (2); CREATE TABLE other (id INT);
                CREATE EVENT expires ON SCHEDULE EVERY 1 SECOND DO DELETE FROM sessions;
                """, "app")
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql("DROP EVENT app.expires; SET GLOBAL event_scheduler = ON")
            let (load, files, journal) = (try await bench.load(), try await bench.files(), try bench.journal("journal"))
            try await load.stage(files, journal)
            try await load.swap(journal)
            while try await bench.sql("SELECT COUNT(*) FROM app.sessions") != "0\n" {}
            try await load.check(files)
            try await bench.sql("DROP TABLE app.other")
            let refusal = await #expect(throws: Failure.self) { try await load.check(files) }
            #expect(refusal?.line(.english).says("mariadb.differs.why", ["list": "other"], in: .english) == true)
        }
    }

    @Test func `an account that is there keeps its password, and that is said`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql("ALTER USER app@'%' IDENTIFIED BY 'other'; REVOKE ALL ON app.* FROM app@'%'")
            let now = try await bench.sql("SHOW CREATE USER app@'%'")
            let run = try await bench.scene.restore("--yes", "latest")
            #expect(
                run.end == .done && run.said.says("mariadb.accounts-kept", ["list": "`app`@`%`"], in: .english),
                "\(run)")
            #expect(try await bench.sql("SHOW CREATE USER app@'%'") == now)
            #expect(try await bench.sql("SHOW GRANTS FOR app@'%'").contains("ALL PRIVILEGES ON `app`.*"))
        }
    }

    @Test func `sessions that hold a table are ended, and see the old or the new database`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql("DELETE FROM app.child")
            async let holder = bench.tool(
                "mariadb", ["app"], input: "BEGIN; SELECT COUNT(*) FROM parent; SELECT SLEEP(120);")
            while try await !bench.sql("SHOW PROCESSLIST").contains("SLEEP") {}
            let run = try await bench.scene.restore("--yes", "latest")
            #expect(run.end == .done, "\(run)")
            #expect(try await holder.status != 0)
            #expect(try await bench.sql("SELECT COUNT(*) FROM app.child") == "3\n")
        }
    }

    @Test func `by hand it is loaded by the client alone`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            let before = try await bench.picture(["app_ro", "'o''hara'@localhost"])
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql("DROP DATABASE app; DROP USER 'o''hara'@localhost")
            let source = try #require(mariadb().value as? Source)
            let lines = source.kind.byHand { part in
                "gunzip -c ../backups/2*/mariadb\(part == .accounts ? "_accounts" : "")_2*.sql.gz"
            }
            let way = "--no-defaults --user=root --socket=\(bench.socket)"
            let script = lines.joined(separator: "\n").replacing("mariadb -", with: "mariadb \(way) -")
                .replacing("| mariadb ", with: "| mariadb \(way) ").replacing("DATABASE`", with: "app`")
                .replacing(" DATABASE\n", with: " app\n").replacing("\(way) \(way)", with: way)
            let said = try await bench.scene.shell("export MYSQL_PWD=\(bench.password)\n\(script) 2>&1")
            #expect(try await bench.picture(["app_ro", "'o''hara'@localhost"]) == before, "\(said)")
        }
    }

    @Test(.enabled(if: isRoot(), "only root mounts"))
    func `where the backup finds no room, the disk is named and no backup is left`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.sql(
                "CREATE DATABASE app; CREATE TABLE app.t AS SELECT MD5(RAND()) FROM seq_1_to_90000", "mysql")
            try await bench.scene.shell("mount -t tmpfs -o size=1m none ../backups")
            let run = try await bench.scene.backup()
            let left = try await bench.scene.shell("ls -d ../backups/2* 2>/dev/null; umount ../backups")
            #expect(run.end != .done && run.said.contains("df -h \(bench.scene.backups)"), "\(run)")
            #expect(left == "")
        }
    }

    @Test func `what is in the way is said before anything runs, with what to do`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql("CREATE DATABASE other; CREATE USER lone@localhost IDENTIFIED BY 'x'")
            try await bench.sql("GRANT ALL ON app.* TO lone@localhost")
            var lone = bench.scene
            lone.variables.merge(["MARIADB_ROOT_USER": "lone", "MARIADB_ROOT_PASSWORD": "x"]) { $1 }
            let without = try await lone.backup()
            #expect(without.said.says("mariadb.rights", in: .english), "\(without)")
            try await bench.sql("GRANT SELECT ON mysql.proc TO lone@localhost")
            let absent = Failure("mariadb.no-such-database", ["name": "ap", "list": "app, other"])
            let unnamed = Failure("mariadb.not-named", ["list": "app, other"])
            let cases: [([String: String], String, restoring: Bool)] = [
                (["MARIADB_ROOT_PASSWORD": "wrong"], "\(Text("mariadb.password")[.english]): ERROR 1045", false),
                (["MARIADB_SOCKET": "/nowhere/s"], "\(Text("mariadb.unreachable")[.english]): ERROR 2002", false),
                (["MARIADB_DATABASE": "ap"], absent.line(.english), false),
                (["MARIADB_DATABASE": ""], unnamed.line(.english), false),
                (
                    ["MARIADB_ROOT_USER": "lone", "MARIADB_ROOT_PASSWORD": "x"],
                    Text("mariadb.may-not-make.why", ["rights": "SELECT"])[.english], true
                ),
            ]
            let before = try await bench.picture()
            for (variables, said, isRestoring) in cases {
                var scene = bench.scene
                scene.variables.merge(variables) { $1 }
                let run = isRestoring ? try await scene.restore("--yes", "latest") : try await scene.backup()
                #expect(run.end != .done && run.said.contains(said), "\(said) in \(run)")
            }
            #expect(try await bench.picture() == before)
            let partial = try await lone.backup()
            #expect(
                partial.end == .incomplete && partial.said.says("mariadb.accounts-not-saved", in: .english),
                "\(partial)")
        }
    }
}

extension String {
    /// A picture without the rights that accounts hold.
    fileprivate var withoutGrants: String {
        split(separator: "\n", omittingEmptySubsequences: false).filter {
            !$0.hasPrefix("GRANT ") && !$0.hasPrefix("SET DEFAULT ROLE")
        }
        .joined(separator: "\n")
    }
}
