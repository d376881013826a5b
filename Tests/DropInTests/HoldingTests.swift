import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `verify` of archives that are whole, and not what they are called.
@Suite struct HoldingTests {
    /// As the bash pair left them: a manifest, and no digest.
    private func platform(_ archives: String...) async throws -> (old: OldBackups, ids: [String]) {
        let old = try OldBackups()
        var ids: [String] = []
        for (place, script) in archives.enumerated() {
            let id = try old.add(daysAgo: archives.count - place, .init(recipe: nil, components: ["mail", "config"]))
            ids.append(id)
            let made = try await run(
                "sh",
                [
                    "-ec",
                    """
                    cd "$0"; mkdir -p t/config && cd t && echo 1 >config/a
                    tar czf ../\(id)/config_\(id).tar.gz config; \(script); cd .. && rm -r t
                    """, old.root.string, "../\(id)/mail_\(id).tar.gz",
                ])
            #expect(made.status == 0, "\(made)")
        }
        return (old, ids)
    }

    private static let messages = """
        mkdir -p mail/u/cur && for n in $(seq 9); do head -c 300 /dev/urandom >mail/u/cur/$n; done; tar czf "$1" mail
        """

    @Test(arguments: ["mkdir -p else && echo x >else/x; tar czf \"$1\" else", "tar czf \"$1\" -C config ."])
    func `an archive that holds nothing of its component is none to verify either, to status and to latest`(
        _ other: String
    ) async throws {
        let (old, ids) = try await platform(Self.messages, other)
        let verified = try await old.call("verify", ids[1])
        #expect(
            verified.status == 1 && verified.error.says("files.nothing-of-this", ["component": "mail"]), "\(verified)")
        #expect(!verified.error.contains("config"), "\(verified)")
        let restored = try await old.call("restore", "--dry-run", "--no-config", ids[1])
        #expect(restored.status == 1, "as restore decides: \(restored)")
        let latest = try await old.call("restore", "--dry-run", "latest")
        #expect(
            latest.error.says(
                "restore.passes-over", ["name": "mail", "newer": ids[1], "flaw": Text("list.bad")]), "\(latest)")
        #expect(try await old.call("verify", ids[0]).status == 0)
    }

    @Test func `mail without one message after mail with some is no good mail`() async throws {
        let empty = "mkdir -p mail/u/cur && : >mail/u/dovecot-uidlist; tar czf \"$1\" mail"
        let (old, ids) = try await platform(empty, Self.messages, empty)
        #expect(try await old.call("verify", ids[0]).status == 0, "before there was any mail")
        let verified = try await old.call("verify", ids[2])
        #expect(
            verified.status == 1
                && verified.error.says("verify.no-message", ["component": "mail", "id": ids[2]])
                && verified.error.says("verify.no-message.why", ["older": ids[1]]), "\(verified)")
        let lines = verified.error.lines.flatMap { $0.matches(of: /BACKUP_ROOT=.*? restore --only mail [0-9_]+/) }
        #expect(lines.count == 2, "\(verified)")
        for (line, id) in zip(lines, [ids[1], ids[2]]) {
            let typed = try await run("sh", ["-c", "\(line.output) --dry-run --no-stop"])
            #expect(typed.status == 0 && line.output.hasSuffix(id), "\(line.output): \(typed)")
        }
        let disk = old.scratch("disk")
        _ = try await run("cp", ["-r", old.root.string, disk.string])
        let elsewhere = try await old.call("verify", disk.appending(ids[2]).string)
        #expect(elsewhere.error.contains(" restore --only mail \(disk.appending(ids[2]).string)"), "\(elsewhere)")
        let latest = try await old.call("restore", "--dry-run", "latest")
        #expect(latest.error.says("restore.passes-over", ["older": "\(ids[1])"]), "\(latest)")
        let named = try await old.call("restore", "--dry-run", "--no-stop", "--no-config", ids[2])
        #expect(named.status == 0 && named.error.says("files.no-message"), "\(named)")
    }
}
