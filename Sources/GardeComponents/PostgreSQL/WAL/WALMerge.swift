package import GardeCore
package import GardeIO
package import SystemPackage

/// The first filter of one archive of the segments that several hold, which follow one another.
package struct WALMerge: Filter {
    private let archives: [RestoreFile]

    /// The oldest first.
    package init(_ archives: [RestoreFile]) { self.archives = archives }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await walk(archives) { next in
            let writer = try TarWriter(to: output)
            while let reader = try next() {
                while let member = try reader.next() {
                    try writer.begin(member)
                    if case .file(let size) = member.kind { try writer.copy(size, from: reader) }
                }
            }
            try writer.finish()
        }
    }

    /// Throws a `Failure` for what is no unbroken row of segments.
    package static let proof = InspectTar { _ = try WALArchive($0) }
}
