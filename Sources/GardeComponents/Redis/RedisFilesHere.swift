import GardeCore
import GardeWords
import Glibc
import GardeIO
import SystemPackage

/// A server's files on this machine.
struct RedisFilesHere: RedisFiles {
    let folder: FilePath

    private func path(_ name: String) -> FilePath { folder.appending(name) }

    func owner(like name: String) throws -> FileOwner {
        if let file = try? path(name).stat() { return FileOwner(file, mode: file.permissions.rawValue & 0o777) }
        return FileOwner(try folder.stat(), mode: 0o600)
    }

    func room() throws -> Int { try GardeIO.room(at: folder).free }

    func read(_ name: String) throws -> [UInt8]? {
        do {
            let file = try FileDescriptor.open(path(name), .readOnly, options: .closeOnExec)
            defer { try? file.close() }
            return try file.readAll(limit: 1 << 20)
        } catch Errno.noSuchFileOrDirectory { return nil }
    }

    func write(_ name: String, _ owner: FileOwner, size: Int, _ content: [any Filter]) async throws {
        let beside = path("\(name).writing")
        try Durable.remove(beside)
        try await Durable.create(beside) { file in
            try await pipeline(content, into: file)
            guard try file.stat().size == size else { throw Failure.redisDumpCutShort }
            try file.setOwner(owner.user, owner.group, mode: owner.mode)
        }
        try Durable.rename(beside, over: path(name))
    }

    func keep(_ name: String, as kept: String) async throws {
        try Durable.remove(path("\(kept).writing"))
        try await link(path(name), path("\(kept).writing"), try owner(like: name))
        try Durable.rename(path("\(kept).writing"), over: path(kept))
    }

    func place(_ new: String, as name: String, _ owner: FileOwner) async throws {
        let beside = path("\(name).writing")
        try Durable.remove(beside)
        try await link(path(new), beside, owner)
        try Durable.rename(beside, over: path(name))
    }

    /// A second name, or a copy where the file system has no such thing.
    private func link(_ old: FilePath, _ new: FilePath, _ owner: FileOwner) async throws {
        do { try Durable.link(old, as: new) } catch Errno.noSuchFileOrDirectory {
            throw Failure.redisFileMissing(old)
        } catch {
            try await Durable.create(new) { file in
                try await pipeline([FileSource(old)], into: file)
                try file.setOwner(owner.user, owner.group, mode: owner.mode)
            }
        }
    }

    func hasKept(_ kept: String) -> Bool { (try? path(kept).stat()) != nil }

    func dropKept(_ kept: String) throws { try remove([kept, "\(kept).writing"]) }

    func putBack(_ kept: String, as name: String) throws {
        try Durable.rename(path(kept), over: path(name))
        try remove(["\(name).writing"])
    }

    /// What a killed process was writing goes with it.
    func remove(_ names: [String]) throws {
        for name in names + names.map({ "\($0).writing" }) {
            do { try Durable.remove(path(name)) } catch Errno.noSuchFileOrDirectory {}
        }
    }

    func removeEmptied(_ names: [String], kept: String) {}

    func sync() {}
}

extension FileOwner {
    fileprivate init(_ status: Stat, mode: UInt32) {
        self.init(user: status.userID.rawValue, group: status.groupID.rawValue, mode: mode)
    }
}

extension Failure {
    static let redisDumpCutShort = Failure("redis.dump-cut-short")

    static func redisFileMissing(_ path: FilePath) -> Failure {
        Failure("redis.file-missing", ["path": path])
    }
}
