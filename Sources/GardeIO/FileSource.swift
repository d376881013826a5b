package import SystemPackage

/// The first filter of a pipeline: a file's bytes.
package struct FileSource: Filter {
    private let path: FilePath

    package init(_ path: FilePath) { self.path = path }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let file = try namingRead(path) { try FileDescriptor.open(path, .readOnly, options: .closeOnExec) }
        defer { try? file.close() }
        while case let chunk = try namingRead(path, { try file.read(upTo: 1 << 18) }), !chunk.isEmpty {
            try output.writeAll(chunk)
        }
    }
}
