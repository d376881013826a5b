import GardeTestSupport
import SystemPackage
import Testing

/// Tests that only look at one platform and at one backup of it, made with `--quiet`.
@Suite(.saved) enum SavedPlatform {
    @TaskLocal static var scene: Scene!

    struct Scene: Sendable {
        let platform: ThrowawayPlatform
        let run: ToolResult
        let backup: BackupRead
    }
}

/// Makes the platform and the backup for as long as the suite's tests run.
struct SavedPlatformTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await ThrowawayPlatform.withoutWaiting { platform in
            let run = try await platform.backup(["--quiet"])
            let scene = SavedPlatform.Scene(platform: platform, run: run, backup: try await platform.newestBackup())
            try await SavedPlatform.$scene.withValue(scene) { try await function() }
        }
    }
}

extension Trait where Self == SavedPlatformTrait {
    static var saved: Self { Self() }
}
