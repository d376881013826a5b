import GardeWords
import GardeIO

/// A path below the folder of an archive, its names separated by NUL, which no name holds: the order of the bytes is
/// that of a walk which takes each folder's entries by name and goes into a folder when it meets it.
package struct TreePath: Hashable, Comparable, Sendable {
    package var bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Of a member's name, such as `mail/domain/user` or `./mail/domain/user`.
    package init(member: [UInt8]) {
        bytes = (member.starts(with: [0x2e, 0x2f]) ? member[2...] : member[...]).map { $0 == 0x2f ? 0 : $0 }
    }

    package init(names: [[UInt8]]) { bytes = Array(names.joined(separator: [0])) }

    package var names: [[UInt8]] { bytes.split(separator: 0, omittingEmptySubsequences: false).map(Array.init) }

    /// As a member of an increment is called.
    package var member: [UInt8] { [0x2e, 0x2f] + bytes.map { $0 == 0 ? 0x2f : $0 } }

    /// Nil for what lies at the top.
    package var parent: TreePath? { bytes.lastIndex(of: 0).map { TreePath(bytes: Array(bytes[..<$0])) } }

    package var name: [UInt8] { bytes.lastIndex(of: 0).map { Array(bytes[($0 + 1)...]) } ?? bytes }

    package func appending(_ name: [UInt8]) -> TreePath { TreePath(bytes: bytes + [0] + name) }

    /// The same in room of its own size, to be kept: a path that is cut and lengthened all the time has room for ever more, and so has
    /// each copy of it.
    package var fitted: TreePath { TreePath(bytes: bytes.withUnsafeBufferPointer(Array.init)) }

    package static func < (one: TreePath, other: TreePath) -> Bool { one.bytes.isBefore(other.bytes) }

    package static func == (one: TreePath, other: TreePath) -> Bool { one.bytes.isSame(as: other.bytes) }

    package func hash(into hasher: inout Hasher) { hasher.combine(all: bytes[...]) }
}

extension TreePath {
    /// As an archive of the whole tree calls it.
    package var shown: [UInt8] { Array(member.dropFirst(2)) }
}
