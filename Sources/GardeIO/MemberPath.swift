/// A member's name taken apart, once it is known to lead nowhere but down.
package struct MemberPath: Sendable, Hashable {
    /// Enough for any tree that was saved; every level costs an open folder when the tree is walked.
    private static let deepest = 512

    /// Without `.` and doubled slashes; empty for the folder itself.
    package let names: [[UInt8]]
    /// Whether it ends in a slash, as names of folders do.
    package let endsInSlash: Bool

    package init(names: [[UInt8]]) { (self.names, endsInSlash) = (names, false) }

    /// Throws `EntryRefused` for what is empty, absolute, holds `..` or a NUL, or is too deep.
    package init(_ name: [UInt8]) throws { try self.init(name, of: name) }

    /// `name` is a link's target; what is refused is the entry.
    package init(_ name: [UInt8], of entry: [UInt8]) throws {
        guard let first = name.first else { throw EntryRefused(entry, .emptyName) }
        if first == 0x2f { throw EntryRefused(entry, .absoluteName) }
        if name.contains(0) { throw EntryRefused(entry, .fault(.nulInName)) }
        let parts = name.split(separator: 0x2f).map(Array.init).filter { $0 != [0x2e] }
        if parts.contains([0x2e, 0x2e]) { throw EntryRefused(entry, .leavesFolder) }
        if parts.count > Self.deepest { throw EntryRefused(entry, .tooDeep) }
        (names, endsInSlash) = (parts, name.last == 0x2f)
    }
}
