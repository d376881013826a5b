package import GardeIO

/// What the headers and lists of one archive say of the tree that it is unpacked over.
package struct Outline: Sendable {
    /// Names that the archive gives to entries of the parent.
    private(set) var links: [(new: TreePath, old: TreePath)] = []
    /// Which entry each name is in the end.
    package private(set) var names = EntryNames()
    /// Everything but folders; not kept of a base, where it is everything that there is.
    private(set) var written: Set<TreePath> = []
    private(set) var folders: Set<TreePath> = []
    /// Entries of the parent that are gone.
    private(set) var removed: [TreePath] = []
    /// What GNU tar's `--listed-incremental` says of each folder.
    private(set) var listings: [TreePath: GNUListing] = [:]
    /// Every entry as its header has it, where they were asked for.
    package private(set) var members: [TarMember] = []

    /// Whether it makes no tree without an earlier archive.
    package var isIncrement: Bool {
        !links.isEmpty || hasLists || listings.values.contains { !$0.unsaved.isEmpty }
    }

    /// Not one entry was in it.
    package private(set) var isEmpty = true
    /// The most that it holds of what was asked for.
    package private(set) var holds = Holding.nothing

    package enum Holding: Sendable, Comparable {
        case nothing
        /// Folders, and what only describes content.
        case frame
        case content
    }

    private var hasLists = false
    /// The first hard link to what the archive did not hold before it.
    private var unmet: [UInt8]?
    private static let lists = TreePath(bytes: Array(".garde".utf8))

    package init() {}

    /// Reads the archive to its end; throws `EntryRefused` for what no restore places.
    package init(
        _ reader: TarReader, isBase: Bool,
        holding: @escaping (MemberPath, _ isFolder: Bool) -> Holding
    ) throws {
        self = try OutlineReader(reader, isBase: isBase, keepsMembers: false, holding: holding).outline()
    }

    /// Notes the member that `reader` has just given, and reads what is in it where that is a list.
    fileprivate mutating func note(
        _ member: TarMember, _ reader: TarReader, isBase: Bool, keepsMembers: Bool,
        holding: (MemberPath, _ isFolder: Bool) -> Holding
    ) throws {
        isEmpty = false
        let place = try MemberPath(member.name)
        let path = TreePath(names: place.names)
        if path.parent == Self.lists {
            hasLists = true
            if path == Self.removedList { try readRemoved(reader, member) }
            return
        }
        holds = max(holds, holding(place, member.kind == .folder))
        let isOwn = try names.meet(member, at: place)
        if keepsMembers { members.append(member) }
        if !isOwn { unmet = unmet ?? member.name }
        switch member.kind {
        case .folder:
            if let listing = try GNUListing(reader) { listings[path] = listing }
            if !isBase { folders.insert(path) }
        case .hardLink(let target) where !isOwn:
            links.append((path, TreePath(names: try MemberPath(target, of: member.name).names)))
        case .hardLink, .file, .symbolicLink, .fifo, .device: if !isBase { written.insert(path) }
        }
    }

    fileprivate mutating func end(isBase: Bool) throws {
        names.seal()
        // An increment without its base is refused for what it is.
        if let unmet, isBase, !hasLists { throw EntryRefused(unmet, .linkTarget) }
    }

    static let removedList = TreePath(names: [Array(".garde".utf8), Array("removed".utf8)])

    /// Whether this member speaks of the increment and belongs to no tree.
    static func isList(_ path: TreePath) -> Bool { path == lists || path.parent == lists }

    private mutating func readRemoved(_ reader: TarReader, _ member: TarMember) throws {
        var bytes: [UInt8] = []
        try reader.content { bytes += $1 }
        removed = try bytes.split(separator: 0).map { TreePath(names: try MemberPath(Array($0)).names) }
    }
}

/// The list of a folder in an archive of GNU tar's `--listed-incremental` (its manual, "Dumpdir"): what the folder holds,
/// and which folders were renamed. It is the content of the folder's member, in pax form one of its headers.
struct GNUListing: Sendable {
    private(set) var names: Set<[UInt8]> = []
    /// Names that an earlier archive holds.
    private(set) var unsaved: [[UInt8]] = []
    /// In order; one that is empty stands for a place of their own.
    private(set) var renames: [(from: [UInt8], to: [UInt8])] = []

    /// Nil for a folder without one.
    fileprivate init?(_ reader: TarReader) throws {
        var bytes = reader.listing ?? []
        try reader.content { bytes += $1 }
        guard !bytes.isEmpty else { return nil }
        var from: [UInt8]?
        for record in bytes.split(separator: 0) {
            let name = Array(record.dropFirst())
            switch record.first {
            case UInt8(ascii: "Y"), UInt8(ascii: "D"): names.insert(name)
            case UInt8(ascii: "N"):
                names.insert(name)
                unsaved.append(name)
            case UInt8(ascii: "R"): from = name
            case UInt8(ascii: "T"):
                if let old = from { renames.append((old, name)) }
                from = nil
            default: break
            }
        }
    }
}

/// Gives the members of an archive, and keeps what their headers and lists say.
final class OutlineReader: MemberReader {
    private let reader: TarReader
    private let isBase: Bool
    private let keepsMembers: Bool
    private let holding: (MemberPath, _ isFolder: Bool) -> Outline.Holding
    private var noted = Outline()
    private var isOver = false
    /// Why the archive cannot be read on.
    private var failure: (any Error)?

    init(
        _ reader: TarReader, isBase: Bool, keepsMembers: Bool,
        holding: @escaping (MemberPath, _ isFolder: Bool) -> Outline.Holding
    ) {
        (self.reader, self.isBase, self.keepsMembers, self.holding) = (reader, isBase, keepsMembers, holding)
    }

    /// Reads what is left; throws what reading threw, also before, and `EntryRefused` for what no restore places.
    func outline() throws -> Outline {
        while try next() != nil {}
        try noted.end(isBase: isBase)
        return noted
    }

    func next() throws -> TarMember? {
        if let failure { throw failure }
        if isOver { return nil }
        do {
            guard let member = try reader.next() else {
                isOver = true
                return nil
            }
            try noted.note(member, reader, isBase: isBase, keepsMembers: keepsMembers, holding: holding)
            return member
        } catch {
            failure = error
            throw error
        }
    }

    func content(_ body: (_ place: Int, UnsafeRawBufferPointer) throws -> Void) throws {
        var isOfBody = false
        do {
            try reader.content { place, bytes in
                do { try body(place, bytes) } catch {
                    isOfBody = true
                    throw error
                }
            }
        } catch {
            if !isOfBody { failure = error }
            throw error
        }
    }
}
