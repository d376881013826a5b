import GardeIO
package import SystemPackage

/// A Redis server's keys as an RDB file, made by the server, and its append-only files when it has any.
package struct RedisCapture: Capture {
    package let name: String
    let redis: Redis
    let site: Site
    /// Where the server's rewrite setting is kept while it is changed, so that the next run puts it back after a crash.
    let rewriteNote: FilePath

    package init(name: String, redis: Redis, site: Site, rewriteNote: FilePath) {
        (self.name, self.redis, self.site, self.rewriteNote) = (name, redis, site, rewriteNote)
    }

    package func parts() async -> [Part] {
        let info = try? await RedisServer.reach(redis, site).info()
        return info?["aof_enabled"] == "1" ? [.rdb, .appendOnly] : [.rdb]
    }

    package func check() async throws {
        let server = try await RedisServer.reach(redis, site)
        let info = try await server.info()
        if info["role"] == "slave" { throw Failure.redisReplica }
        if info["cluster_enabled"] == "1" { throw Failure.redisCluster }
        if info["loading"] == "1" { throw Failure.redisLoading }
        if let reason = await server.cannotBePutBack() { site.console.warning(reason) }
        if !info.keys.contains(where: { $0.hasPrefix("db") && Int($0.dropFirst(2)) != nil }) {
            site.console.warning(.redisIsEmpty)
        }
    }

    package func save(to files: ComponentFiles) async throws {
        let server = try await RedisServer.reach(redis, site)
        try await AOFRewrite(server: server, note: rewriteNote).putBack()
        let info = try await server.info()
        try await saveKeys(server, info, files)
        if info["aof_enabled"] == "1" { try await saveAppendOnlyFiles(server, info, files) }
    }

    private func saveKeys(_ server: RedisServer, _ info: [String: String], _ files: ComponentFiles) async throws {
        let dump = RedisKeys(server: server, site: site, name: name)
        try await dump.read(info) { try await files.store(.rdb, $0) }
    }

    /// The RDB is what restores; so a copy of the append-only files that fails is a warning.
    private func saveAppendOnlyFiles(
        _ server: RedisServer, _ info: [String: String], _ files: ComponentFiles
    ) async throws {
        let rewrite = AOFRewrite(server: server, note: rewriteNote)
        do {
            try await rewrite.holdOff()
            let archive = try await AOFArchive.of(server, info, hear: site.hear(name))
            try await files.store(.appendOnly, [archive])
            try await rewrite.putBack()
        } catch {
            try Task.checkCancellation()
            try? await rewrite.putBack()
            site.console.warning(.aofNotSaved(error))
        }
    }

    package func release() async {
        guard let server = try? await RedisServer.reach(redis, site) else { return }
        try? await AOFRewrite(server: server, note: rewriteNote).putBack()
    }
}

extension Failure {
    static let redisReplica = Failure(
        Text("this Redis is a replica", fr: "ce Redis est un réplica"),
        fix: Text("Save its master: set REDIS_HOST.", fr: "Sauvegardez son maître : définissez REDIS_HOST."))
    static let redisCluster = Failure(
        Text("this Redis is a node of a cluster", fr: "ce Redis est un nœud de cluster"),
        why: Text("one node holds a part of the keys only", fr: "un nœud ne contient qu'une partie des clés"))
    static let redisLoading = Failure(
        Text("Redis is still loading its data", fr: "Redis charge encore ses données"),
        fix: Text("Wait, then run the backup again.", fr: "Attendez, puis relancez la sauvegarde."))
}

extension Text {
    static let redisIsEmpty = Text("Redis holds no key", fr: "Redis ne contient aucune clé")

    static func aofNotSaved(_ error: any Error) -> Text {
        let why = Failure(describing: error)
        return Text(
            "the append-only files are not saved, the RDB is: \(why.line(.english))",
            fr: "les fichiers AOF ne sont pas sauvegardés, le RDB l'est : \(why.line(.french))")
    }
}
