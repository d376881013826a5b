import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Backups that are not what they say they are.
@Suite struct PretenceTests {
    let old: OldBackups

    init() throws { old = try OldBackups() }

    /// A backup of the old script's, of mail and configuration, whole; gives its folder.
    private func bash(_ facts: OldBackups.Facts) async throws -> (id: String, folder: FilePath) {
        let id = try old.add(daysAgo: 1, facts)
        let folder = old.root.appending(id)
        let script = """
            cd "$0" && mkdir -p x/mail/cur x/config && echo hello >x/mail/cur/1 && echo A=1 >x/.env
            tar -C x -czf mail_"$1".tar.gz mail && tar -C x -czf config_"$1".tar.gz config .env && rm -r x
            """
        #expect(try await run("sh", ["-ec", script, folder.string, id]).status == 0)
        return (id, folder)
    }

    private var little: OldBackups.Facts {
        OldBackups.Facts(recipe: nil, components: ["mail", "config"])
    }

    @Test func `plain files under a manifest that says encrypted are no whole backup`() async throws {
        var facts = little
        facts.encrypted = true
        let (id, folder) = try await bash(facts)
        let verified = try await old.call("verify", id)
        #expect(
            verified.status == 1 && verified.error.says("verify.not-encrypted", ["path": "mail_\(id).tar.gz"]),
            "\(verified)")
        #expect(verified.error.says("verify.not-encrypted", ["path": "\(folder)/config_\(id).tar.gz"]), "\(verified)")
        let restore = try await old.call(
            "restore", "--dry-run", "--no-stop", "--no-postgres", "--no-redis", "--no-certs", id)
        #expect(restore.status == 0 && restore.error.says("verify.not-encrypted"), "\(restore)")
    }

    @Test(arguments: [
        "rm mail_$1.tar.gz", ": >mail_$1.tar.gz", ": | gzip >mail_$1.tar.gz",
        "tar -cT /dev/null | gzip >mail_$1.tar.gz", "truncate -s -8 mail_$1.tar.gz",
        "s=$(stat -c %s mail_$1.tar.gz); rm mail_$1.tar.gz; truncate -s $s mail_$1.tar.gz",
        "s=$(stat -c %s mail_$1.tar.gz); truncate -s 40 mail_$1.tar.gz; truncate -s $s mail_$1.tar.gz",
    ])
    func `a file that is missing, empty, cut or full of holes is found`(damage: String) async throws {
        let (id, folder) = try await bash(little)
        #expect(try await old.call("verify", id).status == 0)
        #expect(try await run("sh", ["-ec", "cd \"$0\"; \(damage)", folder.string, id]).status == 0)
        let verified = try await old.call("verify", id)
        #expect(verified.status == 1 && verified.error.contains("mail"), "\(damage): \(verified)")
        let listed = try await old.call("list").output
        #expect(listed.says("list.bad-of", ["list": "mail"]), "\(listed)")
    }

    @Test(arguments: [
        "rm $f", "truncate -s -8 $f", "s=$(stat -c %s $f); rm $f; truncate -s $s $f",
        "s=$(stat -c %s $f); truncate -s 100 $f; truncate -s $s $f",
    ])
    func `look-alikes of Garde's own files are found too, and are no base`(damage: String) async throws {
        let shared = try SharedRoot("one")
        let backup = try await shared.backup("one")
        try await shared.sh("f=\(backup.folder)/mail_\(backup.id).tar.gz; \(damage)")
        let verified = try await shared.call("one", ["verify"])
        #expect(verified.status == 1 && verified.error.contains("mail_\(backup.id)"), "\(verified)")
        try await shared.backup("one", ["--type", "incremental"])
        #expect(try await BackupRead.all(in: shared.root).last?.manifest(".increments.mail") == "null")
    }
}
