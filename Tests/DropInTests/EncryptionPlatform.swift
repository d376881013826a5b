import GardeTestSupport
import SystemPackage
import Testing

/// A platform that loses its data, and two keyrings: the server's, with public halves only, and the owner's.
@Suite(.encryptionPlatform) enum EncryptionPlatform {
    @TaskLocal static var scene: Scene!

    struct Scene: Sendable {
        let restored: RestoredPlatform
        let server: ThrowawayKeys
        let owner: ThrowawayKeys
        let fingerprint: String

        static let address = "backup@example.com"
        static let passphrase = "phrase secrète 0x7"
        /// Stands in a row, in a mail and in a file of the configuration.
        static let canary = "CANARY-\(UInt64.random(in: 0 ... .max))"
    }
}

extension EncryptionPlatform.Scene {
    var platform: ThrowawayPlatform { restored.platform }

    /// Runs an encrypted backup with the server's keyring.
    func backup(
        _ arguments: [String] = [], _ more: [String: String] = [:], by launcher: [String] = []
    ) async throws -> ToolResult {
        let words = ["--encrypt", "--gpg-recipient", Self.address] + arguments
        return try await runBackup(
            words, restored.environment.merging(server.variables) { $1 }.merging(more) { $1 }, by: launcher)
    }

    /// The newest backup that is no safety copy.
    func newestBackup() async throws -> BackupRead {
        try #require(try await platform.backups().last { !$0.id.hasPrefix("pre_restore_") })
    }

    /// The names of the files below the platform's folders, /tmp and home that hold the canary and are no source.
    func leaks() async throws -> [String] {
        let sources = ["\(platform.folder)/postgres/*", "\(platform.folder)/redis/*", "*/data/mail/*", "*/config/*"]
        let script = """
            find / -xdev \\( -path /proc -o -path /sys \\) -prune -o -type f -newer "$1" \(
                sources.map { "! -path '\($0)'" }.joined(separator: " ")) \\
                -print0 2>/dev/null | xargs -0 -r grep -lasF -- "$0" || :
            """
        return try await run("sh", ["-c", script, Self.canary, platform.folder.appending("before").string]).output.lines
    }
}

/// Makes it for as long as the suite's tests run.
struct EncryptionPlatformTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await ThrowawayPlatform.withoutWaiting(RestoredPlatform.shape) { platform in
            typealias Scene = EncryptionPlatform.Scene
            let (owner, server) = (try ThrowawayKeys(), try ThrowawayKeys())
            let fingerprint = try await owner.make(Scene.address, passphrase: Scene.passphrase)
            try await server.take(Scene.address, from: owner)
            let restored = try await RestoredPlatform(platform)
            try await platform.sql("CREATE TABLE canary AS SELECT '\(Scene.canary)'::text AS word")
            try await restored.sh(
                """
                mail=$(find \(platform.root)/data/mail -type d -name cur | head -n 1)
                printf 'Subject: x\\n\\n\(Scene.canary)\\n' >"$mail/1700000000.M1P1.host:2,S"
                echo '\(Scene.canary)' >\(platform.root)/config/canary.conf; touch \(platform.folder)/before
                """)
            let scene = Scene(restored: restored, server: server, owner: owner, fingerprint: fingerprint)
            try await EncryptionPlatform.$scene.withValue(scene) { try await function() }
        }
    }
}

extension Trait where Self == EncryptionPlatformTrait {
    static var encryptionPlatform: Self { Self() }
}
