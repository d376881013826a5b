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
        guard !Self.cannotStream(info["redis_version"] ?? "") else {
            return try await saveByServer(server, files)
        }
        do {
            let stream = Child(server.command("--rdb", "-"), hear: site.hear(name))
            try await files.store(.rdb, [stream, RedisDump()])
        } catch let failure as ToolFailed where failure.said.contains(where: { $0.contains("NOPERM") }) {
            site.console.info(.redisWithoutSync(failure.said.last ?? ""))
            try await saveByServer(server, files)
        }
    }

    /// redis-cli of 6.2.0 to 6.2.4 writes what is no RDB file.
    static func cannotStream(_ version: String) -> Bool { (0...4).contains { version == "6.2.\($0)" } }

    /// BGSAVE, its status and its time looked at, then the server's own file.
    private func saveByServer(_ server: RedisServer, _ files: ComponentFiles) async throws {
        try await server.wait { $0["rdb_bgsave_in_progress"] == "0" }
        let before = try await server.info()["rdb_saves"]
        let last = try await server.info()["rdb_last_save_time"]
        try await Task.sleep(for: .seconds(1))  // the time has no fraction: a save in the same second would not show
        _ = try await server.ask("BGSAVE")
        try await server.wait { $0["rdb_bgsave_in_progress"] == "0" }
        let info = try await server.info()
        let hasSaved = info["rdb_last_save_time"] != last || (before != nil && info["rdb_saves"] != before)
        guard info["rdb_last_bgsave_status"] == "ok", hasSaved else { throw Failure.redisSaveFailed }
        guard let folder = try await server.folder(info) else { throw Failure.redisElsewhere }
        let path = folder.appending(try await server.setting("dbfilename"))
        let read = server.reach.invocation("cat", [path.string])
        try await files.store(.rdb, [Child(read, hear: site.hear(name)), RedisDump()])
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
    static let redisSaveFailed = Failure(
        Text("Redis could not save its data", fr: "Redis n'a pas pu enregistrer ses données"),
        why: Text("BGSAVE did not end well", fr: "BGSAVE ne s'est pas bien terminé"),
        fix: Text("Look at the server's log and at its disk.", fr: "Regardez le journal du serveur et son disque."))
}

extension Text {
    static let redisIsEmpty = Text("Redis holds no key", fr: "Redis ne contient aucune clé")

    static func redisWithoutSync(_ said: String) -> Text {
        Text(
            "Redis refuses its stream (\(said)); BGSAVE is used instead. ACL that helps: +sync +replconf",
            fr: "Redis refuse son flux (\(said)) ; BGSAVE prend le relais. ACL utile : +sync +replconf")
    }

    static func aofNotSaved(_ error: any Error) -> Text {
        let why = Failure(describing: error)
        return Text(
            "the append-only files are not saved, the RDB is: \(why.line(.english))",
            fr: "les fichiers AOF ne sont pas sauvegardés, le RDB l'est : \(why.line(.french))")
    }
}
