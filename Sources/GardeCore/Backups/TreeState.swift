package import GardeIO

/// The entries of a tree as a backup has it, by the headers of its archives alone: they are read once, and looked through
/// as often as wanted.
package struct TreeState: Sendable {
    private let members: [[TarMember]]
    /// Nil for a single archive whose names come once.
    private let succession: Succession?

    /// The base first; each was read with its members.
    package init(_ outlines: [Outline]) {
        members = outlines.map(\.members)
        let isPlain = outlines.count == 1 && !outlines[0].names.hasDoubles
        succession = isPlain ? nil : Succession(outlines)
    }

    /// Of what is no archive, each name once.
    package init(_ members: [TarMember]) { (self.members, succession) = ([members], nil) }

    /// The entries, each under its last name; further names of one come as links to it. None has content.
    package func walk<Value>(_ body: (any MemberReader) throws -> Value) throws -> Value {
        guard let succession else { return try body(Headers(members.first ?? [])) }
        var rest = members[...]
        return try body(ChainReader(succession) { rest.popFirst().map(Headers.init) })
    }

    /// What the further names of files hold, in bytes, by those names' first.
    package func linkedSizes() throws -> [[[UInt8]]: Int] {
        var targets: Set<[[UInt8]]> = []
        try forEach { _, member in if let target = try member.linkTarget { targets.insert(target) } }
        guard !targets.isEmpty else { return [:] }
        var sizes: [[[UInt8]]: Int] = [:]
        try forEach { names, member in
            if case .file(let size) = member.kind, targets.contains(names) { sizes[names] = size }
        }
        return sizes
    }

    /// Hands each entry to `body`, with the names of its path.
    package func forEach(_ body: (_ names: [[UInt8]], TarMember) throws -> Void) throws {
        try walk { reader in
            while let member = try reader.next() { try body(MemberPath(member.name).names, member) }
        }
    }
}

extension TarMember {
    /// The names of the entry that this is a further name of.
    package var linkTarget: [[UInt8]]? {
        get throws {
            guard case .hardLink(let target) = kind else { return nil }
            return try MemberPath(target, of: name).names
        }
    }
}

/// What was read of an archive, once more.
private final class Headers: MemberReader {
    private var rest: ArraySlice<TarMember>

    init(_ members: [TarMember]) { rest = members[...] }

    func next() throws -> TarMember? { rest.popFirst() }

    func content(_ body: (_ place: Int, UnsafeRawBufferPointer) throws -> Void) throws {}
}
