import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Keeps Redis from rewriting its append-only files while they are copied, as its documentation asks.
struct AOFRewrite {
    static let setting = "auto-aof-rewrite-percentage"

    let held: HeldSetting

    func holdOff() async throws {
        try await held.hold(Self.setting, at: "0")
        try await held.server.wait { $0["aof_rewrite_in_progress"] == "0" && $0["aof_rewrite_scheduled"] == "0" }
    }

    func putBack() async throws { try await held.putBack() }
}

/// The first filter of an AOF's pipeline: a tar of the folder that Redis 7 keeps, or of the one file of older servers.
struct AOFArchive: Filter {
    private let server: RedisServer
    private let folder: FilePath
    /// Relative to `folder`; the manifest first, since it names the others.
    private let names: [String]
    private let hear: @Sendable (String) -> Void

    /// Throws `Failure.redisElsewhere` when the files are another machine's.
    static func of(
        _ server: RedisServer, _ info: [String: String], hear: @escaping @Sendable (String) -> Void
    ) async throws -> AOFArchive {
        guard let folder = try await server.folder(info) else { throw Failure.redisElsewhere }
        let file = try await server.setting("appendfilename")
        let subfolder = try await server.setting("appenddirname")
        guard !subfolder.isEmpty else {
            return AOFArchive(server: server, folder: folder, names: [file], hear: hear)
        }
        let manifest = "\(subfolder)/\(file).manifest"
        let lines = try await server.reach.invocation("cat", [folder.appending(manifest).string])
            .capture().whenSuccessful().split(separator: "\n")
        let files = lines.compactMap { line -> String? in
            let words = line.split(separator: " ")
            return words.first == "file" && words.count > 1 ? "\(subfolder)/\(words[1])" : nil
        }
        return AOFArchive(server: server, folder: folder, names: [manifest] + files, hear: hear)
    }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let writer = try TarWriter(to: output)
        for name in names { try await store(name, in: writer) }
        try writer.finish()
    }

    /// As many bytes as the file has now: it may grow while it is read, and its beginning does not change.
    private func store(_ name: String, in writer: TarWriter) async throws {
        let path = folder.appending(name).string
        let answer = try await server.reach.invocation("stat", ["-c", "%s %u %g %f %Y", path]).capture()
            .whenSuccessful()
        let facts = answer.split(whereSeparator: \.isWhitespace)
        guard facts.count == 5, let size = Int(facts[0]), let owner = UInt32(facts[1]), let group = UInt32(facts[2]),
            let mode = UInt32(facts[3], radix: 16), let time = Int(facts[4])
        else { throw Failure.aofUnreadable(path, answer) }
        let status = Stat.file(mode: mode, owner: owner, group: group, modified: time)
        try writer.begin(Array(name.utf8), .file(size: size), status)
        try await copy(path, size, to: writer)
    }

    private func copy(_ path: String, _ size: Int, to writer: TarWriter) async throws {
        let read = server.reach.invocation("head", ["-c", "\(size)", path])
        let (nothing, pipe) = (
            try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec), try FileDescriptor.widePipe()
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: OwnThread()) { [hear] in
                defer { pipe.writeEnd.letGo() }
                defer { nothing.letGo() }
                try await Child(read, hear: hear).run(nothing, pipe.writeEnd)
            }
            do {
                defer { pipe.readEnd.letGo() }
                try pipe.readEnd.forEachChunk { try $0.withUnsafeBytes { try writer.write($0) } }
            }
            for try await _ in group {}
        }
    }
}

extension Failure {
    static func aofUnreadable(_ path: String, _ said: String) -> Failure {
        Failure("redis.aof-unreadable", ["path": path, "why": said])
    }
}
