import GardeIO
import SystemPackage

/// What the recipe excludes of live folders, as it is there now; paths are absolute, without links.
struct ExcludedPaths: Sendable {
    /// Of each, the uppermost alone.
    private var paths: Set<[[UInt8]]> = []
    /// Every folder above one, up to those that are looked at.
    private var parents: Set<[[UInt8]]> = []

    /// Throws where a folder cannot be listed: what lies there would not be known.
    init(_ excludes: Excludes, below folders: [[[UInt8]]]) throws {
        guard !excludes.isEmpty else { return }
        // A capture counts patterns from the outermost too.
        let outermost = folders.filter { folder in
            !folders.contains { $0.count < folder.count && folder.starts(with: $0) }
        }
        for names in outermost {
            let path = FilePath(names: names[...])
            try namingRead(path) { try look(try Folder.open(withoutLinks: path), names, [], excludes) }
        }
    }

    private mutating func look(
        _ folder: Folder, _ root: [[UInt8]], _ names: [[UInt8]], _ excludes: Excludes
    ) throws {
        let isExcluded = excludes.test(folder, at: Array(names.joined(separator: [0x2f]))[...])
        for entry in try folder.entries() {
            let own = names + [entry.name]
            if isExcluded?(entry) == true {
                paths.insert(root + own)
                for count in 0..<own.count { parents.insert(root + own.prefix(count)) }
            } else if entry.kind == .folder || entry.kind == .unknown, let child = try? folder.folder(entry.name) {
                try look(child, root, own, excludes)
            }
        }
    }

    /// Whether a path below `root` is one of these, or lies in one.
    func hold(_ path: [[UInt8]], below root: [[UInt8]]) -> Bool {
        guard !paths.isEmpty, path.count > root.count else { return false }
        return (root.count + 1...path.count).contains { paths.contains(Array(path.prefix($0))) }
    }

    /// Whether one of these lies below a folder.
    func lieBelow(_ folder: [[UInt8]]) -> Bool { parents.contains(folder) }
}
