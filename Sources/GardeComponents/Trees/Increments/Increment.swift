import GardeCore
import GardeIO
import SystemPackage

/// How a source of files makes increments.
struct Increments: Sendable {
    let component: Component.ID
    /// What the backup says that it is of; nil where that is not said.
    let subject: String?
    /// Whose backups an increment may build on.
    let identity: Identity
    let backupRoot: FilePath
    /// Whether this run is to be one.
    let isWanted: Bool
    let fullEvery: Days
    /// With fewer files left than this share of what the parent has, the run is a new base.
    let suspectBelow: Double
    /// Whether every message is looked at.
    let looksAtAll: Bool
    /// Whether folders with `cur` and `new` are maildirs.
    let holdsMaildirs: Bool
    let draft: IndexDraft

    /// Throws `NewBase` when there is nothing that an increment could be made of.
    func parent() throws(NewBase) -> (index: TreeIndex, lineage: Lineage, start: Int) {
        let index: TreeIndex?
        do { index = try TreeIndex(component, of: identity, in: backupRoot) } catch { throw .indexDamaged }
        guard let index else { throw .first }
        let folder = backupRoot.appending(index.id)
        guard LocalTime.isID(index.id), let manifest = Manifest(in: folder), manifest.backup.id == index.id,
            Identity(manifest) == identity,
            manifest.files?.contains(where: { $0.component == component && $0.sha256 == index.sha256 }) == true
        else { throw .indexOfAnother(index.id) }
        let lineage = try manifest.lineage(forChildOf: component, of: subject, in: backupRoot, fullEvery: fullEvery)
        return (index, lineage, manifest.start?.seconds ?? 0)
    }

    /// Within `fullEvery` every message is looked at, whether a new base comes or not.
    private func recheck(since start: Int) -> Recheck {
        looksAtAll ? .all : Recheck(since: start, until: FileTime.now().seconds, period: fullEvery.count * 86_400)
    }

    /// Lists the trees and decides what goes into the increment; throws `NewBase` when none can be made.
    func prepare(_ roots: TreeRoots, _ excluded: Excluded) throws -> Increment {
        let (index, lineage, start) = try parent()
        if roots.overlap { throw NewBase.overlapping }
        do {
            let (result, summary) = try list(roots, excluded, index, since: start)
            try checkSize(result)
            let origins = try origins(of: result, in: index)
            let places = FolderCache(roots)
            let changes = Changes(result, origins: origins) { path, inode in
                (try? places.folder(of: path).facts(path.name))?.identity.inode == inode
            }
            return Increment(
                roots: roots, excluded: excluded, index: index, lineage: lineage, scan: summary, changes: changes)
        } catch is GzipFailed { throw NewBase.indexDamaged }
    }

    /// All that only listings need goes with them.
    private func list(
        _ roots: TreeRoots, _ excluded: Excluded, _ index: TreeIndex, since start: Int
    ) throws -> (ScanResult, ScanSummary) {
        var scan = SettledScan(roots, excluded, index, recheck(since: start), holdsMaildirs: holdsMaildirs)
        return try scan.run()
    }

    private func checkSize(_ scan: ScanResult) throws {
        let before = scan.known + scan.gone.count { $0.kind != .folder } + scan.fresh.count(where: \.isKnownPath)
        let now = scan.known + scan.fresh.count
        if Double(now) < Double(before) * suspectBelow { throw NewBase.shrank(from: before, to: now) }
    }

    /// What the parent calls the fresh files' inodes.
    private func origins(of scan: ScanResult, in index: TreeIndex) throws -> [UInt64: [IndexRecord]] {
        let files = scan.fresh.filter { $0.isMessage || $0.record.kind == .file && !$0.isKnownPath }
        let inodes = Set(files.map(\.inode) + scan.glimpses.map(\.inode))
        return try index.origins(of: inodes, sharing: Set(scan.gone.map(\.path)))
    }
}

extension Manifest {
    /// What an increment on this backup, which lies in `backupRoot`, descends from.
    ///
    /// Throws `NewBase` where it is of something else, where its chain is broken, bad or as old as `fullEvery`.
    func lineage(
        forChildOf component: Component.ID, of subject: String?, in backupRoot: FilePath, fullEvery: Days
    ) throws(NewBase) -> Lineage {
        guard let sha256 else { throw .indexOfAnother(backup.id) }
        guard isOf(subject, component) else { throw .otherPlace(subjects?[component] ?? "?") }
        let chain: Chain
        do { chain = try Chain(of: backupRoot.appending(backup.id), self, component, in: [backupRoot]) } catch {
            throw .chain(error)
        }
        if let absence = chain.absence(of: component) { throw .chain(absence) }
        let standing = Standing(backupRoot)
        for link in chain.links where standing.isBad(link.manifest.backup.id, component) {
            throw .bad(link.manifest.backup.id)
        }
        let days = chain.base.manifest.start.map { (LocalTime.now().seconds - $0.seconds + 3600) / 86_400 } ?? 0
        guard days < fullEvery.count else { throw .old(days: days) }
        let (base, since) = chain.contentBytes(of: component)
        guard since <= max(base, Chain.neverLong) else { throw .long(since, base: base) }
        return Lineage(parent: backup.id, base: chain.base.manifest.backup.id, parentSha256: sha256)
    }
}

extension TreeIndex {
    /// The records of files with these inodes; their paths are in memory once where `paths` has them.
    func origins(of wanted: Set<UInt64>, sharing paths: Set<TreePath>) throws -> [UInt64: [IndexRecord]] {
        guard !wanted.isEmpty else { return [:] }
        var found: [UInt64: [IndexRecord]] = [:]
        try read { reader in
            while reader.isThere {
                // A folder is known by its path; its number may be a message's by now.
                if reader.record.kind == .file, wanted.contains(reader.record.inode) {
                    var record = reader.record
                    record.path = paths.firstIndex(of: record.path).map { paths[$0] } ?? record.path.fitted
                    found[record.inode, default: []].append(record)
                }
                try reader.advance()
            }
        }
        return found
    }
}

/// An increment that is decided and not yet written.
struct Increment: Sendable {
    let roots: TreeRoots
    let excluded: Excluded
    let index: TreeIndex
    let lineage: Lineage
    let scan: ScanSummary
    let changes: Changes
}

/// Opens folders below roots by the paths of an index, the last one only once.
final class FolderCache {
    private let roots: TreeRoots
    private var last: (path: TreePath, folder: Folder)?

    init(_ roots: TreeRoots) { self.roots = roots }

    func folder(of path: TreePath) throws -> Folder {
        guard let parent = path.parent else { throw Errno.invalidArgument }
        return try open(parent)
    }

    /// Never through a link below the root.
    func open(_ path: TreePath) throws -> Folder {
        if let last, last.path == path { return last.folder }
        guard let root = roots.root(of: path) else { throw Errno.invalidArgument }
        let folder = try Folder.open(root.path).folder(path.names.dropFirst(root.names.count))
        last = (path, folder)
        return folder
    }
}
