package import GardeIO
package import SystemPackage

/// When backups were last read back by `verify`, and how that went: a line a backup, in BACKUP_ROOT.
package struct Verified: Sendable, Hashable {
    package enum Depth: String, Sendable {
        case bad
        /// Encrypted files as they look without the key.
        case outside
        case whole

        var isGood: Bool { self != .bad }
    }

    package let depth: Depth
    package let id: String
    package let time: LocalTime

    /// Those of the backups that are still there, newest first.
    package static func all(in root: FilePath) -> [Verified] {
        (file(root).lines ?? []).compactMap(Verified.init).sorted { $0.time > $1.time }
    }

    /// Remembers it of a backup of `root`; what cannot be written down is told by `status` as never verified.
    static func record(_ depth: Depth, _ folder: FilePath, in root: FilePath) {
        guard let id = folder.lastComponent?.string, LocalTime(id: id) != nil,
            settledPath(folder.removingLastComponent()) == settledPath(root)
        else { return }
        let others = all(in: root).filter { $0.id != id && (try? root.appending($0.id).stat()) != nil }
        let lines = (others + [Verified(depth: depth, id: id, time: .now())]).map(\.line).sorted()
        try? publish(Array(lines.map { $0 + "\n" }.joined().utf8), at: path(root), mode: 0o600)
    }

    private static func path(_ root: FilePath) -> FilePath { root.appending(".verified") }
    private static func file(_ root: FilePath) -> LineFile { LineFile(path(root)) }

    private var line: String { "\(depth.rawValue) \(id) \(time.iso8601)" }
}

extension Verified {
    private init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 3, let depth = Depth(rawValue: words[0]), let time = LocalTime(iso8601: words[2]) else {
            return nil
        }
        self.init(depth: depth, id: words[1], time: time)
    }
}
