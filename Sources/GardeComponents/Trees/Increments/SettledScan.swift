import GardeCore
import GardeIO
import SystemPackage

/// Lists a live tree until a listing brings nothing new: a message may be on its way while a folder is read.
struct SettledScan {
    /// Of mail; other trees have no entries that wander all the time.
    static let most = 20
    private static let mostOfFiles = 3
    /// So many listings in a row bring nothing new before a tree that changes all the time counts as known.
    private static let quiet = 2

    let roots: TreeRoots
    let excluded: Excluded
    let index: TreeIndex
    private let recheck: Recheck
    private let holdsMaildirs: Bool
    private let start = FileTime.now().seconds
    private var result = ScanResult()
    private var stamps: [TreePath: FolderStamp] = [:]
    private var parts: [TreePath: (stamp: FolderStamp, result: ScanResult)] = [:]
    /// Fresh messages that some listing met.
    private var seen: Set<MessageKey> = []
    /// Those that a later listing missed, where they were seen last.
    private var vanished: [MessageKey: Sighting] = [:]
    /// Where messages were that nobody could look at.
    private var glimpsed: [MessageKey: Glimpse] = [:]
    /// What no listing found at its path as the index has it.
    private var neverThere: Set<TreePath>?
    private var passes = 0

    init(_ roots: TreeRoots, _ excluded: Excluded, _ index: TreeIndex, _ recheck: Recheck, holdsMaildirs: Bool) {
        (self.roots, self.excluded, self.index, self.recheck) = (roots, excluded, index, recheck)
        self.holdsMaildirs = holdsMaildirs
    }

    private var mayListOn: Bool { passes < (holdsMaildirs ? Self.most : Self.mostOfFiles) }

    /// Whether mail never came to rest; of other trees no listing has to be the last.
    private var isRestless: Bool { holdsMaildirs && !mayListOn }

    /// Throws `NewBase` for what no increment can hold, `GzipFailed` when the index is damaged.
    mutating func run() throws -> (ScanResult, ScanSummary) {
        var quiet = 0
        _ = try list()
        while mayListOn, quiet < Self.quiet, result.mayBeMissing || !result.glimpses.isEmpty || hasMoved() {
            quiet = try list() ? 0 : quiet + 1
        }
        includeSeen()
        let parts = stamps.keys.filter { $0.name == Maildir.new || $0.name == Maildir.cur }
        let summary = ScanSummary(
            parts: parts, links: result.links, looked: result.looked, passes: passes, isRestless: isRestless)
        return (result, summary)
    }

    /// Lists once more, folders that have changed only; true when there was something that no listing had before.
    ///
    /// Mail that was delivered meanwhile is none: what was there before and is met only now is.
    private mutating func list() throws -> Bool {
        passes += 1
        var scan: TreeScan?
        let (roots, excluded, recheck, before) = (roots, excluded, recheck, parts)
        let (holdsMaildirs, scratch) = (holdsMaildirs, index.path.removingLastComponent())
        try index.read { reader in
            scan = TreeScan(
                roots, excluded, reader, recheck, holdsMaildirs: holdsMaildirs, before: before, scratch: scratch)
            if let rest = try scan?.run() { reader = rest }
        }
        guard let scan else { return false }
        miss(result.fresh, in: scan.result)
        (result, stamps, parts) = (scan.result, scan.stamps, scan.parts)
        let away = Set(result.gone.map(\.path) + result.fresh.filter(\.isKnownPath).map(\.path))
        let left = neverThere?.intersection(away) ?? away
        let isNews = note() || left.count != (neverThere ?? away).count
        neverThere = left
        return isNews || result.mayBeMissing
    }

    private mutating func miss(_ before: [Sighting], in result: ScanResult) {
        guard !before.isEmpty else { return }
        let now = Set(result.fresh.filter(\.isMessage).map(\.key))
        for sighting in before where sighting.isMessage && !now.contains(sighting.key) {
            vanished[sighting.key] = sighting
        }
    }

    /// True when a message from before the run was in no earlier listing.
    private mutating func note() -> Bool {
        var isNews = false
        for sighting in result.fresh where sighting.isMessage {
            let isNew = seen.insert(sighting.key).inserted && glimpsed[sighting.key] == nil
            if isNew && sighting.attributes.modified.seconds < start { isNews = true }
        }
        for glimpse in result.glimpses where !seen.contains(glimpse.key) {
            let isNew = glimpsed[glimpse.key] == nil
            if isNew && (Maildir.delivery(glimpse.path.name) ?? 0) < start { isNews = true }
            glimpsed[glimpse.key] = glimpse
        }
        return isNews
    }

    /// Whether a folder has changed since it was listed, or may have within the clock's resolution.
    private func hasMoved() -> Bool {
        stamps.contains { path, stamp in
            guard let root = roots.root(of: path) else { return true }
            let place = root.path.appending(names: path.names.dropFirst(root.names.count))
            guard let facts = try? Folder.open(place).facts() else { return true }
            return !stamp.isStill(FolderStamp(facts, at: .now()))
        }
    }

    /// What an earlier listing met and the last one missed lives, or died meanwhile; what was once at its path is there
    /// still, or moved: looking tells.
    private mutating func includeSeen() {
        let now = Set(result.fresh.map(\.key))
        result.fresh += vanished.filter { !now.contains($0.key) }.map(\.value)
        result.glimpses = glimpsed.filter { !seen.contains($0.key) }.map(\.value)
        let neverThere = neverThere ?? []
        let missed = result.gone.filter { !neverThere.contains($0.path) && $0.kind != .folder }.map(\.path)
        let stay = Set(missed)
        result.gone.removeAll { stay.contains($0.path) }
        result.missed = missed
    }
}

extension FilePath {
    func appending(names: some Sequence<[UInt8]>) -> FilePath {
        FilePath(bytes: bytes + names.flatMap { [0x2f] + $0 })
    }
}
