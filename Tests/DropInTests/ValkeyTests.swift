import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A server that is newer than the tools of this machine: Valkey 9 beside Debian's redis-cli.
@Suite(.tags(.server), .enabled("Valkey cannot be had from PyPI") { await valkeyTools() != nil })
struct ValkeyTests {
    private let scratch = Scratch()
    private static let rest = ["--no-postgres", "--no-mail", "--no-config", "--no-certs"]

    /// A Valkey whose keys redis-cli of 7.0 cannot be sent: a field of a hash has a time of its own.
    private func withValkey(
        _ body: (_ tools: String, _ variables: [String: String], _ cli: (String) async throws -> String) async throws
            -> Void
    ) async throws {
        let tools = try #require(await valkeyTools())
        try await withServer("redis", in: scratch("server"), ["--program", "\(tools)/valkey-server"]) { server in
            let port = try #require(server["REDIS_PORT"])
            let cli = { (words: String) in try await run("sh", ["-c", "redis-cli -p \(port) \(words)"]).output }
            _ = try await cli("HSET h a 1 b 2")
            _ = try await cli("HEXPIRE h 100000 FIELDS 1 a")
            _ = try await cli("MSET one 1 two 2")
            _ = try await run("mkdir", ["-p", scratch("platform/data").string])
            let variables = [
                "PLATFORM_ROOT": scratch("platform").string, "BACKUP_ROOT": scratch("backups").string,
                "PLATFORM": "here", "REDIS_PORT": port, "LANG": "fr_FR.UTF-8",
            ]
            try await body(tools, variables, cli)
        }
    }

    @Test func `every key is saved by the server's own file, and comes back from a Valkey beside`() async throws {
        try await withValkey { tools, variables, cli in
            let saved = try await runBackup(Self.rest, variables)
            #expect(saved.status == 0 && saved.output.contains("BGSAVE"), "\(saved)")
            _ = try await cli("DEL h one two")
            _ = try await cli("SET junk 1")
            let path = ["PATH": "\(tools):/usr/local/bin:/usr/bin:/bin"]
            let back = try await runBackup(
                ["restore", "--yes", "--no-stop", "--no-start", "latest"], variables.merging(path) { $1 })
            #expect(back.status == 0, "\(back)")
            #expect(try await cli("EXISTS h one two") == "3\n")
            #expect(try await cli("EXISTS junk") == "0\n")
            let left = Int(try await cli("HTTL h FIELDS 1 a").filter(\.isNumber)) ?? 0
            #expect((90_000...100_000).contains(left))
        }
    }

    @Test func `a hash whose fields have all expired since is missed by nobody`() async throws {
        try await withValkey { tools, variables, cli in
            for hash in ["gone", "half"] {
                _ = try await cli("HSET \(hash) a 1")
                _ = try await cli("HEXPIRE \(hash) 8 FIELDS 1 a")
            }
            _ = try await cli("HSET half b 2")
            let saved = try await runBackup(Self.rest, variables)
            #expect(try await cli("HLEN half") == "2\n", "the machine is too slow for this test")
            #expect(saved.status == 0, "\(saved)")
            while try await cli("HLEN half") != "1\n" { try await Task.sleep(for: .milliseconds(200)) }
            _ = try await cli("SET junk 1")
            let path = ["PATH": "\(tools):/usr/local/bin:/usr/bin:/bin"]
            let back = try await runBackup(
                ["restore", "--yes", "--no-stop", "--no-start", "latest"], variables.merging(path) { $1 })
            #expect(back.status == 0, "\(back)")
            #expect(try await cli("EXISTS h half one two") == "4\n")
            #expect(try await cli("EXISTS junk gone") == "0\n")
        }
    }

    @Test func `where only an older Redis could lend its keys, the restore is refused before anything changes`()
        async throws
    {
        try await withValkey { _, variables, cli in
            #expect(try await runBackup(Self.rest, variables).status == 0)
            _ = try await cli("SET junk 1")
            let refused = try await runBackup(
                ["restore", "--yes", "--no-stop", "--no-start", "latest"], variables)
            #expect(refused.status == 1 && refused.error.says("redis.scratch-too-old.fix"), "\(refused)")
            #expect(try await cli("EXISTS junk h") == "2\n")
            #expect(try await cli("INFO replication").contains("role:master"))
        }
    }
}

/// A folder with the programs of a Valkey; nil where it is not installed.
private func valkeyTools() async -> String? {
    let found = try? await run("sh", ["\(packageFolder)/Tests/throwaway/valkey", "tools"])
    return found?.status == 0 ? found?.output.lines.first : nil
}
