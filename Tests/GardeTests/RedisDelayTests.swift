import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// A server that waits before it sends its keys, as Redis 7 does by default.
@Suite(.tags(.server), .timeLimit(.minutes(2))) struct RedisDelayTests {
    private static let setting = "repl-diskless-sync-delay"

    private func with(_ body: (RecipeScene, [String: String]) async throws -> Void) async throws {
        let scratch = Scratch()
        defer { withExtendedLifetime(scratch) {} }
        try await withServer("redis", in: scratch("redis"), ["--with", "\(Self.setting) 50"]) { variables in
            var scene = try RecipeScene { _ in redis() }
            scene.variables = variables
            try await redisCLI(["SET", "a", "1"], variables)
            try await body(scene, variables)
        }
    }

    private func delay(_ variables: [String: String]) async throws -> String? {
        try await redisCLI(["CONFIG", "GET", Self.setting], variables).lines.last
    }

    @Test func `a backup does not wait, and leaves the server as it was`() async throws {
        try await with { scene, variables in
            let start = ContinuousClock.now
            let run = try await scene.backup()
            #expect(run.end == .done && .now - start < .seconds(40))
            #expect(try await delay(variables) == "50")
            #expect(try await scene.names(".redis-rewrite").isEmpty)
        }
    }

    @Test func `what a killed run left changed is put back by the next`() async throws {
        try await with { scene, variables in
            #expect(try await scene.backup().end == .done)
            try await redisCLI(["CONFIG", "SET", Self.setting, "0"], variables)
            let note = ".redis-rewrite-\(Identity(scene.root, scene.recipe.name).mark)"
            _ = try await run(
                "sh", ["-c", "printf '\(Self.setting) 50' >\"$0\"", scene.backups.appending(note).string])
            #expect(try await scene.backup().end == .done)
            #expect(try await delay(variables) == "50")
            #expect(try await scene.names(".redis-rewrite").isEmpty)
        }
    }

    @Test func `who may not change that waits`() async throws {
        try await with { scene, variables in
            var scene = scene
            try await redisCLI(["CONFIG", "SET", Self.setting, "1"], variables)
            try await redisCLI(
                ["ACL", "SETUSER", "backup", "on", ">secret", "~*", "&*", "+@all", "-config|set"], variables)
            scene.variables.merge(["REDIS_USERNAME": "backup", "REDIS_PASSWORD": "secret"]) { $1 }
            #expect(try await scene.backup().end == .done)
            #expect(try await scene.names(".redis-rewrite").isEmpty)
        }
    }
}
