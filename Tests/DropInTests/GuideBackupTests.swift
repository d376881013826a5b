import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

extension RestoreTests {
    /// What the old script wrote restores, as its guide describes it.
    @Test func `the old script's full, incremental and encrypted backups restore, by id and as latest`() async throws {
        let (platform, root) = (self.platform.platform, self.platform.platform.folder.appending("old"))
        let keys = try ThrowawayKeys()
        _ = try await keys.make("Old <old@example.com>", expires: "2y")
        let places = ["BACKUP_ROOT": root.string]
        let all = ["postgresql", "redis", "mail", "config", "certificates"]
        try await make(root, "20240315_020000", "full", all)
        let mail = platform.root.pushing("data/mail/domain.example/user")
        for (id, name) in [("20240315_080000", "first"), ("20240315_140000", "second")] {
            try await self.platform.sh(
                "echo \(name) >'\(mail)/new/1893456000.\(name)'; cd \(mail)/cur && rm \"$(ls | head -n 1)\"")
            try await make(root, id, "incremental", ["mail"])
        }
        var expected = try await self.platform.content()
        try await lose()
        let restored = try await scene.restore(["--yes", "--force", "latest"], places)
        #expect(restored.status == 0, "\(restored.error)")
        try await compare(expected)
        expected["mail"] = scene.saved["mail"]
        let full = try await scene.restore(["--yes", "--force", "20240315_020000"], places)
        #expect(full.status == 0, "\(full.error)")
        try await compare(expected)

        try await make(
            root, "20240316_020000", "full", all, keys.variables.merging(["GPG_RECIPIENT": "old@example.com"]) { $1 })
        try await lose()
        let plain = try await scene.restore(["--yes", "--force", "20240316_020000"], places)
        #expect(plain.status == 1 && plain.error.contains("--decrypt"), "\(plain.error)")
        let sealed = try await scene.restore(
            ["--yes", "--force", "--decrypt", "20240316_020000"], places.merging(keys.variables) { $1 })
        #expect(sealed.status == 0, "\(sealed.error)")
        try await compare(expected)
        let verified = try await runBackup(
            ["verify", "all"], self.platform.environment.merging(places) { $1 }.merging(keys.variables) { $1 })
        #expect(verified.status == 0, "\(verified)")
        try await scene.giveBack()
    }

    private func lose() async throws { try await platform.lose() }

    private func compare(_ expected: [String: String]) async throws {
        let found = try await platform.content()
        for name in expected.keys {
            let lines = Set(plain(expected[name])).symmetricDifference(plain(found[name]))
            #expect(lines == [], "\(name)")
        }
    }

    /// What a tar without options keeps: no parts of seconds, no attributes.
    private func plain(_ listing: String?) -> [String] {
        (listing?.lines ?? []).map { line in
            line.replacing(#/\b(1\d{9})\d{9}\b/#) { "\($0.1)" }.replacing(#/ (-|[0-9a-f]{64}) .*$/#) { " \($0.1)" }
        }
    }

    private func make(
        _ root: FilePath, _ id: String, _ type: String, _ components: [String], _ more: [String: String] = [:]
    ) async throws {
        let servers = platform.platform.postgres.merging(platform.platform.redis) { $1 }.merging([
            "PGDATABASE": "mssante", "REDISCLI_AUTH": platform.platform.redis["REDIS_PASSWORD"] ?? "",
        ]) { $1 }
        try await throwaway(
            "guide-backup", [platform.platform.root.string, root.string, id, type] + components,
            servers.merging(more) { $1 })
    }
}
