internal import Glibc
package import SystemPackage

/// Gzip on every core: independent members of 1 MiB, or less where `GzipCut` cuts, or more where one byte is all there
/// is, written in order, each decoded and compared before it is written.
///
/// Unless one member that is not full holds everything, an empty one ends the stream, so that a file cut between
/// members shows.
package struct Gzip: Filter {
    private let effort: GzipEffort
    private let count: @Sendable (Int) -> Void

    /// `level` is 1 to 9 as of gzip(1); `count` hears of each block how many bytes it had before compression.
    package init(level: Int, _ count: @escaping @Sendable (Int) -> Void = { _ in }) {
        effort = GzipEffort(gzip: level)
        self.count = count
    }

    /// A stream of at most so many bytes gets all the effort there is, which takes milliseconds: gzip ends its blocks
    /// where the content changes, and only the highest level does as well on a few small files of many kinds.
    private static let small = 256 << 10

    /// Each of the first blocks has a sample of its own, and a level more than that asks for: of a short stream one sample
    /// does not tell enough. After that one serves for several.
    private static let sample = (first: 4, every: 8)

    private enum Piece: Sendable {
        case block([UInt8], level: CInt, mayCut: Bool)
        case run(of: UInt8, count: Int)

        var weight: Int {
            switch self {
            case .block(let block, _, _): GzipMember.weight(block.count)
            case .run(_, let count): GzipMember.weight(count)
            }
        }
    }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (number, sampled, isOver, choice) = (0, 0, false, GzipEffort.Choice.most)
        var (blocks, effort) = (Blocks(input), effort)
        try await inOrder(weight: \.weight) {
            guard !isOver else { return nil }
            var block = try blocks.next()
            if let byte = Blocks.repeated(block) {
                let run = block.count + (try blocks.more(of: byte))
                number += run / GzipMember.fullBlock
                count(run)
                return .run(of: byte, count: run)
            }
            let isFirst = number == 0
            isOver = block.isEmpty || (isFirst && block.count < GzipMember.fullBlock)
            if number >= sampled && block.count > Self.small {
                let isEarly = number < Self.sample.first
                let served = isEarly ? 1 : Self.sample.every
                choice = try block.withUnsafeBufferPointer {
                    try effort.choice(for: $0, count: served, more: isEarly ? 1 : 0)
                }
                sampled = number + served
            }
            for _ in 1..<choice.blocks where !isFirst { block += try blocks.next() }
            number += max(1, block.count / GzipMember.fullBlock)
            count(block.count)
            return .block(block, level: choice.level, mayCut: !isFirst)
        } work: { (piece: Piece) in
            switch piece {
            case .block(let block, let level, let mayCut): try GzipCut.encode(block, level: level, mayCut: mayCut)
            case .run(let byte, let count): try GzipMember.encodeRun(of: byte, count: count)
            }
        } write: {
            try output.writeAll($0)
        }
    }
}

/// A stream in full blocks but for the last, which may be empty.
private struct Blocks {
    /// So many of one byte are one member at most.
    private static let longestRun = 16

    private let input: FileDescriptor
    /// Read ahead.
    private var held: [UInt8]?

    init(_ input: FileDescriptor) { self.input = input }

    mutating func next() throws -> [UInt8] {
        defer { held = nil }
        return try held ?? input.read(upTo: GzipMember.fullBlock)
    }

    /// The byte that is all there is in a full block; nil of others.
    static func repeated(_ block: [UInt8]) -> UInt8? {
        guard block.count == GzipMember.fullBlock, isRun(block) else { return nil }
        return block[0]
    }

    private static func isRun(_ block: [UInt8]) -> Bool {
        guard block.first == block.last else { return false }
        return block.withUnsafeBytes { $0.isEmpty || memcmp($0.baseAddress!, $0.baseAddress! + 1, $0.count - 1) == 0 }
    }

    /// Takes further blocks of `byte` alone, the last one of the stream too, and counts their bytes.
    mutating func more(of byte: UInt8) throws -> Int {
        var count = 0
        for _ in 1..<Self.longestRun {
            let block = try input.read(upTo: GzipMember.fullBlock)
            guard block.first == byte, Self.isRun(block) else {
                held = block
                break
            }
            count += block.count
        }
        return count
    }
}
