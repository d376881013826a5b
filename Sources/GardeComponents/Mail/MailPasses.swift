import GardeCore
import GardeIO
import SystemPackage

/// Stores the messages of live maildirs, each exactly once, by passes over the tree until one finds nothing more.
///
/// `readdir(3)` may miss a name that is renamed meanwhile, and a message may move from a folder still to come into one
/// already seen. So the first pass reads everything, and each further one lists again and reads what it does not know:
/// by inode, and by size and time where the name is new. A pass that found only mail delivered since the start ends it.
final class MailPasses {
    private static let most = 20

    private let archiver: TreeArchiver
    /// What is stored of each device, by inode: a mailbox may hold millions.
    private var stored: [UInt64: InodeTable] = [:]
    /// Where what is stored is noted, beyond what memory is for; nil where all is kept in memory.
    private let scratch: FilePath?
    private var linked = LinkedMessages()
    /// Of the folder that is read.
    private var names = NameList()
    private var unreadable: Set<FileIdentity> = []
    private let start = FileTime.now().seconds
    private var isFirst = true
    private var mayBeMissing = false

    /// Enough to know a message again: a hash of its name, and one of its size and modification time.
    fileprivate struct Known {
        let name: UInt32
        let content: UInt32
    }

    init(_ archiver: TreeArchiver, scratch: FilePath?) { (self.archiver, self.scratch) = (archiver, scratch) }

    func run(_ roots: [TreeRoot]) throws {
        for pass in 1...Self.most {
            mayBeMissing = false
            for root in roots { try visit(try Folder.open(root.path), root.member, of: root) }
            if !isFirst && !mayBeMissing { return }
            isFirst = false
            if pass == Self.most { archiver.findings.remark(roots[0].member, .neverAtRest(Self.most)) }
        }
    }

    private func visit(_ folder: Folder, _ name: [UInt8], of root: TreeRoot) throws {
        let entries: [FolderEntry]
        do { entries = try folder.entries() } catch let error as Errno {
            return archiver.findings.lack(name, error)
        }
        let isMaildir = Maildir.isOne(entries)
        // New before cur: what moves between them while we read is met in cur.
        let place = LinkedMessages.Place(root: root.path, name: name.dropFirst(root.member.count))
        for part in [Maildir.new, Maildir.cur] {
            for entry in entries where isMaildir && entry.name == part {
                try enter(entry, of: folder, name) { try storeMessages($0, $1, in: place) }
            }
        }
        for entry in entries where !(isMaildir && Maildir.isPart(entry)) {
            try enter(entry, of: folder, name) { try visit($0, $1, of: root) }
        }
    }

    /// What is listed but gone was perhaps renamed, with all that is in it: the next pass meets it again.
    private func enter(
        _ entry: FolderEntry, of folder: Folder, _ name: [UInt8], _ body: (Folder, [UInt8]) throws -> Void
    ) throws {
        let isThere = try archiver.subfolder(entry, of: folder, member(name, entry.name), body)
        if !isThere { mayBeMissing = true }
    }

    private func storeMessages(_ folder: Folder, _ name: [UInt8], in place: LinkedMessages.Place) throws {
        let device = FileIdentity(try folder.status()).device
        let listing = Listing(folder)
        while try takeNames(of: listing, name) {
            let ahead = ReadAhead(folder, names)
            for number in 0..<names.count {
                if isFirst { ahead.reach(number) }
                let entry = names.entry(number)
                let identity = FileIdentity(device: device, inode: entry.inode)
                if entry.kind == .file || entry.kind == .unknown {
                    try storeMessage(entry, of: folder, member(name, entry.name), identity, place)
                } else if isFirst {
                    try archiver.storeOther(entry, of: folder, member(name, entry.name))
                }
            }
        }
    }

    /// Goes on to the folder's next names, in the order of inodes, which is close to that on the disk; false when there are
    /// no more to be had.
    private func takeNames(of listing: Listing, _ name: [UInt8]) throws -> Bool {
        do { return try listing.fill(&names, by: .inodes) } catch let error as Errno {
            archiver.findings.lack(name, error)
            return false
        }
    }

    private func storeMessage(
        _ entry: FolderEntry, of folder: Folder, _ path: [UInt8], _ identity: FileIdentity,
        _ place: LinkedMessages.Place
    ) throws {
        let nameHash = Self.hash(Maildir.baseName(entry.name))
        if !isFirst, try known(identity)?.name == nameHash || unreadable.contains(identity) { return }
        do {
            let file = try folder.file(entry.name)
            defer { try? file.close() }
            try storeMessage(file, path, nameHash) { identity in
                linked.isNew(entry.name, base: nameHash, identity, in: place)
            }
        } catch Errno.noSuchFileOrDirectory {
            mayBeMissing = true  // renamed or moved since it was listed: the next pass meets it again
        } catch let error as Errno where !error.isBrokenPipe {
            unreadable.insert(identity)
            archiver.findings.lack(path, error)
        }
    }

    private func storeMessage(
        _ file: FileDescriptor, _ path: [UInt8], _ nameHash: UInt32, isNewLink: (FileIdentity) -> Bool
    ) throws {
        let status = try file.stat()
        guard status.type == .regular else { return }
        let (identity, content) = (FileIdentity(status), Self.hash(of: status))
        let before = try known(identity)
        let isKnown = before?.content == content
        if status.linkCount > 1 || linked.hold(identity) {
            if isKnown, let before { linked.remember(before.name, identity) }
            guard isNewLink(identity) else { return }
        } else if isKnown {
            // Moved during the run.
            return try know(identity, Known(name: nameHash, content: content))
        }
        try know(identity, Known(name: nameHash, content: content))
        if !isKnown { archiver.findings.count(messages: 1) }
        if !isFirst && status.modified.seconds < start { mayBeMissing = true }
        try archiver.storeFile(file, path, mayChange: false)
    }

    private func known(_ identity: FileIdentity) throws -> Known? {
        try table(identity.device).value(of: identity.inode).map(Known.init)
    }

    private func know(_ identity: FileIdentity, _ known: Known) throws {
        try table(identity.device).set(known.number, of: identity.inode)
    }

    private func table(_ device: UInt64) -> InodeTable {
        if let table = stored[device] { return table }
        let table = InodeTable(scratch: scratch)
        stored[device] = table
        return table
    }

    private static func hash(_ name: some Sequence<UInt8>) -> UInt32 {
        fold(name.reduce(offset) { ($0 ^ UInt64($1)) &* prime })
    }

    private static func hash(of status: Stat) -> UInt32 {
        let (size, time) = (UInt64(status.size), status.modified)
        let numbers = [size, UInt64(bitPattern: Int64(time.seconds)), UInt64(time.nanoseconds)]
        return fold(numbers.reduce(offset) { ($0 ^ $1) &* prime })
    }

    // FNV-1a.
    private static let offset: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01b3
    private static func fold(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash ^ (hash >> 32)) }
}

extension MailPasses.Known {
    fileprivate init(_ number: UInt64) {
        self.init(name: UInt32(truncatingIfNeeded: number >> 32), content: UInt32(truncatingIfNeeded: number))
    }

    fileprivate var number: UInt64 { UInt64(name) << 32 | UInt64(content) }
}
