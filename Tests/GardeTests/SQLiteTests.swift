import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Databases of SQLite, saved while programs use them.
@Suite struct SQLiteTests {
    private func scene(_ word: Word = sqlite("data/app.db"), _ script: String = "") async throws -> RecipeScene {
        let scene = try RecipeScene { _ in word }
        try await scene.shell("mkdir data; \(script)")
        return scene
    }

    /// Two rows a transaction, as fast as it can, until a file `stop` is there.
    private func writer(_ mode: String) -> String {
        """
        cat >writer.py <<'END'
        import os, sqlite3, time
        base = sqlite3.connect("data/app.db", timeout=60, isolation_level=None)
        base.execute("PRAGMA journal_mode=\(mode)")
        base.executescript("CREATE TABLE one(a); CREATE TABLE two(a); CREATE TABLE much(a)")
        base.execute("INSERT INTO much VALUES (zeroblob(20000000))")
        end = time.time() + 60
        while not os.path.exists("stop") and time.time() < end:
            base.executescript("BEGIN IMMEDIATE; INSERT INTO one VALUES (1); INSERT INTO two VALUES (1); COMMIT")
            open("writes", "a").write("x")
        END
        python3 writer.py >said 2>&1 & for i in $(seq 600); do [ -e writes ] || sleep 0.05; done
        """
    }

    @Test(arguments: ["wal", "delete"])
    func `a database that is written to all the time is saved as it was at one moment`(mode: String) async throws {
        let scene = try await scene()
        try await scene.shell(writer(mode))
        let run = try await scene.backup()
        let writes = try await scene.shell("wc -c <writes; sleep 0.2; wc -c <writes; : >stop")
        #expect(
            run.end == .done && run.said.says("sqlite.copied", ["name": "app", "tables": 3], in: .english), "\(run)")
        #expect(Set(writes.split(separator: "\n")).count == 2, "it still wrote: \(writes)")
        let counts = try await scene.shell(
            """
            mkdir out; tar -C out -xzf ../backups/*/app_*.tar.gz; find out -type f
            sqlite3 out/data/app.db 'SELECT (SELECT count(*) FROM one) = (SELECT count(*) FROM two), count(*) > 0 FROM one' \
            'PRAGMA integrity_check'
            """)
        #expect(counts == "out/data/app.db\n1|1\nok\n")
        #expect(try await scene.names(".app-copy").isEmpty)
    }

    @Test(arguments: [
        ("", "sqlite.missing", "data/app.db"),
        ("mkdir data/app.db", "sqlite.no-file", "data/app.db"),
        ("sqlite3 data/real.db 'CREATE TABLE t(a)'; ln -s real.db data/app.db", "sqlite.link", "data/app.db"),
        ("seq 9999 >data/app.db", "sqlite.no-database", "data/app.db"),
        (
            "sqlite3 data/app.db 'CREATE TABLE t(a)'; chmod 0 data/app.db; printf '\\377' | dd of=data/app.db bs=1 seek=101 conv=notrunc",
            "sqlite.damaged", "data/app.db"
        ),
        (
            """
            sqlite3 data/app.db 'CREATE TABLE t(a, b); CREATE INDEX i ON t(a)' \
            'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<5000) INSERT INTO t SELECT x, hex(randomblob(50)) FROM c'
            printf '\\377\\377\\377\\377\\377' | dd of=data/app.db bs=1 seek=40970 conv=notrunc
            """, "sqlite.damaged.why", ": On tree page"
        ),
    ])
    func `what is no whole database is refused, with what it is`(script: String, id: String, part: String) async throws
    {
        let scene = try await scene(sqlite("data/app.db"), script)
        let run = try await scene.backup()
        #expect(run.end != .done && run.said.says(id, in: .english) && run.said.contains(part), "\(run)")
        #expect(try await scene.shell("ls ../backups/*/app_* 2>/dev/null; ls -A ../backups | grep app-copy") == "")
    }

    @Test func `a database that a program keeps locked is refused by that program's name`() async throws {
        let ground = try TreeGround()
        try await ground.shell(
            """
            mkdir data; sqlite3 data/app.db 'CREATE TABLE t(a)'
            cat >holder.py <<'END'
            import os, sqlite3, time
            base = sqlite3.connect("data/app.db", isolation_level=None)
            base.execute("BEGIN EXCLUSIVE")
            open("ready", "w")
            for _ in range(1200):
                if not os.path.exists("stop"): time.sleep(0.05)
            END
            python3 holder.py >said 2>&1 & for i in $(seq 600); do [ -e ready ] || sleep 0.05; done
            """)
        let source = try #require(sqlite("data/app.db").value as? Source)
        let request = CaptureRequest(
            source: source, site: ground.site, backupRoot: ground.scratch("backups"), otherPaths: [])
        var capture = try #require(source.kind.capture(request) as? SQLiteCapture)
        capture.patience = 1
        try await capture.check()
        let files = ComponentFiles(component: "app", progress: Meter(), land: { _, _, _ in }, notes: ComponentNotes())
        let refusal = await ground.refusal { try await capture.save(to: files) }
        try await ground.shell(": >stop")
        #expect(
            refusal?.says("sqlite.locked", in: .english) == true
                && refusal?.says("sqlite.stop", ["program": "python3"], in: .english) == true)
        #expect(try await ground.shell("ls -A ../backups") == ".keep\n")
    }

    @Test(arguments: ["CREATE TABLE t(a); DROP TABLE t", ""])
    func `a database without a table is suspect`(script: String) async throws {
        let scene = try await scene(sqlite("data/app.db"), ": >data/app.db; sqlite3 data/app.db '\(script)'")
        let run = try await scene.backup()
        #expect(run.end != .done && run.said.says("backup.holds-nothing", ["name": "app"], in: .english), "\(run)")
    }

    @Test(.enabled(if: isRoot(), "only root mounts"))
    func `a database on a disk that is only to be read is saved, unless a part of it is in its log`() async throws {
        let scene = try await scene(sqlite("app", "disk/app.db"))
        try await scene.shell(
            """
            mkdir disk; mount -t tmpfs none disk; sqlite3 disk/app.db 'PRAGMA journal_mode=wal; CREATE TABLE t(a)'
            mount -o remount,ro disk
            """)
        let run = try await scene.backup()
        #expect(run.end == .done, "\(run)")
        try await scene.shell(
            """
            mount -o remount,rw disk
            python3 -c 'import os, sqlite3; b = sqlite3.connect("disk/app.db"); b.execute("CREATE TABLE u(a)"); os._exit(0)'
            mount -o remount,ro disk
            """)
        let refused = try await scene.backup()
        try await scene.shell("umount disk")
        #expect(refused.end != .done && refused.said.says("sqlite.unsettled.why", in: .english), "\(refused)")
    }

    @Test(.enabled(if: isRoot(), "only root mounts"))
    func `where the copy finds no room, the disk is named and nothing of it is left`() async throws {
        let scene = try await scene(
            sqlite("data/app.db"),
            """
            sqlite3 data/app.db 'CREATE TABLE t(a); INSERT INTO t VALUES (randomblob(3000000))'
            mount -t tmpfs -o size=1m none ../backups
            """)
        let run = try await scene.backup()
        let left = try await scene.shell("ls -A ../backups | grep copy || umount ../backups")
        #expect(run.end != .done && run.said.contains("df -h \(scene.backups)") && left == "", "\(run), \(left)")
    }

    @Test func `a database that needs something of its application is saved, and what could not be looked at is said`()
        async throws
    {
        let scene = try await scene(
            sqlite("data/app.db"),
            """
            python3 - <<'END'
            import sqlite3
            base = sqlite3.connect("data/app.db")
            base.create_collation("icu_root", lambda a, b: (a > b) - (a < b))
            base.executescript("CREATE TABLE t(a); CREATE INDEX i ON t(a COLLATE icu_root); INSERT INTO t VALUES ('x')")
            END
            """)
        let run = try await scene.backup()
        #expect(run.end == .done && run.said.contains("no such collation sequence: icu_root"), "\(run)")
        #expect(try await scene.restore("--yes", "latest").end == .done)
    }

    @Test func `beside files of its folder it is saved once, and not with what SQLite has beside it`() async throws {
        let scene = try RecipeScene { _ in
            files("data", "data")
            sqlite("data/app.db")
        }
        try await scene.shell(
            """
            mkdir data; echo page >data/page
            python3 -c 'import os, sqlite3; b = sqlite3.connect("data/app.db"); b.execute("PRAGMA journal_mode=wal"); \
            b.execute("CREATE TABLE t(a)"); os._exit(0)'; ls data/app.db-wal
            """)
        let run = try await scene.backup()
        #expect(run.end == .done, "\(run)")
        let names = try await scene.shell("for f in ../backups/*/*.tar.gz; do tar -tzf $f; done | grep -v '/$'")
        #expect(names == "data/app.db\ndata/page\n")
        try await scene.shell("rm -r data")
        let restored = try await scene.restore("--yes", "latest")
        #expect(restored.end == .done, "\(restored)")
        #expect(try await scene.shell("ls data; sqlite3 data/app.db .tables") == "app.db\npage\nt\n")
    }

    @Test func `its name is that of its file`() {
        let paths = ["data/app.db", "/srv/Gitea/gitea.sqlite3", "home-assistant_v2.db", "data/My Notes.2.db", "x/.db"]
        let names = paths.compactMap { (sqlite($0).value as? Source)?.name }
        #expect(names == ["app", "gitea", "home-assistant_v2", "my-notes-2", "db"])
        #expect((sqlite("grafana", "data/grafana/grafana.db").value as? Source)?.name == "grafana")
    }
}
