import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The settings that say which files a Redis server reads when it starts.
struct RedisSettings: Sendable, Hashable {
    /// As the server names it: inside its container, where it lies in one.
    let folder: FilePath
    let dumpName: String
    let isAppendOnly: Bool
    let appendName: String
    /// Empty before Redis 7, which has one append-only file.
    let appendFolder: String

    static func of(_ server: RedisServer) async throws -> RedisSettings {
        // One pattern more than needed costs less than a program for each name.
        let (places, files) = (try await server.settings("d[ib][rf]*"), try await server.settings("append*"))
        guard let folder = places["dir"], let dump = places["dbfilename"], let append = files["appendfilename"] else {
            throw Failure.redisHidesSettings
        }
        return RedisSettings(
            folder: FilePath(folder), dumpName: dump, isAppendOnly: files["appendonly"] == "yes", appendName: append,
            appendFolder: files["appenddirname"] ?? "")
    }

    /// Relative to `folder`: what is read first; all that is loaded follows from it.
    var firstFile: String {
        guard isAppendOnly else { return dumpName }
        return hasManifest ? "\(appendFolder)/\(appendName).manifest" : appendName
    }

    var hasManifest: Bool { isAppendOnly && !appendFolder.isEmpty }

    func differences(to other: RedisSettings) -> [String] {
        let pairs = [
            ("dir", folder.string, other.folder.string), ("dbfilename", dumpName, other.dumpName),
            ("appendonly", isAppendOnly ? "yes" : "no", other.isAppendOnly ? "yes" : "no"),
            ("appendfilename", appendName, other.appendName), ("appenddirname", appendFolder, other.appendFolder),
        ]
        return pairs.filter { $0.1 != $0.2 }.map { "\($0.0) \($0.1) → \($0.2)" }
    }
}

extension Failure {
    static let redisHidesSettings = Failure("redis.hides-settings")
}

/// One exchange of the file that a server reads first: all that is needed to take it back or to finish it.
struct RedisExchange: Sendable, Hashable {
    let place: RedisPlace
    let owner: FileOwner
    /// The backup's RDB file, beside the server's files. All names are relative to the server's folder.
    let staged: String
    let target: String
    /// The second name that the old file has until the end.
    let kept: String
    /// What a new manifest names: the base, and a file for what is written from now on. Empty without a manifest.
    let added: [String]

    var isManifest: Bool { !added.isEmpty }

    init(_ entry: Journal.Entry, _ settings: RedisSettings, _ round: Int) throws {
        guard let place = RedisPlace(entry.text(0)), let owner = FileOwner(entry.text(2)) else {
            throw Errno.badAddress
        }
        (self.place, self.owner, staged, target) = (place, owner, entry.text(1), settings.firstFile)
        let mark = "\(staged.dropLast(4))-\(round)"
        kept = "\(target).\(mark)-old"
        let base = "\(settings.appendFolder)/\(settings.appendName).\(mark)"
        added = settings.hasManifest ? ["\(base).base.rdb", "\(base).incr.aof"] : []
    }

    init?(_ entry: Journal.Entry) {
        guard entry.arguments.count >= 5, let place = RedisPlace(entry.text(0)), let owner = FileOwner(entry.text(1))
        else { return nil }
        (self.place, self.owner) = (place, owner)
        (staged, target, kept) = (entry.text(2), entry.text(3), entry.text(4))
        added = entry.arguments.indices.dropFirst(5).map(entry.text)
    }

    func entry(_ component: Component.ID, _ step: String) -> Journal.Entry {
        let all = [place.text, owner.text, staged, target, kept] + added
        return Journal.Entry(component, step, all.map { Array($0.utf8) })
    }

    /// The path of a file that the manifest names: it lies beside it.
    func beside(_ name: String) -> String {
        FilePath(target).removingLastComponent().appending(name).string
    }
}

/// The files that a Redis of version 7 reads, one a line: `file NAME seq NUMBER type b|i|h`.
///
/// Source: Redis, `aof.c`. With no file for what is written next (`i`), the server appends to the one numbered 1,
/// which may be an old one: so a manifest names one.
struct AppendOnlyManifest {
    let names: [String]
    private let last: Int

    init(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        let files = lines.filter { $0.first == "file" && $0.count >= 4 }
        names = files.map { Self.unquoted(String($0[1])) }
        last = files.compactMap { Int($0[3]) }.max() ?? 0
    }

    /// The manifest that names a base and an empty file to append to, numbered after all files of this one.
    func following(base: String, next: String) -> String {
        let names = [base, next].map { FilePath($0).lastComponent?.string ?? $0 }.map(Self.quoted)
        return "file \(names[0]) seq \(last + 1) type b\nfile \(names[1]) seq \(last + 1) type i\n"
    }

    /// Redis writes a name with a blank or another odd character in quotes; such a name is left alone here.
    private static func unquoted(_ name: String) -> String { name.hasPrefix("\"") ? "" : name }

    private static func quoted(_ name: String) -> String {
        name.contains(" ") || name.contains("\"") ? "\"\(name.replacing("\"", with: "\\\""))\"" : name
    }
}

/// Who owns a file, by number, and what they may do with it.
struct FileOwner: Sendable, Hashable {
    let user: UInt32
    let group: UInt32
    let mode: UInt32

    init(user: UInt32, group: UInt32, mode: UInt32) { (self.user, self.group, self.mode) = (user, group, mode) }

    /// Such as `100:102:640`.
    init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 3, let user = UInt32(parts[0]), let group = UInt32(parts[1]),
            let mode = UInt32(parts[2], radix: 8)
        else { return nil }
        self.init(user: user, group: group, mode: mode)
    }

    var text: String { "\(user):\(group):\(String(mode, radix: 8))" }
}
