import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension RedisLoad {
    /// What the RDB file holds; nil, with a warning, when a newer server than this program knows wrote it.
    func survey(_ dump: RestoreFile) async throws -> RedisContents? {
        let survey = RedisSurvey()
        do {
            try await pipeline(dump.source + [survey])
        } catch RDBFailed.unknown(let kind) {
            site.console.warning(.redisNotFollowed(kind))
        } catch is RDBFailed {
            throw Failure.redisDumpDamaged(dump.path)
        }
        return survey.contents
    }

    /// All that keeps this server from taking the dump's place. Changes nothing.
    func examine(_ dump: RestoreFile, _ contents: RedisContents?) async throws {
        let server = try await RedisServer.reach(redis, site)
        let info: [String: String]
        do { info = try await settled(server) } catch { throw Failure.redisMustRun(Failure(describing: error)) }
        try checkRole(info)
        try checkReplicas(info)
        if let share = try await server.shareOfCluster(info) { throw Failure.redisInCluster(share) }
        try await checkSentinels(server)
        let reason = await whyNotByFiles(server)
        if let reason { try await checkCopy(server, info, reason) } else { try await checkStart(server, info) }
        try checkVersion(contents, info)
        try await checkDatabases(contents?.keys.keys.max(), server)
        try await checkModules(contents, server)
        try await judge(dump, by: server, info)
        try await checkMemory(contents, server)
        if reason == nil { try await checkRoom(dump, server) } else { try checkRoomHere(dump) }
    }

    /// Why the server's file cannot be exchanged while it is stopped; nil where it can.
    func whyNotByFiles(_ server: RedisServer) async -> Failure? {
        guard control != nil else { return .redisNotControlled(name) }
        do {
            let settings = try await RedisSettings.of(server)
            _ = try await RedisPlace.find(server, settings.folder)
            return nil
        } catch { return Failure(describing: error) }
    }

    /// Asked of a master, REPLICAOF NO ONE changes nothing; whoever may not say it is told so now.
    private func checkCopy(_ server: RedisServer, _ info: [String: String], _ reason: Failure) async throws {
        guard server.reach == .here else { throw reason }
        do { _ = try await server.ask("REPLICAOF", "NO", "ONE") } catch let failure as Failure {
            throw Failure.redisRefusesToCopy(reason, failure)
        }
        guard let program = RedisScratch.program(for: info) else { throw Failure.redisServerMissing }
        let running = RedisVersion(info)
        if let version = await RedisScratch.version(of: program), !version.readsAll(of: running) {
            throw Failure.redisScratchTooOld(program, version, running)
        }
        site.console.info(.redisCopies(reason))
    }

    /// The backup's keys, and those that are live, side by side.
    private func checkRoomHere(_ dump: RestoreFile) throws {
        let (free, needed) = (try room(at: nearestFolder(scratch)).free, 3 * dump.contentBytes + (16 << 20))
        if free < needed { throw Failure.redisNoRoom(free, needed) }
    }

    /// The server's facts; what a killed run's `redis-cli --rdb` left looks like a replica for some seconds.
    private func settled(_ server: RedisServer) async throws -> [String: String] {
        var info = try await server.info()
        for _ in 0..<10 where info["connected_slaves"] ?? "0" != "0" {
            try await Task.sleep(for: .milliseconds(500))
            info = try await server.info()
        }
        return info
    }

    func checkRole(_ info: [String: String]) throws {
        if info["redis_mode"] == "sentinel" { throw Failure.redisIsSentinel }
        if info["role"] == "slave" { throw Failure.redisIsReplica }
        if info["loading"] == "1" { throw Failure.redisMustRun(.redisLoading) }
    }

    /// A restart of their master, or its copying another server, would take them along.
    private func checkReplicas(_ info: [String: String]) throws {
        if let replicas = info["connected_slaves"], replicas != "0" { throw Failure.redisHasReplicas(replicas) }
    }

    /// A Sentinel is a client that names itself; a user who may not list clients does not see it.
    private func checkSentinels(_ server: RedisServer) async throws {
        let clients = (try? await server.ask("CLIENT", "LIST")) ?? []
        if clients.contains(where: { $0.contains(" name=sentinel-") }) { throw Failure.redisHasSentinel }
    }

    func checkVersion(_ contents: RedisContents?, _ info: [String: String]) throws {
        guard let contents else { return }
        let server = RedisVersion(info)
        guard !server.reads(contents.format, from: contents.writer) else { return }
        throw Failure.redisTooOld(contents, server)
    }

    /// A server that reads of a database that it has not ends at once, also one that copies.
    func checkDatabases(_ highest: Int?, _ server: RedisServer) async throws {
        guard let highest else { return }
        do { _ = try await server.ask("SELECT", "\(highest)") } catch let failure as Failure {
            let line = failure.line(.english)
            guard line.contains("out of range") || line.contains("cluster mode") else { return }
            throw Failure.redisHasFewerDatabases(highest + 1)
        }
    }

    private func checkModules(_ contents: RedisContents?, _ server: RedisServer) async throws {
        guard let needed = contents?.modules.sorted(), !needed.isEmpty else { return }
        if let loaded = try? await server.ask("MODULE", "LIST"), loaded.allSatisfy(\.isEmpty) {
            throw Failure.redisLacksModules(needed)
        }
    }

    /// The server's own `redis-check-rdb` reads the whole dump, where it has one and can say what it found. One that knows
    /// an older format than the server says nothing of the server.
    private func judge(_ dump: RestoreFile, by server: RedisServer, _ info: [String: String]) async throws {
        let verdict = Collect(limit: 16 << 20)
        do {
            let program = RedisClient.checker(for: server.reach, info)
            let judge = Child(server.reach.invocation(program, ["/dev/stdin"]), hear: site.hear(id))
            try await pipeline(dump.source + [judge, verdict])
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let said = String(decoding: verdict.bytes, as: UTF8.self).split(separator: "\n")
            guard let mark = said.firstIndex(where: { $0.contains("RDB ERROR DETECTED") }) else { return }
            let isOlder = ["Can't handle RDB format version", "Wrong signature"].contains { words in
                said[mark...].contains { $0.contains(words) }
            }
            if isOlder, server.reach == .here { return }
            throw Failure.redisRefusesDump(said[mark...].dropFirst().first.map(String.init) ?? "")
        }
    }

    private func checkMemory(_ contents: RedisContents?, _ server: RedisServer) async throws {
        guard let needed = contents?.memory, let limit = Int((try? await server.setting("maxmemory")) ?? ""), limit > 0
        else {
            return
        }
        if needed > limit { site.console.warning(.redisMemoryLimit(needed, limit)) }
    }

    /// Where a file can have two names the old one needs no room of its own; through `docker cp` it is copied.
    private func checkRoom(_ dump: RestoreFile, _ server: RedisServer) async throws {
        let place = try await RedisPlace.find(server, try await RedisSettings.of(server).folder)
        let isCopied = if case .container = place { true } else { false }
        let (free, needed) = (
            try await place.files(site, scratch).room(), (isCopied ? 3 : 1) * dump.contentBytes + (16 << 20)
        )
        if free < needed { throw Failure.redisNoRoom(free, needed) }
        let here = try room(at: nearestFolder(scratch)).free
        if isCopied, here < dump.contentBytes { throw Failure.redisNoRoom(here, dump.contentBytes) }
    }
}

/// Which dumps a server reads. Source: `RDB_VERSION` in each release of Redis and Valkey.
package struct RedisVersion: Sendable {
    let text: String
    private let isValkey: Bool

    package init(_ info: [String: String]) {
        isValkey = info["valkey_version"] != nil
        text = info["valkey_version"] ?? info["redis_version"] ?? ""
    }

    package init(_ text: String, isValkey: Bool) { (self.text, self.isValkey) = (text, isValkey) }

    /// Whether it reads what that server writes of its own keys.
    package func readsAll(of other: RedisVersion) -> Bool { reads(other.newest, from: other.text) }

    /// The newest format of each release of Redis since which it is read; past the last one the writer's version tells.
    private static let formats = [
        ("2.6", 6), ("3.2", 7), ("4.0", 8), ("5.0", 9), ("7.0", 10), ("7.2", 11), ("7.4", 12),
    ]

    /// Valkey went its own way after format 11: neither reads the other's later ones.
    package func reads(_ format: Int, from writer: String) -> Bool {
        if format > 11, isValkey != (format >= 80) { return false }
        return format <= newest || (!writer.isEmpty && Self.numbers(writer) <= Self.numbers(text))
    }

    private var newest: Int {
        if isValkey { return Self.numbers(text) >= [9, 0] ? 80 : 11 }
        return Self.formats.last { Self.numbers($0.0) <= Self.numbers(text) }?.1 ?? 6
    }

    /// Major and minor.
    private static func numbers(_ version: String) -> [Int] {
        let all = version.split(separator: ".").prefix(2).map { Int($0) ?? 0 }
        return all + Array(repeating: 0, count: 2 - all.count)
    }
}

extension [Int] {
    fileprivate static func <= (one: [Int], other: [Int]) -> Bool { !other.lexicographicallyPrecedes(one) }
    fileprivate static func >= (one: [Int], other: [Int]) -> Bool { other <= one }
}
