import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Increments of a Redis server in which nothing was written, and in which something was.
@Suite(.tags(.server), .serialized, .timeLimit(.minutes(5)))
struct RedisUnchangedTests {
    private func with(_ options: [String] = [], _ body: (RecipeScene, [String: String]) async throws -> Void)
        async throws
    {
        let scratch = Scratch()
        defer { withExtendedLifetime(scratch) {} }
        let server = scratch("redis")
        let script = "\(packageFolder)/Tests/throwaway/redis"
        let looks = "cd \"$0\" && me=test && . ./common.sh && remembered \"$1/redis.pid\" >/dev/null"
        try await withServer("redis", in: server, options) { variables in
            var scene = try RecipeScene { _ in
                redis()
                service(
                    "redis", stop: [script, "stop", server.string], start: [script, "start", server.string],
                    isRunning: ["sh", "-c", looks, "\(packageFolder)/Tests/throwaway", server.string])
            }
            scene.variables = variables
            try await redisCLI(["SET", "a", "1"], variables)
            try await body(scene, variables)
        }
    }

    private func increment(_ scene: RecipeScene) async throws -> Manifest {
        let run = try await scene.backup("--type", "incremental")
        #expect(run.end == .done, "\(run)")
        let id = try #require(try await scene.names("20").sorted().last)
        return try #require(Manifest(in: scene.backups.appending(id)))
    }

    private func isUnchanged(_ scene: RecipeScene) async throws -> Bool {
        try await increment(scene).isPointer("redis")
    }

    @Test func `a server in which nothing was written is not copied again, and restores`() async throws {
        try await with { scene, variables in
            #expect(try await scene.backup().end == .done)
            let copies = try await redisCLI(["INFO", "stats"], variables).split(separator: "\n").filter {
                $0.hasPrefix("sync_full")
            }
            for _ in 1...2 { #expect(try await isUnchanged(scene)) }
            #expect(
                try await redisCLI(["INFO", "stats"], variables).split(separator: "\n").filter {
                    $0.hasPrefix("sync_full")
                } == copies)
            try await redisCLI(["GET", "a"], variables)
            #expect(try await isUnchanged(scene))
            #expect(try await scene.verify().end == .done)
            try await redisCLI(["SET", "a", "2"], variables)
            let run = try await scene.restore("--yes", "latest")
            #expect(run.end == .done, "\(run)")
            #expect(try await redisCLI(["GET", "a"], variables).contains("1"))
            #expect(try await !isUnchanged(scene))
        }
    }

    @Test(arguments: [
        [["SET", "b", "1"]], [["SET", "b", "1"], ["DEL", "b"]], [["EXPIRE", "a", "1000"]], [["FLUSHALL"]],
        [["EVAL", "redis.set_repl(redis.REPL_NONE) return redis.call('set', 'a', 'x')", "0"]],
        [["SET", "b", "1", "PX", "20"]], [["SAVE"]], [["DEBUG", "CHANGE-REPL-ID"]], [["DEBUG", "RELOAD"]],
        [["SET", "b", "1"], ["SAVE"], ["CONFIG", "RESETSTAT"]],
        [["FUNCTION", "LOAD", "#!lua name=l\nredis.register_function('f', function() return 1 end)"]],
    ])
    func `after any change, and where it is not proved, the server is copied`(commands: [[String]]) async throws {
        try await with(["--with", "enable-debug-command yes", "--with", "repl-diskless-sync-delay 0"]) {
            scene, variables in
            #expect(try await scene.backup().end == .done)
            #expect(try await isUnchanged(scene))
            for words in commands { try await redisCLI(words, variables) }
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await !isUnchanged(scene))
            #expect(try await isUnchanged(scene))
        }
    }

    @Test func `append-only files go with the keys`() async throws {
        try await with(["--with", "appendonly yes", "--with", "repl-diskless-sync-delay 0"]) { scene, variables in
            #expect(try await scene.backup().end == .done)
            #expect(try await isUnchanged(scene))
            try await redisCLI(["CONFIG", "SET", "appendonly", "no"], variables)
            #expect(try await !isUnchanged(scene))
        }
    }

    @Test func `find counts the keys of a pattern, shows the first few, and reads what later backups point to once`()
        async throws
    {
        try await with { scene, variables in
            for number in 1...7 { try await redisCLI(["SET", "session:\(number)/x", "1"], variables) }
            let base = try await increment(scene).backup.id
            #expect(try await isUnchanged(scene))
            let run = try await scene.look("find", "session:*")
            #expect(run.end == .done && run.said.says("look.keys", ["count": 7], in: .english), "\(run)")
            #expect(run.said.contains("\(base) … ") && run.said.contains("session:1/x, session:2/x"), "\(run)")
            #expect(run.said.contains("session:5/x, …") && !run.said.contains("session:6"), "\(run)")
            #expect(run.said.contains("restore --keys 'session:*' "), "\(run)")
        }
    }
}
