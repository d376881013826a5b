import GardeCore
import GardeIO
import SystemPackage

/// A folder whose entries are exchanged for those staged in it.
package struct TreePlace: Sendable, Hashable {
    /// Absolute, without links.
    let folder: FilePath
    /// Whether everything in it is replaced; else only what is staged.
    let isWhole: Bool
}

/// Where a member of the archive belongs.
enum TreeLocation {
    /// Below a place; `live` is its path on this machine.
    case at(TreePlace, MemberPath, live: [[UInt8]])
    /// A folder that leads to what is restored: it stays as it is, where it is there.
    case above(FilePath)
    /// Something that must stay as it is.
    case leftAlone
    /// An existing `.env` that nobody said to replace.
    case environmentStays
    /// Nothing that the recipe names.
    case unknown
    /// A folder on one side, something else on the other.
    case otherKind
}

/// The recipe's paths on this machine, and how the archive's names lead there.
///
/// Members are named as `TreeCapture` names them, by their last name (`mail/…`) or by their path below the platform's
/// root (`config/…`, `data/mail/…`).
package struct TreeTargets: Sendable {
    struct Target: Sendable {
        enum Kind { case folder, file, missing }

        /// Names of its path on this machine, without links.
        let names: [[UInt8]]
        let kind: Kind
        let prefixes: [[[UInt8]]]
        let isEnvironment: Bool
    }

    /// What a staging folder's name begins with.
    package static let stagingPrefix = Array(".garde-new-".utf8)
    /// fsck(8)'s own, in the root of a file system.
    private static let lostAndFound = Array("lost+found".utf8)

    let targets: [Target]
    /// Other sources' paths and the backups: never moved.
    private let kept: [[[UInt8]]]
    /// What the recipe excludes and is there: never moved either.
    private let excluded: ExcludedPaths
    /// Mount points at or below the targets.
    private let mounts: [[[UInt8]]]
    private let fileMounts: [[[UInt8]]]
    private let replacesEnvironment: Bool
    /// The platform's root, where files that the recipe does not name belong too; nil where none do.
    private let open: FilePath?
    /// Of one mailbox that messages are only added to.
    private var merged: MergedMailbox?
    /// Whether single files that the archive does not hold make way all the same.
    private var clears = false

    /// Absolute, without links.
    var paths: [FilePath] { targets.map { FilePath(bytes: $0.names.flatMap { [UInt8(ascii: "/")] + $0 }) } }

    /// `isOpen` lets the archive name files below the platform's root itself; `whole` are the recipe's paths where these
    /// are a part of them.
    init(
        _ paths: [String], _ site: Site, elsewhere: [FilePath], replacesEnvironment: Bool, isOpen: Bool = false,
        excludes: Excludes = Excludes(), of whole: [String]? = nil
    ) throws {
        open = isOpen ? site.root : nil
        // What is selected of an archive is named by whole paths: a folder above may be called as the target is.
        targets = Self.targets(paths, site.root, byLastName: whole == nil || whole == paths)
        // Patterns count from the folders that are saved.
        let saved = excludes.isEmpty ? [] : Self.targets(whole ?? paths, site.root)
        excluded = try ExcludedPaths(excludes, below: saved.filter { $0.kind == .folder }.map(\.names))
        // Where a link leads, and the link itself.
        kept = elsewhere.map { $0.lexicallyNormalized() }.flatMap { path in
            let above = settledPath(path.removingLastComponent()).names
            return [settledPath(path).names, above + path.names.suffix(1)]
        }
        let roots = targets.map(\.names)
        mounts = try mountPoints().map(\.names).filter { mount in roots.contains { mount.starts(with: $0) } }
        fileMounts = mounts.filter { (try? FilePath(names: $0[...]).stat().type) != .directory }
        self.replacesEnvironment = replacesEnvironment
    }

    private static func targets(_ paths: [String], _ root: FilePath, byLastName: Bool = true) -> [Target] {
        zip(paths, TreeNames.prefixes(of: paths, in: root)).map { path, all in
            let prefixes = byLastName ? all : Array(all.prefix(1))
            let place = settledPath(root.pushing(FilePath(path)).lexicallyNormalized())
            let type = try? place.stat().type
            return Target(
                names: place.names, kind: type == .directory ? .folder : type == nil ? .missing : .file,
                prefixes: prefixes, isEnvironment: prefixes[0] == [Array(".env".utf8)])
        }
    }

    // MARK: Members

    func locate(_ path: MemberPath, isFolder: Bool) -> TreeLocation {
        guard let (target, rest) = target(of: path.names) ?? openTarget(path.names, isFolder) else {
            guard let live = above(path.names) else { return .unknown }
            return isFolder ? .above(live) : .otherKind
        }
        if target.isEnvironment, target.kind != .missing, !replacesEnvironment { return .environmentStays }
        let live = target.names + rest
        let isTree = isFolder || !rest.isEmpty
        if target.kind == (isTree ? .file : .folder) { return .otherKind }
        if isKept(live, below: target.names) { return .leftAlone }
        let isFixed = mounts.contains(live) || holdsKept(live)
        if isFixed, isFolder == fileMounts.contains(live) { return .otherKind }
        if let merged { return merged.locate(live, isFolder: isFolder) }
        return place(live, target, isTree)
    }

    private func target(of names: [[UInt8]]) -> (Target, rest: [[UInt8]])? {
        let candidates = targets.flatMap { target in target.prefixes.map { (target, $0) } }
        let best = candidates.filter { names.starts(with: $0.1) }.max { $0.1.count < $1.1.count }
        return best.map { ($0.0, Array(names.dropFirst($0.1.count))) }
    }

    /// Where a folder lies that leads to a target.
    private func above(_ names: [[UInt8]]) -> FilePath? {
        for target in targets {
            guard let prefix = target.prefixes.first(where: { $0.starts(with: names) }) else { continue }
            return FilePath(names: target.names.dropLast(prefix.count - names.count))
        }
        return nil
    }

    private func openTarget(_ names: [[UInt8]], _ isFolder: Bool) -> (Target, rest: [[UInt8]])? {
        guard let open, !isFolder else { return nil }
        let place = settledPath(open.pushing(FilePath(bytes: Array(names.joined(separator: [0x2f])))))
        let kind: Target.Kind = (try? place.stat().type).map { $0 == .directory ? .folder : .file } ?? .missing
        return (Target(names: place.names, kind: kind, prefixes: [names], isEnvironment: false), [])
    }

    private func place(_ live: [[UInt8]], _ target: Target, _ isTree: Bool) -> TreeLocation {
        // A target within another is part of it.
        let roots = targets.filter {
            live.starts(with: $0.names) && ($0.kind == .folder || ($0.names == target.names && isTree))
        }
        guard let root = roots.map(\.names).min(by: { $0.count < $1.count }) else {
            let parent = TreePlace(folder: FilePath(names: live.dropLast()), isWhole: false)
            return .at(parent, MemberPath(names: live.suffix(1)), live: live)
        }
        let mount = folderMounts(below: root).filter { live.starts(with: $0) }.max { $0.count < $1.count }
        let names = mount ?? root
        let place = TreePlace(folder: FilePath(names: names[...]), isWhole: true)
        return .at(place, MemberPath(names: Array(live.dropFirst(names.count))), live: live)
    }

    // MARK: What is never moved

    /// Whether this path stays as it is, with all below it.
    func isKept(_ live: [[UInt8]], below root: [[UInt8]]) -> Bool {
        if live.dropFirst(root.count).contains(where: { $0.starts(with: Self.stagingPrefix) }) { return true }
        if live.last == Self.lostAndFound, mounts.contains(Array(live.dropLast())) { return true }
        return excluded.hold(live, below: root) || kept.contains { $0.count > root.count && live.starts(with: $0) }
    }

    /// Whether something below this path stays where it is, so that its entries move one by one.
    func holdsKept(_ live: [[UInt8]]) -> Bool {
        let isBelow = { (names: [[UInt8]]) in names.count > live.count && names.starts(with: live) }
        return excluded.lieBelow(live) || mounts.contains(where: isBelow)
            || kept.contains { isBelow($0) && (try? FilePath(names: $0[...]).stat(followTargetSymlink: false)) != nil }
    }

    /// Whether a folder is mounted here: its entries move, itself it cannot.
    func isFolderMount(_ live: [[UInt8]]) -> Bool { mounts.contains(live) && !fileMounts.contains(live) }

    /// Whether a single file is mounted here: it is written anew in its place.
    func isFileMount(_ live: [[UInt8]]) -> Bool { fileMounts.contains(live) }

    /// Folders below `root` that are mount points and replaced with it.
    func folderMounts(below root: [[UInt8]]) -> [[[UInt8]]] {
        mounts.filter {
            $0.count > root.count && $0.starts(with: root) && !fileMounts.contains($0) && !isKept($0, below: root)
        }
    }
}

extension TreeTargets {
    /// The same, for messages that are added to what is there.
    func merging() -> TreeTargets {
        var targets = self
        targets.merged = self.targets.first.map { MergedMailbox($0.names) }
        return targets
    }

    /// The same, with single files that go where the archive has none: what belongs to those that come is not theirs.
    func clearing() -> TreeTargets {
        var targets = self
        targets.clears = true
        return targets
    }

    /// Names in `folder` that make way although nothing takes their place.
    func cleared(in folder: FilePath) -> [[UInt8]] {
        guard clears else { return [] }
        return targets.filter { $0.kind != .folder && $0.names.dropLast().elementsEqual(folder.names) }.compactMap(
            \.names.last)
    }

    /// These places and those that are replaced with them, being mounted below.
    func withMounts(_ places: some Sequence<TreePlace>) -> Set<TreePlace> {
        Set(
            places.flatMap { place in
                let mounts = place.isWhole ? folderMounts(below: place.folder.names) : []
                return [place] + mounts.map { TreePlace(folder: FilePath(names: $0[...]), isWhole: true) }
            })
    }
}

extension FilePath {
    /// Absolute.
    init(names: ArraySlice<[UInt8]>) { self.init(bytes: [0x2f] + names.joined(separator: [0x2f])) }
}
