import GardeTestSupport
import SystemPackage
import Testing

/// `Tests/fixtures/format-1` is a full backup and two increments, made when manifests had no number.
@Test(.timeLimit(.minutes(5)))
func `a chain of the first format restores whole, and the first of it too`() async throws {
    try await ThrowawayPlatform.with(RestoredPlatform.shape) { thrown in
        let platform = try await RestoredPlatform(thrown)
        let fixtures = thrown.folder.appending("format-1")
        try await platform.sh("cp -r \(packageFolder)/Tests/fixtures/format-1 \(fixtures)")
        let environment = platform.environment
        for id in ["20261128_080134", "20261128_080148"] {
            let verified = try await runBackup(["verify", "\(fixtures)/\(id)"], environment)
            #expect(verified.status == 0, "\(verified)")
        }
        let restored = try await platform.restore(["--yes", "\(fixtures)/20261128_080148"])
        #expect(restored.status == 0, "\(restored.error)")
        let mail = "cd \(thrown.root)/data/mail/domain.example/user/Maildir && find . -type f | LC_ALL=C sort"
        #expect(
            try await platform.sh(mail).lines == [
                "./.Envoy&AOk-s/cur/1700000010.M10P1.host:2,S", "./cur/1700000001.M1P1.host:2,RS",
                "./cur/1700000003.M3P1.host:2,S", "./new/1700000009.M9P1.host",
            ])
        #expect(try await thrown.sql("SELECT count(*), max(subject) FROM letters") == "100|été 99\n")
        let others = ["--no-postgres", "--no-redis", "--no-config", "--no-certs"]
        let full = try await platform.restore(["--yes"] + others + ["\(fixtures)/20261128_080134"])
        #expect(full.status == 0, "\(full.error)")
        #expect(try await platform.sh(mail).lines.map { $0.suffix(7) } == ["ost:2,S", "ost:2,S", "ost:2,S"])
    }
}
