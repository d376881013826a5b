import GardeIO
import Synchronization
import SystemPackage

/// What the headers and lists of one archive say of the tree that it is unpacked over.
struct Outline: Sendable {
    /// Names that the archive gives to entries of the parent.
    private(set) var links: [(new: TreePath, old: TreePath)] = []
    /// Further names of an entry within the archive, by its first one.
    private(set) var inner: [TreePath: [TreePath]] = [:]
    /// Everything but folders; not kept of a base, where it is everything that there is.
    private(set) var written: Set<TreePath> = []
    private(set) var folders: Set<TreePath> = []
    /// Entries of the parent that are gone.
    private(set) var removed: [TreePath] = []
    /// What GNU tar's `--listed-incremental` says of each folder.
    private(set) var listings: [TreePath: GNUListing] = [:]

    /// Whether it makes no tree without an earlier archive.
    var isIncrement: Bool {
        !links.isEmpty || hasLists || listings.values.contains { !$0.unsaved.isEmpty }
    }

    /// Not one entry was in it.
    private(set) var isEmpty = true

    private var hasLists = false
    private static let lists = TreePath(bytes: Array(".garde".utf8))

    init() {}

    /// Reads the archive to its end.
    init(_ reader: TarReader, isBase: Bool) throws {
        while let member = try reader.next() {
            isEmpty = false
            let path = TreePath(names: try MemberPath(member.name).names)
            if path.parent == Self.lists {
                hasLists = true
                if path == Self.removedList { try readRemoved(reader, member) }
                continue
            }
            switch member.kind {
            case .folder:
                if let listing = try GNUListing(reader) { listings[path] = listing }
                if !isBase { folders.insert(path) }
            case .hardLink(let target):
                note(link: path, to: TreePath(names: try MemberPath(target, of: member.name).names), isBase: isBase)
            case .file, .symbolicLink, .fifo, .device: if !isBase { written.insert(path) }
            }
        }
    }

    static let removedList = TreePath(names: [Array(".garde".utf8), Array("removed".utf8)])

    /// Whether this member speaks of the increment and belongs to no tree.
    static func isList(_ path: TreePath) -> Bool { path == lists || path.parent == lists }

    /// In an increment, links to the parent's names come before everything that is stored.
    private mutating func note(link path: TreePath, to target: TreePath, isBase: Bool) {
        if isBase || written.contains(target) {
            inner[target, default: []].append(path)
            if !isBase { written.insert(path) }
        } else {
            links.append((path, target))
        }
    }

    private mutating func readRemoved(_ reader: TarReader, _ member: TarMember) throws {
        var bytes: [UInt8] = []
        try reader.content { bytes += $1 }
        removed = try bytes.split(separator: 0).map { TreePath(names: try MemberPath(Array($0)).names) }
    }
}

/// The content of a folder's member in an archive of GNU tar's `--listed-incremental` (its manual, "Dumpdir"): what the
/// folder holds, and which folders were renamed.
struct GNUListing: Sendable {
    private(set) var names: Set<[UInt8]> = []
    /// Names that an earlier archive holds.
    private(set) var unsaved: [[UInt8]] = []
    /// In order; one that is empty stands for a place of their own.
    private(set) var renames: [(from: [UInt8], to: [UInt8])] = []

    /// Nil for a folder without one.
    fileprivate init?(_ reader: TarReader) throws {
        var bytes: [UInt8] = []
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

/// The last filter of an archive's pipeline: reads its outline.
final class OutlineSink: Filter {
    private let isBase: Bool
    private let found = Mutex<Outline?>(nil)

    init(isBase: Bool) { self.isBase = isBase }

    /// Nil until an archive was read to its end.
    var result: Outline? { found.withLock { $0 } }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let outline = try Outline(try TarReader(input), isBase: isBase)
        found.withLock { $0 = outline }
    }
}
