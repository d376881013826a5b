import GardeCore
import GardeIO

/// What the index knows of one entry of a saved tree: enough to see whether it is the same still.
struct IndexRecord: Hashable, Sendable {
    enum Kind: UInt8, Sendable { case file, folder, other }

    var path = TreePath(bytes: [])
    var kind = Kind.file
    /// Whether there is an ACL or any extended attribute.
    var isExtended = false
    var inode: UInt64 = 0
    /// Of a folder: where its entries' inode numbers count.
    var device: UInt64 = 0
    /// Of all that a rename leaves as it is; 0 for a file whose content is to be stored again.
    var content: UInt64 = 0
    /// Of the time of the inode's last change; 0 where a change may hide behind the clock's resolution.
    var change: UInt32 = 0
    /// Of a folder: a hash of its mode and owner; 0 where the index of an older version does not tell.
    var rights: UInt32 = 0
}

extension IndexRecord {
    init(_ path: TreePath, _ facts: FileFacts, isExtended: Bool) {
        (self.path, self.isExtended) = (path, isExtended)
        (kind, inode) = (Kind(facts.kind), facts.identity.inode)
        device = kind == .folder ? facts.identity.device : 0
        content = facts.content(isExtended: isExtended)
        change = facts.change
        rights = kind == .folder ? facts.rights : 0
    }

    /// With a path in room of its own size, to be kept.
    var fitted: IndexRecord {
        var record = self
        record.path = path.fitted
        return record
    }

    /// Whether mode or owner are known to be others now.
    func hasOtherRights(than now: IndexRecord) -> Bool { rights != 0 && rights != now.rights }

    /// Whether nothing has happened to the entry, by a fresh look at it.
    func isSame(as now: IndexRecord) -> Bool {
        kind == now.kind && content == now.content && change == now.change && device == now.device && content != 0
            && change != 0
    }
}

extension IndexRecord.Kind {
    init(_ kind: FolderEntry.Kind) {
        self =
            switch kind {
            case .file: .file
            case .folder: .folder
            case .link, .fifo, .other, .unknown: .other
            }
    }
}

extension FileFacts {
    /// A hash of all that belongs to the entry and stays through a rename: its birth too, so that a later file of the
    /// same number, size and time is another one.
    func content(isExtended: Bool) -> UInt64 {
        let birth = kind == .folder ? nil : born
        let words = [
            kind == .folder ? 0 : size, modified.word, birth?.word ?? 0, UInt64(mode),
            UInt64(owner) << 32 | UInt64(group), isExtended ? 1 : 0,
        ]
        return max(1, mixed(words))
    }

    var rights: UInt32 {
        max(1, UInt32(truncatingIfNeeded: mixed([UInt64(mode), UInt64(owner) << 32 | UInt64(group)])))
    }

    var change: UInt32 { max(1, UInt32(truncatingIfNeeded: mixed([changed.word]))) }
}

extension FileTime {
    fileprivate var word: UInt64 { UInt64(bitPattern: Int64(seconds)) &* 1_000_000_000 &+ UInt64(nanoseconds) }
}

/// Each word goes through the finalizer of MurmurHash3, which spreads every bit over all others.
func mixed(_ words: [UInt64]) -> UInt64 {
    words.reduce(0x9e37_79b9_7f4a_7c15) { hash, word in
        var mixed = hash ^ word
        mixed = (mixed ^ (mixed >> 33)) &* 0xff51_afd7_ed55_8ccd
        mixed = (mixed ^ (mixed >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return (mixed ^ (mixed >> 33)) &+ hash
    }
}
