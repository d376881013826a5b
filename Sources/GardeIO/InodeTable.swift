package import SystemPackage

/// A number for each inode, in bounded memory: sorted leaves, which go to a file without a name when there are too many.
///
/// Whoever asks in the order of inodes has each leaf read once.
package final class InodeTable {
    private let scratch: FilePath?
    private let most: Int
    private var file: FileDescriptor?
    /// In the order of their inodes.
    private var leaves = [InodeLeaf(first: 0, number: 0)]
    private var held = 1

    /// `scratch` is the folder of the file, without which all stays in memory, as `most` leaves do, 4 MiB.
    package init(scratch: FilePath?, most: Int = 1 << 10) { (self.scratch, self.most) = (scratch, most) }

    deinit { try? file?.close() }

    /// Nil of an inode that has none.
    package func value(of inode: UInt64) throws -> UInt64? { leaves[try leaf(of: inode)].value(of: inode) }

    package func set(_ value: UInt64, of inode: UInt64) throws {
        let leaf = try leaf(of: inode)
        leaves[leaf].set(value, of: inode)
        guard let next = leaves[leaf].split(leaves.count) else { return }
        leaves.insert(next, at: leaf + 1)
        held += 1
    }

    /// Which leaf it is in, or would be; its items are in memory then.
    private func leaf(of inode: UInt64) throws -> Int {
        let leaf = leaves.start { $0.first > inode } - 1
        if held > most { try writeOut() }
        if let file, !leaves[leaf].isHeld {
            try namingRead(scratch ?? "") { try leaves[leaf].read(from: file) }
            held += 1
        }
        return leaf
    }

    private func writeOut() throws {
        guard let scratch else { return }
        let file = try self.file ?? Durable.namelessFile(in: scratch)
        self.file = file
        try naming(scratch) { for leaf in leaves.indices { try leaves[leaf].write(to: file) } }
        held = 0
    }
}

/// Inodes between two others, with the number of each.
private struct InodeLeaf {
    private struct Item {
        let inode: UInt64
        var value: UInt64
    }

    /// A page of the file.
    private static let size = 256

    /// None is smaller.
    let first: UInt64
    private let number: Int
    private var count = 0
    /// Nil where they are in the file alone.
    private var items: [Item]? = []
    private var isChanged = false
    /// Whether the last one came behind all others.
    private var isAscending = false

    init(first: UInt64, number: Int) { (self.first, self.number) = (first, number) }

    var isHeld: Bool { items != nil }

    func value(of inode: UInt64) -> UInt64? {
        let (place, isThere) = place(of: inode)
        return isThere ? items?[place].value : nil
    }

    mutating func set(_ value: UInt64, of inode: UInt64) {
        let (place, isThere) = place(of: inode)
        let item = Item(inode: inode, value: value)
        isAscending = place == count
        isChanged = true
        if isThere {
            items?[place] = item
        } else {
            items?.insert(item, at: place)
            count += 1
        }
    }

    private func place(of inode: UInt64) -> (Int, isThere: Bool) {
        guard let items else { return (0, false) }
        let place = items.start { $0.inode >= inode }
        return (place, place < items.count && items[place].inode == inode)
    }

    /// What is too much, as leaf `number` of the file: the last half, or less where inodes come in their order.
    mutating func split(_ number: Int) -> InodeLeaf? {
        guard let items, count > Self.size else { return nil }
        let cut = isAscending ? Self.size : Self.size / 2
        var next = InodeLeaf(first: items[cut].inode, number: number)
        next.keep(items[cut...])
        keep(items[..<cut])
        return next
    }

    private mutating func keep(_ part: ArraySlice<Item>) {
        (items, count, isChanged) = (Array(part), part.count, true)
    }

    // MARK: File

    private static let bytes = size * MemoryLayout<Item>.stride

    mutating func write(to file: FileDescriptor) throws {
        if isChanged { try items?.withUnsafeBytes { try file.writeAll($0, at: number * Self.bytes) } }
        (items, isChanged) = (nil, false)
    }

    mutating func read(from file: FileDescriptor) throws {
        let bytes = try file.read(at: number * Self.bytes, count * MemoryLayout<Item>.stride)
        let items = bytes.withUnsafeBytes { Array($0.bindMemory(to: Item.self)) }
        guard items.count == count else { throw Errno.ioError }
        self.items = items
    }
}

extension Array {
    /// Where the elements begin that are so, behind all that are not.
    fileprivate func start(where isSo: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isSo(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
