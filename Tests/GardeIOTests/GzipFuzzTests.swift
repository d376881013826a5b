import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What Gzip writes of anything is read by Gunzip, by gunzip, and by zlib.
@Suite struct GzipFuzzTests {
    let scratch = Scratch()

    @Test(arguments: 1...9) func `data of every kind in a row comes back`(level: Int) async throws {
        var dice = Dice(seed: UInt64(level))
        for size in [Int(dice.next() % 300), 70_000, 300_000 + Int(dice.next() % 100_000), 2_400_000] {
            try await check(Kind.row(size, &dice), level)
        }
    }

    @Test(arguments: Kind.allCases) func `a codec without repeats takes what is nothing but repeats, too`(kind: Kind)
        async throws
    {
        var dice = Dice(seed: 7)
        for size in [1, 2, 3, 100, 16_383, 16_385, 65_536, 200_000] {
            let bytes = kind.bytes(size, &dice)
            try await check(packed: try GzipMember.encodeFlat(bytes), bytes)
        }
    }

    @Test func `a run of one byte is few members, between others too, and comes back`() async throws {
        var dice = Dice(seed: 5)
        for (byte, count) in [(UInt8(0), 40 << 20), (255, 3 << 20), (7, (17 << 20) + 5), (0, 1 << 20)] {
            let bytes = Kind.words.bytes(1 << 20, &dice) + Array(repeating: byte, count: count) + [1, 2, 3]
            let packed = try await output(of: [Bytes(bytes), Gzip(level: 6)], in: scratch)
            #expect(members(packed).count <= 3 + (count >> 24) + 1)
            #expect(try await output(of: [Bytes(packed), Gunzip()], in: scratch) == bytes)
            #expect(try await output(of: [Bytes(packed), Child(Invocation("gunzip"))], in: scratch) == bytes)
        }
        for (byte, count) in [(UInt8(0), 516), (255, 517), (254, 65_536), (0, 65_537), (1, 100_000)] {
            try await check(
                packed: try GzipMember.encodeRun(of: byte, count: count), Array(repeating: byte, count: count))
        }
    }

    @Test(arguments: Kind.allCases) func `what one bit flipped in a member without repeats does is found`(kind: Kind)
        throws
    {
        var dice = Dice(seed: 9)
        let bytes = kind.bytes(3000, &dice)
        let member = try GzipMember.encodeFlat(bytes)
        var unharmed = 0
        for place in 20..<(member.count - 1) {
            var bad = member
            bad[place] ^= 1 << UInt8(dice.next() % 8)
            if (try? GzipMember.verify(bad, holds: bytes)) != nil { unharmed += 1 }
        }
        // Bits that fill a byte, and the two distances that nothing uses.
        #expect(unharmed <= 3)
    }

    @Test func `members are cut where nothing repeats, and a file cut between any two is refused`() async throws {
        var dice = Dice(seed: 3)
        let words = Kind.words.bytes(1 << 20, &dice)
        let bytes = words + words.prefix(300_000) + Kind.base64.bytes(200_000, &dice) + words.prefix(400_000)
        let packed = try await output(of: [Bytes(bytes), Gzip(level: 6)], in: scratch)
        let ends = members(packed)
        #expect(ends.count == 5 && ends.last == packed.count)
        for end in ends.dropLast() {
            let part = Array(packed.prefix(end))
            await #expect(throws: GzipFailed.self) { try await output(of: [Bytes(part), Gunzip()], in: scratch) }
        }
        // A first block is never cut: one member that is not full may be all there is.
        let first = Array(bytes[700_000...].prefix(900_000))
        #expect(members(try await output(of: [Bytes(first), Gzip(level: 6)], in: scratch)).count == 1)
    }

    private func members(_ packed: [UInt8]) -> [Int] {
        var ends: [Int] = []
        while (ends.last ?? 0) < packed.count {
            let start = ends.last ?? 0
            let size = packed[(start + 16)..<(start + 20)].reversed().reduce(0) { $0 << 8 | Int($1) }
            ends.append(start + 20 + size + 8)
        }
        return ends
    }

    private func check(_ bytes: [UInt8], _ level: Int) async throws {
        try await check(packed: try await output(of: [Bytes(bytes), Gzip(level: level)], in: scratch), bytes)
    }

    private func check(packed: [UInt8], _ bytes: [UInt8]) async throws {
        #expect(try await output(of: [Bytes(packed), Gunzip()], in: scratch) == bytes)
        #expect(try await output(of: [Bytes(packed), Child(Invocation("gunzip"))], in: scratch) == bytes)
        // Without its mark it is somebody else's, which zlib reads.
        var foreign = packed
        foreign[12] = 0x58
        #expect(try await output(of: [Bytes(foreign), Gunzip()], in: scratch) == bytes)
    }
}

/// The same numbers for the same seed (Marsaglia's xorshift).
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state >> 11
    }
}

/// What data may be like.
enum Kind: CaseIterable, Sendable {
    case random, base64, words, zeros, twoValues, period, rare, skewed, numbers

    func bytes(_ count: Int, _ dice: inout Dice) -> [UInt8] {
        let period = 1 + Int(dice.next() % 9)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let vocabulary = (0..<200).map { _ in (0...(dice.next() % 8)).map { _ in letters[Int(dice.next() % 52)] } + [32]
        }
        var made: [UInt8] = []
        made.reserveCapacity(count + 16)
        while made.count < count {
            let value = dice.next()
            switch self {
            case .random: made.append(UInt8(truncatingIfNeeded: value))
            case .base64: made.append(made.count % 77 == 76 ? 10 : letters[Int(value % 64)])
            case .words: made += vocabulary[Int(value % 200)]
            case .zeros: made.append(0)
            case .twoValues: made.append(UInt8(value % 2) * 255)
            case .period: made.append(UInt8(made.count % period))
            // Nearly all even, and some so seldom that Huffman's code for them is long.
            case .rare:
                made.append(value % 4096 == 0 ? UInt8((value >> 12).trailingZeroBitCount) : UInt8(64 + value % 192))
            // Each half as often as the one before.
            case .skewed: made.append(UInt8(value.trailingZeroBitCount))
            // As tables of doubles: some of eight bytes are alike.
            case .numbers:
                made += [0x40, 0x59, UInt8(value % 4)] + (1...5).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
            }
        }
        return Array(made.prefix(count))
    }

    /// Pieces of several kinds, the longest of a third.
    static func row(_ count: Int, _ dice: inout Dice) -> [UInt8] {
        var made: [UInt8] = []
        while made.count < count {
            let kind = allCases[Int(dice.next() % UInt64(allCases.count))]
            made += kind.bytes(1 + Int(dice.next() % UInt64(count / 3 + 1)), &dice)
        }
        return Array(made.prefix(count))
    }
}
