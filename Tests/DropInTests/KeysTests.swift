import GardeTestSupport
import SystemPackage
import Testing

/// Redis with a password and append-only files. One test at a time: runs that do not share a folder of backups do not
/// wait for each other, and each changes a setting of the server for a while.
@Suite(.tags(.server), .redis, .serialized) enum SavedKeys {
    @TaskLocal static var platform: ThrowawayPlatform!

    /// Digests of everything need the server's leave.
    static let settings = ["enable-debug-command yes", "auto-aof-rewrite-percentage 77"]
    static let only = ["--no-postgres", "--no-mail", "--no-config", "--no-certs"]
}

struct SavedKeysTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        let shape = ThrowawayPlatform.Shape {
            ($0.rows, $0.messages, $0.appendonly, $0.redisPassword) = (nil, 1, true, #"mot de "passe" à $5 \ ici"#)
            $0.redisSettings = SavedKeys.settings
        }
        try await ThrowawayPlatform.withoutWaiting(shape) { platform in
            try await SavedKeys.$platform.withValue(platform) { try await function() }
        }
    }
}

extension Trait where Self == SavedKeysTrait {
    static var redis: Self { Self() }
}

extension SavedKeys {
    @Suite(.tags(.server)) struct KeysTests {
        let platform = SavedKeys.platform.apart()

        @Test func `the RDB loaded into a fresh server gives the same keys, values and expiry times`() async throws {
            let backup = try await saved()
            let data = platform.folder.appending("from-rdb")
            let put = "mkdir -p $0/data && gunzip -c redis_$id.rdb.gz >$0/data/dump.rdb"
            #expect(try await backup.sh(put.replacing("$0", with: data.string)).status == 0)
            try await compare(data)
        }

        @Test func `the append-only files restored into a fresh server give the same`() async throws {
            let backup = try await saved()
            let data = platform.folder.appending("from-aof")
            let put = "mkdir -p $0/data && tar -C $0/data -xzf redis_aof_$id.tar.gz"
            #expect(try await backup.sh(put.replacing("$0", with: data.string)).status == 0)
            try await compare(data, ["--appendonly"])
        }

        @Test func `the append-only files are one more file of the backup, with the manifest of Redis in it`()
            async throws
        {
            let backup = try await saved()
            #expect(
                try await backup.names() == ["manifest.json", "redis_<id>.rdb.gz", "redis_aof_<id>.tar.gz"])
            let members = try await backup.sh("tar -tzf redis_aof_$id.tar.gz").output.lines
            #expect(members.first == "appendonlydir/appendonly.aof.manifest")
            #expect(members.contains { $0.hasSuffix(".base.rdb") } && members.contains { $0.hasSuffix(".incr.aof") })
            #expect(try await backup.manifest("[.files[].component] | unique | join(\" \")") == "redis")
        }

        @Test func `the RDB file ends with its checksum, without the mark of the transfer behind it`() async throws {
            let end = try await saved().sh("gunzip -c redis_$id.rdb.gz | tail -c 9 | head -c 1 | od -An -tx1")
            #expect(end.output == " ff\n")
        }

        @Test func `the server's rewrite setting is as it was after the run, and nothing is left of it`() async throws {
            let backup = try await saved()
            #expect(try await rewritePercentage() == "77")
            let left = try await run("ls", ["-A", platform.backupRoot.string]).output
            #expect(unmarked(left) == ".last-run.mssante\n.lock\n.redis-content\n.rotated\n\(backup.id)\nbackup.log\n")
        }

        private func saved() async throws -> BackupRead {
            let run = try await platform.backup(SavedKeys.only)
            #expect(run.status == 0 && run.error == "")
            return try await platform.newestBackup()
        }

        private func compare(_ data: FilePath, _ options: [String] = []) async throws {
            let more = options + SavedKeys.settings.flatMap { ["--with", $0] }
            try await withServer("redis", in: data, more) { fresh in
                let (old, new) = (try await redisContent(platform.redis), try await redisContent(fresh))
                #expect(old.lines.count > 15)
                #expect(old == new)
            }
        }

        private func rewritePercentage() async throws -> String? {
            try await platform.redisCLI("CONFIG", "GET", "auto-aof-rewrite-percentage").lines.last
        }
    }
}
