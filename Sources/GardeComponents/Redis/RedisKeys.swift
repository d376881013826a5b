import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// All that a server holds, as an RDB file: its stream for replicas, or the file that BGSAVE writes where it refuses that.
struct RedisKeys: Sendable {
    let server: RedisServer
    let site: Site
    let id: Component.ID

    /// `store` takes what gives the file; it is called again when the stream is refused.
    func read(_ info: [String: String], into store: ([any Filter]) async throws -> Void) async throws {
        guard Self.canStream(info) else { return try await store(try await saved()) }
        do { try await store([try await stream(), RedisDump()]) } catch let failure as ToolFailed {
            try Task.checkCancellation()
            try await store(try await saved(insteadOf: failure))
        }
    }

    func stream() async throws -> Child { Child(try await server.connection("--rdb", "-"), hear: site.hear(id)) }

    /// redis-cli of 6.2.0 to 6.2.4 writes what is no RDB file.
    static func canStream(_ info: [String: String]) -> Bool {
        !(0...4).contains { info["redis_version"] == "6.2.\($0)" }
    }

    /// Why the server gives no stream: its user may not, or the command has another name; nil when it is something else.
    static func refusal(_ failure: ToolFailed) -> String? {
        failure.said.last { line in ["NOPERM", "unknown command"].contains { line.contains($0) } }
    }

    /// A `redis-cli` that is older than its server is sent an older format, which not every key has a form in: the server
    /// ends the stream then, and says why in its log alone. Its own file has all.
    private func saved(insteadOf failure: ToolFailed) async throws -> [any Filter] {
        let refusal = Self.refusal(failure)
        site.console.info(refusal.map(Text.redisWithoutSync) ?? .redisStreamEnded(Failure(describing: failure)))
        do { return try await saved() } catch let other as Failure {
            throw refusal.map { .redisGivesNoKeys($0, other) } ?? Failure.redisStreamEnded(failure, other)
        }
    }

    /// BGSAVE, its status and its time looked at, then the server's own file.
    private func saved() async throws -> [any Filter] {
        try await server.wait { $0["rdb_bgsave_in_progress"] == "0" }
        let before = try await server.info()
        try await Task.sleep(for: .seconds(1))  // the time has no fraction: a save in the same second would not show
        _ = try await server.ask("BGSAVE")
        try await server.wait { $0["rdb_bgsave_in_progress"] == "0" }
        let info = try await server.info()
        let hasSaved = ["rdb_last_save_time", "rdb_saves"].contains { before[$0] != nil && info[$0] != before[$0] }
        guard info["rdb_last_bgsave_status"] == "ok", hasSaved else { throw Failure.redisSaveFailed }
        guard let folder = try await server.folder(info) else { throw Failure.redisElsewhere }
        let path = folder.appending(try await server.setting("dbfilename"))
        return [Child(server.reach.invocation("cat", [path.string]), hear: site.hear(id)), RedisDump()]
    }
}

extension Failure {
    static let redisSaveFailed = Failure("redis.save-failed")

    static func redisStreamEnded(_ failed: ToolFailed, _ other: Failure) -> Failure {
        let said = Failure(describing: failed)
        return Failure("redis.stream-ended", ["said": said.why ?? said.text, "why": other.why ?? other.text])
    }

    static func redisGivesNoKeys(_ refusal: String, _ other: Failure) -> Failure {
        Failure("redis.gives-no-keys", ["refusal": refusal, "why": (other.why ?? other.text)])
    }
}

extension Text {
    static func redisStreamEnded(_ failure: Failure) -> Text {
        Text("redis.stream-ended-bgsave", ["why": failure.text])
    }

    static func redisWithoutSync(_ said: String) -> Text {
        Text("redis.without-sync", ["said": said])
    }
}
