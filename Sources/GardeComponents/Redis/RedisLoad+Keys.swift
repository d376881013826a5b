package import GardeCore
import GardeIO
import GardeWords
import Synchronization
package import SystemPackage

/// Where keys are taken from.
package enum KeySource: Sendable {
    case backup(RestoreFiles)
    /// What an earlier restore of keys kept.
    case kept(FilePath)

    /// Nil for a file that is no such thing.
    package static func kept(at path: FilePath) -> KeySource? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec),
            let start = try? file.thenClose({ try file.read(upTo: RedisCommandReader.start.count) })
        else { return nil }
        return start == RedisCommandReader.start ? .kept(path) : nil
    }
}

/// Some keys of a source, before anything is done.
package struct FoundKeys: Sendable {
    /// The patterns as they were typed.
    package let words: [String]
    let patterns: [RedisPattern]
    fileprivate var time = FileTime.now().milliseconds
    /// Without their values.
    fileprivate(set) var keys: [RedisKey] = []
    /// Those whose time is over: they stay away.
    package fileprivate(set) var expired = 0
    /// Under how many of the names there is something now.
    package fileprivate(set) var present = 0

    package var count: Int { keys.count }

    fileprivate func isOver(_ key: RedisKey) -> Bool { key.expiry.map { $0 <= time } ?? false }

    fileprivate mutating func add(_ key: RedisKey) {
        if isOver(key) { expired += 1 } else { keys.append(key.named) }
    }

    /// What has expired since it was found stays away too.
    fileprivate mutating func refresh() {
        time = FileTime.now().milliseconds
        let all = keys.count
        keys.removeAll(where: isOver)
        expired += all - keys.count
    }

    fileprivate func matches(_ name: [UInt8]) -> Bool { patterns.contains { $0.matches(name) } }
}

/// Keys into the live server, as the journal has it.
struct RedisKeysStep {
    static let name = "keys"

    /// What was there under the names before.
    let kept: FilePath
    /// What goes when all is over.
    let folder: FilePath
    /// What a person types before the path of something kept.
    let restore: String

    init?(_ entry: Journal.Entry) {
        guard entry.step == Self.name else { return nil }
        (kept, folder, restore) = (FilePath(entry.text(0)), FilePath(entry.text(1)), entry.text(2))
    }

    /// What a person types to have back what this file holds.
    func command(for path: FilePath) -> String { "\(restore) \(shellWord(path.string)) --keys '*'" }

    var new: FilePath { folder.appending("new") }
    /// The same, once the server may have got some of it.
    var sent: FilePath { folder.appending("sent") }
    var back: FilePath { folder.appending("back") }

    /// A name that says that it was overwritten when the step was taken back, and that nothing has.
    var overwritten: FilePath {
        var time = LocalTime.now()
        func path() -> FilePath {
            kept.removingLastComponent().appending("keys_before_undo_\(time.id).resp")
        }
        while path().exists { time = time.adding(seconds: 1) }
        return path()
    }
}

extension RedisLoad {
    /// The keys that match one of the patterns, looked at in source and server. Changes nothing.
    package func find(_ patterns: [String], in source: KeySource) async throws -> FoundKeys {
        let server = try await RedisServer.reach(redis, site)
        let info = try await server.info()
        try checkRole(info)
        if let share = try await server.shareOfCluster(info) { throw Failure.redisInCluster(share) }
        let all = Mutex(FoundKeys(words: patterns, patterns: patterns.map { RedisPattern($0) }))
        let contents = try await read(source, all.withLock { $0 }) { key in all.withLock { $0.add(key) } }
        var found = all.withLock { $0 }
        guard let first = found.keys.first else { throw Failure.redisNoSuchKeys(patterns, found.expired, contents) }
        try checkVersion(contents, info)
        try await checkDatabases(found.keys.map(\.database).max(), server)
        let live = RedisLive(server, info)
        if let said = try await live.refusal(of: first) { throw Failure.redisRefusesKeys(said) }
        let present = Mutex(0)
        try await live.read(found.keys, values: false) { key in
            if key.payload != nil { present.withLock { $0 += 1 } }
        }
        found.present = present.withLock { $0 }
        return found
    }

    /// Puts them into the server, after what is there was kept in a file of its own; by its journal it goes again.
    ///
    /// `restore` is what a person types before the path of that file.
    package func load(
        _ found: FoundKeys, from source: KeySource, keeping kept: FilePath, restore: String, _ journal: Journal
    ) async throws {
        let folder = scratch.appending("keys-\(UInt32.random(in: 0 ... .max))")
        let entry = Journal.Entry(
            id, RedisKeysStep.name, [kept.string, folder.string, restore].map { Array($0.utf8) })
        guard let step = RedisKeysStep(entry) else { return }
        var found = found
        found.refresh()
        try journal.record(entry)
        try Durable.createFolder(folder)
        try await keep(step.new) { [found] take in
            _ = try await read(source, found) { if !found.isOver($0) { try take($0) } }
        }
        let server = try await RedisServer.reach(redis, site)
        let live = RedisLive(server, try await server.info())
        try await keep(kept) { [found] in try await live.read(found.keys, values: true, $0) }
        let before = try await evictions()
        try Durable.rename(step.new, toUnused: step.sent)
        try await live.run(step.sent)
        let evicted = try await evictions() - before
        try await check(found, live, evicted)
        if evicted > 0 { site.console.warning(Text("redis.others-evicted", ["count": evicted])) }
    }

    /// Takes it back. What was written since is not lost: it is kept in a file that is named.
    func undo(_ step: RedisKeysStep) async throws {
        if !step.sent.exists {
            // The server got nothing.
            for path in [step.kept, Self.half(step.kept)] { try Durable.remove(path) }
            return try Durable.removeTree(step.folder)
        }
        let server = try await RedisServer.reach(redis, site)
        let live = RedisLive(server, try await server.info())
        let old = try await fingerprints(step.kept)
        let new = try await fingerprints(step.sent)
        let changed = Mutex(Set<RedisKey.Name>())
        let revived = Mutex(0)
        let written = Mutex([RedisKey]())
        try await live.read(try await keys(of: step.kept), values: true) { key in
            guard old[key.id] != key.fingerprint else { return }
            changed.withLock { _ = $0.insert(key.id) }
            if key.payload == nil { revived.withLock { $0 += 1 } }
            if key.payload != nil, new[key.id] != key.fingerprint { written.withLock { $0.append(key.named) } }
        }
        let others = written.withLock { $0 }
        if !others.isEmpty {
            let path = step.overwritten
            try await keep(path) { try await live.read(others, values: true, $0) }
            site.console.warning(
                Text(
                    "redis.keys-overwritten",
                    ["count": others.count, "path": path, "command": step.command(for: path)]))
        }
        let gone = revived.withLock { $0 }
        if gone > 0 { site.console.warning(Text("redis.keys-revived", ["count": gone])) }
        let names = changed.withLock { $0 }
        if !names.isEmpty {
            try? Durable.remove(step.back)
            try await keep(step.back) { take in
                // What is in the way of old values may be what filled the memory.
                for name in names {
                    try take(RedisKey(database: name.database, name: name.name, expiry: nil, payload: nil))
                }
                try await read(step.kept) { if names.contains($0.id), $0.payload != nil { try take($0) } }
            }
            try await live.run(step.back)
        }
        try Durable.remove(step.kept)
        try Durable.removeTree(step.folder)
    }

    // MARK: Files

    private static func half(_ path: FilePath) -> FilePath { FilePath("\(path.string).writing") }

    /// A file of keys that is whole once it has its name.
    private func keep(
        _ path: FilePath, _ fill: (@escaping @Sendable (RedisKey) throws -> Void) async throws -> Void
    ) async throws {
        let half = Self.half(path)
        try Durable.remove(half)
        try await Durable.create(half) { file in
            let commands = RedisCommands(to: file)
            try await fill { try commands.write($0) }
        }
        try Durable.rename(half, toUnused: path)
    }

    /// What the whole source holds, of a backup.
    private func read(
        _ source: KeySource, _ found: FoundKeys, _ take: @escaping @Sendable (RedisKey) throws -> Void
    ) async throws -> RedisContents? {
        let pick = RedisPick(where: found.matches, take)
        switch source {
        case .kept(let path):
            try await read(path, pick)
            return nil
        case .backup(let files):
            let dump = try dump(of: files)
            let survey = RedisSurvey(countsPrefixes: true, picking: pick)
            do { try await pipeline(dump.source + [survey]) } catch RDBFailed.unknown(let kind) {
                throw Failure("redis.keys-unknown-kind", ["kind": "\(kind)"])
            } catch is RDBFailed { throw Failure.redisDumpDamaged(dump.path) }
            return survey.contents
        }
    }

    private func read(_ path: FilePath, _ take: @escaping @Sendable (RedisKey) throws -> Void) async throws {
        try await read(path, RedisPick(where: { _ in true }, take))
    }

    private func read(_ path: FilePath, _ pick: RedisPick) async throws {
        do { try await pipeline([FileSource(path), RedisCommandReader(pick)]) } catch is RDBFailed {
            throw Failure.redisDumpDamaged(path)
        }
    }

    private func fingerprints(_ path: FilePath) async throws -> [RedisKey.Name: Int] {
        let found = Mutex([RedisKey.Name: Int]())
        try await read(path) { key in found.withLock { $0[key.id] = key.fingerprint } }
        return found.withLock { $0 }
    }

    private func keys(of path: FilePath) async throws -> [RedisKey] {
        let found = Mutex([RedisKey]())
        try await read(path) { key in found.withLock { $0.append(key.named) } }
        return found.withLock { $0 }
    }

    // MARK: Check

    /// Each is there, unless its time is over by now, or somebody took it at once, as from a queue; what the server evicted
    /// was not taken.
    private func check(_ found: FoundKeys, _ live: RedisLive, _ evicted: Int) async throws {
        let there = Mutex(Set<RedisKey.Name>())
        try await live.read(found.keys, values: false) { key in
            if key.payload != nil { there.withLock { _ = $0.insert(key.id) } }
        }
        let (now, stayed) = (FileTime.now().milliseconds, there.withLock { $0 })
        let missing = found.keys.filter { key in
            key.payload != nil && !stayed.contains(key.id) && key.expiry.map { $0 > now } ?? true
        }
        guard !missing.isEmpty else { return }
        guard evicted > 0 else {
            return site.console.warning(Text("redis.keys-gone-again", ["count": missing.count]))
        }
        let names = shorten(missing.map { visible($0.name) })
        throw Failure.redisKeysNotTaken(
            Text("redis.keys-did-not-stay", ["count": missing.count, "names": names, "evicted": evicted]))
    }
}

extension Failure {
    /// With the beginnings of names that are most alike.
    fileprivate static func redisNoSuchKeys(
        _ patterns: [String], _ expired: Int, _ contents: RedisContents?
    ) -> Failure {
        let list = patterns.joined(separator: ", ")
        if expired > 0 { return Failure("redis.keys-all-expired", ["patterns": list, "count": expired]) }
        let heads = patterns.map { visible(RedisPattern($0).head) }
        let counts = (contents?.prefixes ?? [:]).values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        let near = counts.map { prefix, count in
            (distance: heads.map { editDistance($0, prefix) }.min() ?? 0, prefix: prefix, count: count)
        }
        let shown = near.sorted { ($0.distance, $0.prefix) < ($1.distance, $1.prefix) }.prefix(5).map {
            "\($0.prefix)* (\($0.count))"
        }
        let why = shown.isEmpty ? nil : Text("redis.keys-near", ["list": shown.joined(separator: ", ")])
        return Failure("redis.no-such-keys", ["patterns": list, "why": why])
    }
}
