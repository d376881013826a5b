package import GardeIO
package import SystemPackage

/// What `verify` found of a backup when it last read it: a line a backup, in BACKUP_ROOT.
///
/// `bad 20240315_020000 2024-03-16T02:00:00+01:00 redis,mail s3://bucket/backups`: the components that are bad, or `-` for
/// all; where the copy lies, or `-` for here.
package struct Verified: Sendable, Hashable {
    package enum Depth: String, Sendable {
        case bad
        /// Bad inside of encrypted files, which a look from outside cannot see.
        case badInside = "bad-inside"
        /// Encrypted files as they look without the key.
        case outside
        case whole

        package var isGood: Bool { self != .bad && self != .badInside }
    }

    package let depth: Depth
    package let id: String
    package let time: LocalTime
    /// Those that are bad; empty for all.
    package let components: Set<Component.ID>
    /// The URL of the copies that it is one of, or the path of another folder of backups; nil for here.
    package let place: String?

    /// What a folder of backups is known by that is not BACKUP_ROOT.
    package static func place(of folder: FilePath) -> String { settledPath(folder).string }

    package init(
        _ depth: Depth, _ id: String, at time: LocalTime = .now(), components: Set<Component.ID> = [],
        place: String? = nil
    ) {
        (self.depth, self.id, self.time, self.components, self.place) = (depth, id, time, components, place)
    }

    /// Those of the backups that are still here, newest first.
    package static func all(in root: FilePath) -> [Verified] { known(in: root).filter { $0.place == nil } }

    /// Those of copies too.
    static func known(in root: FilePath) -> [Verified] {
        (file(root).lines ?? []).compactMap(Verified.init).sorted { $0.time > $1.time }
    }

    /// Remembers it in `root`; what cannot be written down is told by `status` as never verified.
    package static func record(_ new: Verified, in root: FilePath) async {
        await update(root) { $0.with(new, root) }
    }

    /// Remembers what was found bad on the way, beside what is known of the other components.
    package static func record(
        bad components: Set<Component.ID>, of id: String, isInside: Bool, in root: FilePath, place: String? = nil
    ) async {
        await update(root) { all in
            let old = all.first { $0.id == id && $0.place == place && !$0.depth.isGood }
            let isAll = old?.components.isEmpty == true
            let names = isAll ? [] : components.union(old?.components ?? [])
            return all.with(Verified(isInside ? .badInside : .bad, id, components: names, place: place), root)
        }
    }

    /// Forgets that the backup here was found whole: it is to be written anew.
    package static func forgetGood(_ id: String, in root: FilePath) async {
        await update(root) { all in all.filter { $0.id != id || $0.place != nil || !$0.depth.isGood } }
    }

    /// One at a time, since a `verify` runs beside others and beside backups.
    private static func update(_ root: FilePath, _ change: ([Verified]) -> [Verified]) async {
        let lock = try? await FileLock.briefly(on: root)
        defer { withExtendedLifetime(lock) {} }
        let all = known(in: root)
        let new = change(all)
        if new != all { write(new, in: root) }
    }

    private static func write(_ all: [Verified], in root: FilePath) {
        let lines = all.map(\.line).sorted().map { $0 + "\n" }
        try? publish(Array(lines.joined().utf8), at: path(root), mode: 0o600)
    }

    /// A copy elsewhere may be for longer than the backup here.
    fileprivate func isThere(_ root: FilePath) -> Bool { place != nil || (try? root.appending(id).stat()) != nil }

    private static func path(_ root: FilePath) -> FilePath { root.appending(".verified") }
    private static func file(_ root: FilePath) -> LineFile { LineFile(path(root)) }

    private var line: String {
        let names = components.isEmpty ? "-" : components.sorted().map(\.name).joined(separator: ",")
        return "\(depth.rawValue) \(id) \(time.iso8601) \(names) \(place ?? "-")"
    }
}

extension [Verified] {
    /// What is known besides `new`, of what is still there, and that.
    fileprivate func with(_ new: Verified, _ root: FilePath) -> [Verified] {
        let old = first { $0.id == new.id && $0.place == new.place }
        if old?.depth == .badInside, new.depth == .outside { return self }
        return filter { ($0.id != new.id || $0.place != new.place) && $0.isThere(root) } + [new]
    }
}

extension Verified {
    /// Those of before have three words.
    private init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 4).map(String.init)
        guard words.count == 3 || words.count == 5, let depth = Depth(rawValue: words[0]),
            LocalTime(id: words[1]) != nil, let time = LocalTime(iso8601: words[2])
        else { return nil }
        let names =
            words.count == 5 && words[3] != "-"
            ? words[3].split(separator: ",").compactMap { Component.ID(String($0)) } : []
        let place = words.count == 5 && words[4] != "-" ? words[4] : nil
        self.init(depth, words[1], at: time, components: Set(names), place: place)
    }
}
