import GardeIO
import SystemPackage

/// Lists a live tree until a listing brings nothing new: a message may be on its way while a folder is read.
struct SettledScan {
    private static let most = 20

    let root: TreeRoot
    let excluded: Excluded
    let index: MailIndex
    private let start = FileTime.now().seconds
    private(set) var result = ScanResult()
    private var stamps: [TreePath: FolderStamp] = [:]
    private var parts: [TreePath: (stamp: FolderStamp, result: ScanResult)] = [:]
    /// Where each fresh message was seen last, in whichever listing.
    private var seen: [UInt64: Sighting] = [:]
    private(set) var passes = 0

    init(_ root: TreeRoot, _ excluded: Excluded, _ index: MailIndex) {
        (self.root, self.excluded, self.index) = (root, excluded, index)
    }

    var hasSettled: Bool { passes < Self.most }

    /// Throws `NewBase` for what no increment can hold, `GzipFailed` when the index is damaged.
    mutating func run() throws {
        try list()
        while hasSettled, result.mayBeMissing || hasMoved() {
            let (before, known) = (result, seen)
            try list()
            if !bringsNews(since: before, known) { break }
        }
        includeSeen()
    }

    /// One more listing, of folders that have changed; gives the fresh messages that no listing had before.
    mutating func listAgain() throws -> [Sighting] {
        let known = seen
        try list()
        return result.fresh.filter { $0.isMessage && known[$0.inode] == nil }
    }

    private mutating func list() throws {
        passes += 1
        var scan: TreeScan?
        let (root, excluded, before) = (root, excluded, parts)
        try index.read { reader in
            scan = TreeScan(root, excluded, reader, before: before)
            if let rest = try scan?.run() { reader = rest }
        }
        guard let scan else { return }
        (result, stamps, parts) = (scan.result, scan.stamps, scan.parts)
        for sighting in result.fresh where sighting.isMessage { seen[sighting.inode] = sighting }
    }

    /// Whether a folder has changed since it was listed, or may have within the clock's resolution.
    private func hasMoved() -> Bool {
        stamps.contains { path, stamp in
            let place = root.path.appending(names: path.names.dropFirst(root.names.count))
            guard let facts = try? Folder.open(place).facts() else { return true }
            return !stamp.isStill(FolderStamp(facts, at: .now()))
        }
    }

    /// Mail that was delivered meanwhile is none: what was there before and is met only now is.
    private func bringsNews(since before: ScanResult, _ known: [UInt64: Sighting]) -> Bool {
        if result.mayBeMissing { return true }
        let isNews = { (sighting: Sighting) in
            sighting.isMessage && known[sighting.inode] == nil && sighting.facts.modified.seconds < start
        }
        if result.fresh.contains(where: isNews) { return true }
        let gone = Set(result.gone.map(\.path))
        return before.gone.contains { !gone.contains($0.path) }
    }

    /// What an earlier listing met and the last one missed lives, or died meanwhile: storing it tells.
    private mutating func includeSeen() {
        let now = Set(result.fresh.map(\.inode))
        result.fresh += seen.values.filter { !now.contains($0.inode) }
    }
}

extension TreeRoot {
    /// The names of its member, as those of a path in an index begin.
    var names: [[UInt8]] { TreePath(member: member).names }
}

extension FilePath {
    func appending(names: some Sequence<[UInt8]>) -> FilePath {
        FilePath(bytes: bytes + names.flatMap { [0x2f] + $0 })
    }
}
