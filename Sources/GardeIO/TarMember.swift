/// One member of a tar: its name as raw bytes, what it is, and what belongs to it.
package struct TarMember: Sendable {
    package enum Kind: Sendable, Hashable {
        /// Bytes as a reader of the file sees them, holes included.
        case file(size: Int)
        case hardLink(to: [UInt8])
        case folder
        case symbolicLink(to: [UInt8])
        case fifo
        /// A device or a socket.
        case device
    }

    package let name: [UInt8]
    package let kind: Kind
    package let attributes: FileAttributes
    /// Names in its ACL that this machine does not know; their entries are left out.
    package let unknownNames: [String]
    /// File capabilities (capabilities(7)), which are not given back: like a setuid bit, they lend rights.
    package let capabilities: [UInt8]?
    /// Where a sparse file has bytes; nil for any other.
    package let data: [Range<Int>]?

    package var hasCapabilities: Bool { capabilities != nil }
}

extension TarMember {
    /// The same under another name, or as a link to it.
    package func renamed(_ name: [UInt8], _ kind: Kind? = nil) -> TarMember {
        TarMember(
            name: name, kind: kind ?? self.kind, attributes: attributes, unknownNames: unknownNames,
            capabilities: capabilities, data: data)
    }
}

/// Gives the members of a tree, one after the other, as one archive holds them or as several make them up.
package protocol MemberReader {
    /// The next member; nil at the end. What was not read of the last one is skipped.
    func next() throws -> TarMember?

    /// Hands the content of the last member to `body`, as places in the file and the bytes there; between are holes.
    func content(_ body: (_ place: Int, UnsafeRawBufferPointer) throws -> Void) throws
}

/// A member that is refused, and why; nothing of it was placed.
package struct EntryRefused: Error, Sendable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        case fault(TarFault)
        case emptyName, absoluteName, leavesFolder, doubled, device, setID, tooDeep, tooLong
        /// A part of its name is no folder but a link or a file.
        case throughLink
        /// A hard link to what the archive did not hold before it.
        case linkTarget
        /// More than is expected, in bytes.
        case tooLarge(expected: Int)
        /// Larger than any file of this file system can be.
        case tooBigHere
    }

    /// Raw bytes, as the archive has them.
    package let entry: [UInt8]
    package let reason: Reason

    package init(_ entry: [UInt8], _ reason: Reason) { (self.entry, self.reason) = (entry, reason) }

    /// For tests and logs; what an administrator reads is made where it is caught.
    package var description: String { "\(visible(entry)): \(reason)" }
}
