import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Where a server's files lie, as the journal keeps it: files here survive the container's end, its name its id.
enum RedisPlace: Sendable, Hashable {
    /// On this machine: the server's own folder, or what its container mounts there.
    case here(FilePath)
    /// Where only the engine reaches, running or not: the folder inside the container of this service.
    case container(service: String, FilePath)

    /// Looks where the running server has its `folder`; throws a `Failure` when nothing here can write there.
    static func find(_ server: RedisServer, _ folder: FilePath) async throws -> RedisPlace {
        guard case .container(let container) = server.reach else {
            try await checkIsHere(server, folder)
            return .here(folder)
        }
        let mounts = try await ContainerState.inspect([container.id]).flatMap(\.mounts)
        let mount = mounts.filter { folder.starts(with: $0.destination) }
            .max { $0.destination.components.count < $1.destination.components.count }
        if mount?.isWritable == false { throw Failure.redisFolderReadOnly(folder) }
        if let mount, case let path = folder.moved(from: mount.destination, to: mount.source), isWritable(path),
            await server.isSame(folder, as: path)
        {
            return .here(path)
        }
        return .container(service: container.service, folder)
    }

    /// The folder that a server of this machine names is another one when the server is elsewhere, or in a container.
    private static func checkIsHere(_ server: RedisServer, _ folder: FilePath) async throws {
        let process = try await server.info()["process_id"] ?? ""
        let working = try? FileIdentity(of: FilePath("/proc/\(process)/cwd"))
        // A number of ours may be another program's, whose folder is not ours to look at.
        guard let working, working == (try? FileIdentity(of: folder)) else { throw Failure.redisElsewhere(folder) }
        guard isWritable(folder) else { throw Failure.redisFolderReadOnly(folder) }
    }

    var text: String {
        switch self {
        case .here(let path): "here:\(path)"
        case .container(let service, let path): "container:\(service):\(path)"
        }
    }

    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        if parts[0] == "here" {
            self = .here(FilePath(parts[1]))
        } else {
            let words = parts[1].split(separator: ":", maxSplits: 1).map(String.init)
            guard words.count == 2 else { return nil }
            self = .container(service: words[0], FilePath(words[1]))
        }
    }

    func files(_ site: Site, _ scratch: FilePath) async throws -> any RedisFiles {
        switch self {
        case .here(let path): return RedisFilesHere(folder: path)
        case .container(let service, let path):
            guard let compose = site.compose else { throw await Compose.trouble() }
            guard let container = try await compose.containers(of: [service]).first else {
                throw Failure.serviceNotRunning(service, compose.command)
            }
            return RedisFilesInContainer(container: container, folder: path, scratch: scratch)
        }
    }
}

extension FilePath {
    fileprivate func moved(from old: FilePath, to new: FilePath) -> FilePath {
        var (rest, path) = (self, new)
        guard rest.removePrefix(old) else { return self }
        path.append(rest.components)
        return path
    }
}

extension RedisServer {
    /// Whether a folder inside the container is this one outside: another machine's may have the same name.
    fileprivate func isSame(_ inside: FilePath, as outside: FilePath) async -> Bool {
        let ask = reach.invocation("stat", ["-c", "%d:%i", inside.string])
        guard let answer = try? await ask.capture().whenSuccessful(), let own = try? FileIdentity(of: outside) else {
            return false
        }
        return answer == "\(own.device):\(own.inode)\n"
    }
}

/// The few things that are done with a server's files; names are relative to its folder.
///
/// Everything is on the disk when it returns, but for what `sync` says.
protocol RedisFiles: Sendable {
    /// The owner of this file, else of the folder.
    func owner(like name: String) async throws -> FileOwner
    /// Bytes that may still be written.
    func room() async throws -> Int
    /// A small file; nil when there is none.
    func read(_ name: String) async throws -> [UInt8]?
    /// Makes a file, or replaces one, by what the filters give: exactly `size` bytes.
    func write(_ name: String, _ owner: FileOwner, size: Int, _ content: [any Filter]) async throws
    /// Gives a file a second name, or a copy; only a whole one counts as kept.
    func keep(_ name: String, as kept: String) async throws
    /// Puts a file, which stays, in the place of another.
    func place(_ new: String, as name: String, _ owner: FileOwner) async throws
    /// Whether something is kept by this name, and was not put back.
    func hasKept(_ kept: String) async throws -> Bool
    /// Puts what was kept back: after that nothing is kept by the name, though empty files may stay.
    func putBack(_ kept: String, as name: String) async throws
    /// Removes what was kept, whole or not.
    func dropKept(_ kept: String) async throws
    /// What is not there is no error; in a stopped container empty files stay.
    func remove(_ names: [String]) async throws
    /// Removes of these, and of what was kept, what a stopped container had to leave as empty files.
    func removeEmptied(_ names: [String], kept: String) async throws
    /// Puts everything written on the disk.
    func sync() async throws
}

extension RedisFiles {
    func write(_ name: String, _ owner: FileOwner, _ text: String) async throws {
        try await write(name, owner, size: text.utf8.count, [MemorySource(text)])
    }
}

extension Failure {
    static func redisElsewhere(_ folder: FilePath) -> Failure {
        Failure("redis.folder-elsewhere", ["folder": folder])
    }

    static func redisFolderReadOnly(_ folder: FilePath) -> Failure {
        Failure("redis.folder-read-only", ["folder": folder])
    }
}
