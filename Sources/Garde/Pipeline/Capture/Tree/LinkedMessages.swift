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

    private struct Link: Hashable {
        let identity: FileIdentity
        /// A hash of the base name.
        let base: UInt32
    }

    /// Where each link is stored from; nil for one that was stored when it was the only one.
    private var places: [Link: [Place?]] = [:]

    /// Notes a link that was stored before others came.
    mutating func remember(_ base: UInt32, _ identity: FileIdentity) {
        let link = Link(identity: identity, base: base)
        if places[link] == nil { places[link] = [nil] }
    }

    /// True, and noted, when the message of this name, whose base hashes to `base`, is to be stored from here too.
    mutating func isNew(_ name: [UInt8], base: UInt32, _ identity: FileIdentity, in place: Place) -> Bool {
        let link = Link(identity: identity, base: base)
        let known = places[link] ?? []
        guard !known.contains(place), !known.contains(nil) else { return false }
        let left = known.firstIndex { !Self.isThere(Maildir.baseName(name), identity, in: $0!) }
        if let left { places[link]![left] = place } else { places[link] = known + [place] }
        return left == nil
    }

    /// Whether the maildir still has a message of this base name and inode; a rename may hide it from one listing.
    private static func isThere(_ base: ArraySlice<UInt8>, _ identity: FileIdentity, in place: Place) -> Bool {
        guard var folder = try? Folder.open(place.root) else { return false }
        for name in place.name.split(separator: 0x2f) {
            guard let next = try? folder.folder(Array(name)) else { return false }
            folder = next
        }
        let parts = [Maildir.cur, Maildir.new].compactMap { try? folder.folder($0) }
        return (1...3).contains { _ in
            parts.contains { part in
                let entries = (try? part.entries()) ?? []
                return entries.contains { $0.inode == identity.inode && Maildir.baseName($0.name) == base }
            }
        }
    }
}
