package import SystemPackage

/// Why a stream is not the archive of one file.
package enum OneFileTarFailed: Error {
    case notOneFile, wrongSize
    /// The file is there, without a byte.
    case empty
}

/// A filter for archives that hold one file, as `docker cp` gives and takes them.
package struct OneFileTar: Filter {
    package enum Work: Sendable {
        /// A stream of `size` bytes becomes an archive.
        case wrap(String, Stat, size: Int)
        /// The archive's file gets another name; behind it, empty files have the names of `emptied`.
        case rename(String, emptied: [String])
        /// The archive becomes the file's bytes.
        case content
        /// Looks whether there is a byte; the rest is not read on. Throws `OneFileTarFailed.empty`.
        case firstByte
    }

    private let work: Work

    package init(_ work: Work) { self.work = work }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        switch work {
        case .wrap(let name, let status, let size): try wrap(input, name, size, status, output)
        case .rename(let name, let emptied): try rename(input, name, emptied, output)
        case .content:
            let reader = try TarReader(input)
            _ = try begin(reader)
            try reader.content { _, bytes in try output.writeAll(bytes) }
            guard try reader.next() == nil else { throw OneFileTarFailed.notOneFile }
        case .firstByte:
            if try begin(try TarReader(input)).size == 0 { throw OneFileTarFailed.empty }
        }
    }

    private func wrap(
        _ input: FileDescriptor, _ name: String, _ size: Int, _ status: Stat, _ output: FileDescriptor
    ) throws {
        let writer = try TarWriter(to: output)
        try writer.begin(Array(name.utf8), .file(size: size), status)
        var rest = size
        try input.forEachChunk { chunk in
            rest -= chunk.count
            guard rest >= 0 else { throw OneFileTarFailed.wrongSize }
            try chunk.withUnsafeBytes { try writer.write($0) }
        }
        // What is missing would become zeros.
        guard rest == 0 else { throw OneFileTarFailed.wrongSize }
        try writer.finish()
    }

    private func rename(
        _ input: FileDescriptor, _ name: String, _ emptied: [String], _ output: FileDescriptor
    ) throws {
        let (reader, writer) = (try TarReader(input), try TarWriter(to: output))
        let (file, size) = try begin(reader)
        let was = file.attributes
        let status = Stat.file(mode: was.mode, owner: was.owner, group: was.group)
        try writer.begin(Array(name.utf8), .file(size: size), status)
        try reader.content { _, bytes in try writer.write(bytes) }
        guard try reader.next() == nil else { throw OneFileTarFailed.notOneFile }
        for name in emptied { try writer.begin(Array(name.utf8), .file(size: 0), status) }
        try writer.finish()
    }

    private func begin(_ reader: TarReader) throws -> (member: TarMember, size: Int) {
        guard let member = try reader.next(), case .file(let size) = member.kind else {
            throw OneFileTarFailed.notOneFile
        }
        return (member, size)
    }
}
