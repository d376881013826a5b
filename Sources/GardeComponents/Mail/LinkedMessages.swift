import GardeCore
import GardeIO
import SystemPackage

/// Tells the further links of a message, which are stored, from the same link that moved during the run, which is not.
///
/// A copy in another folder is often a hard link, and whole mailboxes are copied so (`cp -al`), under the same base
/// names; the number of links alone does not tell such a copy from a move.
struct LinkedMessages {
    /// A maildir below a root; `name` is its path from there.
    struct Place: Hashable {
        let root: FilePath
        let name: ArraySlice<UInt8>
    }

    /// Where each link is stored from, by the hash of its base name; nil for one that was stored when it was the only one.
    private var places: [FileIdentity: [UInt32: [Place?]]] = [:]

    /// Whether the file had several links when it was met before: then each name is a message of its own.
    func hold(_ identity: FileIdentity) -> Bool { places[identity] != nil }

    /// Notes a link that was stored before others came.
    mutating func remember(_ base: UInt32, _ identity: FileIdentity) {
        if places[identity, default: [:]][base] == nil { places[identity, default: [:]][base] = [nil] }
    }

    /// True, and noted, when the message of this name, whose base hashes to `base`, is to be stored from here too.
    mutating func isNew(_ name: [UInt8], base: UInt32, _ identity: FileIdentity, in place: Place) -> Bool {
        let known = places[identity]?[base] ?? []
        guard !known.contains(place), !known.contains(nil) else { return false }
        let left = known.firstIndex { !Self.isThere(name, identity, in: $0!) }
        if let left { places[identity]![base]![left] = place }
        guard left == nil else { return false }
        places[identity, default: [:]][base] = known + [place]
        return true
    }

    /// Whether the maildir still has this inode under the message's base name.
    ///
    /// Most often its whole name is the same; else listings tell, of which a rename may spoil one.
    private static func isThere(_ name: [UInt8], _ identity: FileIdentity, in place: Place) -> Bool {
        guard var folder = try? Folder.open(place.root) else { return false }
        for name in place.name.split(separator: 0x2f) {
            guard let next = try? folder.folder(Array(name)) else { return false }
            folder = next
        }
        let parts = [Maildir.cur, Maildir.new].compactMap { try? folder.folder($0) }
        if parts.contains(where: { (try? $0.status(name)).map { FileIdentity($0) } == identity }) { return true }
        let base = Maildir.baseName(name)
        return (1...3).contains { _ in
            parts.contains { part in
                let entries = (try? part.entries()) ?? []
                return entries.contains { $0.inode == identity.inode && Maildir.baseName($0.name) == base }
            }
        }
    }
}
