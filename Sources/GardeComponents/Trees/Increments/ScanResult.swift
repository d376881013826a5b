import GardeCore
import GardeIO

/// An entry that the index does not have as it is now.
struct Sighting: Sendable {
    var record: IndexRecord
    let attributes: FileAttributes
    let links: UInt32
    let kind: FolderEntry.Kind
    /// Whether the file system says when it came to be.
    let hasBirth: Bool
    /// Lies in `cur` or `new` of a maildir: its content never changes.
    var isMessage: Bool
    /// The index has another entry of this path.
    var isKnownPath: Bool
    let isExtended: Bool

    init(_ record: IndexRecord, _ facts: FileFacts, isMessage: Bool, isKnownPath: Bool, isExtended: Bool) {
        (self.record, attributes, links, kind) = (record, facts.attributes, facts.links, facts.kind)
        (hasBirth, self.isMessage) = (facts.born != nil, isMessage)
        (self.isKnownPath, self.isExtended) = (isKnownPath, isExtended)
    }

    var path: TreePath { record.path }
    var inode: UInt64 { record.inode }
    var key: MessageKey { MessageKey(path, inode) }
}

/// A message among the links of its inode: each may be one of its own.
struct MessageKey: Hashable, Sendable {
    private let inode: UInt64
    /// Its hash, which differs in every process.
    private let base: Int

    init(_ path: TreePath, _ inode: UInt64) {
        var hasher = Hasher()
        hasher.combine(all: Maildir.baseName(path.name))
        (self.inode, base) = (inode, hasher.finalize())
    }
}

/// A message of which there is no more than its place and number in a listing.
struct Glimpse: Hashable, Sendable {
    let path: TreePath
    let inode: UInt64
    /// The index has another entry of this path.
    let isKnownPath: Bool

    var key: MessageKey { MessageKey(path, inode) }
}

/// What one listing of the tree finds beside the index.
struct ScanResult: Sendable {
    /// Entries of the index that are not at their paths.
    var gone: [IndexRecord] = []
    /// Entries of the index that an earlier listing met, and that count as there although the last one did not.
    var missed: [TreePath] = []
    /// Files, links and FIFOs that are new or otherwise than the index has them.
    var fresh: [Sighting] = []
    /// Folders that are new or otherwise, by their paths.
    var folders: [TreePath] = []
    /// Files that the index has.
    var known = 0
    /// Symbolic links, known or not.
    var links: [TreePath] = []
    /// Messages that were looked at although nothing of them seemed new.
    var looked = 0
    /// Messages that were listed and had another name when they were looked at.
    var glimpses: [Glimpse] = []
    /// A folder that was listed had another name when it was opened.
    var mayBeMissing = false

    var changes: Int { gone.count + fresh.count }
}

/// What is known of a listing beside what changed.
struct ScanSummary: Sendable {
    /// Folders of messages, by their paths.
    let parts: [TreePath]
    /// Symbolic links.
    let links: [TreePath]
    /// Messages that were looked at although nothing of them seemed new.
    let looked: Int
    let passes: Int
    /// Whether mail never came to rest.
    let isRestless: Bool
}

/// When a folder was changed last, as its listing found it.
struct FolderStamp: Hashable, Sendable {
    let identity: FileIdentity
    let modified: FileTime
    let changed: FileTime
    /// A change after the listing shows in the times.
    let isSettled: Bool

    init(_ facts: FileFacts, at now: FileTime) {
        (identity, modified, changed) = (facts.identity, facts.modified, facts.changed)
        isSettled = facts.isSettled(at: now)
    }

    func isStill(_ other: FolderStamp) -> Bool {
        isSettled && identity == other.identity && modified == other.modified && changed == other.changed
    }
}
