package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension RedisLoad {
    /// Asks the server for a dump of what it holds now, and compares database, name, type and expiry time of every key
    /// that cannot have expired; where it gives no dump, numbers of keys.
    package func check(_ files: RestoreFiles) async throws {
        guard let dump = files.first(.rdb), let expected = try await survey(dump) else { return }
        let server = try await RedisServer.reach(redis, site)
        guard let count = try await compare(expected, server, isAlone: isAlone) else { return }
        site.console.info(.redisKeysBack(count, expected.keys.count))
    }

    /// How many keys there are; nil where others may have written, and something differs.
    @discardableResult
    func compare(_ expected: RedisContents, _ server: RedisServer, isAlone: Bool) async throws -> Int? {
        let info = try await server.info()
        let live = try await dumped(by: server, info)
        let now = FileTime.now().seconds + 1
        let (counts, found) = (expected.counts(after: now), live?.sum(after: now).count ?? Self.keyCount(info))
        if live.map({ expected.matches($0, after: now) }) ?? (counts ~= found) { return found }
        if isAlone { throw Failure.redisKeysDiffer(counts.lowerBound, found) }
        site.console.warning(.redisKeysChanged(counts.lowerBound, found))
        return nil
    }

    /// Nil where the server gives none that can be read here; one that died does not answer the next question.
    private func dumped(by server: RedisServer, _ info: [String: String]) async throws -> RedisContents? {
        guard RedisKeys.canStream(info) else { return nil }
        let survey = RedisSurvey()
        do {
            let stream = try await RedisKeys(server: server, site: site, id: id).stream()
            try await withoutDelay(of: server) { try await pipeline([stream, survey]) }
        } catch is ToolFailed {
            try Task.checkCancellation()
            _ = try await server.info()
            return nil
        } catch RDBFailed.unknown {
            return nil
        }
        return survey.contents
    }

    /// Has the server send its keys at once.
    func withoutDelay(of server: RedisServer, _ body: () async throws -> Void) async throws {
        guard let held = note.map({ HeldSetting(server: server, note: $0) }) else { return try await body() }
        try? await held.putBack()
        try await held.withoutDelay(body)
    }

    /// Of all databases, from lines such as `db0:keys=117,expires=14,avg_ttl=0`.
    static func keyCount(_ info: [String: String]) -> Int {
        let databases = info.filter { $0.key.hasPrefix("db") && Int($0.key.dropFirst(2)) != nil }
        let counts = databases.compactMap {
            $0.value.split(separator: ",").first { $0.hasPrefix("keys=") }?.dropFirst(5)
        }
        return counts.compactMap { Int($0) }.reduce(0, +)
    }
}

extension Text {
    static func redisKeysBack(_ count: Int, _ databases: Int) -> Text {
        Text("redis.keys-back", ["count": count, "databases": databases])
    }

    static func redisKeysChanged(_ expected: Int, _ found: Int) -> Text {
        Text("redis.keys-changed", ["found": found, "expected": expected])
    }
}

extension Failure {
    static func redisKeysDiffer(_ expected: Int, _ found: Int) -> Failure {
        Failure("redis.keys-differ", ["found": found, "expected": expected])
    }
}
