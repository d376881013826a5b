import GardeTestSupport
import SystemPackage
import Testing

/// `--mailbox` and `list --mailboxes` with the layouts that mail servers really keep.
@Suite struct MailboxLayoutTests {
    private struct Ground {
        let scratch = Scratch()
        var mail: FilePath { scratch("platform").appending("data").appending("mail") }

        init() throws { try scratch.write("platform/.env", "A=1\n") }

        /// Mailboxes of two messages each below the folder of all mail, and a backup of them.
        func make(_ maildirs: [String]) async throws {
            for (place, folder) in maildirs.enumerated() {
                for part in ["cur", "new", "tmp"] {
                    try scratch.write("platform/data/mail/\(folder)/\(part)/.keep", "")
                }
                try scratch.write("platform/data/mail/\(folder)/cur/170000000\(place).M1P1.host:2,S", "seen \(place)")
                try scratch.write("platform/data/mail/\(folder)/new/170000000\(place).M2P1.host", "new \(place)")
            }
            _ = try await run("find", [mail.string, "-name", ".keep", "-delete"])
            let result = try await call(["backup"] + MailChain.mailOnly)
            try #require(result.status == 0, "\(result.error)")
        }

        func call(_ arguments: [String]) async throws -> ToolResult {
            try await runBackup(
                arguments,
                [
                    "PLATFORM_ROOT": scratch("platform").string, "PLATFORM": "here",
                    "BACKUP_ROOT": scratch("backups").string,
                ])
        }

        func restore(_ mailbox: String, _ more: String...) async throws -> ToolResult {
            try await call(["restore", "--yes", "--no-stop", "--no-start", "--mailbox", mailbox] + more + ["latest"])
        }

        /// Files below the folder of all mail.
        func files() async throws -> Set<String> {
            Set(try await run("find", [mail.string, "-type", "f", "-printf", "%P\\n"]).output.lines)
        }
    }

    /// The maildir, and all that names it.
    @Test(arguments: [
        ("d.example/anne/Maildir", ["anne@d.example", "d.example/anne", "d.example/anne/Maildir", "Anne@D.Example"]),
        ("vhosts/d.example/anne", ["anne@d.example", "vhosts/d.example/anne", "data/mail/vhosts/d.example/anne"]),
        ("d.example/anne/.maildir", ["anne@d.example", "d.example/anne/.maildir"]),
        ("anne@d.example", ["anne@d.example", "mail/anne@d.example"]),
        (
            "vmail1/d.example/a/n/n/anne-2024.03.15.02.00.00/Maildir",
            ["anne@d.example", "vmail1/d.example/a/n/n/anne-2024.03.15.02.00.00"]
        ),
        ("anne/Maildir", ["anne/Maildir", "anne"]), ("owner/mail/d.example/anne", ["anne@d.example"]),
    ])
    func `a mailbox is found by what it is and named by its address or its path`(maildir: String, names: [String])
        async throws
    {
        let ground = try Ground()
        try await ground.make([maildir, maildir + "/.Sent", "d.example/other", "owner/mail"])
        let whole = try await ground.files()
        for name in names + [names[0] + "/INBOX"] {
            _ = try await run("sh", ["-c", "rm -f \"$0\"/*/*", ground.mail.pushing(FilePath(maildir)).string])
            #expect(try await ground.files().count == whole.count - 2)
            let result = try await ground.restore(name)
            #expect(result.status == 0, "\(name): \(result.error)")
            #expect(try await ground.files() == whole, "\(name)")
        }
        let listed = try await ground.call(["list", "latest", "--mailboxes"])
        #expect(listed.status == 0, "\(listed.error)")
        let rows = listed.output.lines.map { $0.split(separator: " ").map(String.init) }
        #expect(rows.count == 4 && rows.allSatisfy { $0[0] == "2" }, "\(listed.output)")
        #expect(rows.contains { $0[1] == "\(names[0])/Sent" && $0[2] == "\(maildir)/.Sent" }, "\(listed.output)")
    }

    @Test(arguments: [
        (
            ".&AOk-t&AOk-.2024",
            ["été/2024", "Été/2024", "e\u{301}te\u{301}/2024", "INBOX/été/2024", ".&AOk-t&AOk-.2024"]
        ),
        (".été", ["été", "ÉTÉ", "INBOX.été"]), (".Archives.2024", ["archives/2024", "Archives.2024"]),
        ("Archives/2024", ["Archives/2024", "ARCHIVES/2024"]), (".R&-D", ["R&D"]),
    ])
    func `a folder is found as people write it, however it is called on disk`(folder: String, names: [String])
        async throws
    {
        let ground = try Ground()
        let maildir = "d.example/anne/Maildir"
        try await ground.make([maildir, "\(maildir)/\(folder)"])
        let whole = try await ground.files()
        for name in names {
            let place = ground.mail.pushing(FilePath("\(maildir)/\(folder)"))
            _ = try await run("sh", ["-c", "rm -f \"$0\"/cur/*; echo x >\"$0\"/new/17.M9.host", place.string])
            let result = try await ground.restore("anne@d.example/\(name)", "--replace")
            #expect(result.status == 0, "\(name): \(result.error)")
            #expect(try await ground.files() == whole, "\(name)")
        }
    }

    @Test(arguments: ["!", ";"]) func `flags behind another separator are no part of a message's name`(sign: String)
        async throws
    {
        let ground = try Ground()
        try await ground.make(["d.example/anne"])
        let cur = ground.mail.pushing(FilePath("d.example/anne/cur")).string
        _ = try await run("sh", ["-c", "cd \"$0\" && for m in *; do mv \"$m\" \"${m%%:*}\(sign)2,RS\"; done", cur])
        let result = try await ground.restore("anne@d.example")
        #expect(result.status == 0 && result.output.says("files.nothing-missing"), "\(result)")
    }

    @Test func `two mailboxes of one address are named by their paths, what is not there by what is`() async throws {
        let ground = try Ground()
        try await ground.make([
            "d.example/anne-2020.01.01.00.00.00/Maildir", "d.example/anne-2024.01.01.00.00.00/Maildir",
        ])
        let both = try await ground.restore("anne@d.example")
        #expect(both.status == 1 && both.error.contains("d.example/anne-2020.01.01.00.00.00/Maildir"), "\(both.error)")
        let none = try await ground.restore("bob@d.example")
        #expect(none.status == 1 && none.error.contains("anne@d.example"), "\(none.error)")
        #expect(
            try await ground.restore("d.example/anne-2020.01.01.00.00.00/Trash").error.says("mail.no-such-folder.why"))
    }
}
