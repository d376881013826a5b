package import SystemPackage

/// Gzip on every core: independent members of 1 MiB, or less where `GzipCut` cuts, written in order, each decoded and
/// compared before it is written.
///
/// Unless one member that is not full holds everything, an empty one ends the stream, so that a file cut between
/// members shows.
package struct Gzip: Filter {
    private let effort: GzipEffort
    private let count: @Sendable (Int) -> Void

    /// `level` is 1 to 9 as of gzip(1); `count` hears of each block how many bytes it had before compression.
    package init(level: Int, _ count: @escaping @Sendable (Int) -> Void = { _ in }) {
        effort = .of(gzip: level)
        self.count = count
    }

    /// A stream of at most so many bytes gets all the effort there is, which takes milliseconds: gzip ends its blocks
    /// where the content changes, and only the highest level does as well on a few small files of many kinds.
    private static let small = (bytes: 256 << 10, level: CInt(12))

    /// A sample serves for so many blocks; the first is taken of the block `from`, as of a short stream one sample is not
    /// enough, and its time does not matter.
    private static let sample = (from: 4, every: 8)

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (number, isOver, level) = (0, false, effort.most)
        try await inOrder {
            guard !isOver else { return nil }
            let block = try input.read(upTo: GzipMember.fullBlock)
            let isFirst = number == 0
            isOver = block.isEmpty || (isFirst && block.count < GzipMember.fullBlock)
            if isFirst && block.count <= Self.small.bytes { level = Self.small.level }
            if number % Self.sample.every == Self.sample.from {
                level = try block.withUnsafeBufferPointer(effort.level)
            }
            number += 1
            count(block.count)
            return (block, level, !isFirst)
        } work: {
            try GzipCut.encode($0, level: $1, mayCut: $2)
        } write: {
            try output.writeAll($0)
        }
    }
}
