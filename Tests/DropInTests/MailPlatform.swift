import GardeTestSupport
import Testing

/// A small platform without servers, which tests only read.
enum MailPlatform {
    @TaskLocal static var platform: ThrowawayPlatform!
}

/// Makes it for as long as a suite's tests run.
struct MailPlatformTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await ThrowawayPlatform.withoutWaiting(.mail(60)) { platform in
            try await MailPlatform.$platform.withValue(platform) { try await function() }
        }
    }
}

extension Trait where Self == MailPlatformTrait {
    static var mailPlatform: Self { Self() }
}
