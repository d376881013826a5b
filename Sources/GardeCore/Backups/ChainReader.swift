package import GardeIO
import SystemPackage

/// Gives the members of the tree that a chain of archives makes up, each once, under its last name.
///
/// An entry that has several names then comes under the first, and after that as a link to it.
package final class ChainReader: MemberReader {
    private let succession: Succession
    private let open: () throws -> (any MemberReader)?
    private var step = -1
    private var reader: (any MemberReader)?
    private var pending: ArraySlice<TarMember> = []
    private var expected: Set<TreePath>
    /// How many entries of the archive were met under a name that several have.
    private var met: [TreePath: Int] = [:]

    /// `open` gives the reader of the next archive, the base's first; nil behind the last one.
    package init(_ succession: Succession, _ open: @escaping () throws -> (any MemberReader)?) {
        (self.succession, self.open, expected) = (succession, open, succession.expected)
        if succession.lacksBase { step = 0 }
    }

    package func next() throws -> TarMember? {
        if let link = pending.popFirst() { return link }
        while true {
            if reader == nil {
                guard let opened = try open() else { return try end() }
                (reader, step, met) = (opened, step + 1, [:])
            }
            guard let member = try reader?.next() else {
                reader = nil
                continue
            }
            if let first = try take(member) { return first }
        }
    }

    package func content(_ body: (_ place: Int, UnsafeRawBufferPointer) throws -> Void) throws {
        try reader?.content(body)
    }

    private func take(_ member: TarMember) throws -> TarMember? {
        let path = TreePath(names: try MemberPath(member.name).names)
        if Outline.isList(path) { return nil }
        switch member.kind {
        // Comes with the entry that it names.
        case .hardLink: return nil
        case .folder: return give(member, succession.wanted(succession.paths(of: path, after: step)), asIs: path)
        case .file, .symbolicLink, .fifo, .device:
            return give(member, succession.wanted(succession.paths(of: entry(path), in: step)), asIs: path)
        }
    }

    private func entry(_ path: TreePath) -> EntryNames.Entry {
        guard succession.isDoubled(path, in: step) else { return EntryNames.Entry(path: path) }
        defer { met[path, default: 0] += 1 }
        return EntryNames.Entry(path: path, number: met[path, default: 0])
    }

    private func give(_ member: TarMember, _ paths: [TreePath], asIs own: TreePath) -> TarMember? {
        guard let first = paths.first else { return nil }
        if !expected.isEmpty { expected.subtract(paths) }
        let name = first == own ? member.name : first.shown
        pending = paths.dropFirst().map { member.renamed($0.shown, .hardLink(to: name)) }[...]
        return first == own ? member : member.renamed(name)
    }

    private func end() throws -> TarMember? {
        guard step + 1 == succession.count else { throw TarFailed(message: "archive \(step + 2) is missing") }
        if let lost = expected.first { throw ChainIncomplete(path: lost) }
        return nil
    }
}

/// An increment gives a new name to what no archive of its chain holds.
package struct ChainIncomplete: Error {
    package let path: TreePath
}
