import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct KeySorterTests {
    private let scratch = Scratch()

    /// Keys of which some begin with others, some come twice.
    private func keys(_ count: Int) -> [[UInt8]] {
        (0..<count).map { _ in
            let bytes: [UInt8] = [0, 0x61, 0x62, 0xff]
            return (0...Int.random(in: 0..<6)).map { _ in bytes.randomElement()! }
        }
    }

    private func sorted(_ keys: [[UInt8]], room: Int) throws -> [([UInt8], Int)] {
        let sorter = KeySorter(scratch: scratch.path, valueSize: MemoryLayout<Int>.size, room: room)
        for (number, key) in keys.enumerated() { try withUnsafeBytes(of: number) { try sorter.add(key, $0) } }
        var found: [([UInt8], Int)] = []
        try sorter.drain { found.append(($0, $1.loadUnaligned(as: Int.self))) }
        return found
    }

    @Test(arguments: [1, 40, 1000, 1 << 20])
    func `keys come in the order of their bytes, of several alike the last one, however many runs they fill`(
        room: Int
    ) throws {
        for count in [0, 1, 2, 3000] {
            let keys = keys(count)
            let last = Dictionary(zip(keys, keys.indices)) { $1 }
            let wanted = last.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            let found = try sorted(keys, room: room)
            #expect(found.map(\.0) == wanted.map(\.key))
            #expect(found.map(\.1) == wanted.map(\.value))
        }
    }

    @Test func `a key that is longer than all room comes out whole`() throws {
        let long = [UInt8](repeating: 0x61, count: 200_000)
        let found = try sorted([long + [0x62], [0x62], long], room: 4096)
        #expect(found.map(\.0) == [long, long + [0x62], [0x62]])
    }

    @Test func `runs have no name, and leave nothing`() async throws {
        let sorter = KeySorter(scratch: scratch.path, valueSize: 0, room: 1)
        for key in keys(20) { try sorter.add(key, UnsafeRawBufferPointer(start: nil, count: 0)) }
        #expect(try await run("ls", ["-A", scratch.path.string]).output.isEmpty)
    }
}
