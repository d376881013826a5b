import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Puts files and folders into one archive, each only once.
final class TreeArchiver {
    let writer: TarWriter
    let findings: TreeFindings
    let excluded: Excluded
    /// Hears of everything that is stored, for the index; nil where there is none.
    private let recorder: IndexRecorder?
    /// Whether the file that was stored last is not what was there.
    private var isDoubtful = false
    /// Files with several links that are stored. An inode may be another file's by now: what it held is known too.
    private var linked: [FileIdentity: Linked] = [:]

    private struct Linked {
        let name: [UInt8]
        let stamp: FileContent.Stamp
    }

    init(_ writer: TarWriter, excluded: Excluded, findings: TreeFindings, recorder: IndexRecorder? = nil) {
        (self.writer, self.excluded, self.findings, self.recorder) = (writer, excluded, findings, recorder)
    }

    // MARK: Walks

    /// Everything below `root` but folders, and but messages where they are stored already.
    func storeFiles(of root: TreeRoot, skippingMessages: Bool) throws {
        guard try root.path.stat().type == .directory else { return try storeNamed(root) }
        try walk(try Folder.open(root.path), root.member) { folder, name, entries in
            let isMaildir = skippingMessages && Maildir.isOne(entries)
            let device = FileIdentity(try folder.status()).device
            for entry in Maildir.metadataLast(entries) where !(isMaildir && Maildir.isLeftOut(entry)) {
                guard !excluded.holds(entry, on: device) else { continue }
                try storeOther(entry, of: folder, member(name, entry.name))
            }
            return entries.filter { !(isMaildir && Maildir.isPart($0)) }
        }
    }

    /// Every folder, children before parents; the root itself last.
    func storeFolders(of root: TreeRoot, skippingMessages: Bool) throws {
        guard try root.path.stat().type == .directory else { return }
        try storeFolder(try Folder.open(root.path), root.member, skippingMessages)
    }

    private func storeFolder(_ folder: Folder, _ name: [UInt8], _ skippingMessages: Bool, isPart: Bool = false) throws {
        // The parts of a maildir hold messages, a million perhaps, and no folders.
        let entries = isPart ? [] : listed(folder, name)
        let isMaildir = skippingMessages && Maildir.isOne(entries)
        for entry in entries {
            try subfolder(entry, of: folder, member(name, entry.name)) {
                try storeFolder($0, $1, skippingMessages, isPart: isMaildir && Maildir.isPart(entry))
            }
        }
        try storeFolder(folder, name)
    }

    /// The folder itself, without what is in it.
    func storeFolder(_ folder: Folder, _ name: [UInt8]) throws {
        try withExtendedLifetime(folder) {
            if let recorder {
                try recorder.note(name, try folder.facts(), isExtended: folder.descriptor.isExtended)
            }
            try begin(name, .folder, try folder.status(), folder.descriptor)
        }
    }

    /// Calls `visit` for each folder with its entries; goes on into those that it returns.
    private func walk(
        _ folder: Folder, _ name: [UInt8],
        _ visit: (Folder, [UInt8], [FolderEntry]) throws -> [FolderEntry]
    ) throws {
        for entry in try visit(folder, name, listed(folder, name)) {
            try subfolder(entry, of: folder, member(name, entry.name)) { try walk($0, $1, visit) }
        }
    }

    /// What is in a folder, without what the recipe excludes; one that cannot be read to its end is lacking.
    func listed(_ folder: Folder, _ name: [UInt8]) -> [FolderEntry] {
        do {
            let entries = try folder.entries()
            guard let isExcluded = excluded.test(folder, name) else { return entries }
            return entries.filter { !isExcluded($0) }
        } catch {
            findings.lack(name, error as? Errno ?? .ioError)
            return []
        }
    }

    /// Opens a subfolder for `body`, unless it is left out, gone, or no folder; one that cannot be opened is lacking.
    ///
    /// False when nothing of that name is there any more.
    @discardableResult
    func subfolder(
        _ entry: FolderEntry, of parent: Folder, _ name: [UInt8], _ body: (Folder, [UInt8]) throws -> Void
    ) throws -> Bool {
        guard entry.kind == .folder || entry.kind == .unknown else { return true }
        // What a restore that was killed left beside the live data is no data of the platform.
        guard !entry.name.starts(with: TreeTargets.stagingPrefix) else { return true }
        let folder: Folder
        do { folder = try parent.folder(entry.name) } catch let error as Errno {
            guard error != .noSuchFileOrDirectory else { return false }
            if !error.isOfAnotherEntry { findings.lack(name, error) }
            return true
        }
        guard !excluded.folders.contains(FileIdentity(try folder.status())) else { return true }
        try body(folder, name)
        return true
    }

    // MARK: Entries

    /// A file that the recipe names itself: a link there is followed.
    func storeNamed(_ root: TreeRoot) throws {
        do {
            let file = try FileDescriptor.open(root.path, .readOnly, options: [.nonBlocking, .closeOnExec])
            defer { try? file.close() }
            try storeFile(file, root.member, mayChange: true)
        } catch let error as Errno where !error.isBrokenPipe {
            findings.lack(root.member, error)
        }
    }

    /// Any entry but a folder.
    func storeOther(_ entry: FolderEntry, of folder: Folder, _ name: [UInt8]) throws {
        do {
            switch entry.kind {
            case .folder: return
            case .file: try storeFile(named: entry.name, of: folder, name, mayChange: true)
            default: try storeSpecial(entry, of: folder, name)
            }
        } catch Errno.noSuchFileOrDirectory {
            return  // gone since it was listed: not there at the end of the run either
        } catch let error as Errno where !error.isBrokenPipe {
            findings.lack(name, error)
        }
    }

    private func storeSpecial(_ entry: FolderEntry, of folder: Folder, _ name: [UInt8]) throws {
        let status = try folder.status(entry.name)
        switch status.type {
        case .regular: try storeFile(named: entry.name, of: folder, name, mayChange: true)
        case .symbolicLink:
            findings.link(name)
            try recorder?.note(name, try folder.facts(entry.name))
            try writer.begin(name, .symbolicLink(to: try folder.linkTarget(entry.name)), status)
        case .fifo:
            try recorder?.note(name, try folder.facts(entry.name))
            try writer.begin(name, .fifo, status)
        case .directory: break
        case .socket: findings.remark(name, .isSocket)
        default: findings.remark(name, .isDevice)
        }
    }

    private func storeFile(named entry: [UInt8], of folder: Folder, _ name: [UInt8], mayChange: Bool) throws {
        let file = try folder.file(entry)
        defer { try? file.close() }
        try storeFile(file, name, mayChange: mayChange)
    }

    /// The open file under this name, or a link to the name that its inode has already.
    func storeFile(_ file: FileDescriptor, _ name: [UInt8], mayChange: Bool) throws {
        guard let recorder else { return try storeContent(file, name, mayChange: mayChange) }
        let (facts, isExtended) = (try file.facts(), file.isExtended)
        if mayChange, facts.changed.seconds + Self.writtenOut > FileTime.now().seconds { file.writeOut() }
        isDoubtful = false
        try storeContent(file, name, mayChange: mayChange)
        guard facts.kind == .file else { return }
        try recorder.note(
            file: name, facts, isExtended: isExtended, isMessage: !mayChange, isWhole: !isDoubtful)
    }

    /// After so many seconds the kernel has written what was changed, of its own accord.
    private static let writtenOut = 120

    private func storeContent(_ file: FileDescriptor, _ name: [UInt8], mayChange: Bool) throws {
        let status = try file.stat()
        guard status.type == .regular else { return findings.remark(name, .isNoFileNow) }
        if mayChange, let database = LiveDatabase(file, name) { findings.meet(database) }
        if status.linkCount > 1 {
            let identity = FileIdentity(status)
            if let first = linked[identity], first.stamp == FileContent.Stamp(status) {
                return try writer.begin(name, .hardLink(to: first.name), status)
            }
            linked[identity] = Linked(name: name, stamp: FileContent.Stamp(status))
        }
        findings.count(files: 1)
        // Messages are never worth a form that busybox does not read.
        if mayChange, let regions = try file.dataRegions(of: status) {
            try storeSparse(file, name, status, regions, mayChange: mayChange)
        } else if status.size <= FileContent.inMemory {
            try storeSmall(file, name, mayChange: mayChange)
        } else {
            try storeLarge(file, name, status, mayChange: mayChange)
        }
    }

    /// Content whose attributes cannot be read is stored without them, and lacks them.
    private func begin(
        _ name: [UInt8], _ kind: TarKind, _ status: Stat, _ file: FileDescriptor, data: [Range<Int>]? = nil
    ) throws {
        do { try writer.begin(name, kind, status, attributes: file, data: data) } catch let error as Errno
            where !error.isBrokenPipe
        {
            findings.lack(name, error)
            try writer.begin(name, kind, status, data: data)
        }
    }

    /// Read before its header is written, and once more if it changed meanwhile: what is stored was once there.
    private func storeSmall(_ file: FileDescriptor, _ name: [UInt8], mayChange: Bool) throws {
        for _ in 1...3 {
            let content = try FileContent.read(file)
            guard content.isConsistent else { continue }
            try begin(name, .file(size: content.bytes.count), content.status, file)
            return try content.bytes.withUnsafeBytes { try writer.write($0) }
        }
        try storeLarge(file, name, try file.stat(), mayChange: mayChange)
    }

    private func storeLarge(_ file: FileDescriptor, _ name: [UInt8], _ status: Stat, mayChange: Bool) throws {
        let size = Int(status.size)
        try begin(name, .file(size: size), status, file)
        try storeRegions(file, name, status, [0..<size], mayChange: mayChange)
    }

    private func storeSparse(
        _ file: FileDescriptor, _ name: [UInt8], _ status: Stat, _ regions: [Range<Int>], mayChange: Bool
    ) throws {
        try begin(name, .file(size: Int(status.size)), status, file, data: regions)
        try storeRegions(file, name, status, regions, mayChange: mayChange)
    }

    /// As many bytes as the file had when its header was written; a file that shrinks is filled up with zeros.
    private func storeRegions(
        _ file: FileDescriptor, _ name: [UInt8], _ status: Stat, _ regions: [Range<Int>], mayChange: Bool
    ) throws {
        var (place, isShort) = (0, false)
        do {
            for region in regions {
                try writer.fill(region.lowerBound - place)
                place = region.lowerBound
                while place < region.upperBound {
                    let chunk = try file.read(at: place, min(region.upperBound - place, 1 << 20))
                    if chunk.isEmpty { break }
                    try chunk.withUnsafeBytes { try writer.write($0) }
                    place += chunk.count
                }
                isShort = isShort || place < region.upperBound
            }
        } catch let error as Errno where !error.isBrokenPipe {
            isDoubtful = true
            findings.lack(name, error)
        }
        let hasChanged = FileContent.Stamp(status) != FileContent.Stamp(try file.stat())
        if isShort || hasChanged { noteChange(name, isLacking: isShort || !mayChange) }
        try writer.fill(Int(status.size) - place)
    }

    private func noteChange(_ name: [UInt8], isLacking: Bool) {
        isDoubtful = true
        if isLacking { findings.lack(name, .changedWhileRead) } else { findings.remark(name, .changedWhileRead) }
    }
}

/// A small file, read at one go.
struct FileContent {
    static let inMemory = 1 << 20

    let bytes: [UInt8]
    let status: Stat
    let isConsistent: Bool

    static func read(_ file: FileDescriptor) throws -> FileContent {
        let before = try file.stat()
        try file.seek(offset: 0, from: .start)
        let bytes = try file.read(upTo: Int(before.size) + 1)
        let hasChanged = Stamp(before) != Stamp(try file.stat())
        return FileContent(bytes: bytes, status: before, isConsistent: bytes.count == before.size && !hasChanged)
    }

    /// Of a content: a rename changes neither.
    struct Stamp: Equatable {
        let size: Int64
        let modified: FileTime

        init(_ status: Stat) { (size, modified) = (Int64(status.size), status.modified) }
    }
}

extension Errno {
    /// `EPIPE` speaks of our own output, never of the file that was read.
    var isBrokenPipe: Bool { self == .brokenPipe }

    /// What was a folder is gone since, or something else.
    var isOfAnotherEntry: Bool {
        [.noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels].contains(self)
    }
}
