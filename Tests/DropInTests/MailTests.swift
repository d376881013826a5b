import GardeTestSupport
import SystemPackage
import Testing

/// A tree of mailboxes without any server.
let mailOnly = ["--no-postgres", "--no-redis", "--no-config", "--no-certs"]

extension ThrowawayPlatform.Shape {
    /// `count` messages, no PostgreSQL, no Redis.
    static func mail(_ count: Int = 120) -> Self { Self { ($0.messages, $0.rows, $0.keys) = (count, nil, nil) } }
}

@Suite(.tags(.server)) struct MailTests {
    @Test(arguments: [
        ("tar --acls --xattrs --xattrs-include='user.*' -xpzf", []), ("bsdtar -xpf", []),
        ("busybox tar -xzf", ["--plain"]),
    ])
    func `a mail tree comes back as it was, by any tar`(extract: String, options: [String]) async throws {
        try await ThrowawayPlatform.with(.mail()) { platform in
            try await oddities(below: platform.root.pushing("data/mail/domain.example"))
            let run = try await platform.backup(mailOnly)
            #expect(run.status == 0)
            let copy = platform.folder.appending("copy").string
            let archive = try await platform.newestBackup().file("mail_<id>.tar.gz").string
            let extracted = try await GardeTestSupport.run(
                "sh", ["-c", "mkdir $0 && cd $0 && umask 022 && \(extract) \(archive)", copy])
            #expect(extracted.status == 0)
            // A name that is no UTF-8 is marked as POSIX wants it; GNU tar keeps it and says that it knows no such mark.
            #expect(extracted.error.lines.filter { !$0.hasSuffix("keyword 'hdrcharset'") } == [])
            let old = try await listing(platform.root.pushing("data/mail").string, options + ["--mail"])
            let new = try await listing("\(copy)/mail", options)
            #expect(old.count > 150)
            #expect(old.difference(from: new).removals.prefix(5).map(\.line) == [], "in the copy")
            #expect(old.difference(from: new).insertions.prefix(5).map(\.line) == [], "in the source")
        }
    }

    /// What the specification of paths allows and few expect; with a FIFO and a socket among the messages.
    private func oddities(below folder: FilePath) async throws {
        let script = """
            import os, socket, sys
            os.chdir(os.fsencode(sys.argv[1]))
            os.mkdir("odd"); os.chdir("odd")
            for part in ("cur", "new", "tmp"):
                os.mkdir(part)
            names = [b"two\\nlines", b"esc\\x1b[31mred", b"latin-\\xe9\\xff", b"l" * 255, b"-rf", b" ", b"back\\\\slash",
                     "été 🏥".encode(), b"'quote\\"", b"tab\\t", b"1700000000.M1P1.host,S=4:2,S"]
            for number, name in enumerate(names):
                with open(b"cur/" + name, "wb") as file:
                    file.write(b"message %d\\n" % number)
                os.chmod(b"cur/" + name, [0o600, 0o640, 0o400, 0o7644][number % 4])
                os.utime(b"cur/" + name, ns=(0, 1234567890123456789 + number))
            os.chown(b"cur/" + names[0], 2999999, 4000000000)
            open("new/zero", "w").close()
            open("new/big", "wb").write(os.urandom(1500000))
            open("new/sparse", "wb").truncate(3000000)
            os.link("new/big", "cur/copied:2,S")
            open("new/many", "w").close()
            os.setxattr("new/many", "user.long", b"x" * 3000)
            os.symlink(b"nowhere/\\xff", "link")
            os.symlink("cur", "link to a folder")
            os.mkfifo("fifo"); os.mkfifo("cur/fifo")
            socket.socket(socket.AF_UNIX).bind("socket"); socket.socket(socket.AF_UNIX).bind("new/socket")
            os.setxattr("new/zero", "user.note", bytes(range(256)))
            os.mkdir("empty"); os.chmod("empty", 0o2711)
            deep = "d" * 40
            for _ in range(85):
                os.mkdir(deep); os.chdir(deep)
            open("bottom", "w").write("here")
            """
        let made = try await run("python3", ["-c", script, folder.string])
        #expect(made.error == "")
    }

    private func listing(_ folder: String, _ options: [String]) async throws -> [String] {
        let result = try await run("\(packageFolder)/Tests/throwaway/tree-listing", [folder] + options)
        #expect(result.error == "")
        return result.output.lines
    }

    @Test func `Dovecot's list of UIDs comes after all messages, its cache and unfinished deliveries never`()
        async throws
    {
        try await ThrowawayPlatform.with(.mail()) { platform in
            #expect(try await platform.backup(mailOnly).status == 0)
            let members = try await platform.newestBackup().sh("tar -tzf mail_$id.tar.gz").output.lines
            let lastMessage = members.lastIndex { $0.contains("/cur/1") || $0.contains("/new/1") }
            let firstList = members.firstIndex { $0.hasSuffix("/dovecot-uidlist") }
            #expect(try #require(lastMessage) < #require(firstList))
            #expect(members.contains("mail/domain.example/user/tmp/"))
            #expect(!members.contains { $0.contains("/tmp/1") || $0.hasSuffix("dovecot.index.cache") })
            #expect(members.contains { $0.hasSuffix("/dovecot-keywords") })
            #expect(members.contains { $0.hasSuffix("/subscriptions") })
        }
    }

    @Test func `a mail folder that is a link to another disk is followed`() async throws {
        try await ThrowawayPlatform.with(.mail(20)) { platform in
            let mail = platform.root.pushing("data/mail").string
            let elsewhere = platform.folder.appending("disk").string
            let moved = try await run("sh", ["-c", "mv \"$0\" \"$1\" && ln -s \"$1\" \"$0\"", mail, elsewhere])
            #expect(moved.status == 0)
            #expect(try await platform.backup(mailOnly).status == 0)
            let members = try await platform.newestBackup().sh("tar -tzf mail_$id.tar.gz | grep -c /cur/1")
            let files = try await run("sh", ["-c", "find \"$0\" -path '*/cur/*' | wc -l", elsewhere])
            #expect(members.output == files.output && files.output != "0\n")
        }
    }
}

extension CollectionDifference.Change {
    fileprivate var line: ChangeElement {
        switch self {
        case .insert(_, let element, _), .remove(_, let element, _): element
        }
    }
}
