import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

// Encrypted backups read again, on the same platform.
extension EncryptionPlatform.EncryptionTests {
    typealias Scene = EncryptionPlatform.Scene

    @Test(.timeLimit(.minutes(5)))
    func `all comes back on a machine that has only the private key, by a safety copy that is encrypted too`()
        async throws
    {
        let (restored, bare) = (scene.restored, try ThrowawayKeys())
        try await bare.take(Scene.address, from: scene.owner, privateToo: true, passphrase: Scene.passphrase)
        let before = try await restored.content()
        try #require(try await scene.backup(["--quiet"]).status == 0)
        try await restored.sh("rm \(scene.platform.root)/config/canary.conf")
        try await scene.platform.sql("TRUNCATE canary")
        try await scene.platform.redisCLI("FLUSHALL")
        let words = ["--yes", "--force", "--decrypt", "--gpg-passphrase", Scene.passphrase, "latest"]
        let run = try await restored.restore(words, bare.variables)
        try #require(run.status == 0, "\(run.output)\(run.error)")
        let after = try await restored.content()
        for (name, text) in before {
            let changes = Set(text.lines).symmetricDifference((after[name] ?? "").lines).sorted()
            #expect(changes == [], "\(name)")
        }
        let names = try await restored.sh("cd \(scene.platform.backupRoot) && ls pre_restore_*").lines
        #expect(names.contains("postgres_safety.dump.gz.gpg") && names.contains("redis_safety.rdb.gpg"))
        #expect(names.allSatisfy { $0.hasSuffix(".gpg") || $0 == "manifest.json" || $0.hasPrefix("pre_restore") })
        let log = try await restored.sh(
            "cat \(scene.platform.backupRoot)/*.log; ls -A \(scene.platform.backupRoot)")
        #expect(!log.contains(Scene.passphrase) && !log.contains(".restore-scratch"))
        let leaks = try await scene.leaks()
        #expect(leaks == [])
    }

    @Test func `the passphrase is in no argument and no environment, and gpg-agent forgets it`() async throws {
        try #require(try await scene.backup(["--quiet", "--no-postgres", "--no-redis"]).status == 0)
        let seen = try await scene.watched(["verify", "--gpg-passphrase", Scene.passphrase])
        #expect(seen.status == 0 && seen.output.says("verify.decompressed") && seen.error == "")
        let variable = try await scene.watched(["verify"], ["GPG_PASSPHRASE": Scene.passphrase])
        #expect(variable.status == 0 && variable.error == "")
        let wrong = try await runBackup(
            ["verify", "--gpg-passphrase=wrong"], scene.restored.environment.merging(scene.owner.variables) { $1 })
        #expect(wrong.status == 1 && wrong.error.says("encryption.wrong-passphrase"))
    }

    @Test func `verify says what it proved, with the key and without, and finds every change`() async throws {
        try #require(try await scene.backup(["--quiet", "--no-postgres", "--no-redis", "--no-mail"]).status == 0)
        let backup = try await scene.newestBackup()
        let (without, with) = (scene.server.variables, scene.owner.variables)
        let outside = try await verify(without)
        #expect(outside.status == 0)
        #expect(
            outside.output.says(
                "verify.verified",
                ["parts": Text("verify.from-outside", ["count": 2]), "digests": Text("verify.digests-match")]))
        #expect(outside.error.says("encryption.no-private-key"))
        let file = scene.platform.folder.appending("phrase")
        try await scene.restored.sh("printf '%s\\n' '\(Scene.passphrase)' >\(file)")
        let inside = try await verify(with.merging(["GPG_PASSPHRASE_FILE": file.string]) { $1 })
        let read = Text("verify.decompressed", ["count": 2])
        #expect(
            inside.status == 0
                && inside.output.says("verify.verified", ["parts": read, "digests": Text("verify.digests-match")]))
        let sealed = backup.file("config_<id>.tar.gz.gpg").string
        let size = try await Int(scene.restored.sh("stat -c %s \(sealed)").lines.first ?? "") ?? 0
        try #require(size > 200)
        let program = "\(executables)/mssante"
        let unseen = try await run(
            "bash", ["-c", flips, program, sealed, "\(size)"],
            variables: scene.restored.environment.merging(without) { $1 })
        #expect(unseen.status == 0 && unseen.output == "unseen:\n", "\(unseen.output)\(unseen.error)")
        for change in ["truncate -s -1", "truncate -s 0", "echo x >>"] {
            try await scene.restored.sh("cp \(sealed) \(sealed).kept; \(change) \(sealed)")
            #expect(try await verify(without).status == 1)
            try await scene.restored.sh("mv \(sealed).kept \(sealed)")
        }
        #expect(try await verify(without).status == 0)
    }

    /// Flips one bit in each eighth byte of the file $1, which has $2 bytes, in turn, and names those that `verify` by $0 lets pass.
    private var flips: String {
        """
        python3 - "$0" "$@" <<'END'
        import subprocess, sys
        program, path, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
        good = open(path, 'rb').read()
        unseen = []
        for place in range(0, size, 8):
            bad = bytearray(good); bad[place] ^= 1 << place // 8 % 8
            open(path, 'wb').write(bad)
            run = subprocess.run([program, 'verify'], capture_output=True)
            if run.returncode != 1 or '\(Text("verify.damaged", ["path": ""])[.french])'.encode() not in run.stderr: unseen.append(str(place))
        open(path, 'wb').write(good)
        print('unseen:' + ' '.join(unseen))
        END
        """
    }

    private func verify(_ variables: [String: String]) async throws -> ToolResult {
        try await runBackup(["verify"], scene.restored.environment.merging(variables) { $1 })
    }

    @Test func `what stands against a restore is said before anything stops`() async throws {
        try #require(try await scene.backup(["--quiet", "--no-postgres", "--no-redis"]).status == 0)
        _ = try await scene.restored.services()
        try await scene.owner.forget()
        func refusal(_ words: [String], _ keys: ThrowawayKeys) async throws -> String {
            let run = try await scene.restored.restore(
                ["--yes", "--no-postgres", "--no-redis"] + words + ["latest"], keys.variables)
            #expect(run.status == 1)
            return run.error
        }
        let plain = try await refusal([], scene.owner)
        #expect(plain.says("encryption.encrypted") && plain.says("encryption.encrypted.fix"), "\(plain)")
        #expect(try await refusal(["--decrypt"], scene.owner).says("encryption.passphrase-needed"))
        #expect(try await refusal(["--decrypt"], scene.server).says("encryption.no-private-key"))
        let wrong = try await refusal(["--decrypt", "--gpg-passphrase", "wrong"], scene.owner)
        #expect(wrong.lines.count { $0.says("encryption.wrong-passphrase") } == 1)
        let (agent, line) = (scene.owner.home.appending("gpg-agent.conf"), "no-allow-loopback-pinentry")
        let again = "gpgconf --homedir \(scene.owner.home) --kill gpg-agent"
        try await scene.restored.sh("echo \(line) >>\(agent); \(again)")
        let closed = try await refusal(["--decrypt", "--gpg-passphrase", Scene.passphrase], scene.owner)
        #expect(closed.says("encryption.no-loopback.why"), "\(closed)")
        try await scene.restored.sh("sed -i /\(line)/d \(agent); \(again)")
        #expect(try await scene.restored.services().log == [])
    }

    @Test func `what a bash script encrypted file by file is restored`() async throws {
        let (restored, name) = (scene.restored, "20240315_020000")
        let folder = scene.platform.folder.appending(name)
        try await restored.sh("rm -rf \(folder); mkdir \(folder)")
        let script = """
            cd '\(scene.platform.root)' && id=\(name)
            seal() { gzip | gpg --batch --quiet --trust-model always -e -r \(Scene.address) >'\(folder)'/$1.gpg; }
            tar -C data -cf - mail | seal mail_$id.tar.gz
            tar -cf - config .env docker-compose.yml | seal config_$id.tar.gz
            echo '{"backup": {"id": "\(name)", "type": "full", "date": "2024-03-15T02:00:00+01:00", "duration_seconds": 245,
              "size_bytes": 1073741824, "encrypted": true, "errors": 0}, "components": {"postgresql": false, "redis": false,
              "mail": true, "config": true, "certificates": false},
              "files": ["mail_\(name).tar.gz", "config_\(name).tar.gz"], "system": {"hostname": "h", "os": "Debian",
              "docker_version": "24.0.7"}, "application": {"version": "v1.2.3", "commit": "abc1234"}}' >'\(folder)'/manifest.json
            """
        let made = try await run(
            "bash", ["-ec", script], variables: restored.environment.merging(scene.server.variables) { $1 })
        try #require(made.status == 0, "\(made.error)")
        try await restored.sh(
            "rm \(scene.platform.root)/config/canary.conf; find \(scene.platform.root)/data/mail -name '17*' -delete"
        )
        let run = try await restored.restore(
            ["--yes", "--decrypt", folder.string],
            scene.owner.variables.merging(["GPG_PASSPHRASE": Scene.passphrase]) { $1 })
        try #require(run.status == 0, "\(run.output)\(run.error)")
        #expect(try await restored.sh("cat \(scene.platform.root)/config/canary.conf") == "\(Scene.canary)\n")
        #expect(
            try await restored.sh("grep -rlF \(Scene.canary) \(scene.platform.root)/data/mail | wc -l") == "1\n")
        let newest = try await restored.sh("cd \(scene.platform.backupRoot) && ls -d pre_restore_* | tail -n 1")
            .lines
        let copy = scene.platform.backupRoot.appending(newest.first ?? "none").appending("manifest.json")
        #expect(try await restored.sh("jq -r '.backup.recipients[]' \(copy)") == "\(scene.fingerprint)\n")
    }

    @Test func `what a killed restore decrypted is swept by the next run, also by one that is refused`()
        async throws
    {
        let root = scene.platform.backupRoot
        for journal in ["", ".restore-journal"] {
            try await scene.restored.sh(
                """
                mkdir -p -m 700 \(root)/.restore-scratch/garde-dump-1; cd \(root); echo plain >.restore-scratch/garde-dump-1/dump
                [ -z '\(journal)' ] || touch '\(journal)'
                """)
            let run = try await scene.backup(["--quiet", "--no-postgres", "--no-redis"])
            #expect(run.status == (journal.isEmpty ? 0 : 1))
            #expect(try await scene.restored.sh("find \(root) -path '*/.restore-scratch/*' -type f") == "")
        }
        try await scene.restored.sh("cd \(root); rm -rf .restore-scratch .restore-journal")
    }

    @Test func `on a terminal gpg asks for the passphrase, once`() async throws {
        try #require(try await scene.backup(["--quiet", "--no-postgres", "--no-redis", "--no-mail"]).status == 0)
        try await scene.owner.forget()
        let typing = """
            import os, pty, sys, time
            phrase = sys.stdin.buffer.readline().strip()
            pid, end = pty.fork()
            if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
            said, typed = b"", 0
            while True:
                try: bytes = os.read(end, 4096)
                except OSError: break
                if not bytes: break
                said += bytes
                if b"Passphrase:" in said[typed:]:
                    time.sleep(0.5)
                    os.write(end, phrase + b"\\r")
                    typed = len(said) + 1 << 20
            print(said.decode(errors="replace"))
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        let variables = scene.restored.environment.merging(scene.owner.variables) { $1 }
            .merging(["TERM": "xterm", "LC_ALL": "C.UTF-8"]) { $1 }
        let words = ["restore", "--dry-run", "--decrypt", "--no-postgres", "--no-redis", "--no-mail", "latest"]
        let run = try await run(
            "python3", ["-c", typing, "\(executables)/mssante"] + words, input: "\(Scene.passphrase)\n",
            variables: variables)
        #expect(run.status == 0 && run.output.says("restore.would-stop"), "\(run.output)\(run.error)")
    }

    @Test func `files of another backup, and one without its manifest, are refused`() async throws {
        let words = ["--quiet", "--no-postgres", "--no-redis", "--no-mail"]
        for _ in 1...2 { try #require(try await scene.backup(words).status == 0) }
        let found = try await scene.platform.backups().filter { !$0.id.hasPrefix("pre_restore_") }.suffix(2)
        let pair = Array(found)
        try #require(pair.count == 2)
        let folder = scene.platform.folder.appending("copies").appending(pair[1].id).string
        try await scene.restored.sh("rm -rf copies; mkdir copies; cp -a \(pair[1].folder) copies/")
        let phrase = scene.owner.variables.merging(["GPG_PASSPHRASE": Scene.passphrase]) { $1 }
        let sealed = "\(folder)/config_\(pair[1].id).tar.gz.gpg"
        try await scene.restored.sh("cp \(pair[0].file("config_<id>.tar.gz.gpg")) \(sealed)")
        let swapped = try await scene.restored.restore(["--yes", "--decrypt", folder], phrase)
        #expect(swapped.status == 1 && swapped.error.says("verify.damaged", ["path": sealed]))
        try await scene.restored.sh("rm \(sealed)")
        let others = try await scene.restored.restore(["--yes", "--decrypt", "--no-config", folder], phrase)
        #expect(others.status == 0, "\(others.error)")
        try await scene.restored.sh(
            "cp \(pair[0].file("config_<id>.tar.gz.gpg")) \(sealed); rm \(folder)/manifest.json")
        let lost = try await scene.restored.restore(["--yes", "--decrypt", folder], phrase)
        #expect(lost.status == 1 && lost.error.says("restore.manifest-lost"))
    }
}

extension EncryptionPlatform.Scene {
    /// Runs a command with the owner's keys; every few milliseconds the arguments and environments of all processes are
    /// looked at, its own in its first moments apart. What was seen of the passphrase is the error.
    fileprivate func watched(_ words: [String], _ more: [String: String] = [:]) async throws -> ToolResult {
        let variables = restored.environment.merging(owner.variables) { $1 }.merging(more) { $1 }
        let watch = """
            import os, subprocess, sys, time
            phrase = sys.stdin.buffer.readline().strip()
            run = subprocess.Popen([sys.argv[1]] + [phrase if word == 'PHRASE' else word for word in sys.argv[2:]])
            time.sleep(0.2)
            seen = set()
            while run.poll() is None:
                for place in os.listdir('/proc'):
                    if not place.isdigit() or int(place) == os.getpid() or int(place) == os.getppid(): continue
                    for name in ('cmdline', 'environ'):
                        try: text = open(f'/proc/{place}/{name}', 'rb').read()
                        except OSError: continue
                        if phrase in text: seen.add(f'{name} of {open(f"/proc/{place}/comm").read()}')
                time.sleep(0.01)
            sys.stderr.write(''.join(sorted(seen)))
            sys.exit(run.returncode)
            """
        let spelled = words.map { $0 == Self.passphrase ? "PHRASE" : $0 }
        return try await run(
            "python3", ["-c", watch, "\(executables)/mssante"] + spelled, input: "\(Self.passphrase)\n",
            variables: variables)
    }
}
