package import SystemPackage

/// Gzip on every core: independent members of 1 MiB, written in order, each decoded and compared before it is written.
///
/// Unless one member that is not full holds everything, an empty one ends the stream, so that a file cut between
/// members shows.
package struct Gzip: Filter {
    private let level: CInt
    private let count: @Sendable (Int) -> Void

    /// `level` is 1 to 9 as of gzip(1); `count` hears of each block how many bytes it had before compression.
    package init(level: Int, _ count: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.level = Self.effort[level - 1]
        self.count = count
    }

    /// libdeflate's levels whose output is no larger than that of gzip's levels 1 to 9, by measurement: its 3 to 7 are
    /// weaker than gzip's on tables of short lines.
    private static let effort: [CInt] = [1, 2, 5, 5, 6, 7, 8, 9, 9]

    /// A stream of at most so many bytes gets all the effort there is, which takes milliseconds: gzip ends its blocks
    /// where the content changes, and only the highest level does as well on a few small files of many kinds.
    private static let small = (bytes: 256 << 10, effort: CInt(12))

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (isFirst, isOver) = (true, false)
        try await inOrder {
            guard !isOver else { return nil }
            let block = try input.read(upTo: GzipMember.fullBlock)
            isOver = block.isEmpty || (isFirst && block.count < GzipMember.fullBlock)
            let isSmall = isFirst && block.count <= Self.small.bytes
            isFirst = false
            count(block.count)
            return (block, isSmall ? Self.small.effort : level)
        } work: {
            try GzipMember.encode($0, level: $1)
        } write: {
            try output.writeAll($0)
        }
    }
}
