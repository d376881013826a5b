import GardeTestSupport
import SystemPackage
import Testing

/// A platform with a backup, for tests that take turns in losing its data and getting it back.
struct RestoreScene: Sendable {
    let platform: RestoredPlatform
    let backup: BackupRead
    /// What the backup holds.
    let saved: [String: String]

    @TaskLocal static var current: RestoreScene!

    func restore(_ arguments: [String], _ more: [String: String] = [:]) async throws -> ToolResult {
        try await platform.restore(arguments, more)
    }

    /// Every component gets something that the backup lacks, and loses something that it has.
    func change() async throws {
        let root = platform.platform.root
        try await platform.platform.sql(
            """
            CREATE TABLE later (n int); DROP TABLE IF EXISTS "Été d'Ørsted" CASCADE;
            ALTER DATABASE mssante SET statement_timeout = '7min'; COMMENT ON DATABASE mssante IS 'later';
            """)
        try await platform.platform.redisCLI("SET", "later", "1")
        try await platform.sh(
            """
            cd \(root); folder=$(find data/mail -name cur | sort | sed -n 1p)
            rm -f "$folder"/*; echo later >"$folder/later:2,S"; echo later >config/later; rm config/postfix/main.cf
            echo later >config/certificates/later.pem; echo LATER=1 >>.env
            """)
    }

    /// The components in which this differs from what the backup holds, with the first line that does.
    func differences(_ found: [String: String]) -> [String] {
        saved.keys.sorted().compactMap { name in
            guard saved[name] != found[name] else { return nil }
            let (old, new) = (saved[name]?.lines ?? [], found[name]?.lines ?? [])
            let place = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
            let line = { (lines: [String]) in place < lines.count ? String(lines[place].prefix(300)) : "end" }
            return "\(name) at line \(place): \(line(old)) became \(line(new))"
        }
    }

    func differences() async throws -> [String] { differences(try await platform.content()) }

    /// Ends a test: the next one finds what the backup holds.
    func giveBack() async throws {
        let run = try await restore(["--yes", "--force", backup.id])
        #expect(run.status == 0, "\(run.error)")
        #expect(try await differences() == [])
    }
}

/// Makes the platform and the backup for as long as the suite's tests run.
struct RestoreSceneTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await ThrowawayPlatform.withoutWaiting(RestoredPlatform.shape) { platform in
            let restored = try await RestoredPlatform(platform)
            let saved = try await restored.content()
            let run = try await platform.backup(["--quiet"])
            #expect(run.status == 0 && run.error == "")
            let scene = RestoreScene(
                platform: restored, backup: try await platform.newestBackup(), saved: saved)
            try await RestoreScene.$current.withValue(scene) { try await function() }
        }
    }
}

extension Trait where Self == RestoreSceneTrait {
    static var restoreScene: Self { Self() }
}
