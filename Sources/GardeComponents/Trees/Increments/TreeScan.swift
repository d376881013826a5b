import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Walks a tree beside its index, both in the order of their paths.
///
/// A message of a maildir is told by its name and inode number, which a listing gives, but for those that `Recheck` names and those of a
/// maildir whose owner or mode has changed; everything else is looked at.
struct TreeScan {
    /// More changes than this are a new base.
    static let most = 300_000

    private let roots: TreeRoots
    private let excluded: Excluded
    private var reader: IndexReader
    private let recheck: Recheck
    /// Whether folders with `cur` and `new` are maildirs.
    private let holdsMaildirs: Bool
    /// Folders `cur` and `new` of an earlier listing, with what was found there.
    private let before: [TreePath: (stamp: FolderStamp, result: ScanResult)]
    /// Where names of a folder are sorted that are too many for memory.
    private let scratch: FilePath
    private var path: TreePath
    private var device: UInt64 = 0
    /// Whether inode numbers mean what they meant when the index was made.
    private var isSameDevice = true
    /// Whether the owner or mode of this maildir, or of this part of it, is another than the index has.
    private var hasOtherRights = false
    private(set) var result = ScanResult()
    private(set) var stamps: [TreePath: FolderStamp] = [:]
    private(set) var parts: [TreePath: (stamp: FolderStamp, result: ScanResult)] = [:]

    /// `before` is what is not listed again where it did not change.
    init(
        _ roots: TreeRoots, _ excluded: Excluded, _ reader: IndexReader, _ recheck: Recheck, holdsMaildirs: Bool,
        before: [TreePath: (stamp: FolderStamp, result: ScanResult)], scratch: FilePath
    ) {
        (self.roots, self.excluded, self.reader, self.recheck) = (roots, excluded, reader, recheck)
        (self.holdsMaildirs, self.before, self.scratch) = (holdsMaildirs, before, scratch)
        path = TreePath(member: roots.first.member)
    }

    /// Throws `NewBase` for what no increment can hold, `GzipFailed` when the index is damaged.
    mutating func run() throws -> IndexReader {
        do { try walk() } catch let reason as Errno { throw NotRead(path: roots.place(of: path), reason: reason) }
        while reader.isThere { try lose() }
        return reader
    }

    private mutating func walk() throws {
        for root in roots.all {
            path = TreePath(member: root.member)
            try skipIndex(to: path)
            if root.isFolder {
                try visit(try Folder.open(root.path), isPart: false)
            } else {
                try lookNamed(root)
            }
        }
    }

    // MARK: Folders

    private mutating func visit(_ folder: Folder, isPart: Bool) throws {
        let facts = try folder.facts()
        let above = (device, isSameDevice, hasOtherRights)
        defer { (device, isSameDevice, hasOtherRights) = above }
        device = facts.identity.device
        if !isPart { hasOtherRights = false }
        try meet(folder, facts)
        let stamp = FolderStamp(facts, at: .now())
        stamps[path.fitted] = stamp
        if isPart, let known = before[path], known.stamp.isStill(stamp) { return try reuse(known) }
        isPart ? try visitPart(folder, stamp) : try visitEntries(folder)
    }

    private mutating func meet(_ folder: Folder, _ facts: FileFacts) throws {
        let now = IndexRecord(path, facts, isExtended: withExtendedLifetime(folder) { folder.descriptor.isExtended })
        guard try isInIndex() else {
            isSameDevice = true
            return result.folders.append(path.fitted)
        }
        guard reader.record.kind == .folder else { throw NewBase.otherKind(path) }
        try checkAttributes(reader.record, now)
        isSameDevice = reader.record.device == device
        if reader.record.hasOtherRights(than: now) { hasOtherRights = true }
        if !reader.record.isSame(as: now) { result.folders.append(path.fitted) }
        try reader.advance()
    }

    /// Unpacking over what is there takes no attribute away.
    private func checkAttributes(_ known: IndexRecord, _ now: IndexRecord) throws {
        if known.isExtended && !now.isExtended { throw NewBase.attributesTaken(path) }
    }

    private mutating func visitEntries(_ folder: Folder) throws {
        let names = try folder.names()
        let isMaildir = holdsMaildirs && names.hasFolder(Maildir.cur) && names.hasFolder(Maildir.new)
        let device = FileIdentity(try folder.status()).device
        let isExcluded = excluded.test(folder, path.shown)
        for place in 0..<names.count {
            let entry = names.entry(place)
            if isExcluded?(entry) == true { continue }
            let isPart = isMaildir && Maildir.isPart(entry)
            if !isPart, isMaildir && Maildir.isLeftOut(entry) || excluded.holds(entry, on: device) { continue }
            try within(entry.name) { try $0.visit(entry, of: folder, isPart: isPart) }
        }
    }

    private mutating func visit(_ entry: FolderEntry, of folder: Folder, isPart: Bool) throws {
        let isDbox = entry.name == Maildir.dboxFolder || entry.name == Maildir.dboxMap
        if isDbox, holdsMaildirs { throw NewBase.dbox(path) }
        do {
            let kind = entry.kind == .unknown ? try folder.facts(entry.name).kind : entry.kind
            guard kind == .folder else { return try look(entry, of: folder) }
            guard !entry.name.starts(with: TreeTargets.stagingPrefix) else { return }
            let child = try folder.folder(entry.name)
            guard !excluded.folders.contains(FileIdentity(try child.status())) else { return }
            if isPart && entry.name == Maildir.tmp {
                try meet(child, try child.facts())
            } else {
                try visit(child, isPart: isPart)
            }
        } catch let reason as Errno where reason.isOfAnotherEntry {
            result.mayBeMissing = true
        } catch Errno.permissionDenied {
            throw NewBase.unreadable(path)
        }
    }

    private mutating func visitPart(_ folder: Folder, _ stamp: FolderStamp) throws {
        let (outer, here) = (result, path)
        result = ScanResult()
        // One that goes meanwhile takes nothing with it of what was found elsewhere.
        do { try meetMessages(of: folder) } catch {
            (result, path) = (outer, here)
            throw error
        }
        let own = result
        result = outer
        if stamp.isSettled || own.changes > 0 { parts[path.fitted] = (stamp, own) }
        add(own)
    }

    private mutating func meetMessages(of folder: Folder) throws {
        path.bytes.append(0)
        let length = path.bytes.count
        try folder.forEachName(scratch: scratch) { name, inode, kind in
            path.bytes += name
            try meetMessage(name, inode, kind, of: folder)
            path.bytes.removeLast(path.bytes.count - length)
        }
        path.bytes.removeLast()
        while hasIndexBelow() { try lose() }
    }

    /// What was found before, without another listing.
    private mutating func reuse(_ known: (stamp: FolderStamp, result: ScanResult)) throws {
        while hasIndexBelow() { try reader.advance() }
        parts[path.fitted] = known
        add(known.result)
    }

    private mutating func add(_ other: ScanResult) {
        result.gone += other.gone
        result.fresh += other.fresh
        result.known += other.known
        result.links += other.links
        result.looked += other.looked
        result.glimpses += other.glimpses
        result.mayBeMissing = result.mayBeMissing || other.mayBeMissing
    }

    // MARK: Entries

    private mutating func within(_ name: [UInt8], _ body: (inout TreeScan) throws -> Void) throws {
        let length = path.bytes.count
        path.bytes.append(0)
        path.bytes += name
        try body(&self)
        path.bytes.removeLast(path.bytes.count - length)
    }

    /// No look at a message whose name and inode are known, unless it is its turn.
    private mutating func meetMessage(
        _ name: ArraySlice<UInt8>, _ inode: UInt64, _ kind: FolderEntry.Kind, of folder: Folder
    ) throws {
        let isMessage = kind == .file || kind == .unknown
        if isMessage, isSameDevice, try isInIndex(), reader.record.inode == inode, reader.record.content != 0,
            reader.record.kind == .file
        {
            let isToBeSeen = hasOtherRights || recheck.includes(inode)
            if !isToBeSeen || isUnchanged(Array(name), in: folder) {
                result.known += 1
                return try reader.advance()
            }
        }
        let entry = FolderEntry(name: Array(name), inode: inode, kind: kind)
        if isMessage {
            try look(entry, of: folder, isMessage: true)
        } else {
            try visit(entry, of: folder, isPart: false)
        }
    }

    /// By a fresh look at what the index has just been read of; attributes that came or went show in the inode's time.
    private mutating func isUnchanged(_ name: [UInt8], in folder: Folder) -> Bool {
        result.looked += 1
        let known = reader.record
        guard let facts = try? folder.facts(name) else { return false }
        return known.isSame(as: IndexRecord(known.path, facts, isExtended: known.isExtended))
    }

    private mutating func look(_ entry: FolderEntry, of folder: Folder, isMessage: Bool = false) throws {
        let known = try takeKnown()
        do {
            let facts = try folder.facts(entry.name)
            guard [.file, .link, .fifo].contains(facts.kind) else { return result.gone += [known].compactMap(\.self) }
            if facts.kind == .link { result.links.append(path.fitted) }
            try compare(facts, with: known, isMessage: isMessage && facts.kind == .file) {
                try facts.kind == .file && folder.isExtended(entry.name)
            }
        } catch let reason as Errno where reason.isOfAnotherEntry {
            // Renamed, moved or expunged since it was listed.
            result.gone += [known].compactMap(\.self)
            if isMessage {
                result.glimpses.append(Glimpse(path: path.fitted, inode: entry.inode, isKnownPath: known != nil))
            }
        }
    }

    /// A file that the recipe names itself: a link there is followed.
    private mutating func lookNamed(_ root: TreeRoot) throws {
        let known = try takeKnown()
        do {
            let file = try FileDescriptor.open(root.path, .readOnly, options: [.nonBlocking, .closeOnExec])
            defer { try? file.close() }
            let facts = try file.facts()
            guard facts.kind == .file else { return result.gone += [known].compactMap(\.self) }
            try compare(facts, with: known, isMessage: false) { file.isExtended }
        } catch Errno.noSuchFileOrDirectory {
            result.gone += [known].compactMap(\.self)
        } catch Errno.permissionDenied {
            throw NewBase.unreadable(path)
        }
    }

    /// What the index has of this path; throws `NewBase` for a folder.
    private mutating func takeKnown() throws -> IndexRecord? {
        guard try isInIndex() else {
            if hasIndexBelow() { throw NewBase.otherKind(path) }
            return nil
        }
        let known = reader.record.fitted
        if known.kind == .folder { throw NewBase.otherKind(path) }
        try reader.advance()
        return known
    }

    /// Attributes that came or went show in the time of the inode's last change: only then are they asked for.
    private mutating func compare(
        _ facts: FileFacts, with known: IndexRecord?, isMessage: Bool, isExtended: () throws -> Bool
    ) throws {
        if let known, known.isSame(as: IndexRecord(path, facts, isExtended: known.isExtended)) {
            return result.known += 1
        }
        let isExtended = try isExtended()
        let now = IndexRecord(path.fitted, facts, isExtended: isExtended)
        if let known { try checkAttributes(known, now) }
        result.fresh.append(
            Sighting(
                now, facts, isMessage: isMessage, isKnownPath: known != nil, isExtended: isExtended))
        try checkSize()
    }

    private func checkSize() throws { if result.changes > Self.most { throw NewBase.changedMuch } }

    // MARK: Index

    /// Whether the index has this path; what it has before it is gone.
    private mutating func isInIndex() throws -> Bool {
        while reader.isThere {
            if reader.record.path == path { return true }
            if !(reader.record.path < path) { return false }
            try lose()
        }
        return false
    }

    private mutating func lose() throws {
        result.gone.append(reader.record.fitted)
        try reader.advance()
        try checkSize()
    }

    private mutating func skipIndex(to path: TreePath) throws {
        while reader.isThere, reader.record.path < path { try lose() }
    }

    private func hasIndexBelow() -> Bool {
        let (own, next) = (path.bytes, reader.record.path.bytes)
        return reader.isThere && next.count > own.count && next[own.count] == 0 && next.starts(with: own)
    }
}

extension Maildir {
    /// Dovecot's formats that are no maildir: files hold many messages, or change.
    static let dboxFolder = Array("dbox-Mails".utf8), dboxMap = Array("dovecot.map.index".utf8)
}

extension Folder {
    /// Whether a file has an ACL or any extended attribute.
    fileprivate func isExtended(_ name: [UInt8]) throws -> Bool {
        let file = try file(name)
        defer { try? file.close() }
        return file.isExtended
    }
}
