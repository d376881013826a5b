import Synchronization
package import SystemPackage

/// Copies through, and keeps the count and the SHA-256 of what passed.
package final class Tally: Filter {
    private let state = Mutex((bytes: 0, sha256: ""))

    package init() {}

    /// Bytes and digest; zero and empty until the stream has ended.
    package var result: (bytes: Int, sha256: String) { state.withLock { $0 } }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var bytes = 0
        var hash = SHA256()
        try input.forEachChunk { chunk in
            chunk.withUnsafeBytes { hash.update($0) }
            try output.writeAll(chunk)
            bytes += chunk.count
        }
        let digest = hash.hexadecimal()
        state.withLock { $0 = (bytes, digest) }
    }
}

/// Copies through, and says how many bytes each chunk had.
package struct Counted: Filter {
    private let count: @Sendable (Int) -> Void

    package init(_ count: @escaping @Sendable (Int) -> Void) { self.count = count }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try input.forEachChunk { chunk in
            count(chunk.count)
            try output.writeAll(chunk)
        }
    }
}

/// A count that one thread raises and others read, for progress and totals.
package final class Meter: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    package var bytes: Int { count.load(ordering: .relaxed) }

    package func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
}

extension Meter {
    /// Counts what the current task reads of a backup's content.
    @TaskLocal package static var reading: Meter?
}
