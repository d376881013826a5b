import Synchronization
package import SystemPackage

/// The first filter of a pipeline: bytes that are in memory.
package struct MemorySource: Filter {
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package init(_ text: String) { self.init(Array(text.utf8)) }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws { try output.writeAll(bytes) }
}

/// The last filter of a pipeline: keeps what arrives, for what is known to be small.
package final class Collect: Filter {
    private let kept = Mutex<[UInt8]>([])
    private let limit: Int

    package init(limit: Int = 256 << 20) { self.limit = limit }

    /// All that has arrived.
    package var bytes: [UInt8] { kept.withLock { $0 } }

    /// Throws `Errno.fileTooLarge` past the limit.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try input.forEachChunk { chunk in
            try kept.withLock { bytes in
                guard bytes.count + chunk.count <= limit else { throw Errno.fileTooLarge }
                bytes += chunk
            }
        }
    }
}

/// The last filter of a pipeline: keeps the first bytes of what arrives, and reads it to its end.
package final class FirstBytes: Filter {
    private let kept = Mutex<[UInt8]>([])
    private let count: Int

    package init(_ count: Int = 64) { self.count = count }

    /// At most so many.
    package var bytes: [UInt8] { kept.withLock { $0 } }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let start = try input.read(upTo: count)
        kept.withLock { $0 = start }
        try input.forEachChunk { _ in }
    }
}

/// Runs a pipeline whose output nobody wants, as where the last filter keeps what matters.
package func pipeline(_ filters: [any Filter]) async throws {
    let nowhere = try FileDescriptor.open("/dev/null", .writeOnly, options: .closeOnExec)
    defer { try? nowhere.close() }
    try await pipeline(filters, into: nowhere)
}
