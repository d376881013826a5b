import GardeCore
import GardeIO

/// What an increment holds, decided from a listing: pure, but for looks at names that one inode seems to have at once.
struct Changes: Sendable {
    /// A new name of a message that the parent has under another one.
    struct Link: Sendable {
        let record: IndexRecord
        let attributes: FileAttributes
        let origin: TreePath
    }

    var links: [Link] = []
    /// Stored whole: messages first.
    var whole: [Sighting] = []
    /// Entries of the parent that are not there any more.
    var gone: [TreePath] = []
    /// Folders whose own attributes differ, and those that hold something that does.
    var folders: Set<TreePath> = []

    /// Messages that only a listing has, and the parent has not.
    var glimpses: [Glimpse] = []

    var isEmpty: Bool { glimpses.isEmpty && links.isEmpty && whole.isEmpty && gone.isEmpty && folders.isEmpty }

    /// `origins` are the records of the index whose inode is that of a fresh message.
    ///
    /// `isThere` looks whether this path is that inode now.
    init(_ scan: ScanResult, origins: [UInt64: [IndexRecord]], isThere: (TreePath, UInt64) -> Bool) {
        gone = scan.gone.map(\.path)
        folders = Set(scan.folders)
        let goneKeys = Set(gone)
        let rewritten = Set(scan.fresh.filter(\.isKnownPath).map(\.path))
        let messages = Dictionary(grouping: scan.fresh.filter(\.isMessage), by: \.inode)
        for (inode, sightings) in messages {
            let found = origins[inode] ?? []
            let kept = found.filter { !goneKeys.contains($0.path) && !rewritten.contains($0.path) }
            let (there, left) = Self.present(sightings, kept, isThere)
            let names = there
            gone += left.map(\.path)
            for sighting in names { add(sighting, found, rewritten) }
            if let one = names.first { rewrite(kept, like: one, isThere) }
        }
        keepFolders(of: scan.missed)
        let free = Set(gone)
        for glimpse in scan.glimpses { add(glimpse, origins[glimpse.inode] ?? [], free) }
        for sighting in scan.fresh where !sighting.isMessage { add(renamed: sighting, origins, free) }
        for path in links.map(\.record.path) + whole.map(\.path) + gone { touch(path) }
        let lost = Set(gone)
        folders = folders.filter { !lost.contains($0) }
    }

    /// A folder in which something stays is not removed.
    private mutating func keepFolders(of missed: [TreePath]) {
        let lost = Set(gone)
        var kept: Set<TreePath> = []
        for path in missed where !lost.contains(path) {
            var path = path
            while let parent = path.parent, kept.insert(parent).inserted { path = parent }
        }
        gone.removeAll { kept.contains($0) }
    }

    /// Which of the names that were seen are the file's, and which of the parent's are not any more.
    ///
    /// A message that moves while the listing goes on is seen more than once, or where it is no more: of the names that
    /// differ only in flags or folders those that are there count, else the last; but a file has no more than its links.
    private static func present(
        _ sightings: [Sighting], _ kept: [IndexRecord], _ isThere: (TreePath, UInt64) -> Bool
    ) -> (names: [Sighting], gone: [IndexRecord]) {
        guard sightings.count + kept.count > 1, let last = sightings.last else { return (sightings, []) }
        let paths = kept.map(\.path) + sightings.map(\.path)
        let there = Set(paths.filter { isThere($0, last.inode) })
        let groups = Dictionary(grouping: paths) { Maildir.baseName($0.name) }.values
        var chosen = groups.flatMap { $0.contains(where: there.contains) ? $0.filter(there.contains) : $0.suffix(1) }
        chosen.sort { there.contains($0) && !there.contains($1) }
        let names = Set(chosen.prefix(Int(last.links)))
        return (sightings.filter { names.contains($0.path) }, kept.filter { !names.contains($0.path) })
    }

    /// A message of the parent under the same name but for its flags; its inode says that it is the same.
    private mutating func add(_ glimpse: Glimpse, _ origins: [IndexRecord], _ gone: Set<TreePath>) {
        let origin = origins.first {
            Maildir.baseName($0.path.name) == Maildir.baseName(glimpse.path.name) && $0.content != 0
        }
        guard var record = origin, let old = origin?.path, !glimpse.isKnownPath else {
            return glimpses.append(glimpse)
        }
        guard gone.contains(old) else { return }  // still there as the parent has it
        record.path = glimpse.path
        let attributes = FileAttributes(mode: 0o600, owner: 0, group: 0, modified: .now())
        links.append(Link(record: record, attributes: attributes, origin: old))
    }

    private mutating func add(_ sighting: Sighting, _ origins: [IndexRecord], _ rewritten: Set<TreePath>) {
        let origin =
            sighting.isKnownPath || sighting.isExtended
            ? nil
            : origins.first { origin in
                let isSameMessage = Maildir.baseName(origin.path.name) == Maildir.baseName(sighting.path.name)
                return origin.kind == .file && origin.content == sighting.record.content && origin.content != 0
                    && !rewritten.contains(origin.path) && (isSameMessage || sighting.hasBirth)
            }
        if let origin {
            links.append(
                Link(record: sighting.record, attributes: sighting.attributes, origin: origin.path))
        } else {
            whole.append(sighting)
        }
    }

    /// A file whose folder has another name: the time of its inode's last change says that nothing else happened to it,
    /// nor to its attributes.
    ///
    /// A rename of its own changes that time too, as does writing into it and putting size and modification time back.
    private mutating func add(
        renamed sighting: Sighting, _ origins: [UInt64: [IndexRecord]], _ gone: Set<TreePath>
    ) {
        let isCandidate = !sighting.isKnownPath && sighting.hasBirth
        let origin = (isCandidate ? origins[sighting.inode] ?? [] : []).first {
            $0.kind == .file && sighting.record.kind == .file && $0.content == sighting.record.content
                && $0.content != 0 && $0.change == sighting.record.change && $0.change != 0 && gone.contains($0.path)
        }
        guard let origin else { return whole.append(sighting) }
        links.append(Link(record: sighting.record, attributes: sighting.attributes, origin: origin.path))
    }

    /// Another name of the same file shows that mode, owner or time are others now.
    private mutating func rewrite(
        _ kept: [IndexRecord], like sighting: Sighting, _ isThere: (TreePath, UInt64) -> Bool
    ) {
        for old in kept where old.content != sighting.record.content && isThere(old.path, old.inode) {
            var other = sighting
            other.record.path = old.path
            (other.isMessage, other.isKnownPath) = (true, true)
            whole.append(other)
        }
    }

    /// What is put into a folder, or taken out, changes its time where the archive is unpacked.
    mutating func touch(_ path: TreePath) {
        if let parent = path.parent { folders.insert(parent) }
    }
}
