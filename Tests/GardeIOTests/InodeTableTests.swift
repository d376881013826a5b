import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct InodeTableTests {
    private let scratch = Scratch()

    /// Files of a folder made one after the other, those of many folders in portions, and numbers of no order.
    private static let orders: [[UInt64]] = [
        Array(0..<5000), Array((1..<5000).reversed()),
        (0..<20).flatMap { start in stride(from: start, to: 5000, by: 20) },
        [0, .max] + (0..<5000).map { _ in .random(in: 0 ... .max) },
    ]

    @Test(arguments: orders, [1, 3, 1 << 10])
    func `each inode has the number that it was given last, in memory and beyond`(
        inodes: [UInt64], most: Int
    ) throws {
        let table = InodeTable(scratch: scratch.path, most: most)
        for inode in inodes { try table.set(inode &* 3, of: inode) }
        for inode in inodes.prefix(100) { try table.set(7, of: inode) }
        let changed = Set(inodes.prefix(100)), known = Set(inodes)
        let wrong = try inodes.filter { inode in
            let next = inode &+ 1
            return try table.value(of: inode) != (changed.contains(inode) ? 7 : inode &* 3)
                || (!known.contains(next) && table.value(of: next) != nil)
        }
        #expect(wrong.isEmpty)
    }

    @Test func `without a folder all stays in memory`() throws {
        let table = InodeTable(scratch: nil, most: 1)
        for inode: UInt64 in 0..<2000 { try table.set(inode, of: inode) }
        let wrong = try (0..<2000).filter { try table.value(of: $0) != $0 }
        #expect(wrong.isEmpty)
    }

    @Test func `what memory is not for lies in a file without a name`() async throws {
        let table = InodeTable(scratch: scratch.path, most: 1)
        for inode: UInt64 in 0..<2000 { try table.set(inode, of: inode) }
        #expect(try await run("ls", ["-A", scratch.path.string]).output.isEmpty)
        let gone = InodeTable(scratch: scratch("gone"), most: 1)
        #expect(throws: (any Error).self) {
            for inode: UInt64 in 0..<2000 { try gone.set(inode, of: inode) }
        }
    }
}
