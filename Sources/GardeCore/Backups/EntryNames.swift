package import GardeIO

/// What the names of one archive are to each other, learnt member by member: which of them no restore places, and whose
/// each is in the end.
///
/// As tar unpacks: of several entries with one name the last counts, and a link leads to what had its target's name when
/// it came.
package struct EntryNames: Sendable {
    /// One of the entries that have this name, counted from 0.
    struct Entry: Hashable, Sendable {
        let path: TreePath
        var number = 0
    }

    private enum Kind { case folder, other }

    /// Longer names and links are none on Linux.
    private static let longestName = 255, longestLink = 4095
    /// A folder that took an entry's place.
    private static let folder = -1

    /// By the hash of the name, which differs in every process: some 20 bytes a name.
    private var kinds: [Int: Kind] = [:]
    private var lastFolder: TreePath?
    /// How many entries have a name; none where it is one, or a link only.
    private var counts: [TreePath: Int] = [:]
    private var links: [Entry: [TreePath]] = [:]
    /// Whose a name is, where that is not its only entry.
    private var owners: [TreePath: Entry] = [:]
    /// Whether a name comes again: then the archive cannot be placed member by member.
    package private(set) var hasDoubles = false

    package init() {}

    /// Throws `EntryRefused` for what no restore places.
    ///
    /// False for a link to what did not come before it: in an increment, an entry of an earlier archive.
    @discardableResult
    mutating func meet(_ member: TarMember, at place: MemberPath) throws -> Bool {
        try Self.checkForm(of: member, at: place)
        let path = TreePath(names: place.names)
        try enter(path.parent, for: member.name)
        switch member.kind {
        case .folder: meetFolder(path)
        case .hardLink(let target):
            let target = TreePath(names: try MemberPath(target, of: member.name).names)
            return try meetLink(path, to: target, member.name)
        case .file, .symbolicLink, .fifo, .device: try meetEntry(path, member.name)
        }
        return true
    }

    /// The same where each name must come once.
    package mutating func meetOnce(_ member: TarMember) throws {
        guard try meet(member, at: try MemberPath(member.name)) else { throw EntryRefused(member.name, .linkTarget) }
        if hasDoubles { throw EntryRefused(member.name, .doubled) }
    }

    /// Drops what only further members need.
    mutating func seal() { (kinds, lastFolder) = ([:], nil) }

    private static func checkForm(of member: TarMember, at place: MemberPath) throws {
        if member.kind == .device { throw EntryRefused(member.name, .device) }
        if place.names.contains(where: { $0.count > longestName }) { throw EntryRefused(member.name, .tooLong) }
        if case .symbolicLink(let target) = member.kind {
            if target.isEmpty { throw EntryRefused(member.name, .emptyName) }
            if target.count > longestLink { throw EntryRefused(member.name, .tooLong) }
        }
        let isNamed = !place.names.isEmpty && !place.endsInSlash
        guard isNamed || member.kind == .folder else { throw EntryRefused(member.name, .emptyName) }
    }

    // MARK: Members

    private mutating func enter(_ folder: TreePath?, for entry: [UInt8]) throws {
        guard let folder, folder != lastFolder else { return }
        var path = Optional(folder)
        while let above = path, kinds[above.hashValue] != .folder {
            guard kinds.updateValue(.folder, forKey: above.hashValue) == nil else {
                throw EntryRefused(entry, .throughLink)
            }
            path = above.parent
        }
        lastFolder = folder
    }

    private mutating func meetFolder(_ path: TreePath) {
        guard kinds.updateValue(.folder, forKey: path.hashValue) == .other else { return }
        give(path, to: Entry(path: path, number: Self.folder))
    }

    private mutating func meetEntry(_ path: TreePath, _ name: [UInt8]) throws {
        switch kinds.updateValue(.other, forKey: path.hashValue) {
        case nil: return
        case .folder: throw EntryRefused(name, .doubled)
        case .other:
            let number = count(of: path)
            give(path, to: Entry(path: path, number: number))
            counts[path] = number + 1
        }
    }

    private mutating func meetLink(_ path: TreePath, to target: TreePath, _ name: [UInt8]) throws -> Bool {
        guard let known = kinds[target.hashValue] else { return false }
        guard known == .other else { throw EntryRefused(name, .linkTarget) }
        let (entry, before) = (owner(of: target), kinds.updateValue(.other, forKey: path.hashValue))
        if before == .folder { throw EntryRefused(name, .doubled) }
        if before == nil { owners[path] = entry } else { give(path, to: entry) }
        if links[entry]?.contains(path) != true, path != entry.path { links[entry, default: []].append(path) }
        return true
    }

    private mutating func give(_ path: TreePath, to entry: Entry) {
        hasDoubles = true
        counts[path] = count(of: path)
        owners[path] = entry
    }

    private func count(of path: TreePath) -> Int { counts[path] ?? (owners[path] == nil ? 1 : 0) }

    private func owner(of path: TreePath) -> Entry { owners[path] ?? Entry(path: path) }

    // MARK: The end

    /// Whether several entries have this name.
    func isDoubled(_ path: TreePath) -> Bool { counts[path] != nil }

    /// All names that an entry has in the end; empty when others took them.
    func names(of entry: Entry) -> [TreePath] {
        guard !owners.isEmpty else { return [entry.path] }
        return ([entry.path] + (links[entry] ?? [])).filter { owner(of: $0) == entry }
    }
}
