import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Databases of SQLite, restored and taken back.
@Suite struct SQLiteRestoreTests {
    /// Leaves a database whose last rows are in its log alone, as a program does that was killed.
    private let killed = """
        python3 - <<'END'
        import os, sqlite3
        base = sqlite3.connect("data/app.db", isolation_level=None)
        base.execute("PRAGMA journal_mode=wal")
        base.executescript("CREATE TABLE IF NOT EXISTS t(a); INSERT INTO t VALUES ('in the log')")
        os._exit(0)
        END
        ls data/app.db-wal data/app.db-shm >/dev/null
        """

    /// A database with one row, saved.
    private func scene(_ word: Word = sqlite("data/app.db"), _ more: String = "") async throws -> RecipeScene {
        let scene = try RecipeScene { _ in word }
        try await scene.shell(
            """
            mkdir data; sqlite3 data/app.db "CREATE TABLE t(a); INSERT INTO t VALUES ('saved')"; chmod 640 data/app.db
            setfacl -m u:1234:r data/app.db; if [ "$(id -u)" = 0 ]; then chown 5000:5001 data/app.db; fi; \(more)
            """)
        let run = try await scene.backup()
        #expect(run.end == .done, "\(run)")
        return scene
    }

    private let rows = "sqlite3 data/app.db 'SELECT a FROM t'; ls -A data"
    private let facts = "stat -c '%a %u %g %Y' data/app.db; getfacl -np data/app.db"

    @Test func `a database is what it was, with its owner, and without the log of the one that it replaces`()
        async throws
    {
        let scene = try await scene()
        let before = try await scene.shell(facts)
        try await scene.shell("\(killed); chmod 600 data/app.db; setfacl -b data/app.db; chown 0:0 data/app.db || true")
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == .done && run.said.says("sqlite.is-back", ["tables": 1], in: .english), "\(run)")
        #expect(try await scene.shell(facts) == before)
        #expect(try await scene.shell(rows) == "saved\napp.db\n")
        let copy = try #require(try await scene.names("pre_restore_").first)
        #expect(try await scene.restore("--yes", copy).end == .done)
        #expect(try await scene.shell(rows) == "saved\nin the log\napp.db\n", "its log is in the safety copy")
    }

    @Test func `taken back after any number of its steps, database and log are the same files as before`()
        async throws
    {
        let ground = try TreeGround()
        try await ground.shell("mkdir data; sqlite3 data/app.db 'CREATE TABLE t(a)'")
        let word = sqlite("data/app.db")
        let files = try await ground.save([word], "app")
        try await ground.shell("\(killed); : >data/app.db-journal")
        let load = try await load(word, ground)
        let before = try await ground.list("data", inodes: true)
        var (done, total) = (0, 1)
        while done <= total {
            let place = "journal-\(done)"
            try ground.scratch.write("\(place)/.keep", "")
            let journal = try Journal.begin(in: ground.scratch(place))
            try await load.analyze(files)
            try await load.stage(files, journal)
            try await load.swap(journal)
            try await load.check(files)
            #expect(try await ground.shell("ls -A data | grep -v garde") == "app.db\n")
            let steps = Self.steps(journal)
            total = steps.count
            // An exchange is its own inverse: this is what a kill after so many steps leaves.
            for step in steps.dropFirst(done).reversed() where step.step == "exchange" { try await load.undo(step) }
            let read = try #require(try Journal.unfinished(in: ground.scratch(place)))
            for _ in 1...2 {
                for entry in read.entries.reversed() { try await load.undo(entry) }
                #expect(try await ground.list("data", inodes: true) == before, "\(done) of \(total)")
            }
            done += 1
        }
        #expect(total >= 6, "the database and three files beside it, each a step")
    }

    private func load(_ word: Word, _ ground: TreeGround) async throws -> any Load {
        let source = try #require(word.value as? Source)
        return try await source.kind.restorer(
            LoadRequest(
                source: source, site: ground.site, services: Services([source], [], at: ground.site),
                scratch: ground.scratch("restore"), elsewhere: [ground.scratch("backups")], stamp: "20240315_020000",
                isForced: false, servicesRun: false, safetyCopy: ground.scratch("backups/none"), decrypt: nil,
                view: nil, otherVariable: { _ in nil }))
    }

    /// The batches of exchanges as one entry a file.
    private static func steps(_ journal: Journal) -> [Journal.Entry] {
        journal.entries.flatMap { entry -> [Journal.Entry] in
            guard entry.step == "exchange" else { return [entry] }
            let (folder, units) = (Array(entry.arguments.prefix(3)), Array(entry.arguments.dropFirst(3)))
            return stride(from: 0, to: units.count, by: 3).map {
                Journal.Entry(entry.owner, entry.step, folder + units[$0..<$0 + 3])
            }
        }
    }

    @Test(arguments: [["--yes"], ["--yes", "--no-stop"]])
    func `nothing is exchanged while a program has it open, and the program is named`(options: [String])
        async throws
    {
        let scene = try await scene()
        try await scene.shell(
            """
            cat >holder.py <<'END'
            import os, sqlite3, time
            base = sqlite3.connect("data/app.db", isolation_level=None)
            base.executescript("INSERT INTO t VALUES ('later')")
            open("ready", "w")
            for _ in range(1200):
                if not os.path.exists("stop"): time.sleep(0.05)
            END
            python3 holder.py >said 2>&1 & for i in $(seq 600); do [ -e ready ] || sleep 0.05; done
            """)
        let before = try await scene.shell("sha256sum data/*; stat -c %i data/app.db")
        let run =
            options.count == 1
            ? try await scene.restore("--yes", "latest")
            : try await scene.restore("--yes", "--no-stop", "latest")
        #expect(run.end == nil && run.said.says("sqlite.in-use", ["program": "python3"], in: .english), "\(run)")
        #expect(try await scene.shell("sha256sum data/*; stat -c %i data/app.db") == before)
        try await scene.shell(": >stop; sleep 0.3")
        #expect(try await scene.restore("--yes", "latest").end == .done)
        #expect(try await scene.shell(rows) == "saved\napp.db\n")
    }

    @Test func `a damaged database gives way, and is back as it was with --force`() async throws {
        let scene = try await scene()
        try await scene.shell(
            "seq 99999 | dd of=data/app.db bs=1 seek=100 conv=notrunc 2>/dev/null; cp data/app.db bad")
        #expect(try await scene.restore("--yes", "latest").end == .done)
        #expect(try await scene.shell(rows) == "saved\napp.db\n")
        let copy = try #require(try await scene.names("pre_restore_").first)
        let run = try await scene.restore("--yes", copy)
        #expect(run.end == nil && run.said.says("sqlite.backup-damaged", in: .english), "\(run)")
        #expect(try await scene.shell(rows) == "saved\napp.db\n")
        let forced = try await scene.restore("--yes", "--force", copy)
        #expect(forced.end == .done, "\(forced)")
        #expect(try await scene.shell("cmp data/app.db bad && echo same") == "same\n")
    }

    @Test func `a link on the way is followed where that is said, a link in its place or beside it never`()
        async throws
    {
        let scene = try await scene()
        try await scene.shell("mv data far; ln -s far data; sqlite3 data/app.db 'DELETE FROM t'")
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == .done && run.said.says("sqlite.lies-at", in: .english), "\(run)")
        #expect(try await scene.shell("sqlite3 far/app.db 'SELECT a FROM t'; readlink data") == "saved\nfar\n")
        for name in ["app.db", "app.db-wal"] {
            try await scene.shell("echo precious >precious; rm -f far/\(name); ln -s ../precious far/\(name)")
            let refused = try await scene.restore("--yes", "latest")
            #expect(refused.end == nil && refused.said.says("sqlite.link", in: .english), "\(refused)")
            #expect(try await scene.shell("cat precious; rm far/\(name)") == "precious\n")
        }
    }

    @Test func `by hand it is restored with tar, and the log of the old one goes`() async throws {
        let scene = try await scene()
        try await scene.shell(killed)
        let source = try #require(sqlite("data/app.db").value as? Source)
        let lines = source.kind.byHand { _ in "gunzip -c ../backups/*/app_*.tar.gz" }
        try await scene.shell(lines.joined(separator: "\n").replacing("FOLDER", with: "."))
        #expect(try await scene.shell(rows) == "saved\napp.db\n")
    }
}
