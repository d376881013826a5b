import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The first filter of an increment's pipeline: writes its tar, and the index of the tree as it is with it.
///
/// Order: links, messages, other files, folders (the deepest first, the root last), `.garde/removed`, `.garde/dirs`.
struct IncrementArchive: Filter {
    static let removedList = Array(".garde/removed".utf8), foldersList = Array(".garde/dirs".utf8)

    let increment: Increment
    let findings: TreeFindings
    let draft: IndexDraft

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let writer = try IncrementWriter(increment, try TarWriter(to: output), findings)
        try writer.run()
        for link in increment.scan.links { findings.link(link.member) }
        if increment.changes.isEmpty {
            try draft.copy(increment.index)
        } else {
            try draft.write { try writer.writeIndex(to: &$0) }
        }
    }
}

/// Puts what changed into one archive.
private final class IncrementWriter {
    private let increment: Increment
    private let writer: TarWriter
    private let findings: TreeFindings
    private let archiver: TreeArchiver
    private let places: FolderCache
    private var scan: ScanSummary { increment.scan }
    private let added = AddedRecords()
    private let start = FileTime.now()

    init(_ increment: Increment, _ writer: TarWriter, _ findings: TreeFindings) throws {
        (self.increment, self.writer, self.findings) = (increment, writer, findings)
        places = FolderCache(increment.roots)
        archiver = TreeArchiver(
            writer, excluded: increment.excluded, findings: findings,
            recorder: IndexRecorder { [added] in added.records[$0.path] = $0 })
    }

    func run() throws {
        try storeLinks()
        try storeMessages()
        try storeOthers()
        try storeFolders()
        try writeLists()
        try writer.finish()
        if scan.isRestless { findings.remark(increment.roots.first.member, .neverAtRest(scan.passes)) }
    }

    // MARK: Files

    private func storeLinks() throws {
        for link in increment.changes.links.sorted(by: { $0.record.path < $1.record.path }) {
            try writer.begin(link.record.path.member, .hardLink(to: link.origin.member), link.attributes)
            added.records[link.record.path] = link.record
        }
    }

    /// What is not there any more is looked for in further listings: it was renamed, moved, or expunged.
    private func storeMessages() throws {
        let changes = increment.changes
        var missing = Set(changes.glimpses.map(\.key))
        for sighting in changes.whole.filter(\.isMessage).sorted(by: { $0.path < $1.path }) {
            if try !store(sighting) { missing.insert(sighting.key) }
        }
        var (unseen, rounds) = (0, 0)
        while !missing.isEmpty, unseen < 3, rounds < SettledScan.most {
            unseen = try findAgain(&missing) ? 0 : unseen + 1
            rounds += 1
        }
        if rounds == SettledScan.most { findings.remark(increment.roots.first.member, .neverAtRest(rounds)) }
    }

    /// Lists all maildirs and stores what is missing as soon as it is met; false when nothing of it was met.
    private func findAgain(_ missing: inout Set<MessageKey>) throws -> Bool {
        var isMet = false
        for part in scan.parts {
            guard let folder = try? places.open(part), let entries = try? folder.entries() else { continue }
            for entry in entries {
                let path = part.appending(entry.name)
                guard missing.contains(MessageKey(path, entry.inode)) else { continue }
                isMet = true
                guard let file = try? folder.file(entry.name) else { continue }
                defer { try? file.close() }
                try archiver.storeFile(file, path.member, mayChange: false)
                missing.remove(MessageKey(path, entry.inode))
            }
        }
        return isMet
    }

    /// False when nothing of that name is there any more.
    private func store(_ sighting: Sighting) throws -> Bool {
        do {
            let file = try places.folder(of: sighting.path).file(sighting.path.name)
            defer { try? file.close() }
            try archiver.storeFile(file, sighting.path.member, mayChange: false)
            findings.count(messages: 1)
        } catch let error as Errno where error.isOfAnotherEntry {
            return false
        } catch let error as Errno where !error.isBrokenPipe {
            findings.lack(sighting.path.shown, error)
        }
        return true
    }

    /// Dovecot's lists of UIDs last: they name no message that is not there.
    private func storeOthers() throws {
        let others = increment.changes.whole.filter { !$0.isMessage }.sorted { $0.path < $1.path }
        let isList = { (sighting: Sighting) in sighting.path.name == Maildir.listOfUIDs }
        for sighting in others.filter({ !isList($0) }) + others.filter(isList) {
            if let root = increment.roots.file(at: sighting.path) {
                try archiver.storeNamed(TreeRoot(path: root.path, member: sighting.path.member))
                continue
            }
            let entry = FolderEntry(name: sighting.path.name, inode: sighting.inode, kind: sighting.kind)
            do {
                try archiver.storeOther(entry, of: try places.folder(of: sighting.path), sighting.path.member)
            } catch let error as Errno where error.isOfAnotherEntry {}  // its folder is gone since
        }
    }

    // MARK: Folders and lists

    /// Those that changed, and all around what changed: unpacking an entry changes the time of its folder.
    private lazy var folders: [TreePath] = {
        var found = increment.changes.folders.union(increment.roots.folders).filter { increment.roots.holds($0) }
        for path in found.union(added.records.keys) {
            var path = path
            while let parent = path.parent, increment.roots.holds(parent) {
                found.insert(parent)
                path = parent
            }
        }
        return found.sorted(by: >)
    }()

    private func storeFolders() throws {
        for path in folders {
            do { try archiver.storeFolder(try places.open(path), path.member) } catch let error as Errno
                where error.isOfAnotherEntry
            {
                // It went after its content was stored; the next increment removes it.
                let attributes = FileAttributes(mode: 0o700, owner: 0, group: 0, modified: start)
                try writer.begin(path.member, .folder, attributes)
                added.records[path] = IndexRecord(path: path, kind: .folder)
            }
        }
    }

    private var removed: [TreePath] {
        Set(increment.changes.gone).filter { added.records[$0] == nil }.sorted(by: >)
    }

    private func writeLists() throws {
        for (name, paths) in [(IncrementArchive.removedList, removed), (IncrementArchive.foldersList, folders)] {
            let list: [UInt8] = paths.flatMap { $0.member + [0] }
            let attributes = FileAttributes(mode: 0o600, owner: 0, group: 0, modified: start)
            try writer.begin(name, .file(size: list.count), attributes)
            try list.withUnsafeBytes { try writer.write($0) }
        }
    }

    /// What the parent has, less what is removed and stored anew, and what this increment holds.
    func writeIndex(to writer: inout IndexWriter) throws {
        var new = added.records.values.sorted { $0.path < $1.path }[...]
        var old = Set(removed).union(added.records.keys).sorted()[...]
        try increment.index.read { reader in
            while reader.isThere {
                while let first = new.first, first.path < reader.record.path {
                    try writer.write(first)
                    new = new.dropFirst()
                }
                while let first = old.first, first < reader.record.path { old = old.dropFirst() }
                if old.first != reader.record.path {
                    try writer.write(reader.record)
                }
                try reader.advance()
            }
        }
        for record in new { try writer.write(record) }
    }
}

/// The records of what an archive holds.
private final class AddedRecords {
    var records: [TreePath: IndexRecord] = [:]
}
