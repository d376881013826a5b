import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `verify --remote` with components chosen by name.
@Suite struct RemoteChoiceTests {
    @Test func `what is chosen is fetched and read, and nothing else`() async throws {
        let scratch = Scratch()
        try await ThrowawayPlatform.with(.mail(5)) { platform in
            let far = scratch("far").string
            let settings = [
                "SYNC_REMOTE": "true", "REMOTE_DESTINATION": "depot:\(far)", "RCLONE_CONFIG_DEPOT_TYPE": "local",
            ]
            #expect(try await platform.backup(["--no-postgres", "--no-redis", "--no-certs"], settings).status == 0)
            #expect(try await run("sh", ["-c", "rm '\(far)'/2*/config_*"]).status == 0)
            let mail = try await platform.backup(["verify", "--remote", "--only", "mail"], settings)
            #expect(mail.status == 0 && mail.output.says("verify.only", ["list": "mail"]), "\(mail)")
            let all = try await platform.backup(["verify", "--remote"], settings)
            #expect(all.status == 1 && all.error.says("copy.far-missing"), "\(all)")
        }
    }
}
