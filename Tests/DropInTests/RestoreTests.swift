import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// restore.sh on a platform without Docker, whose servers are real; one test at a time.
@Suite(.tags(.server), .restoreScene, .serialized, .timeLimit(.minutes(15)))
struct RestoreTests {
    let scene = RestoreScene.current!
    var platform: RestoredPlatform { scene.platform }

    @Test func `everything lost comes back, and Dovecot knows its messages`() async throws {
        try await platform.sh("chmod 711 .")
        let before = try await dovecotMessages(of: "user", below: platform.platform.root.pushing("data/mail").string)
        try await platform.lose()
        let run = try await scene.restore(["--yes", "latest"])
        #expect(run.status == 0, "\(run.error)")
        #expect(!run.error.says("redis.is-empty"), "that Redis was empty before is no trouble now")
        #expect(try await scene.differences() == [])
        #expect(before.count > 5)
        let measured = try await GardeTestSupport.run(
            "sh", ["-c", "cat \"$0\"/.last-restore.mssante-*", platform.platform.backupRoot.string])
        #expect(
            measured.output.split(separator: " ").compactMap { Int($0.filter { $0 != "\n" }) }.count == 2, "\(measured)"
        )
        let mail = platform.platform.root.pushing("data/mail").string
        #expect(try await dovecotMessages(of: "user", below: mail) == before)
        #expect(try await leftovers() == [])
    }

    @Test func `a dry run leaves alone what another run has fetched and unpacked`() async throws {
        let folder = platform.platform.backupRoot
        try await platform.sh("cd \(folder) && mkdir .fetched-1 .unpacked-1")
        #expect(try await scene.restore(["--dry-run", "latest"]).status == 0)
        try await platform.sh("cd \(folder) && rmdir .fetched-1 .unpacked-1")
    }

    @Test func `what is changed goes back, what ran runs again, what was stopped stays so`() async throws {
        try await scene.change()
        _ = try await platform.services()
        // On a terminal, where databases and servers have their lines of progress too.
        let words = ["--yes", "--force", scene.backup.id]
        let run = try await platform.restore(words, by: ProgressTests.terminal)
        #expect(run.status == 0, "\(run)")
        let lines = run.output.split { $0 == "\r" || $0.isNewline }
        for name in ["postgresql", "redis", "mail", "config"] {
            #expect(lines.contains { $0.hasPrefix("\(name) ") }, "\(name)")
        }
        #expect(try await scene.differences() == [])
        let services = try await platform.services()
        for name in ["api", "dovecot", "postfix", "redis-server"] {
            #expect(run.output.says("services.stopped", ["name": name]), "\(run.output)")
            #expect(run.output.says("services.started", ["name": name]), "\(run.output)")
        }
        #expect(!run.output.says("services.stopped", ["name": "frontend"]))
        #expect(services.up == ["api", "dovecot", "postfix"])
        #expect(Set(services.log).isSuperset(of: ["stop api", "stop postfix", "stop dovecot", "start api"]))
        #expect(!services.log.contains { $0.hasSuffix("frontend") || $0.hasSuffix("postgresql") })
        #expect(try await leftovers() == [])
    }

    @Test(arguments: [
        ("--no-postgres", "postgresql"), ("--no-redis", "redis"), ("--no-mail", "mail"), ("--no-config", "config"),
    ])
    func `what is left out stays bit for bit`(flag: String, component: String) async throws {
        try await scene.change()
        let changed = try await platform.content()
        let others = flag == "--no-config" ? ["--no-certs"] : []
        let run = try await scene.restore(["--yes", "--force", flag] + others + [scene.backup.id])
        #expect(run.status == 0, "\(run.error)")
        let found = try await platform.content()
        #expect(found[component] == changed[component])
        let different = scene.differences(found)
        #expect(different.count == 1 && different.first?.hasPrefix(component) == true, "\(different)")
        try await scene.giveBack()
    }

    @Test func `nothing stops with --no-stop, nothing starts with --no-start`() async throws {
        _ = try await platform.services()
        let running = try await scene.restore(["--yes", "--no-stop", "--no-redis", "latest"])
        #expect(running.status == 0, "\(running.error)")
        #expect(try await platform.services().log == [])
        let stopped = try await scene.restore(["--yes", "--no-start", "--no-redis", "latest"])
        #expect(stopped.status == 0, "\(stopped.error)")
        let services = try await platform.services()
        #expect(services.up == [] && services.log.allSatisfy { $0.hasPrefix("stop") } && services.log.count == 3)
        try await platform.sh("touch \(platform.units)/{api,postfix,dovecot}.up")
        #expect(try await scene.differences() == [])
    }

    @Test func `an existing .env stays without --force, and the keys that differ are named`() async throws {
        try await platform.sh("cd \(platform.platform.root) && printf 'LATER=geheim\\n' >>.env")
        let run = try await scene.restore(["--yes", "--no-postgres", "--no-redis", "--no-mail", "latest"])
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output.contains("LATER") || run.error.contains("LATER"))
        #expect(!(run.output + run.error).contains("geheim"))
        #expect(try await platform.sh("tail -n 1 \(platform.platform.root)/.env") == "LATER=geheim\n")
        try await scene.giveBack()
    }

    @Test func `without a terminal and without --yes it refuses, and so it does when the answer is no`() async throws {
        _ = try await platform.services()
        let run = try await scene.restore(["latest"])
        #expect(run.status == 1 && run.error.contains("--yes"))
        let answered = """
            import os, pty, select, sys
            pid, end = pty.fork()
            if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
            said = b""
            while True:
                try: bytes = os.read(end, 4096)
                except OSError: break
                if not bytes: break
                if said.find(b"continuer") < 0 and (said + bytes).find(b"continuer") >= 0: os.write(end, b"non\\n")
                said += bytes
            print(said.decode(errors="replace"))
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        let no = try await platform.restore(["latest"], by: ["python3", "-c", answered])
        #expect(no.status == 1 && no.output.says("restore.not-confirmed"), "\(no.output)")
        #expect(no.output.contains("mssante") && no.output.contains(platform.platform.root.string))
        #expect(try await platform.services().log == [])
        #expect(try await scene.differences() == [])
    }

    @Test func `a dry run says what would happen, and changes nothing`() async throws {
        let before = try await platform.sh(
            "find \(platform.platform.root) -printf '%p %T@ %s\\n' | sort | grep -v /log")
        _ = try await platform.services()
        let run = try await scene.restore(["--dry-run", "latest"])
        #expect(run.status == 0, "\(run.error)")
        for word in [
            "postgresql", "redis", "mail", "config", "certificates", "api, dovecot, postfix", scene.backup.id,
            Text("restore.would-restart", ["name": "redis"])[.french],
        ] {
            #expect(run.output.contains(word), "\(run.output)")
        }
        let after = try await platform.sh("find \(platform.platform.root) -printf '%p %T@ %s\\n' | sort | grep -v /log")
        #expect(after == before)
        #expect(try await platform.services().log == [])
    }

    @Test func `the safety copy of a restore gives back what was there before it`() async throws {
        try await scene.change()
        let changed = try await platform.content()
        let first = try await scene.restore(["--yes", "--force", scene.backup.id])
        #expect(first.status == 0, "\(first.error)")
        let copies = try await platform.sh("ls -d \(scene.platform.platform.backupRoot)/pre_restore_*/").lines
        let several = try await scene.restore(["--yes"] + copies + [copies[0]])
        #expect(several.status == 1 && several.error.says("usage.several-sources.why"))
        let newest = try #require(copies.max())
        let run = try await scene.restore(["--yes", "--force", newest])
        #expect(run.status == 0, "\(run.error)")
        let found = try await platform.content()
        for name in changed.keys { #expect(found[name] == changed[name], "\(name)") }
        try await scene.giveBack()
    }

    @Test func `a safety copy and a backup that bash made restore, each from its own names`() async throws {
        let (root, folder) = (platform.platform.root, platform.platform.folder.appending("bash"))
        let variables = platform.platform.postgres.merging(platform.platform.redis) { $1 }
            .merging(["PGDATABASE": "mssante", "REDISCLI_AUTH": platform.platform.redis["REDIS_PASSWORD"] ?? ""]) { $1 }
        let safety = """
            mkdir -p "$0" && cd "$0" && pg_dump -Fc | gzip >postgres_safety.dump.gz
            redis-cli -h $REDIS_HOST -p $REDIS_PORT --rdb redis_safety.rdb >/dev/null
            tar -C "$1/data" --acls --xattrs -czf mail_safety.tar.gz mail; cp -p "$1/.env" .env.safety
            """
        let copy = folder.appending("pre_restore_20240320_143000")
        let made = try await run(
            "env", variables.map { "\($0)=\($1)" } + ["bash", "-c", safety, copy.string, root.string])
        #expect(made.status == 0, "\(made.error)")
        try await platform.sh("mkdir -p \(folder)/whole")
        try await throwaway("backup-by-hand", [root.string, "\(folder)/whole"], variables)
        let whole = try await platform.sh("ls -d \(folder)/whole/*").lines.first ?? ""

        try await scene.change()
        let config = try await platform.content()["config"]
        let first = try await scene.restore(["--yes", copy.string])
        #expect(first.status == 0, "\(first.error)")
        let found = try await platform.content()
        #expect(scene.differences(found).map { $0.prefix(6) } == ["config"] && found["config"] == config)
        try await platform.sh("echo LATER=2 >>\(root)/.env")
        let again = try await scene.restore(["--yes", "--force", "--no-postgres", "--no-redis", copy.string])
        #expect(again.status == 0, "\(again.error)")
        #expect(try await platform.sh("grep -c LATER \(root)/.env || :") == "0\n")
        let times = try await platform.sh("stat -c %Y '\(root)/.env' '\(copy)/.env.safety'").lines
        #expect(times.first == times.last)

        try await scene.giveBack()
        try await scene.change()
        let second = try await scene.restore(["--yes", "--force", whole])
        #expect(second.status == 0, "\(second.error)")
        let differences = try await scene.differences()
        #expect(differences == [], "\(differences)")
        let own = try await platform.sh("cd \(root)/data/backups; ls -A pre_restore_*/.env.safety | tail -n 1")
        #expect(own.hasSuffix("/.env.safety\n"))
        try await scene.giveBack()
    }

    @Test func `an archive of a backup's folder restores, by a relative path`() async throws {
        try await scene.change()
        let folder = platform.platform.folder
        try await platform.sh("tar -C \(platform.platform.backupRoot) -czf \(folder)/copie.tar.gz \(scene.backup.id)")
        let run = try await scene.restore(["copie.tar.gz", "--force", "--yes"])
        #expect(run.status == 0, "\(run.error)")
        #expect(try await scene.differences() == [])
        #expect(try await leftovers() == [])
    }

    @Test func `a left-out component's file may be missing, and its folder's name may end with a slash`() async throws {
        let whole = platform.platform.folder.appending("whole")
        try await platform.sh("cp -a \(platform.platform.backupRoot)/\(scene.backup.id) \(whole); rm \(whole)/mail_*")
        try await scene.change()
        let mail = try await platform.content()["mail"]
        let refused = try await scene.restore(["--yes", "--force", whole.string])
        #expect(
            refused.status == 1
                && refused.error.says("restore.file-missing", ["path": "mail_\(scene.backup.id).tar.gz"]))
        let run = try await scene.restore(["--yes", "--force", "--no-mail", "\(whole)/"])
        #expect(run.status == 0, "\(run.error)")
        #expect(try await platform.content()["mail"] == mail)
        let again = try await scene.restore(["--yes", "--force", "\(scene.backup.id)/"])
        #expect(again.status == 0, "\(again.error)")
        #expect(try await scene.differences() == [])
    }

    @Test func `a restored .env that names another BACKUP_ROOT moves neither the backups nor the restore`() async throws
    {
        let (root, other) = (platform.platform.root, platform.platform.folder.appending("elsewhere"))
        let environment = try await platform.sh("cat \(root)/.env")
        try await platform.sh("echo BACKUP_ROOT=\(other) >>\(root)/.env")
        let variables = ["BACKUP_ROOT": platform.platform.backupRoot.string]
        #expect(
            try await platform.platform.backup(["--no-postgres", "--no-redis", "--no-mail"], variables).status == 0)
        let id = try #require(try await platform.platform.backups().last { !$0.id.hasPrefix("pre_restore_") }).id
        try await platform.sh("sed -i '$d' \(root)/.env")
        #expect(try await platform.sh("cat \(root)/.env") == environment)
        let run = try await scene.restore(["--yes", "--force", id])
        #expect(run.status == 0 && !(run.output + run.error).says("restore.took-back"), "\(run.error)")
        #expect(try await platform.sh("tail -n 1 \(root)/.env") == "BACKUP_ROOT=\(other)\n")
        #expect(try await platform.sh("ls -d \(other) || echo none") == "none\n")
        try await platform.sh("sed -i '$d' \(root)/.env; rm -r \(platform.platform.backupRoot)/\(id)")
        try await scene.giveBack()
    }

    @Test func `on a bare machine nothing waits for the servers of what is left out`() async throws {
        let root = platform.platform.folder.appending("bare")
        try await platform.sh("mkdir \(root)")
        let places = ["PLATFORM_ROOT": root.string, "BACKUP_ROOT": root.appending("backups").string]
        let nowhere = ["PLATFORM": "here", "PGHOST": "127.0.0.1", "PGPORT": "1", "REDIS_PORT": "1"]
        let words = ["restore", "--yes", "--no-stop", "--no-start", "--no-postgres", "--no-redis"]
        let run = try await runBackup(
            words + [scene.backup.folder.string], places.merging(nowhere) { $1 }, in: platform.platform.folder)
        #expect(run.status == 0, "\(run.error)")
        #expect(try await platform.sh("ls -A \(root)").lines.contains("config"))
        try await platform.sh("rm -r \(root)")
    }

    @Test func `latest takes the newest backup of each component`() async throws {
        let mail = ["--no-postgres", "--no-redis", "--no-config", "--no-certs"]
        try await platform.sh(
            "cd \(platform.platform.root)/data/mail/domain.example/user/new && echo hello >1893456000.a.b")
        let newer = try await platform.content()
        #expect(try await platform.platform.backup(mail).status == 0)
        let id = try #require(try await platform.platform.backups().last { !$0.id.hasPrefix("pre_restore_") }).id
        try await platform.lose()
        let run = try await scene.restore(["--yes", "--force", "latest"])
        #expect(run.status == 0, "\(run.error)")
        #expect(try await platform.content() == newer)
        #expect(run.output.lines.contains { $0.contains("] mail") && $0.contains(id) })
        #expect(run.output.lines.contains { $0.contains("] redis") && $0.contains(scene.backup.id) })
        try await platform.sh("rm -r \(platform.platform.backupRoot)/\(id)")
        try await scene.giveBack()
    }

    /// What a restore must not leave: in BACKUP_ROOT, beside the live data, on the servers.
    private func leftovers() async throws -> [String] {
        let root = platform.platform.root
        let files = try await platform.sh(
            "find \(root) \\( -name '.garde-new*' -o -name '.restore*' -o -name '*.partial' \\)")
        let databases = try await platform.platform.sql("SELECT datname FROM pg_database WHERE datname ~ '_garde_'")
        return files.lines + databases.lines
    }
}
