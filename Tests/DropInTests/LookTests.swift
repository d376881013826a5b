import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `ls`, `cat` and `find` of the shipped program, with real servers.
@Suite(.tags(.server)) struct LookRunTests {
    @Test func `tables come with their rows, and keys by database and prefix`() async throws {
        try await ThrowawayPlatform.with { platform in
            try await platform.sql(
                """
                CREATE SCHEMA "Été"; CREATE TABLE "Été"."two words" (n int, t text);
                INSERT INTO "Été"."two words" SELECT n, E'a\\nb\\\\.' FROM generate_series(1, 7) n;
                """)
            let keysOfOurs = "for n = 1, 300 do redis.call('SET', 'look:' .. n, 1) end"
            try await platform.redisCLI("EVAL", keysOfOurs, "0")
            #expect(try await platform.backup(["--quiet", "--no-mail"]).status == 0)
            let tables = try await platform.backup(["ls", "latest", "postgresql"])
            #expect(tables.status == 0 && tables.output.lines.contains { $0.hasSuffix("  Été.two words") }, "\(tables)")
            #expect(tables.output.lines.contains { $0.says("look.rows", ["count": 7]) && $0.hasSuffix("two words") })
            let keys = try await platform.backup(["ls", "latest", "redis"])
            #expect(keys.output.lines.contains { $0.says("look.keys", ["count": 300]) && $0.hasSuffix("db0  look:*") })
            let all = try await platform.backup(["ls", "latest"])
            #expect(all.status == 0 && all.output.lines.count == 4, "\(all)")
            let none = try await platform.backup(["ls", "latest", "mail"])
            #expect(none.status == 1 && none.error.says("look.not-saved", ["component": "mail"]), "\(none)")
        }
    }

    @Test func `cat gives the bytes and nothing else`() async throws {
        try await ThrowawayPlatform.with(.mail(5)) { platform in
            let script = """
                cd \(platform.root); head -c 300000 /dev/urandom >config/random; truncate -s 200000 config/hole
                ln config/random config/second; echo odd >"config/$(printf 'l\\nb')"; sha256sum <config/random
                """
            let digest = try await run("sh", ["-ec", script]).output
            #expect(try await platform.backup(["--no-postgres", "--no-redis", "--quiet"]).status == 0)
            let program = "\(executables)/mssante"
            let variables = ["PATH": "/usr/bin:/bin"].merging(platform.environment) { $1 }
            for name in ["random", "second"] {
                let sum = try await run(
                    "sh", ["-c", "\"$0\" cat latest config/\(name) | sha256sum", program], variables: variables)
                #expect(sum.output == digest && sum.error == "", "\(name): \(sum)")
            }
            let hole = try await run(
                "sh",
                [
                    "-c", "\"$0\" cat latest config/hole | tr -d '\\0' | wc -c; \"$0\" cat latest config/hole | wc -c",
                    program,
                ],
                variables: variables)
            #expect(hole.output == "0\n200000\n" && hole.error == "", "\(hole)")
            let odd = try await platform.backup(["cat", "latest", "config/l\\x0ab"])
            #expect(odd.status == 0 && odd.output == "odd\n" && odd.error == "")
            for (path, id) in [
                ("config/nginx", "look.is-folder"), ("config/randon", "files.no-such-path"), ("../x", "files.bad-path"),
                ("config/dangling.conf", "look.is-link"),
            ] {
                let refused = try await platform.backup(["cat", "latest", path])
                #expect(refused.status == 1 && refused.output == "" && refused.error.says(id), "\(path): \(refused)")
            }
            #expect(try await platform.backup(["cat", "latest"]).error.says("usage.path-missing"))
            let archive = try await run(
                "sh", ["-c", "cd \(platform.backupRoot) && tar -czf \(platform.folder)/a.tar.gz 20*"])
            #expect(archive.status == 0)
            let unpacked = try await platform.backup(["cat", "\(platform.folder)/a.tar.gz", ".env"])
            #expect(unpacked.status == 0 && unpacked.error == "")
            #expect(try await run("sh", ["-c", "ls -A \(platform.backupRoot) | grep unpacked"]).output == "")
        }
    }

    @Test func `messages of an increment are found, listed and printed`() async throws {
        try await ThrowawayPlatform.with(.mail(40)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            try await chain.change(seed: "look", count: 10)
            try await chain.increment()
            let live = try await chain.sh("cd domain.example/user/cur && ls -A | sort")
            let listed = try await platform.backup(["ls", "latest", "mail/domain.example/user/cur"])
            #expect(listed.status == 0 && listed.output.lines.count == live.lines.count, "\(listed)")
            let name = try #require(live.lines.first)
            let message = try await platform.backup(["cat", "latest", "data/mail/domain.example/user/cur/\(name)"])
            #expect(try await message.output == chain.sh("cat 'domain.example/user/cur/\(name)'"), "\(message.error)")
            let beside = platform.folder.appending("beside").string
            let words = ["restore", "latest", "--to", beside, "--mailbox", "user@domain.example"]
            let restored = try await platform.backup(words)
            #expect(restored.status == 0, "\(restored)")
            let come = try await run("sh", ["-c", "cd \(beside)/data/mail/domain.example/user/cur && ls -A | sort"])
            #expect(come.output == live, "\(come)")
            let found = try await platform.backup(["find", "user@domain.example", "-q"])
            #expect(found.status == 0 && found.output.contains("user@domain.example/INBOX"), "\(found)")
        }
    }
}

// Encrypted backups, with the key and without.
extension EncryptionPlatform.EncryptionTests {
    @Test func `encrypted backups are looked into with the key alone`() async throws {
        try #require(try await scene.backup(["--quiet", "--no-postgres", "--no-redis", "--no-mail"]).status == 0)
        let owner = scene.restored.environment.merging(scene.owner.variables) { $1 }
        let words = ["--gpg-passphrase", Scene.passphrase]
        let listed = try await runBackup(["ls", "latest", "config/nginx"] + words, owner)
        #expect(listed.status == 0 && listed.output.contains("mssante.conf"), "\(listed)")
        let printed = try await runBackup(["cat", "latest", "config/nginx/mssante.conf"] + words, owner)
        let live = try await run("cat", ["\(scene.platform.root)/config/nginx/mssante.conf"])
        #expect(printed.output == live.output && printed.error == "", "\(printed)")
        let found = try await runBackup(["find", "mssante.conf", "-q"] + words, owner)
        // Other tests leave backups that this key does not open.
        #expect([0, 3].contains(found.status) && found.output.contains("config/nginx/mssante.conf"), "\(found)")
        let server = scene.restored.environment.merging(scene.server.variables) { $1 }
        let without = try await runBackup(["cat", "latest", "config/nginx/mssante.conf"], server)
        #expect(
            without.status == 1 && without.output == "" && without.error.says("encryption.no-private-key"), "\(without)"
        )
        let beside = scene.platform.folder.appending("beside-\(UInt32.random(in: 0 ... .max))")
        let one = try await runBackup(
            ["restore", "latest", "--decrypt", "--to", beside.string, "--path", "config/nginx/mssante.conf"] + words,
            owner)
        #expect(one.status == 0, "\(one)")
        #expect(try await run("cat", ["\(beside)/config/nginx/mssante.conf"]).output == live.output)
    }
}
