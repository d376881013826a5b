import GardeIO

/// What an increment holds, decided from a listing: pure, but for looks at names that one inode seems to have at once.
struct Changes: Sendable {
    /// A new name of a message that the parent has under another one.
    struct Link: Sendable {
        let sighting: Sighting
        let origin: TreePath
    }

    var links: [Link] = []
    /// Stored whole: messages first.
    var whole: [Sighting] = []
    /// Entries of the parent that are not there any more.
    var gone: [IndexRecord] = []
    /// Folders whose own attributes differ, and those that hold something that does.
    var folders: Set<TreePath> = []

    var isEmpty: Bool { links.isEmpty && whole.isEmpty && gone.isEmpty && folders.isEmpty }

    /// `origins` are the records of the index whose inode is that of a fresh message.
    ///
    /// `isThere` looks whether this path is that inode now.
    init(_ scan: ScanResult, origins: [UInt64: [IndexRecord]], isThere: (TreePath, UInt64) -> Bool) {
        gone = scan.gone
        folders = Set(scan.folders)
        let goneKeys = Set(scan.gone.map(\.path))
        let rewritten = Set(scan.fresh.filter(\.isKnownPath).map(\.path))
        let messages = Dictionary(grouping: scan.fresh.filter(\.isMessage), by: \.inode)
        for (inode, sightings) in messages {
            let found = origins[inode] ?? []
            let kept = found.filter { !goneKeys.contains($0.path) && !rewritten.contains($0.path) }
            var names = sightings
            if sightings.count + kept.count > 1 {
                // Moved while the listing went on, or several links of one file.
                gone += kept.filter { !isThere($0.path, inode) }
                names = sightings.filter { isThere($0.path, inode) }
                if names.isEmpty, let last = sightings.last { names = [last] }
            }
            for sighting in names { add(sighting, found, rewritten) }
            if let one = names.first { rewrite(kept, like: one, isThere) }
        }
        whole += scan.fresh.filter { !$0.isMessage }
        for path in links.map(\.sighting.path) + whole.map(\.path) + gone.map(\.path) { touch(path) }
        let lost = Set(gone.map(\.path))
        folders = folders.filter { !lost.contains($0) }
    }

    private mutating func add(_ sighting: Sighting, _ origins: [IndexRecord], _ rewritten: Set<TreePath>) {
        let origin =
            sighting.isKnownPath || sighting.isExtended
            ? nil
            : origins.first { origin in
                let isSameMessage = Maildir.baseName(origin.path.name) == Maildir.baseName(sighting.path.name)
                return origin.kind == .file && origin.content == sighting.record.content && origin.content != 0
                    && !rewritten.contains(origin.path) && (isSameMessage || sighting.facts.born != nil)
            }
        if let origin {
            links.append(Link(sighting: sighting, origin: origin.path))
        } else {
            whole.append(sighting)
        }
    }

    /// Another name of the same file shows that mode, owner or time are others now.
    private mutating func rewrite(
        _ kept: [IndexRecord], like sighting: Sighting, _ isThere: (TreePath, UInt64) -> Bool
    ) {
        for old in kept where old.content != sighting.record.content && isThere(old.path, old.inode) {
            var record = sighting.record
            record.path = old.path
            whole.append(
                Sighting(
                    record: record, facts: sighting.facts, isMessage: true, isKnownPath: true,
                    isExtended: sighting.isExtended))
        }
    }

    /// What is put into a folder, or taken out, changes its time where the archive is unpacked.
    mutating func touch(_ path: TreePath) {
        if let parent = path.parent { folders.insert(parent) }
    }
}
