package import SystemPackage

extension FileDescriptor {
    /// Writes all of `bytes` from this place on; what is skipped is a hole.
    package func writeAll(_ bytes: UnsafeRawBufferPointer, at place: Int) throws {
        var rest = bytes
        var place = Int64(place)
        while !rest.isEmpty {
            let count = try write(toAbsoluteOffset: place, rest)
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            place += Int64(count)
        }
    }
}

extension Folder {
    /// A file of its own with the content and attributes of `old` in `folder`; removed again when it cannot be finished.
    package func copy(_ old: [UInt8], of folder: Folder, as name: [UInt8]) throws -> Set<AttributeLoss> {
        let source = try folder.file(old)
        defer { try? source.close() }
        let (attributes, status) = (try FileAttributes(of: source), try source.stat())
        let file = try createFile(name)
        defer { try? file.close() }
        do {
            try file.fill(from: source, status)
            return try attributes.apply(to: file)
        } catch {
            try? remove(name)
            throw error
        }
    }
}
