import GardeTestSupport
import SystemPackage
import Testing

/// restore.sh with `--mailbox`: one mailbox, or one folder of it, out of an increment.
@Suite(.tags(.server)) struct MailboxTests {
    /// A platform whose newest backup is an increment, and a copy of its mail as it was then.
    private func withIncrement(_ body: (MailChain, FilePath) async throws -> Void) async throws {
        try await ThrowawayPlatform.with(.mail(150)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            try await chain.change(seed: "mailbox", count: 10)
            try await chain.increment()
            _ = try await chain.sh("cp -a . ../before")
            try await body(chain, platform.root.pushing("data/before"))
        }
    }

    private func restore(_ chain: MailChain, _ words: [String]) async throws -> ToolResult {
        try await chain.platform.backup(
            ["restore", "--yes", "--no-stop", "--no-start"] + words + [
                try await chain.platform.newestBackup().folder.string
            ])
    }

    private let user = "domain.example/user"

    @Test func `messages that are missing come back, and nothing else changes`() async throws {
        try await withIncrement { chain, before in
            _ = try await chain.sh(
                """
                cd \(user) && ls cur | head -n 4 | tr '\\n' '\\0' | (cd cur && xargs -0 rm) && rm -r .Sent
                cd cur && m=$(ls | tail -n 1) && mv "$m" "${m%%:*}:2,T" && echo new >../new/1899999999.M1P1.host
                rm ../../secretariat*/cur/*
                """)
            let live = try await MailChain.listing(chain.mail)
            let run = try await restore(chain, ["--mailbox", "user@domain.example"])
            #expect(run.status == 0, "\(run.error)")
            let after = try await MailChain.listing(chain.mail)
            let then = Set(try await MailChain.listing(before))
            let isFolder = { (line: String) in line.contains(" drw") }
            #expect(Set(live).subtracting(after).filter { !isFolder($0) } == [])
            let come = Set(after).subtracting(live).filter { !isFolder($0) }
            #expect(come.count > 8 && come.allSatisfy { then.contains($0) && $0.contains(user) })
            #expect(after.contains { $0.contains("1899999999.M1P1.host") })
            #expect(try await chain.sh("find . -name '.garde*'") == "")
            let again = try await restore(chain, ["--mailbox", "user@domain.example"])
            #expect(again.status == 0 && again.output.says("files.nothing-missing"), "\(again)")
            let dry = try await restore(chain, ["--mailbox", "user@domain.example", "--dry-run"])
            #expect(
                dry.status == 0 && dry.output.says("files.nothing-missing")
                    && !dry.output.says("restore.would-restore"))
        }
    }

    @Test(arguments: [
        ("user@domain.example", "user"), ("user@domain.example/été", "user/.&AOk-t&AOk-"),
        ("user@domain.example/Archives/2024", "user/.Archives.2024"),
    ])
    func `with --replace it is as it was then, and its neighbours stay`(name: String, place: String) async throws {
        try await withIncrement { chain, before in
            let path = FilePath("domain.example").pushing(FilePath(place)).string
            _ = try await chain.sh(
                """
                cd '\(path)' && ls cur | head -n 2 | tr '\\n' '\\0' | (cd cur && xargs -0 rm -f)
                echo new >new/1899999999.M1P1.host && echo other >dovecot-uidlist && echo kept >"$0/domain.example/kept"
                """)
            let run = try await restore(chain, ["--mailbox", name, "--replace"])
            #expect(run.status == 0, "\(run.error)")
            #expect(
                try await MailChain.differences(chain.mail.pushing(FilePath(path)), before.pushing(FilePath(path)))
                    == [])
            #expect(try await chain.sh("cat domain.example/kept") == "kept\n")
        }
    }

    @Test(arguments: [["user@domain.example"], ["user@domain.example", "--replace"], ["user@domain.example/été"]])
    func `where the domain's folder is gone, the folders above have their owners and modes again`(words: [String])
        async throws
    {
        try await ThrowawayPlatform.with(.mail(20)) { platform in
            let chain = MailChain(platform)
            let look = "stat -c '%n %a %u:%g %y' domain.example domain.example/user"
            _ = try await chain.sh("chown -R 5000:5001 domain.example; chmod 2750 domain.example")
            let before = try await chain.sh(look)
            try await chain.full()
            _ = try await chain.sh("rm -r domain.example")
            let run = try await restore(chain, ["--mailbox"] + words)
            #expect(run.status == 0, "\(run.error)")
            #expect(try await chain.sh(look) == before)
        }
    }

    @Test func `a client keeps the UIDs of what it knew when missing messages come back`() async throws {
        try await withIncrement { chain, _ in
            _ = try await run("chmod", ["711", chain.platform.folder.string])
            let client = "\(packageFolder)/Tests/throwaway/imap-client.py"
            let home = chain.mail.pushing("domain.example/user").string
            #expect(try await run("python3", [client, home, "act"]).status == 0)
            let known = try await run("python3", [client, home, "look"]).output.lines
            #expect(try await restore(chain, ["--mailbox", "user@domain.example/INBOX"]).status == 0)
            let after = try await run("python3", [client, home, "look"]).output.lines
            // Numbers in the mailbox move; UID, flags, date and size do not.
            let facts = { (lines: [String]) in Set(lines.map { $0.replacing(#/b'[0-9]+ \(/#, with: "(") }) }
            #expect(known.count > 20 && after.count > known.count)
            #expect(facts(known).subtracting(facts(after)) == [])
        }
    }

    @Test func `what is no mailbox of the backup is refused before anything stops`() async throws {
        try await withIncrement { chain, _ in
            let live = try await MailChain.listing(chain.mail)
            for (words, said, name) in [
                (["--mailbox", "nobody@domain.example"], "mail.no-such-mailbox", "nobody@domain.example" as String?),
                (["--mailbox", "user"], "mail.no-such-mailbox", "user"),
                (["--replace"], "mail.replace-without-mailbox", nil),
                (["--mailbox", "user@domain.example", "--no-mail"], "mail.mailbox-without-mail", nil),
                (["--mailbox", "../..@domain.example/../.."], "mail.bad-mailbox.why", nil),
            ] {
                let run = try await restore(chain, words)
                #expect(run.status == 1 && run.error.says(said, name.map { ["name": $0] } ?? [:]), "\(words): \(run)")
            }
            #expect(try await MailChain.listing(chain.mail) == live)
        }
    }
}
