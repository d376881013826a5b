import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What a copy costs in calls of aws, and what is proven by them of files that went in parts.
@Suite(.tags(.server), .remoteScene, .serialized, .timeLimit(.minutes(5)))
struct S3CallsTests {
    private let scene = RemoteScene.current.apart()
    private let prefix = unusedPrefix()
    private var platform: ThrowawayPlatform { scene.platform }
    private var large: String { platform.root.pushing("config/large").string }

    @Test func `a backup is seven calls of aws, another in the same run seven more, and the program one`() async throws
    {
        try await grow(20_000_000)
        let (backup, program) = (["put", "list", "send", "list", "put", "get"], ["COPY_PROGRAM": "true"])
        #expect(try await calls(program) == ["list"] + backup + ["list", "put", "put", "put"])
        #expect(try await scene.isWhole(.s3ByAWS, prefix, platform.newestBackup().id))
        try await scene.servers.fail("expired 9 GET .")
        #expect(try await scene.sync(.s3ByAWS, prefix).status == 3)
        try await scene.servers.fail()
        #expect(try await calls(program) == ["list"] + backup + ["list"] + backup + ["list"])
    }

    @Test(arguments: [("16MB", 40_000_000, 0), ("5MB", 12_000_000, 1), ("5MB", 17_800_000, 1)])
    func `parts of another size are asked for where they are not of a usual one`(
        part: String, bytes: Int, asked: Int
    ) async throws {
        try await grow(bytes)
        let config = platform.folder.appending("aws-\(prefix)").string
        let text = "[default]\\ns3 =\\n  multipart_chunksize = \(part)\\n"
        try await shell("printf '\(text)' >'\(config)'")
        let calls = try await calls(["AWS_CONFIG_FILE": config])
        #expect(calls.count { $0 == "head" } == asked, "\(calls)")
        #expect(calls.count { $0 == "send" } == 1, "\(calls)")
    }

    @Test func `a bit that flips in one of many parts is found, and the file sent again`() async throws {
        try await grow(20_000_000)
        try await scene.servers.fail("wrong 1 PUT config_.*partNumber=2")
        let mended = try await calls()
        #expect(mended.count { $0 == "send" || $0 == "put" } == 4, "\(mended)")
        #expect(try await scene.isWhole(.s3ByAWS, prefix, platform.newestBackup().id))
    }

    @Test(arguments: ["partless", "unknown"])
    func `where a store tells no size of parts, the content is read back and proven`(answer: String) async throws {
        try await grow(17_800_000)
        try await scene.servers.fail("\(answer) 99 HEAD partNumber")
        let config = platform.folder.appending("aws-\(prefix)").string
        try await shell("printf '[default]\\ns3 =\\n  multipart_chunksize = 5MB\\n' >'\(config)'")
        let calls = try await calls(["AWS_CONFIG_FILE": config])
        #expect(calls.count { $0 == "send" } == 1, "\(calls)")
        #expect(try await scene.isWhole(.s3ByAWS, prefix, platform.newestBackup().id))
    }

    // MARK: Calls

    /// Noise in the configuration, which no compression makes smaller.
    private func grow(_ bytes: Int) async throws { try await shell("head -c \(bytes) /dev/urandom >'\(large)'") }

    /// Copies what waits, and gives what aws was called for, in turn.
    private func calls(_ settings: [String: String] = [:]) async throws -> [String] {
        let folder = platform.folder.appending("bin-\(unusedPrefix())")
        let log = folder.appending("log").string
        try await shell(
            """
            mkdir '\(folder)' && cat >'\(folder)/aws' <<END && chmod +x '\(folder)/aws'
            #!/bin/sh
            printf '%s\\n' "\\$*" >>'\(log)'
            exec $(command -v aws) "\\$@"
            END
            """)
        let path = ["PATH": "\(folder):/usr/local/bin:/usr/bin:/bin"]
        let run = try await scene.sync(.s3ByAWS, prefix, littleOnly, settings.merging(path) { $1 })
        #expect(run.status == 0, "\(run)")
        let lines = try await GardeTestSupport.run("cat", [log]).output.lines.filter { !$0.isEmpty }
        return lines.map { line in
            let kinds = [
                ("list-objects", "list"), ("head-object", "head"), ("--recursive", "send"), (" cp - ", "put"),
                (" - --only", "get"),
            ]
            return kinds.first { line.contains($0.0) }?.1 ?? line
        }
    }

    private func shell(_ text: String) async throws {
        let done = try await GardeTestSupport.run("sh", ["-c", text])
        #expect(done.status == 0, "\(done)")
    }
}
