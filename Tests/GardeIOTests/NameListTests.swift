import Glibc
import Testing

@testable import GardeIO

/// The names of a folder, as readdir(3) gives them.
@Suite struct NameListTests {
    /// 255 units of UTF-16, each three bytes of UTF-8: what vfat and cifs take.
    private static let longest = String(repeating: "\u{20ac}", count: 255)

    @Test func `names longer than NAME_MAX are whole, in their order, and beside others`() {
        let names = [Self.longest + "b", "short", Self.longest + "a", "\u{20ac}", String(repeating: "x", count: 256)]
        var list = NameList()
        for name in [".", ".."] + names { add(name, to: &list) }
        list.sort(by: .names)
        #expect((0..<list.count).map { String(decoding: list.name($0), as: UTF8.self) } == names.sorted())
        #expect(names.map { Array($0.utf8).count }.max() == 766)
        #expect(list.hasFolder(Array((Self.longest + "a").utf8)) && !list.hasFolder(Array(Self.longest.utf8)))
    }

    /// As the kernel lays it out: the name may go on behind what the type of an entry has room for.
    private func add(_ name: String, to list: inout NameList) {
        let start = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
        let bytes = Array(name.utf8) + [0]
        let size = max(MemoryLayout<dirent>.size, start + bytes.count)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: MemoryLayout<dirent>.alignment)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        memory.advanced(by: start).copyMemory(from: bytes, byteCount: bytes.count)
        let entry = memory.assumingMemoryBound(to: dirent.self)
        entry.pointee.d_type = UInt8(DT_DIR)
        list.add(entry)
    }
}
