package import SystemPackage

/// The first filter of a pipeline: a file's bytes.
package struct FileSource: Filter {
    private let path: FilePath
    private let count: @Sendable (Int) -> Void

    /// `count` hears how many bytes were read.
    package init(_ path: FilePath, _ count: @escaping @Sendable (Int) -> Void = { _ in }) {
        (self.path, self.count) = (path, count)
    }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let file = try namingRead(path) { try FileDescriptor.open(path, .readOnly, options: .closeOnExec) }
        defer { try? file.close() }
        while case let chunk = try namingRead(path, { try file.read(upTo: 1 << 18) }), !chunk.isEmpty {
            count(chunk.count)
            try output.writeAll(chunk)
        }
    }
}
