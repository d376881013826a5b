import GardeTestSupport
import SystemPackage
import Testing

@Suite struct WholePlatformTests {
    @Test func `a quiet run says nothing and exits with 0`() async throws {
        try await ThrowawayPlatform.with { platform in
            let run = try await platform.backup(["--quiet"])
            #expect(run.status == 0)
            #expect(run.output == "" && run.error == "")
            #expect(try await platform.newestBackup().names().count == 7)
        }
    }
}
