import GardeTestSupport
import Testing

/// Tests of what goes wrong, on one platform whose servers and files stay as they are; each has its own folder of backups.
@Suite(.faultPlatform) enum FaultPlatform {
    @TaskLocal static var platform: ThrowawayPlatform!
}

/// Makes the platform for as long as the suite's tests run.
struct FaultPlatformTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await ThrowawayPlatform.withoutWaiting(
            .init { ($0.messages, $0.rows, $0.appendonly) = (200, 100, true) }
        ) {
            platform in
            try await FaultPlatform.$platform.withValue(platform) { try await function() }
        }
    }
}

extension Trait where Self == FaultPlatformTrait {
    static var faultPlatform: Self { Self() }
}

/// Arguments that leave the servers out.
let filesOnly = ["--no-postgres", "--no-redis"]
/// Arguments that leave all but two small components.
let littleOnly = filesOnly + ["--no-mail"]
