package import GardeIO
package import SystemPackage

/// The first filter of a pipeline: these bytes.
package struct Bytes: Filter {
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws { try output.writeAll(bytes) }
}

/// What comes out at the end of a pipeline, through a file of the scratch folder.
package func output(of filters: [any Filter], in scratch: Scratch) async throws -> [UInt8] {
    let path = scratch("output-\(UInt64.random(in: 0 ..< .max))")
    let file = try FileDescriptor.open(
        path, .readWrite, options: [.create, .truncate, .closeOnExec], permissions: [.ownerReadWrite])
    defer { try? file.close() }
    try await pipeline(filters, into: file)
    try file.seek(offset: 0, from: .start)
    return try file.readAll(limit: 1 << 30)
}
