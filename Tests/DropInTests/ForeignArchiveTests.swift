import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Archives of a configuration as other programs, and other hands, write them: verify and `--dry-run` say what the restore
/// then does.
@Suite struct ForeignArchiveTests {
    /// A platform without servers, and a folder of a backup that was made by hand.
    private struct Ground {
        let scratch = Scratch()
        var backup: String { scratch("20240315_020000").string }
        private var archive: FilePath { scratch("20240315_020000").appending("config_20240315_020000.tar.gz") }

        init() throws { try scratch.write("platform/.env", "A=1\n") }

        /// `script` leaves `a.tar` beside a folder `config` that it may fill.
        func make(_ script: String) async throws {
            try scratch.write("20240315_020000/.keep", "")
            let whole = "mkdir config; \(script); gzip -c a.tar >\"$1\""
            let result = try await run("sh", ["-ec", "cd \"$0\"; \(whole)", scratch.path.string, archive.string])
            try #require(result.status == 0, "\(result.error)")
        }

        func call(_ arguments: [String]) async throws -> ToolResult {
            try await runBackup(
                arguments + (arguments[0] == "verify" ? [] : ["--no-stop", "--no-start", "--force"]) + [backup],
                [
                    "PLATFORM_ROOT": scratch("platform").string, "PLATFORM": "here",
                    "BACKUP_ROOT": scratch("backups").string,
                ])
        }

        func restored(_ script: String) async throws -> String {
            try await run("sh", ["-ec", "cd \"$0\"; \(script)", scratch("platform").string]).output
        }
    }

    @Test(arguments: [
        ("tar -cf a.tar config/f; echo two >config/f; tar -rf a.tar config/f", "cat config/f", "two\n"),
        ("tar -cf a.tar config/f; sleep 1.1; echo two >config/f; tar -uf a.tar ./config", "cat config/f", "two\n"),
        ("tar -cf a.tar config config/f ./config/f", "cat config/f; ls config", "one\nf\n"),
        (
            "ln config/f config/g; tar -cf a.tar config config/f config/g", "cat config/f config/g; ls config",
            "one\none\nf\ng\n"
        ),
        (
            "ln config/f config/g; tar -cf a.tar config; rm config/f; echo two >config/f; tar -rf a.tar config/f",
            "cat config/f config/g", "two\none\n"
        ),
        (
            "ln -s f config/d; tar -cf a.tar config; rm config/d; mkdir config/d; echo x >config/d/x; tar -rf a.tar config/d",
            "cat config/d/x config/f", "x\none\n"
        ),
        ("tar -cf a.tar config/f; rm config/f; ln -s x config/f; tar -rf a.tar config/f", "readlink config/f", "x\n"),
    ])
    func `of entries with one name the last counts, as tar has it`(script: String, look: String, seen: String)
        async throws
    {
        let ground = try Ground()
        try await ground.make("echo one >config/f; \(script)")
        for call in [["verify"], ["restore", "--dry-run"], ["restore", "--yes"]] {
            let result = try await ground.call(call)
            #expect(result.status == 0, "\(call): \(result.error)")
        }
        #expect(try await ground.restored(look) == seen)
    }

    /// Adds members that no walk of a tree gives, by Python's tarfile.
    private static func python(_ lines: String...) -> String {
        let add = """
            import tarfile
            t = tarfile.open('a.tar', 'w')
            def add(name, type=tarfile.REGTYPE, link=''):
                m = tarfile.TarInfo(name); m.type = type; m.linkname = link; t.addfile(m)
            """
        return "python3 -c \"\(([add] + lines + ["t.close()"]).joined(separator: "\n"))\""
    }

    @Test(arguments: [
        (
            python("add('config/l', tarfile.SYMTYPE, 'd')", "add('config/l/x')"), "config/l/x",
            "files.through-link"
        ),
        (python("add('config/f')", "add('config/f/x')"), "config/f/x", "files.through-link"),
        (
            python("add('config/h', tarfile.LNKTYPE, 'config/none')"), "config/h",
            "files.link-target"
        ),
        (
            python("add('config/h', tarfile.LNKTYPE, 'config/f')", "add('config/f')"), "config/h",
            "files.link-target"
        ),
        (
            python("add('config/d/x')", "add('config/d')"), "config/d",
            "files.doubled"
        ),
        (python("add('config/null', tarfile.CHRTYPE)"), "config/null", "files.device"),
        (python("add('config/' + 'n' * 300)"), "nnnnnnnn", "files.too-long"),
        (python("add('config/../../x')"), "config/../../x", "files.leaves-folder"),
    ])
    func `what the restore refuses is refused by verify and the dry run in the same words`(
        script: String, entry: String, why: String
    ) async throws {
        let ground = try Ground()
        try await ground.make(script)
        for call in [["verify"], ["restore", "--dry-run"], ["restore", "--yes"]] {
            let result = try await ground.call(call)
            #expect(result.status == 1, "\(call): \(result)")
            #expect(result.error.contains(entry) && result.error.says(why), "\(call): \(result.error)")
            #expect(!result.error.contains("GardeIO") && !result.error.contains("EntryRefused"))
        }
    }

    @Test func `a damaged header is said in words`() async throws {
        let ground = try Ground()
        try await ground.make(
            Self.python("add('config/f')") + "; printf 9 | dd of=a.tar bs=1 seek=156 conv=notrunc 2>/dev/null;"
                + " python3 -c \"d=bytearray(open('a.tar','rb').read()); d[148:156]=b' '*8;"
                + " d[148:156]=b'%06o\\0 ' % sum(d[:512]); open('a.tar','wb').write(d)\"")
        let result = try await ground.call(["verify"])
        #expect(result.status == 1, "\(result)")
        #expect(
            result.error.says(
                "verify.damaged.why",
                ["why": Failure("files.entry-refused", .verbatim("config/f"), why: Text("files.entry-unknown-kind"))]),
            "\(result.error)")
    }
}
