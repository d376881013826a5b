package import SystemPackage

/// A number for each inode, in bounded memory: sorted leaves, which go to a file without a name when there are too many.
///
/// Whoever asks in the order of inodes has each leaf read once.
package final class InodeTable {
    private struct Item {
        let inode: UInt64
        let value: UInt64
    }

    /// Inodes between two others.
    private struct Leaf {
        /// None is smaller.
        let first: UInt64
        /// Which one it is in the file.
        let number: Int
        var count = 0
        /// Where its items begin in memory; nil where they are in the file alone.
        var start: Int?
        var isChanged = false
    }

    /// Items of one leaf, a page.
    private static let size = 256

    private let scratch: FilePath?
    /// Items in memory, of leaves that are there.
    private let room: Int
    private var file: FileDescriptor?
    /// In the order of their inodes.
    private var leaves = [Leaf(first: 0, number: 0)]
    /// One piece of memory: among buffers that come and go, pieces that stay would keep the room that those leave from others.
    private var items: [Item] = []
    private var used = 0

    /// `scratch` is the folder of the file, without which all stays in memory, as `most` leaves do, 4 MiB.
    package init(scratch: FilePath?, most: Int = 1 << 10) { (self.scratch, room) = (scratch, most * Self.size) }

    deinit { try? file?.close() }

    /// Nil of an inode that has none.
    package func value(of inode: UInt64) throws -> UInt64? {
        let (_, place, isThere) = try find(inode)
        return isThere ? items[place].value : nil
    }

    package func set(_ value: UInt64, of inode: UInt64) throws {
        var (leaf, place, isThere) = try find(inode)
        if !isThere {
            if leaves[leaf].count == Self.size {
                split(leaf, before: inode, at: place)
                (leaf, place, _) = try find(inode)
            }
            move(from: place, to: place + 1, end(of: leaf) - place)
            leaves[leaf].count += 1
        }
        items[place] = Item(inode: inode, value: value)
        leaves[leaf].isChanged = true
    }

    // MARK: Leaves

    /// Which leaf it is in, or would be, and where in memory.
    private func find(_ inode: UInt64) throws -> (leaf: Int, place: Int, isThere: Bool) {
        let leaf = (0..<leaves.count).start { leaves[$0].first > inode } - 1
        let own = try bring(leaf)..<end(of: leaf)
        let place = own.start { items[$0].inode >= inode }
        return (leaf, place, place < own.upperBound && items[place].inode == inode)
    }

    private func end(of leaf: Int) -> Int { (leaves[leaf].start ?? 0) + leaves[leaf].count }

    /// In the middle, or behind all where inodes come in their order.
    private func split(_ leaf: Int, before inode: UInt64, at place: Int) {
        let end = end(of: leaf)
        let cut = place == end ? end : end - Self.size / 2
        let next = Leaf(
            first: place == end ? inode : items[cut].inode, number: leaves.count, count: end - cut, start: take(),
            isChanged: true)
        move(from: cut, to: next.start ?? 0, next.count)
        leaves[leaf].count -= next.count
        leaves[leaf].isChanged = true
        leaves.insert(next, at: leaf + 1)
    }

    private func move(from place: Int, to other: Int, _ count: Int) {
        items.withUnsafeMutableBufferPointer { items in
            guard let items = items.baseAddress else { return }
            (items + other).update(from: items + place, count: count)
        }
    }

    // MARK: Memory and file

    /// Room for a leaf.
    private func take() -> Int {
        if items.isEmpty { items.reserveCapacity(room) }
        if used == items.count { items += repeatElement(Item(inode: 0, value: 0), count: Self.size) }
        defer { used += Self.size }
        return used
    }

    /// Where a leaf begins in memory, which it is brought to.
    private func bring(_ leaf: Int) throws -> Int {
        if used > room { try writeOut() }
        if let start = leaves[leaf].start { return start }
        let start = take()
        if let file, let scratch { try namingRead(scratch) { try read(leaves[leaf], from: file, to: start) } }
        leaves[leaf].start = start
        return start
    }

    private func writeOut() throws {
        guard let scratch else { return }
        let file = try self.file ?? Durable.namelessFile(in: scratch)
        self.file = file
        for leaf in leaves.indices {
            if leaves[leaf].isChanged { try naming(scratch) { try write(leaves[leaf], to: file) } }
            (leaves[leaf].start, leaves[leaf].isChanged) = (nil, false)
        }
        used = 0
    }

    private func place(of leaf: Leaf) -> Int { leaf.number * Self.size * MemoryLayout<Item>.stride }

    private func write(_ leaf: Leaf, to file: FileDescriptor) throws {
        guard let start = leaf.start else { return }
        try items[start..<start + leaf.count].withUnsafeBytes { try file.writeAll($0, at: place(of: leaf)) }
    }

    private func read(_ leaf: Leaf, from file: FileDescriptor, to start: Int) throws {
        let bytes = try file.read(at: place(of: leaf), leaf.count * MemoryLayout<Item>.stride)
        let found = bytes.withUnsafeBytes { Array($0.bindMemory(to: Item.self)) }
        guard found.count == leaf.count else { throw Errno.ioError }
        for (number, item) in found.enumerated() { items[start + number] = item }
    }
}

extension Range<Int> {
    /// Where those begin that are so, behind all that are not.
    fileprivate func start(where isSo: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isSo(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
