package import GardeCore
internal import GardeWords
import GardeIO
package import SystemPackage

/// Redis' way back: the backup's RDB file takes the place of the file that the server reads when it starts.
///
/// `stage` writes it beside the server's files while the server runs. `swap` stops the server itself, by the
/// `ServiceControl` that it is given, keeps the one file that decides what is read, writes another in its place,
/// starts the server and waits until it has loaded. With append-only files of Redis 7 that one file is their
/// manifest, so that the old files stay untouched; otherwise it is the one append-only file, or `dbfilename`.
/// What the server reads is asked of it again after the start: where a runtime CONFIG SET has hidden that it starts
/// otherwise, the exchange is made once more, for what it does read.
///
/// Steps in the journal: `staged`, then for each exchange `stopping` and `swapped`, each with all of `RedisExchange`.
/// Undone in reverse, `swapped` leaves the server stopped where it had to stop, and `stopping` starts it.
package struct RedisLoad: Load {
    package let id: Component.ID
    let redis: Redis
    let site: Site
    let scratch: FilePath
    let control: ServiceControl?
    let isAlone: Bool
    /// Where a setting of the server is kept while it is changed; nil changes none.
    let note: FilePath?

    /// - Parameters:
    ///   - scratch: A folder of this user alone; files there have no name and end with the process.
    ///   - control: How the server is stopped and started; nil has it copy a scratch server instead.
    ///   - isAlone: Nobody writes until the check is over; otherwise a difference is a warning.
    package init(
        id: Component.ID, redis: Redis, site: Site, scratch: FilePath, control: ServiceControl?, isAlone: Bool = true,
        note: FilePath? = nil
    ) {
        (self.id, self.redis, self.site, self.scratch) = (id, redis, site, scratch)
        (self.control, self.isAlone, self.note) = (control, isAlone, note)
    }

    package var restartsServer: Bool { control != nil }

    package func analyze(_ files: RestoreFiles) async throws {
        let dump = try dump(of: files)
        let contents = try await survey(dump)
        if let expired = contents?.expired, expired > 0 { site.console.warning(.redisKeysExpired(expired)) }
        try await examine(dump, contents)
    }

    package func stage(_ files: RestoreFiles, _ journal: Journal) async throws {
        let dump = try dump(of: files)
        let server = try await RedisServer.reach(redis, site)
        if await whyNotByFiles(server) != nil { return try await stageCopy(dump, journal) }
        let settings = try await RedisSettings.of(server)
        let place = try await RedisPlace.find(server, settings.folder)
        let files = try await place.files(site, scratch)
        let staged = "garde-restore-\(UInt32.random(in: 0 ... .max)).rdb"
        let owner = try await files.owner(like: settings.firstFile)
        try journal.record(id, "staged", place.text, staged, owner.text)
        try await files.write(staged, owner, size: dump.contentBytes, dump.source)
    }

    package func swap(_ journal: Journal) async throws {
        if let folder = stagedCopy(journal) { return try await swapCopy(folder, journal) }
        guard let staged = journal.entries.last(where: { $0.owner == .component(id) && $0.step == "staged" }) else {
            return
        }
        var settings = try await RedisSettings.of(try await RedisServer.reach(redis, site))
        for round in 1...2 {
            try await exchange(try RedisExchange(staged, settings, round), settings, journal)
            let now = try await RedisSettings.of(try await RedisServer.reach(redis, site))
            if now == settings { return }
            site.console.warning(.redisStartsOtherwise(settings, now))
            guard now.folder == settings.folder else { throw Failure.redisStartsElsewhere(settings, now) }
            if now.firstFile == settings.firstFile { return }
            settings = now
        }
    }

    package func undo(_ entry: Journal.Entry) async throws {
        if entry.step == "staged" { return try await removeStaged(entry) }
        if entry.step == Self.copying { return try await replication(entry).undo() }
        if let step = RedisKeysStep(entry) { return try await undo(step) }
        guard let exchange = RedisExchange(entry) else { return }
        let files = try await exchange.place.files(site, scratch)
        switch entry.step {
        case "swapped": try await putBack(exchange, files)
        case "stopping":
            // Asked for by a process that was killed, the stop may still be under way; what does not stop runs.
            try? await stop()
            try await start()
            let rest = try await unread(exchange.added, exchange, files)
            try await files.removeEmptied(rest, kept: exchange.kept)
        default: break
        }
    }

    package func kept(_ entry: Journal.Entry) -> String? {
        guard entry.step == "swapped", let exchange = RedisExchange(entry) else { return nil }
        return "\(exchange.place.text) \(exchange.kept)"
    }

    package func finish(_ entry: Journal.Entry) async throws {
        if entry.step == "staged" { return try await removeStaged(entry) }
        if entry.step == Self.copying { return try await replication(entry).finish() }
        if let step = RedisKeysStep(entry) { return try Durable.removeTree(step.folder) }
        guard entry.step == "swapped", let exchange = RedisExchange(entry) else { return }
        let files = try await exchange.place.files(site, scratch)
        if exchange.isManifest, let manifest = try await files.read(exchange.kept) {
            let old = AppendOnlyManifest(manifest).names.map(exchange.beside)
            try await files.remove(try await unread(old, exchange, files))
        }
        try await files.dropKept(exchange.kept)
    }

    // MARK: Without a stop

    private static let copying = "copying"

    private func replication(_ entry: Journal.Entry) -> RedisReplication {
        RedisReplication(load: self, folder: FilePath(entry.text(0)))
    }

    private func stageCopy(_ dump: RestoreFile, _ journal: Journal) async throws {
        let folder = scratch.appending("redis-\(UInt32.random(in: 0 ... .max))")
        try journal.record(id, Self.copying, folder.string)
        try await RedisReplication(load: self, folder: folder).stage(dump)
    }

    private func stagedCopy(_ journal: Journal) -> Journal.Entry? {
        journal.entries.last { $0.owner == .component(id) && ["staged", Self.copying].contains($0.step) }
            .flatMap { $0.step == Self.copying ? $0 : nil }
    }

    private func swapCopy(_ entry: Journal.Entry, _ journal: Journal) async throws {
        let replication = replication(entry)
        try await replication.keepOld()
        let before = try await evictions()
        try await replication.copy(RedisReplication.new)
        let lost = try await evictions() - before
        if lost > 0 { try journal.record(lacks: .redisEvicted(lost), of: id) }
    }

    /// A replica evicts nothing; it begins to when it is its own master again.
    func evictions() async throws -> Int {
        Int(try await RedisServer.reach(redis, site).info()["evicted_keys"] ?? "") ?? 0
    }

    private func removeStaged(_ entry: Journal.Entry) async throws {
        guard let place = RedisPlace(entry.text(0)) else { return }
        try await place.files(site, scratch).remove([entry.text(1)])
    }

    func dump(of files: RestoreFiles) throws -> RestoreFile {
        guard let dump = files.first(.rdb) else { throw Failure.noRedisDump(files.id) }
        return dump
    }
}

extension Text {
    static func redisKeysExpired(_ count: Int) -> Text {
        Text("redis.keys-expired", ["count": count])
    }

    static func redisStartsOtherwise(_ before: RedisSettings, _ after: RedisSettings) -> Text {
        let changes = before.differences(to: after).joined(separator: ", ")
        return Text("redis.starts-otherwise", ["changes": changes])
    }
}

extension Failure {
    static func noRedisDump(_ id: String) -> Failure {
        Failure("redis.no-redis-dump", ["id": id])
    }

    static func redisNotControlled(_ name: String) -> Failure {
        Failure("redis.not-controlled", ["name": name])
    }

    static func redisStartsElsewhere(_ before: RedisSettings, _ after: RedisSettings) -> Failure {
        Failure("redis.starts-elsewhere", ["folder": before.folder, "afterFolder": after.folder])
    }
}
