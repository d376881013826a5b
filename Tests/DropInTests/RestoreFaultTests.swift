import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Restores that fail, or are killed, anywhere: the platform is as before, or wholly what the backup holds.
@Suite(.tags(.server), .restoreScene, .serialized, .timeLimit(.minutes(15)))
struct RestoreFaultTests {
    let scene = RestoreScene.current!
    var platform: RestoredPlatform { scene.platform }

    private static func isTraced() async -> Bool { await works("strace", "-o", "/dev/null", "true") }

    /// A launcher that makes a system call fail, or kill, as strace's `inject` says.
    ///
    /// Servers that the restore starts are traced too, so that strace would wait for their end: it goes when the
    /// restore does.
    private func injecting(_ fault: String) -> [String] {
        let call = String(fault.prefix { $0 != ":" })
        // Much faster, but strace then sends no signals.
        let filter = fault.contains("signal") ? "" : "--seccomp-bpf"
        let trace = platform.platform.folder.appending("trace-\(UInt32.random(in: 0 ... .max))").string
        let script = """
            timeout -k 1 110 strace -D -f \(filter) -qq -o \(trace) -e trace=\(call) -e inject=\(fault) "$0" "$@" >\(trace).out 2>\(trace).err
            status=$?; kill $(pgrep -f -- '^strace .*-o \(trace) ') 2>/dev/null
            cat \(trace).out; cat \(trace).err >&2; exit $status
            """
        return ["bash", "-c", script]
    }

    /// A copy of the backup that is refused, so that a run with it ends an unfinished restore and does nothing more.
    private func brokenCopy() async throws -> String {
        let copy = platform.platform.folder.appending("broken").appending(scene.backup.id).string
        try await platform.sh(
            """
            rm -rf broken && mkdir broken && cp -a \(scene.backup.folder) broken/
            truncate -s -1 \(copy)/mail_\(scene.backup.id).tar.gz
            """)
        return copy
    }

    // MARK: Damage

    @Test func `one flipped bit in any file is found before anything stops, and the file is named`() async throws {
        let copy = platform.platform.folder.appending("copies").appending(scene.backup.id).string
        _ = try await platform.services()
        for name in try await platform.sh("ls \(scene.backup.folder)").lines {
            for place in ["0", "size // 2", "size - 1"] {
                try await platform.sh(
                    """
                    mkdir -p copies && rm -rf \(copy) && cp -a \(scene.backup.folder) copies/
                    python3 -c 'import os,sys; f=open(sys.argv[1],"r+b"); size=os.path.getsize(sys.argv[1])
                    f.seek(\(place)); b=f.read(1)[0]; f.seek(\(place)); f.write(bytes([b^4]))' \(copy)/\(name)
                    """)
                let run = try await scene.restore(["--yes", "--force", copy])
                #expect(run.status == 1 && run.error.contains(name), "\(name) \(place): \(run.error)")
            }
        }
        #expect(try await platform.services().log == [])
        #expect(try await scene.differences() == [])
    }

    @Test(arguments: ["truncate -s -1", "rm"])
    func `a file that is cut or missing is named`(_ damage: String) async throws {
        let copy = platform.platform.folder.appending("copies").appending(scene.backup.id).string
        for name in ["mail_\(scene.backup.id).tar.gz", "postgresql_\(scene.backup.id).dump.gz"] {
            try await platform.sh(
                "mkdir -p copies; rm -rf \(copy); cp -a \(scene.backup.folder) copies/; \(damage) \(copy)/\(name)")
            let run = try await scene.restore(["--yes", "--force", copy])
            #expect(run.status == 1 && run.error.contains(name), "\(run.error)")
        }
        #expect(try await platform.services().log == [])
    }

    // MARK: Failing steps

    /// What a step that fails leaves: all as before, no journal, and of decrypted dumps nothing but what it names.
    private func expectUntouched(_ before: [String: String], _ said: String) async throws {
        let after = try await platform.content()
        for name in before.keys { #expect(after[name] == before[name], "\(name): \(said)") }
        #expect(try await platform.services().up == ["api", "dovecot", "postfix"], "\(said)")
        let left = try await platform.sh("ls -A \(platform.platform.backupRoot) | grep '^.restore' || :").lines
        #expect(left.filter { !$0.hasPrefix(".restore-scratch-") || !said.contains($0) } == [], "\(said)")
    }

    @Test(.enabled("strace cannot trace here") { await isTraced() })
    func `a call that fails anywhere takes everything back`() async throws {
        let broken = try await brokenCopy()
        try await scene.change()
        var before = try await platform.content()
        for fault in [
            "renameat2:error=EIO:when=1", "renameat2:error=EIO:when=4", "fsync:error=EIO:when=3",
            "write:error=ENOSPC:when=60", "write:error=ENOSPC:when=150",
            "openat:error=EACCES:when=120", "renameat2:error=EOPNOTSUPP", "mkdirat:error=EDQUOT:when=3",
        ] {
            let run = try await platform.restore(["--yes", "--force", scene.backup.id], by: injecting(fault))
            #expect([0, 1].contains(run.status), "\(fault): \(run)")
            if run.status == 0 {
                #expect(try await scene.differences() == [])
                try await scene.change()
                before = try await platform.content()
            } else {
                let isNamed = run.error.lines.contains { $0.contains("[ERROR]") && $0.contains(" /") }
                #expect(isNamed, "\(run.error)")
                #expect(!run.error.says("files.tar-damaged.fix"), "\(run.error)")
                // The fault comes once a thread, so that the way back may meet it too: what it leaves is named, and the
                // next run ends it.
                if run.error.says("restore.journal-stays.fix") || run.error.says("restore.scratch-stays") {
                    #expect(try await scene.restore(["--yes", "--force", broken]).status == 1)
                }
                // What failed once all data was right is finished by the next run.
                if try await scene.differences() == [] {
                    try await scene.change()
                    before = try await platform.content()
                } else {
                    try await expectUntouched(before, "\(fault): \(run.error)")
                }
            }
        }
        try await scene.giveBack()
    }

    @Test func `a service that does not stop changes nothing`() async throws {
        try await scene.change()
        let before = try await platform.content()
        try await platform.sh(
            "mv \(platform.units)/api ../api-kept; printf '#!/bin/sh\\n[ $1 != stop ]\\n' >\(platform.units)/api; chmod 755 \(platform.units)/api"
                .replacing("../api-kept", with: "api-kept"))
        let run = try await scene.restore(["--yes", "--force", scene.backup.id])
        #expect(run.status == 1 && run.error.contains("api"), "\(run.error)")
        try await platform.sh("mv api-kept \(platform.units)/api")
        try await expectUntouched(before, run.error)
        try await scene.giveBack()
    }

    @Test func `a safety copy that has no room changes nothing`() async throws {
        try await scene.change()
        let before = try await platform.content()
        let mount =
            "mkdir -p \"$BACKUP_ROOT\" && mount -t tmpfs -o size=300k tmpfs \"$BACKUP_ROOT\" || exit 99; \"$0\" \"$@\""
        let place = platform.platform.folder.appending("small").string
        let run = try await platform.restore(
            ["--yes", scene.backup.folder.string], ["BACKUP_ROOT": place],
            by: ["unshare", "--mount", "sh", "-c", mount])
        #expect(run.status == 1 && run.error.says("system.no-space"), "\(run.error)")
        #expect(run.error.says("restore.safety-copy-failed"), "\(run.error)")
        try await expectUntouched(before, run.error)
        try await scene.giveBack()
    }

    @Test func `a service that does not start keeps the old data, and the printed command goes back to it`()
        async throws
    {
        try await scene.change()
        let before = try await platform.content()
        let unit = "\(platform.units)/dovecot"
        try await platform.sh("cp \(unit) dovecot-kept; sed -i 's/start) /start) exit 1; /' \(unit)")
        let run = try await scene.restore(["--yes", "--force", scene.backup.id])
        try await platform.sh("cp dovecot-kept \(unit)")
        #expect(run.status == 1 && run.error.contains("dovecot"), "\(run.error)")
        #expect(try await platform.platform.sql("SELECT to_regclass('later') IS NULL") == "t\n")
        #expect(
            try await platform.sh("cd \(platform.platform.root)/config && ls later 2>&1 || :").contains("cannot access")
        )
        let saving = try await platform.platform.backup(["--dry-run"])
        #expect(saving.status == 0)
        let printed = try #require(
            run.error.lines.last { $0.contains(" restore --yes --force pre_restore_") }, "\(run.error)")
        let advice = Text("restore.old-data-aside.fix", ["command": ""])[.french]
        let command = try #require(printed.split(separator: advice).last.map { String($0) })
        let words = platform.environment.filter { $0.key != "BACKUP_ROOT" && $0.key != "PLATFORM_ROOT" }
        let back = try await GardeTestSupport.run("sh", ["-c", "cd / && \(command)"], variables: words)
        #expect(back.status == 0, "\(printed): \(back.error)")
        let after = try await platform.content()
        for name in before.keys { #expect(after[name] == before[name], "\(name)") }
        try await platform.sh("touch \(platform.units)/dovecot.up")
        try await scene.giveBack()
    }

    @Test func `what another recipe's restore left half done is for that recipe to end`() async throws {
        let (root, backups) = (platform.platform.root, platform.platform.backupRoot)
        let journal = backups.appending(".restore-journal").string
        try await platform.sh("printf '.restore\\tof\\tdatabase\\t\(root)\\nredis\\tswap\\tx\\n' >\(journal)")
        let before = try await platform.content()
        let run = try await scene.restore(["--yes", "--force", "latest"])
        #expect(run.status == 1, "\(run)")
        #expect(run.error.says("restore.unfinished-by-other", ["recipe": "database", "platform": "\(root)"]), "\(run)")
        #expect(run.error.contains("PLATFORM_ROOT=\(root) database restore"))
        #expect(try await platform.content() == before)
        try await platform.sh("grep -q database \(journal) && rm \(journal)")
    }

    @Test func `PostgreSQL killed half-way: the next run takes back what this one could not, and succeeds`()
        async throws
    {
        try await scene.change()
        let place = platform.platform.folder.appending("postgres").string
        let journal = platform.platform.backupRoot.appending(".restore-journal-*").string
        let script = """
            "$0" "$@" & pid=$!
            until grep -q "^postgresql.database" \(journal) 2>/dev/null; do kill -0 $pid || break; sleep 0.01; done
            '\(packageFolder)/Tests/throwaway/postgres' kill \(place)
            wait $pid
            """
        let run = try await platform.restore(
            ["--yes", "--force", scene.backup.id], by: ["bash", "-c", script])
        #expect(run.status == 1 && run.error.contains("postgresql"), "\(run.error)")
        let refused = try await platform.platform.backup()
        try await throwaway("postgres", ["start", place])
        // A fast run had all its data right before the server went.
        #expect(
            refused.status == 1
                ? refused.error.says("backup.restore-unfinished")
                    || !run.error.says("restore.journal-stays.fix")
                : refused.error.says("backup.old-data-kept"), "\(refused.error)")
        try await scene.giveBack()
    }

    // MARK: Kill

    @Test func `mail that the restored mailboxes got before a kill is there after the next run`() async throws {
        let broken = try await brokenCopy()
        try await scene.change()
        let (root, journal) = (platform.platform.root, platform.platform.backupRoot.appending(".restore-journal-*"))
        let script = """
            "$0" "$@" & pid=$!
            until grep -q "^config.exchange" \(journal) 2>/dev/null; do kill -0 $pid || break; sleep 0.01; done
            kill -9 $pid; wait $pid
            """
        let run = try await platform.restore(["--yes", "--force", scene.backup.id], by: ["bash", "-c", script])
        try await platform.sh(
            """
            cd \(root)/data/mail; new=$(find . -path '*/.garde-new-*' -prune -o -name new -print | sort | sed -n 1p)
            echo fresh >"$new/1795813600.Mfresh.host"
            """)
        let refused = try await scene.restore(["--yes", "--force", broken])
        #expect(
            refused.status == 1
                && refused.error.says("files.delivered-meanwhile", ["folder": "\(root)/data/mail", "count": 1]),
            "\(run) \(refused)")
        #expect(try await platform.sh("find \(root)/data/mail -name '*.Mfresh.*' -exec cat {} +") == "fresh\n")
        try await scene.giveBack()
    }

    @Test(.enabled("strace cannot trace here") { await isTraced() })
    func `killed anywhere, the next run ends it: as before when it goes no further, whole when it does`() async throws {
        let broken = try await brokenCopy()
        var kills = 0
        for (round, number) in (1...40).shuffled().prefix(5).enumerated() {
            try await scene.change()
            let before = try await platform.content()
            let fault = "fsync:signal=KILL:when=\(number)"
            let run = try await platform.restore(["--yes", "--force", scene.backup.id], by: injecting(fault))
            if run.status != 0 { kills += 1 }
            if round % 2 == 0, run.status != 0 {
                let refused = try await scene.restore(["--yes", "--force", broken])
                #expect(refused.status == 1 && refused.error.contains("mail_"), "\(number): \(refused.error)")
                let now = try await platform.content()
                if scene.differences(now) != [] {
                    for name in before.keys { #expect(now[name] == before[name], "\(name) after fsync \(number)") }
                }
                #expect(try await platform.services().up == ["api", "dovecot", "postfix"], "fsync \(number)")
            }
            try await scene.giveBack()
            #expect(try await platform.services().up == ["api", "dovecot", "postfix"], "fsync \(number)")
        }
        #expect(kills > 0)
    }
}
