package import SystemPackage

/// Gzip on every core: independent members of 1 MiB, written in order, each decoded and compared before it is written.
///
/// When there is more than one member, an empty one ends the stream, so that a file cut between members shows.
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
        let width = 2 * onlineCores()
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { members in
            var ready: [Int: [UInt8]] = [:]
            var (read, written) = (0, 0)
            func write(_ member: (Int, [UInt8])) throws {
                ready[member.0] = member.1
                while let next = ready.removeValue(forKey: written) {
                    try output.writeAll(next)
                    written += 1
                }
            }
            func compress(_ block: [UInt8]) {
                let level = read == 0 && block.count <= Self.small.bytes ? Self.small.effort : level
                members.addTask(executorPreference: globalConcurrentExecutor) { [read] in
                    (read, try GzipMember.encode(block, level: level))
                }
                read += 1
            }
            while case let block = try input.read(upTo: 1 << 20), !block.isEmpty || read == 0 {
                while read - written >= width, let done = try await members.next() { try write(done) }
                count(block.count)
                compress(block)
            }
            if read > 1 { compress([]) }
            while let done = try await members.next() { try write(done) }
        }
    }
}
