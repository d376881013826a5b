package import GardeIO
import SystemPackage

/// The first filter of a chain's pipeline: decodes one archive after the other into a pipe of its own, and hands on the
/// number of each pipe's end, four bytes in this machine's order.
struct ChainSource: Filter {
    let archives: [RestoreFile]

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        for archive in archives {
            let pipe = try FileDescriptor.widePipe()
            defer { pipe.writeEnd.letGo() }
            do { try output.writeAll(withUnsafeBytes(of: pipe.readEnd.rawValue) { Array($0) }) } catch {
                pipe.readEnd.letGo()
                throw error
            }
            try await pipeline(archive.source, into: pipe.writeEnd)
        }
    }
}

/// The last filter of a chain's pipeline: gives the reader of one archive after the other.
struct ChainSink: Filter {
    let body: @Sendable (_ next: @escaping () throws -> TarReader?) throws -> Void

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let ends = PipeEnds(input)
        defer { ends.close() }
        try body { try ends.next().map { try TarReader($0) } }
    }
}

/// Undoes the encodings of these archives and gives their readers, one after the other, on a thread of its own.
package func walk(
    _ archives: [RestoreFile], _ body: @escaping @Sendable (_ next: @escaping () throws -> TarReader?) throws -> Void
) async throws {
    try await pipeline([ChainSource(archives: archives), ChainSink(body: body)])
}

/// Takes over the pipes that a `ChainSource` opens.
private final class PipeEnds {
    private let input: FileDescriptor
    private var current: FileDescriptor?

    package init(_ input: FileDescriptor) { self.input = input }

    /// The next pipe; the one before is closed.
    func next() throws -> FileDescriptor? {
        current?.letGo()
        current = nil
        let number = try input.read(upTo: 4)
        guard number.count == 4 else { return nil }
        current = FileDescriptor(rawValue: number.withUnsafeBytes { $0.loadUnaligned(as: CInt.self) })
        return current
    }

    /// Whoever writes into one of them learns that nobody reads.
    func close() { while let end = (try? next()) ?? nil { _ = end } }
}
