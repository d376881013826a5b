import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A server's files where only `docker cp` reaches, also while the container is stopped.
///
/// It cannot rename, and removes only with the container's own `rm` while it runs; so files are copied through a file
/// of ours that has no name, and what has to go while the container is stopped becomes an empty file. A copy that is
/// kept counts once a second file, `….whole`, holds a byte. `docker cp` takes a file away before it writes a new one
/// of its name. The engine locks a container as long as one `docker cp` lasts: out of it and into it at once, through
/// a pipe, never ends.
struct RedisFilesInContainer: RedisFiles {
    let container: ContainerState
    let folder: FilePath
    let scratch: FilePath

    private func path(_ name: String) -> String { folder.appending(name).string }

    func owner(like name: String) async throws -> FileOwner {
        for (path, mode) in [(path(name), UInt32?.none), (folder.string, 0o600)] {
            let answer = try await exec("stat", "-c", "%u:%g:%a", path)
            guard let text = answer.ending.isSuccess ? answer.output.split(separator: "\n").first : nil,
                let owner = FileOwner(String(text))
            else { continue }
            return FileOwner(user: owner.user, group: owner.group, mode: mode ?? owner.mode & 0o777)
        }
        throw Failure.redisFolderReadOnly(folder)
    }

    /// The fourth column of the last line is what is free, in KiB; without `df` nothing is known.
    func room() async throws -> Int {
        let lines = try await exec("df", "-Pk", folder.string).output.split(separator: "\n")
        let columns = lines.last?.split(separator: " ") ?? []
        return columns.count > 3 ? (Int(columns[3]) ?? .max >> 10) << 10 : .max
    }

    func read(_ name: String) async throws -> [UInt8]? {
        let content = Collect(limit: 1 << 20)
        do {
            try await pipeline([copyOut(name), OneFileTar(.content), content])
        } catch let failed as ToolFailed where failed.saysNoFile { return nil }
        return content.bytes
    }

    func write(_ name: String, _ owner: FileOwner, size: Int, _ content: [any Filter]) async throws {
        let wrapped = OneFileTar(
            .wrap(name, .file(mode: owner.mode, owner: owner.user, group: owner.group), size: size))
        try await copyIn(content + [wrapped])
    }

    func keep(_ name: String, as kept: String) async throws {
        do { try await copy(name, as: kept) } catch let failed as ToolFailed where failed.saysNoFile {
            throw Failure.redisFileMissing(FilePath(path(name)))
        }
        try await write(whole(kept), FileOwner(user: 0, group: 0, mode: 0o600), "\n")
    }

    private func whole(_ kept: String) -> String { "\(kept).whole" }

    func place(_ new: String, as name: String, _ owner: FileOwner) async throws {
        try await copy(new, as: name)
    }

    func hasKept(_ kept: String) async throws -> Bool { try await holds(whole(kept)) }

    /// Whether the file is there, with a byte at least.
    private func holds(_ name: String) async throws -> Bool {
        do {
            try await pipeline([copyOut(name), OneFileTar(.firstByte)])
            return true
        } catch Errno.brokenPipe {
            return true  // the rest was not read on
        } catch OneFileTarFailed.empty {
            return false
        } catch let failed as ToolFailed where failed.saysNoFile {
            return false
        }
    }

    func putBack(_ kept: String, as name: String) async throws {
        try await copy(kept, as: name, emptied: [whole(kept), kept])
    }

    func dropKept(_ kept: String) async throws { try await remove([whole(kept), kept]) }

    func remove(_ names: [String]) async throws {
        if try await isRunning() {
            _ = try await exec(["rm", "-f", "--"] + names.map(path)).whenSuccessful()
        } else {
            let owner = FileOwner(user: 0, group: 0, mode: 0o600)
            for name in names where try await holds(name) { try await write(name, owner, "") }
        }
    }

    func removeEmptied(_ names: [String], kept: String) async throws {
        var empty: [String] = []
        for name in names + [whole(kept), kept] where try await !holds(name) { empty.append(name) }
        try await remove(empty)
    }

    /// The engine's own writing waits for nothing; where it is another machine's, its kernel has to.
    func sync() { syncAllFileSystems() }

    // MARK: The engine

    private func copyOut(_ name: String) -> Child {
        Child(Invocation("docker", ["cp", "\(container.id):\(path(name))", "-"]))
    }

    private func copy(_ name: String, as other: String, emptied: [String] = []) async throws {
        let file = try Durable.namelessFile(in: scratch)
        defer { try? file.close() }
        try await pipeline([copyOut(name), OneFileTar(.rename(other, emptied: emptied))], into: file)
        try file.seek(offset: 0, from: .start)
        try await copyIn([OpenFile(file: file)])
    }

    private func copyIn(_ content: [any Filter]) async throws {
        let child = Child(
            Invocation("docker", ["cp", "-", "\(container.id):\(folder)"]))
        try await pipeline(content + [child])
    }

    private func isRunning() async throws -> Bool {
        try await ContainerState.inspect([container.id]).contains { $0.status == "running" }
    }

    private func exec(_ words: String...) async throws -> ToolOutput { try await exec(words) }

    private func exec(_ words: [String]) async throws -> ToolOutput {
        try await Invocation("docker", ["exec", "-i", "-u", "0", container.id] + words)
            .capture()
    }
}

/// The first filter of a pipeline: what an open file holds from its place on.
private struct OpenFile: Filter {
    let file: FileDescriptor

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try file.forEachChunk { try output.writeAll($0) }
    }
}

extension ToolFailed {
    /// The engine's words for a path that is not in the container.
    fileprivate var saysNoFile: Bool { said.contains { $0.contains("Could not find the file") } }
}
