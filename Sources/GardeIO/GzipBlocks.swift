package import SystemPackage

/// Writes blocks as gzip members of our own, for a file that this machine alone reads: the lowest level, one thread.
package struct GzipBlockWriter: Sendable {
    /// More than a member may hold.
    package static let most = GzipMember.fullBlock

    private let file: FileDescriptor

    package init(_ file: FileDescriptor) { self.file = file }

    /// `block` is not empty, and no longer than `most`.
    package func write(_ block: [UInt8]) throws { try file.writeAll(try GzipMember.encode(block, level: 1)) }

    /// Without the empty member that this adds, the file counts as cut short.
    package func finish() throws { try write([]) }
}

/// Reads what `GzipBlockWriter` wrote, a block at a time.
package struct GzipBlockReader: Sendable {
    private let file: FileDescriptor

    package init(_ file: FileDescriptor) { self.file = file }

    /// Nil at the end; throws `GzipFailed` where the file is damaged, cut short, or goes on behind its end.
    package func next() throws -> [UInt8]? {
        let header = try file.read(upTo: GzipMember.header)
        guard let size = GzipMember.dataSize(header), size <= 2 * GzipBlockWriter.most else {
            throw header.count < GzipMember.header ? GzipFailed.cutShort : GzipFailed.damaged
        }
        let rest = try file.read(upTo: size + GzipMember.trailer)
        guard rest.count == size + GzipMember.trailer else { throw GzipFailed.cutShort }
        let member = header + rest
        let plainSize = try GzipMember.plainSize(member)
        guard plainSize <= GzipBlockWriter.most else { throw GzipFailed.damaged }
        let block = try GzipMember.decode(member, plainSize: plainSize)
        if !block.isEmpty { return block }
        guard try file.read(upTo: 1).isEmpty else { throw GzipFailed.damaged }
        return nil
    }
}
