import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Components that programs of the recipe dump and load, restored and taken back by the engine.
@Suite struct CommandRestoreTests {
    /// A component whose data is a file; its load fails while a file `broken` lies beside, after it has lost the data.
    private func file(_ name: String) -> Word {
        command(
            name, dump: ["cat", name],
            load: ["sh", "-c", "if [ -e broken ]; then : >\(name); exit 7; fi; exec cat >\(name)"])
    }

    /// One more whose first load fails: what was restored before it is taken back.
    private let unloadable = command(
        "unloadable", dump: ["echo", "x"], load: ["sh", "-c", "cat >>loads; [ $(wc -l <loads) -gt 1 ]"])

    @Test(arguments: ["restore", "services", "postgres", "backup", "good"])
    func `a component of any name is taken back after a restore that failed`(_ name: String) async throws {
        let scene = try RecipeScene { _ in
            file(name)
            unloadable
        }
        try await scene.shell("echo old >\(name)")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo new >\(name)")
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == nil && run.said.says("restore.took-back", in: .english), "\(run)")
        #expect(try await scene.shell("cat \(name)") == "new\n")
        #expect(try await scene.names(".restore-journal").isEmpty)
    }

    @Test(arguments: [
        (["true"], 4000), (["head", "-c", "10"], 4000), (["true"], 3_000_000), (["head", "-c", "10"], 3_000_000),
    ])
    func `a load that ends well before it has read everything has not restored it`(_ load: [String], bytes: Int)
        async throws
    {
        let scene = try RecipeScene { _ in
            command(
                "data", dump: ["cat", "data"],
                load: ["sh", "-c", "[ -e whole ] && exec cat >data; exec \"$@\"", "sh"] + load)
        }
        try await scene.shell("head -c \(bytes) /dev/zero | tr '\\0' x >data")
        #expect(try await scene.backup().end == .done)
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == nil && run.said.says("command.left-input", in: .english), "\(run)")
        try await scene.shell(": >whole")
        #expect(try await scene.restore("--yes", "latest").end == .done)
    }

    @Test func `a load that leaves the zeros behind an archive has read everything`() async throws {
        let scene = try RecipeScene { _ in
            command("data", dump: ["tar", "-b", "2000", "-cf", "-", "data"], load: ["busybox", "tar", "-xf", "-"])
        }
        try await scene.shell("echo old >data")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo new >data")
        #expect(try await scene.restore("--yes", "latest").end == .done)
        #expect(try await scene.shell("cat data") == "old\n")
    }

    @Test func `a load that was killed is taken back from the safety copy of its own run by the next one`() async throws
    {
        let scene = try RecipeScene { _ in file("data") }
        try await scene.shell("echo old >data")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo new >data; : >broken")
        let failed = try await scene.restore("--yes", "latest")
        #expect(failed.end == nil && failed.said.contains("restore --abandon"), "\(failed)")
        #expect(try await scene.shell("cat data") == "", "neither the one nor the other")
        let refused = try await scene.backup()
        #expect(refused.end == nil && refused.said.contains("--abandon"), "\(refused)")
        try await scene.shell("rm broken")
        let ended = try await scene.restore("--yes", "latest")
        #expect(ended.end == .done)
        #expect(ended.said.says("restore.took-back", in: .english), "\(ended)")
        #expect(try await scene.shell("cat data") == "old\n")
        let copy = try #require(try await scene.names("pre_restore_").max())
        #expect(try await scene.restore("--yes", copy).end == .done)
        #expect(try await scene.shell("cat data") == "new\n", "the second safety copy is of what was taken back")
        #expect(try await scene.backup().end == .done)
    }

    @Test func `a restore that can never be ended is given up, and backups run again`() async throws {
        let scene = try RecipeScene { _ in file("data") }
        try await scene.shell("echo old >data")
        #expect(try await scene.backup().end == .done)
        try await scene.shell(": >broken; echo new >data")
        #expect(try await scene.restore("--yes", "latest").end == nil)
        let unasked = try await scene.restore("--abandon")
        #expect(
            unasked.end == nil
                && unasked.said.says("restore.left-behind", ["component": "data", "words": "loaded"], in: .english),
            "\(unasked)")
        #expect(try await scene.names(".restore-journal").count == 1)
        let given = try await scene.restore("--abandon", "--yes")
        let copy = try #require(try await scene.names("pre_restore_").first)
        #expect(given.end == .done && given.said.contains("restore --force \(copy)"), "\(given)")
        #expect(try await scene.names("abandoned_restore_").count == 1)
        #expect(try await scene.restore("--abandon").said.says("restore.nothing-to-abandon", in: .english))
        try await scene.shell("rm broken")
        let back = try await scene.restore("--yes", "--force", copy)
        #expect(back.end == .done, "\(back)")
        #expect(try await scene.shell("cat data") == "new\n")
        try await scene.shell("echo x >data")
        #expect(try await scene.backup().end == .done)
    }

    @Test func `a journal that cannot be read, and one of a recipe that is gone, can be given up`() async throws {
        let scene = try RecipeScene { _ in file("data") }
        try await scene.shell("echo old >data")
        try scene.scratch.write(
            "backups/.restore-journal", ".restore\tof\tother\t\(scene.root)\ndata\tloaded\t/gone\n")
        let foreign = try await scene.restore("--yes", "latest")
        #expect(
            foreign.end == nil && foreign.said.says("restore.unfinished-by-other.fix", in: .english),
            "\(foreign)")
        #expect(try await scene.backup().end == nil)
        #expect(try await scene.restore("--abandon", "--yes").end == .done)
        try await scene.shell("mkdir ../backups/.restore-journal")
        #expect(try await scene.restore("--abandon", "--yes").end == .done)
        #expect(try await scene.backup().end == .done)
    }

    @Test func `what a restore that was given up keeps aside is moved by the printed line, and the next begins`()
        async throws
    {
        let scene = try RecipeScene { _ in files("site", "site") }
        try await scene.shell("mkdir site && echo old >site/page")
        #expect(try await scene.backup().end == .done)
        let staging = ".garde-new-20240315_020000-site"
        try await scene.shell("mkdir site/\(staging) && echo precious >site/\(staging)/page")
        try scene.scratch.write(
            "backups/.restore-journal",
            ".restore\tof\ttest\t\(scene.root)\n"
                + "site\tstage\t\(scene.root)/site\t\(staging)\twhole\t448 0 0 0 0\n")
        let given = try await scene.restore("--abandon", "--yes")
        let advice = Text("restore.kept-aside", ["command": "mv "])[.english]
        let line = try #require(given.said.lines.first { $0.contains(advice) }, "\(given)")
        #expect(try await scene.restore("--yes", "latest").said.says("files.staging-left", in: .english))
        try await scene.shell("mv " + line.split(separator: advice)[1])
        #expect(try await scene.restore("--yes", "latest").end == .done)
        let kept = try await scene.shell("cat ../backups/abandoned_restore_*/kept-1/page")
        #expect(kept == "precious\n")
    }

    // MARK: The examples of the documentation

    @Test(arguments: [true, false])
    func `an SQLite database comes back as it was, and a failed restore doubles no row`(_ isWhole: Bool) async throws {
        let scene = try RecipeScene { scratch in
            let database = scratch("root").appending("app.db").string
            command(
                "app", dump: ["sqlite3", database, ".dump"],
                empty: ["rm", "-f", database, "\(database)-wal", "\(database)-shm"],
                load: ["sqlite3", "-bail", database])
            if !isWhole { unloadable }
        }
        try await scene.shell(
            "sqlite3 app.db 'PRAGMA journal_mode=wal; CREATE TABLE t(x); INSERT INTO t VALUES (1),(2)'")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("sqlite3 app.db 'INSERT INTO t VALUES (3)'")
        #expect((try await scene.restore("--yes", "latest").end == .done) == isWhole)
        let rows = try await scene.shell("sqlite3 app.db 'SELECT group_concat(x) FROM t'")
        #expect(rows == (isWhole ? "1,2\n" : "1,2,3\n"))
    }

    @Test func `an LDAP directory comes back as it was, and is taken back when another component fails`() async throws {
        for isWhole in [true, false] {
            let scene = try RecipeScene { scratch in
                let (settings, data) = (scratch("slapd.conf").string, scratch("ldap").string)
                command(
                    "ldap", dump: ["slapcat", "-f", settings],
                    empty: ["find", data, "-name", "*.mdb", "-delete"], load: ["slapadd", "-f", settings])
                if !isWhole { unloadable }
            }
            try scene.scratch.write(
                "slapd.conf",
                """
                include /etc/ldap/schema/core.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                database mdb
                suffix "dc=example,dc=org"
                directory \(scene.scratch("ldap"))

                """)
            try await scene.shell("mkdir ../ldap")
            try await add(
                "dc=example,dc=org", "objectClass: dcObject\nobjectClass: organization\no: e\ndc: example", scene)
            try await add("ou=people,dc=example,dc=org", "objectClass: organizationalUnit\nou: people", scene)
            #expect(try await scene.backup().end == .done)
            let saved = try await directory(scene)
            try await add("ou=later,dc=example,dc=org", "objectClass: organizationalUnit\nou: later", scene)
            let later = try await directory(scene)
            let run = try await scene.restore("--yes", "latest")
            #expect((run.end == .done) == isWhole, "\(run)")
            #expect(try await directory(scene) == (isWhole ? saved : later))
            #expect(later.contains("ou=later") && !saved.contains("ou=later") && saved.contains("ou=people"))
        }
    }

    private func add(_ name: String, _ attributes: String, _ scene: RecipeScene) async throws {
        let settings = scene.scratch("slapd.conf").string
        let added = try await run("slapadd", ["-f", settings], input: "dn: \(name)\n\(attributes)\n")
        try #require(added.status == 0, "\(added.error)")
    }

    private func directory(_ scene: RecipeScene) async throws -> String {
        try await run("slapcat", ["-f", scene.scratch("slapd.conf").string]).output
    }

    @Test func `what a load that failed left running is ended before the old data is loaded again`() async throws {
        let scene = try RecipeScene { _ in
            command(
                "data", dump: ["cat", "data"],
                load: [
                    "sh", "-c",
                    "cat >data; [ -e broken ] || exit 0; rm broken; setsid sh -c 'sleep 2; echo orphan >>data' >&- 2>&- & exit 7",
                ])
        }
        try await scene.shell("echo old >data")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo new >data; : >broken")
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == nil && run.said.says("restore.took-back", in: .english), "\(run)")
        try await Task.sleep(for: .seconds(3))
        #expect(try await scene.shell("cat data") == "new\n")
    }

    @Test func `a dump of a damaged SQLite database, which ends with ROLLBACK, is no backup`() async throws {
        let scene = try RecipeScene { _ in
            command(
                "data", dump: ["sqlite3", "data.db", ".dump"], empty: ["rm", "-f", "data.db"],
                load: ["sqlite3", "data.db"])
        }
        try await scene.shell(
            "sqlite3 data.db 'CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
                + " INSERT INTO t SELECT hex(randomblob(20)) FROM n'")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("dd if=/dev/urandom of=data.db bs=4096 seek=20 count=40 conv=notrunc 2>/dev/null")
        let run = try await scene.backup()
        #expect(run.end == nil && run.said.contains("sqlite"), "\(run)")
    }

    @Test func `what a shell leaves to a process that it does not wait for is waited for`() async throws {
        let scene = try RecipeScene { _ in
            command(
                "data", dump: ["bash", "-c", "cat data > >(sleep 1; cat)"],
                load: ["bash", "-c", "cat > >(sleep 1; cat >data)"])
        }
        try await scene.shell("seq 100000 >data")
        let before = try await scene.shell("cksum data")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo new >data")
        #expect(try await scene.restore("--yes", "latest").end == .done)
        #expect(try await scene.shell("cksum data") == before)
    }

    @Test func `latest takes no backup that another program reads back`() async throws {
        let scene = try RecipeScene { _ in command("data", dump: ["cat", "data"], load: ["sh", "-c", "cat >data"]) }
        try await scene.shell("echo old >data")
        #expect(try await scene.backup().end == .done)
        let other = try RecipeScene { _ in command("data", dump: ["cat", "b"], load: ["sh", "-c", "cat >b"]) }
        let changed = scene.with(other)
        let run = try await changed.restore("--yes", "latest")
        #expect(run.end == nil, "\(run)")
    }

    @Test func `a component of the guide's name is left out by its option, whatever saves it`() async throws {
        let scene = try RecipeScene { _ in
            file("redis")
            file("data")
        }
        try await scene.shell("echo old >data; echo old >redis")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo new >data; echo new >redis")
        #expect(try await scene.restore("--yes", "--no-redis", "latest").end == .done)
        #expect(try await scene.shell("cat data redis") == "old\nnew\n")
    }

    @Test func `the safety copy is found beside the journal when its folder has another path by then`() async throws {
        let scene = try RecipeScene { _ in file("data") }
        try await scene.shell("echo old >data")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo new >data; : >broken")
        #expect(try await scene.restore("--yes", "latest").end == nil)
        let moved = try await scene.movingBackups()
        try await moved.shell("rm broken")
        let run = try await moved.restore("--yes", "latest")
        #expect(run.end == .done && run.said.says("restore.took-back", in: .english), "\(run)")
    }
}
