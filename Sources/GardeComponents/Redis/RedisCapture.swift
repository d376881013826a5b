package import GardeCore
internal import GardeWords
import GardeIO
package import SystemPackage

/// A Redis server's keys as an RDB file, made by the server, and its append-only files when it has any.
package struct RedisCapture: Capture {
    package let id: Component.ID
    let redis: Redis
    let site: Site
    /// Where a setting of the server is kept while it is changed, so that the next run puts it back after a crash.
    let note: FilePath

    package init(id: Component.ID, redis: Redis, site: Site, note: FilePath) {
        (self.id, self.redis, self.site, self.note) = (id, redis, site, note)
    }

    package func parts() async -> [Part] {
        let info = try? await RedisServer.reach(redis, site).info()
        return info?["aof_enabled"] == "1" ? [.rdb, .appendOnly] : [.rdb]
    }

    package func check() async throws {
        let server = try await RedisServer.reach(redis, site)
        let info = try await server.info()
        if info["role"] == "slave" { throw Failure.redisReplica }
        if let share = try await server.shareOfCluster(info) { throw Failure.redisCluster(share) }
        if info["loading"] == "1" { throw Failure.redisLoading }
        if let reason = await server.cannotBePutBack() { site.console.warning(reason) }
        if !info.keys.contains(where: { $0.hasPrefix("db") && Int($0.dropFirst(2)) != nil }) {
            site.console.warning(.redisIsEmpty)
        }
    }

    package func save(to files: ComponentFiles) async throws {
        let server = try await RedisServer.reach(redis, site)
        try await HeldSetting(server: server, note: note).putBack()
        let info = try await server.info()
        let before = RedisPosition(info)
        if files.isUnchanged(at: before?.mark) { return }
        try await saveKeys(server, info, files)
        var isComplete = true
        if info["aof_enabled"] == "1" { isComplete = try await saveAppendOnlyFiles(server, info, files) }
        // Where nothing was written meanwhile, where the server stands now is where it stood when it made the copy.
        guard isComplete, let before, let info = await settled(server), let now = RedisPosition(info),
            now.counts == before.counts, let mark = now.mark
        else { return }
        files.stands(at: mark)
    }

    /// The server's facts once it has noticed that its copy is made: the stream ends a moment before the child that wrote it.
    private func settled(_ server: RedisServer) async -> [String: String]? {
        for _ in 1...20 {
            guard let info = try? await server.info() else { return nil }
            if info["rdb_bgsave_in_progress"] == "0" { return info }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return nil
    }

    private func saveKeys(_ server: RedisServer, _ info: [String: String], _ files: ComponentFiles) async throws {
        let dump = RedisKeys(server: server, site: site, id: id)
        try await HeldSetting(server: server, note: note).withoutDelay {
            try await dump.read(info) { try await files.store(.rdb, $0) }
        }
    }

    /// The RDB is what restores; so a copy of the append-only files that fails is a warning, and false.
    private func saveAppendOnlyFiles(
        _ server: RedisServer, _ info: [String: String], _ files: ComponentFiles
    ) async throws -> Bool {
        let rewrite = AOFRewrite(held: HeldSetting(server: server, note: note))
        do {
            try await rewrite.holdOff()
            let archive = try await AOFArchive.of(server, info, hear: site.hear(id))
            try await files.store(.appendOnly, [archive])
            try await rewrite.putBack()
            return true
        } catch {
            try Task.checkCancellation()
            try? await rewrite.putBack()
            site.console.warning(.aofNotSaved(error))
            return false
        }
    }

    package func release() async {
        guard let server = try? await RedisServer.reach(redis, site) else { return }
        try? await HeldSetting(server: server, note: note).putBack()
    }
}

extension Failure {
    static let redisReplica = Failure("redis.replica")
    static func redisCluster(_ share: RedisServer.Share) -> Failure { Failure("redis.cluster", share.words) }
    static let redisLoading = Failure("redis.loading")
}

extension Text {
    static let redisIsEmpty = Text("redis.is-empty")

    static func aofNotSaved(_ error: any Error) -> Text {
        let why = Failure(describing: error)
        return Text("redis.aof-not-saved", ["why": why.text])
    }
}
