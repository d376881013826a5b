import GardeTestSupport
import Glibc
import SystemPackage
import Testing

extension EncryptionPlatform {
    /// Tests that write to the same platform, one after the other.
    @Suite(.tags(.server), .serialized) struct EncryptionTests {
        let scene = EncryptionPlatform.scene!

        @Test func `an encrypted run writes no plain byte to a file, and gives nobody a secret`() async throws {
            let trace = scene.platform.folder.appending("trace").string
            let strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-v", "-s", "65536", "-o", trace]
            let calls = ["-e", "trace=execve,write,pwrite64,writev,pwritev,pwritev2,sendfile,splice,copy_file_range"]
            let run = try await scene.backup([], ["GPG_PASSPHRASE": "phrase-0x8"], by: strace + calls)
            try #require(run.status == 0, "\(run.error)")
            let backup = try await scene.newestBackup()
            let written = try await written(trace)
            let files = try await backup.manifest(".files[].name").lines
            #expect(written.isSuperset(of: files))
            // Beside them: names and times, gpg's own locks and random numbers, memory.
            let others = Set(written.subtracting(files).filter { !$0.hasPrefix(".#lk") }.map(unmarked))
            let known = [
                ".probe", ".probed",
                "manifest.json", "backup.log", ".lock", ".redis-rewrite.new", ".rotated.new", ".last-run.mssante.new",
                ".mail-index.new", ".certificates-content.new", ".config-content.new", ".redis-content.new",
                "random_seed",
                "memfd:garde",
            ]
            #expect(others.isSubset(of: known), "\(others)")
            for file in files {
                #expect(file.hasSuffix(".gpg"))
                let kind = try await backup.sh("head -c 2 \(file) | od -An -tx1").output
                #expect(kind.hasPrefix(" 84") || kind.hasPrefix(" 85") || kind.hasPrefix(" c1"))
            }
            // Every start of a program but the first, which was given it.
            let starts = try await GardeTestSupport.run("sh", ["-c", "grep -a execve \"$0\" | tail -n +2", trace])
                .output
            #expect(starts.contains("/gpg\"") && !starts.contains("phrase-0x8"))
            for line in starts.lines where line.contains(scene.platform.postgres["PGPASSWORD"] ?? "?") {
                #expect(line.contains("/psql\"") || line.contains("/pg_"))
            }
            _ = try await GardeTestSupport.run("rm", [trace])
            let leaks = try await scene.leaks()
            #expect(leaks == [])
        }

        /// The names of the regular files that were written to, as strace saw it.
        private func written(_ trace: String) async throws -> Set<String> {
            let script = """
                grep -av 'execve(' "$0" | grep -ao '^[0-9]* *[a-z_0-9]*([^"]*' | grep -ao '</[^>]*>' | grep -av '^</dev/' |
                    sed 's/ (deleted)//; s|.*/||; s/>$//' | sort -u
                """
            return Set(try await GardeTestSupport.run("sh", ["-c", script, trace]).output.lines)
        }

        @Test func `the manifest names the keys, and gpg, gunzip and the clients restore without Garde`() async throws {
            let run = try await scene.backup(["--quiet"])
            try #require(run.status == 0, "\(run.error)")
            #expect(run.output + run.error == "")
            let backup = try await scene.newestBackup()
            #expect(
                try await backup.names() == [
                    "certificates_<id>.tar.gz.gpg", "config_<id>.tar.gz.gpg", "mail_<id>.tar.gz.gpg", "manifest.json",
                    "postgresql_<id>.dump.gz.gpg", "postgresql_roles_<id>.sql.gz.gpg", "redis_<id>.rdb.gz.gpg",
                    "redis_aof_<id>.tar.gz.gpg",
                ])
            #expect(
                try await backup.manifest("\"\\(.backup.encrypted) \\(.backup.recipients[])\"")
                    == "true \(scene.fingerprint)")
            #expect(
                try await opened(backup, "postgresql_<id>.dump.gz.gpg", "pg_restore -f - | grep -c CANARY") == "1\n")
            #expect(try await opened(backup, "mail_<id>.tar.gz.gpg", "tar -x --to-stdout | grep -c CANARY") == "1\n")
            #expect(try await opened(backup, "redis_<id>.rdb.gz.gpg", "head -c 5") == "REDIS")
        }

        private func opened(_ backup: BackupRead, _ name: String, _ rest: String) async throws -> String {
            let script = """
                gpg --batch --quiet --pinentry-mode loopback --passphrase-fd 0 --decrypt "$0" | gunzip | \(rest)
                """
            return try await run(
                "sh", ["-c", script, backup.file(name).string], input: "\(Scene.passphrase)\n",
                variables: scene.restored.environment.merging(scene.owner.variables) { $1 }
            ).output
        }

        @Test func `a run that cannot encrypt refuses and leaves nothing, and a dry run says so`() async throws {
            let names = try await scene.platform.names()
            let other = ["--gpg-recipient", "nobody@example.com"]
            for words in [other, other + ["--dry-run"]] {
                let run = try await scene.backup(words)
                #expect(run.status == 1)
                #expect(run.error.says("encryption.no-public-key", ["name": "nobody@example.com"]))
            }
            #expect(try await scene.platform.names() == names)
            let dry = try await scene.backup(["--dry-run", "--no-postgres", "--no-redis"])
            #expect(dry.status == 0 && dry.output.contains(".tar.gz.gpg") && dry.output.contains(scene.fingerprint))
        }

        @Test(.enabled("only root puts a file over /etc/gnupg") { await works("unshare", "-m", "true") })
        func `lines of the whole machine's gpg.conf that nobody knows are refused by name, others change nothing`()
            async throws
        {
            let isMade = mkdir("/etc/gnupg", 0o755) == 0
            defer { if isMade { rmdir("/etc/gnupg") } }
            let (file, words) = (scene.platform.folder.appending("machine.conf"), ["--no-postgres", "--no-redis"])
            let place = [
                "unshare", "-m", "sh", "-c",
                "mount -t tmpfs none /etc/gnupg && cp \(file) /etc/gnupg/gpg.conf && exec \"$0\" \"$@\"",
            ]
            for line in ["passphrase-fd 0", "passphrase-file /dev/stdin", "\\357\\273\\277no-literal", "logger-fd 1"] {
                try await scene.restored.sh("printf '\(line)\\n' >\(file)")
                let run = try await scene.backup(words, by: place)
                let name = try #require(line.split(separator: " ").first).drop { !$0.isLowercase }
                #expect(run.status == 1 && run.error.contains("/etc/gnupg/gpg.conf: \(name)"), "\(run)")
            }
            try await scene.restored.sh(
                "printf 'textmode\\narmor\\nkeyid-format 0xlong\\ncipher-algo AES256\\n' >\(file)")
            #expect(try await scene.backup(words, by: place).status == 0)
            let verified = try await runBackup(
                ["verify", scene.newestBackup().folder.description],
                scene.restored.environment.merging(scene.owner.variables) { $1 }
                    .merging(["GPG_PASSPHRASE": Scene.passphrase]) { $1 })
            #expect(verified.status == 0 && verified.output.contains("SUCCESS"), "\(verified)")
        }

        @Test func `where the private key asks nobody, a file is read back before the backup exists`() async throws {
            let open = try ThrowawayKeys()
            try await open.make(Scene.address)
            let run = try await scene.backup(["--no-postgres", "--no-redis"], open.variables)
            #expect(run.status == 0 && run.output.says("encryption.read-back", ["name": ".tar.gz.gpg"]))
            try await scene.owner.forget()
            let locked = try await scene.backup(["--no-postgres", "--no-redis"], scene.owner.variables)
            #expect(locked.status == 0 && locked.output.says("encryption.seen-from-outside"))
        }

        /// A `PATH` whose gpg is the real one, killed at its fortieth write of an encryption.
        private func dyingGPG() async throws -> [String: String] {
            let (folder, usual) = (scene.platform.folder.appending("dying"), "/usr/local/bin:/usr/bin:/bin")
            let script = """
                #!/bin/sh
                case " $* " in *" --encrypt "*) kill="strace -o /dev/null -e trace=write -e inject=write:signal=SIGKILL:when=40" ;; esac
                PATH=\(usual) exec $kill gpg "$@"
                """
            try await scene.restored.sh(
                "mkdir -p \(folder); printf '%s\n' '\(script)' >\(folder)/gpg; chmod +x \(folder)/gpg")
            return ["PATH": "\(folder):\(usual)"]
        }

        @Test func `a gpg that is killed leaves no half file behind`() async throws {
            let platform = scene.platform
            let (big, names) = (platform.root.appending("config").appending("noise"), try await platform.names())
            try await scene.restored.sh("head -c 60000000 /dev/urandom >\(big)")
            let words = [
                "--encrypt", "--gpg-recipient", Scene.address, "--no-postgres", "--no-redis", "--no-mail", "--no-certs",
            ]
            let settings = scene.server.variables.merging(try await dyingGPG()) { $1 }
            let after = try await platform.disturbed(words, settings) { _ in }
            try await scene.restored.sh("rm \(big)")
            #expect(after.result.status == 1 && after.left.isEmpty)
            #expect(after.result.error.says("encryption.gpg-ended-early", of: "config"))
            #expect(try await platform.names() == names)
        }

        @Test func `the kit names keys, places and commands, and no secret`() async throws {
            try #require(try await scene.backup(["--quiet", "--no-postgres", "--no-redis"]).status == 0)
            let run = try await runBackup(["kit"], scene.restored.environment.merging(scene.server.variables) { $1 })
            #expect(run.status == 0 && run.error == "")
            let digits = run.output.filter { $0 != " " }
            #expect(digits.contains(scene.fingerprint) && run.output.contains("restore --decrypt latest"))
            #expect(run.output.contains("gpg --decrypt postgresql_ID.dump.gz.gpg | gunzip | pg_restore"))
            #expect(run.output.says("kit.private-half-elsewhere"))
            #expect(!run.output.contains(scene.platform.postgres["PGPASSWORD"] ?? "?"))
        }
    }
}
