import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Restores a server that is not stopped: it copies a scratch server on the backup's file, then goes its own way again.
///
/// A copy replaces all that it holds. Steps in the journal: `copied`, with a folder in which the backup's file and, from
/// before the exchange on, the server's own keys lie; taken back, the server copies those in the same way.
struct RedisReplication: Sendable {
    let load: RedisLoad
    let folder: FilePath

    static let (new, old) = ("new.rdb", "old.rdb")
    /// Set for the time of the copy; what they were lies in a file meanwhile.
    private static let settings = ["masterauth", "masteruser", "tls-replication"]
    private var settingsFile: FilePath { folder.appending("settings") }

    private func server() async throws -> RedisServer { try await RedisServer.reach(load.redis, load.site) }

    func stage(_ dump: RestoreFile) async throws {
        try Durable.createFolder(folder)
        try await Durable.create(folder.appending(Self.new)) { file in
            try await pipeline(dump.source, into: file)
            guard try file.stat().size == dump.contentBytes else { throw Failure.redisDumpCutShort }
        }
    }

    /// Keeps what the server holds, complete, before anything changes.
    func keepOld() async throws {
        let server = try await server()
        let half = folder.appending("\(Self.old).writing")
        let keys = RedisKeys(server: server, site: load.site, id: load.id)
        try await load.withoutDelay(of: server) {
            try await keys.read(try await server.info()) { dump in
                if (try? half.stat()) != nil { try Durable.remove(half) }
                try await Durable.create(half) { try await pipeline(dump, into: $0) }
            }
        }
        try Durable.rename(half, toUnused: folder.appending(Self.old))
    }

    /// Has the server copy this file; it answers to nobody else when this returns.
    func copy(_ dump: String) async throws {
        let expected = try await survey(dump)
        let target = try await server()
        guard let program = RedisScratch.program(for: try await target.info()) else {
            throw Failure.redisServerMissing
        }
        let databases = (try? await target.setting("databases")).flatMap { Int($0) } ?? 16
        let password = await target.showsSettings() ? secret() : ""
        if password.isEmpty { load.site.console.warning(.redisScratchIsOpen) }
        let highest = (expected?.keys.keys.max() ?? 0) + 1
        try await RedisScratch(folder: folder).serving(
            dump, by: program, at: try await target.ownAddress(), databases: max(databases, highest), password: password
        ) { scratch in
            try await checkKeys(of: scratch.server, expected)
            do {
                try await follow(scratch, target)
                try await compare(target, expected)
                try await letGo()
            } catch {
                // Another process does it when this one is ended first.
                try? await letGo()
                throw error
            }
        }
        await persist(target)
    }

    /// The server is its own master again, with its own settings; also when it was already.
    func letGo() async throws {
        let target = try await server()
        _ = try await target.ask("REPLICAOF", "NO", "ONE")
        guard let file = try? FileDescriptor.open(settingsFile, .readOnly, options: .closeOnExec) else { return }
        let text = try file.thenClose { String(decoding: try file.readAll(limit: 1 << 16), as: UTF8.self) }
        for line in text.split(separator: "\n") {
            let pair = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if pair.count == 2 { try await target.set(pair[0], to: pair[1]) }
        }
        try Durable.remove(settingsFile)
    }

    func undo() async throws {
        await RedisScratch(folder: folder).end()
        // Before that file is whole nothing has changed.
        if (try? folder.appending(Self.old).stat()) != nil {
            try await letGo()
            try await copy(Self.old)
        }
        try removeFolder()
    }

    func finish() async throws {
        await RedisScratch(folder: folder).end()
        try removeFolder()
    }

    private func removeFolder() throws {
        if (try? folder.stat()) != nil { try Durable.removeTree(folder) }
    }

    // MARK: Steps

    private func survey(_ dump: String) async throws -> RedisContents? {
        let survey = RedisSurvey()
        do { try await pipeline([FileSource(folder.appending(dump)), survey]) } catch RDBFailed.unknown {}
        return survey.contents
    }

    /// Copying an empty server empties the other one.
    private func checkKeys(of scratch: RedisServer, _ expected: RedisContents?) async throws {
        let found = RedisLoad.keyCount(try await scratch.info())
        guard let expected else { return }
        let least = expected.counts(after: FileTime.now().seconds + 1).lowerBound
        if found < least { throw Failure.redisKeysDiffer(least, found) }
    }

    private func follow(_ scratch: RedisScratch.Running, _ target: RedisServer) async throws {
        if !scratch.password.isEmpty { try await prepare(target, scratch.password) }
        _ = try await target.ask("REPLICAOF", scratch.address, "\(scratch.port)")
        let clock = ContinuousClock()
        var (end, said) = (clock.now + .seconds(30), "")
        while true {
            let info = try await target.info()
            if info["master_link_status"] == "up", info["master_sync_in_progress"] == "0" { return }
            if info["master_sync_in_progress"] == "1" || info["loading"] == "1" { end = clock.now + .seconds(30) }
            said = info["master_link_status"] ?? ""
            guard clock.now < end else { throw Failure.redisDoesNotCopy(scratch.address, scratch.port, said) }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func prepare(_ target: RedisServer, _ password: String) async throws {
        if (try? settingsFile.stat()) == nil {
            var lines = ""
            for name in Self.settings {
                // An empty value is no line of its own.
                let answer = try await target.ask("CONFIG", "GET", name)
                if answer.first == name { lines += "\(name)\t\(answer.dropFirst().first ?? "")\n" }
            }
            try await Durable.replace(settingsFile, with: Array(lines.utf8))
        }
        try await target.set("masterauth", to: password)
        try? await target.set("masteruser", to: "")
        if try await target.setting("tls-replication") == "yes" { try await target.set("tls-replication", to: "no") }
    }

    private func compare(_ target: RedisServer, _ expected: RedisContents?) async throws {
        guard let expected else { return }
        try await load.compare(expected, target, isAlone: true)
    }

    /// What came by replication counts as saved for a server that saves after so many changes.
    private func persist(_ target: RedisServer) async {
        do {
            guard try await target.info()["aof_enabled"] != "1" else { return }
            // A server that was just changed much begins one by itself, and refuses a second.
            try await target.wait { $0["rdb_bgsave_in_progress"] != "1" }
            _ = try await target.ask("SAVE", within: .seconds(1800))
        } catch { load.site.console.warning(.redisNotPersisted(Failure(describing: error))) }
    }

    private func secret() -> String {
        (0..<4).map { _ in String(UInt64.random(in: 1 << 60 ... .max), radix: 16) }.joined()
    }
}

extension RedisServer {
    /// This machine as the server sees it, from its list of clients; a socket means the same machine.
    func ownAddress() async throws -> String {
        let lines = (try? await ask("CLIENT", "LIST")) ?? []
        let own = lines.last { $0.contains(" cmd=client") } ?? ""
        let address = own.split(separator: " ").first { $0.hasPrefix("addr=") }?.dropFirst(5) ?? ""
        guard !address.hasPrefix("/"), let colon = address.lastIndex(of: ":") else { return "127.0.0.1" }
        return address[..<colon].filter { $0 != "[" && $0 != "]" }
    }
}

extension Text {
    static let redisScratchIsOpen = Text("redis.scratch-is-open")

    static func redisNotPersisted(_ failure: Failure) -> Text {
        Text("redis.not-persisted", ["failure": failure.text])
    }

    static func redisCopies(_ why: Failure) -> Text {
        Text("redis.copies", ["why": why.text])
    }
}

extension Failure {
    static func redisDoesNotCopy(_ address: String, _ port: Int, _ status: String) -> Failure {
        Failure("redis.does-not-copy", ["address": address, "port": port, "status": "\(status)"])
    }

    static func redisEvicted(_ count: Int) -> Failure {
        Failure("redis.evicted", ["count": count])
    }

    static func redisRefusesToCopy(_ why: Failure, _ other: Failure) -> Failure {
        Failure("redis.refuses-to-copy", ["why": why.text, "other": other.text])
    }
}
