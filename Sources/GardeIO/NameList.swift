internal import CGarde
internal import Glibc
package import SystemPackage

/// The names in a folder, or some of them, in one piece of memory.
package struct NameList: Sendable {
    /// By their bytes, or by their inodes, which is close to the order of files on the disk.
    package enum Order: Sendable { case names, inodes }

    private struct Item {
        let inode: UInt64
        /// 4 GiB of names are 16 million of the longest, which no folder holds.
        let place: UInt32
        /// More than NAME_MAX on file systems that keep names in UTF-16, such as vfat and cifs.
        let bytes: UInt16
        let kind: FolderEntry.Kind

        var start: Int { Int(place) }
        var length: Int { Int(bytes) }
    }

    private var bytes: [UInt8] = []
    private var items: [Item] = []
    /// How many bytes all names begin with in common.
    private var common = Int.max

    package init() {}

    package var count: Int { items.count }

    package func inode(_ place: Int) -> UInt64 { items[place].inode }

    package func kind(_ place: Int) -> FolderEntry.Kind { items[place].kind }

    package func name(_ place: Int) -> [UInt8] { Array(slice(place)) }

    package func entry(_ place: Int) -> FolderEntry {
        FolderEntry(name: name(place), inode: inode(place), kind: kind(place))
    }

    /// Whether there is a folder of this name, or something that may be one.
    package func hasFolder(_ name: [UInt8]) -> Bool {
        items.indices.contains { place in
            (kind(place) == .folder || kind(place) == .unknown) && slice(place).elementsEqual(name)
        }
    }

    fileprivate func forEach(
        _ body: (_ name: ArraySlice<UInt8>, _ inode: UInt64, _ kind: FolderEntry.Kind) throws -> Void
    ) rethrows {
        for place in items.indices { try body(slice(place), inode(place), kind(place)) }
    }

    private func slice(_ place: Int) -> ArraySlice<UInt8> {
        bytes[items[place].start..<items[place].start + items[place].length]
    }

    // MARK: Made

    /// Keeps the memory for others.
    fileprivate mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        items.removeAll(keepingCapacity: true)
        common = .max
    }

    mutating func add(_ entry: UnsafeMutablePointer<dirent>) {
        withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            tuple.withMemoryRebound(to: UInt8.self, capacity: 256) { name in
                let length = strlen(name)
                if name[0] == 0x2e, length == 1 || (length == 2 && name[1] == 0x2e) { return }
                let start = bytes.count
                bytes.append(contentsOf: UnsafeBufferPointer(start: name, count: length))
                items.append(
                    Item(
                        inode: UInt64(entry.pointee.d_ino), place: UInt32(start), bytes: UInt16(length),
                        kind: FolderEntry.Kind(type: entry.pointee.d_type)))
                shortenCommon(start, length)
            }
        }
    }

    private mutating func shortenCommon(_ start: Int, _ length: Int) {
        guard items.count > 1 else { return common = length }
        let most = min(common, length)
        var same = 0
        while same < most, bytes[same] == bytes[start + same] { same += 1 }
        common = same
    }

    mutating func sort(by order: Order) {
        switch order {
        case .names: sortByNames()
        case .inodes: items.sort { $0.inode < $1.inode }
        }
    }

    /// Sorts by eight bytes behind what all have in common; most often these tell names apart.
    private mutating func sortByNames() {
        bytes.withUnsafeBufferPointer { bytes in
            var order = items.indices.map { (key: Self.key(items[$0], common, bytes), place: $0) }
            order.sort { one, other in
                if one.key != other.key { return one.key < other.key }
                return Self.isBefore(items[one.place], items[other.place], bytes)
            }
            items = order.map { items[$0.place] }
        }
    }

    private static func key(_ item: Item, _ common: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var key: UInt64 = 0
        for place in common..<common + 8 {
            key = key << 8 | (place < item.length ? UInt64(bytes[item.start + place]) : 0)
        }
        return key
    }

    private static func isBefore(_ one: Item, _ other: Item, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = bytes.baseAddress!
        let order = memcmp(start + one.start, start + other.start, min(one.length, other.length))
        return order != 0 ? order < 0 : one.length < other.length
    }
}

/// A folder's names, a portion at a time: a folder may hold a million.
package final class Listing {
    /// Names of one portion, about 5 MiB.
    package static let portion = 1 << 16

    private let folder: Folder
    private var stream: OpaquePointer?

    package init(_ folder: Folder) { self.folder = folder }

    deinit { if let stream { closedir(stream) } }

    /// Fills `names` with at most `most` further ones but `.` and `..`, in order among themselves where one is asked for;
    /// false at the end.
    package func fill(_ names: inout NameList, _ most: Int = portion, by order: NameList.Order?) throws -> Bool {
        let stream = try stream ?? folder.list()
        self.stream = stream
        names.removeAll()
        while names.count < most, let entry = try Folder.next(of: stream) { names.add(entry) }
        if let order { names.sort(by: order) }
        return names.count > 0
    }
}

extension Folder {
    /// All names in this folder but `.` and `..`, by their bytes.
    package func names() throws -> NameList {
        var names = NameList()
        _ = try Listing(self).fill(&names, .max, by: .names)
        return names
    }

    /// Hands all names but `.` and `..` to `body` in the order of their bytes. More than `most` are sorted in a file without
    /// a name in `scratch`.
    package func forEachName(
        scratch: FilePath, inMemory most: Int = 1 << 18,
        _ body: (_ name: ArraySlice<UInt8>, _ inode: UInt64, _ kind: FolderEntry.Kind) throws -> Void
    ) throws {
        let listing = Listing(self)
        var names = NameList()
        _ = try listing.fill(&names, most, by: nil)
        if names.count < most {
            names.sort(by: .names)
            return try names.forEach(body)
        }
        let sorter = KeySorter(scratch: scratch, valueSize: MemoryLayout<NamedInode>.size)
        repeat {
            try names.forEach { name, inode, kind in
                try withUnsafeBytes(of: NamedInode(inode: inode, kind: kind)) { try sorter.add(Array(name), $0) }
            }
        } while try listing.fill(&names, most, by: nil)
        names = NameList()
        try sorter.drain { name, value in
            let named = value.loadUnaligned(as: NamedInode.self)
            try body(name[...], named.inode, named.kind)
        }
    }
}

private struct NamedInode: BitwiseCopyable {
    let inode: UInt64
    let kind: FolderEntry.Kind
}
