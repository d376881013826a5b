internal import CGarde
package import SystemPackage

/// Gzip undone: our own members on every core, anybody else's as one stream, several members or one.
package struct Gunzip: Filter {
    private let count: @Sendable (Int) -> Void

    /// `count` hears how many bytes come out.
    package init(_ count: @escaping @Sendable (Int) -> Void = { _ in }) { self.count = count }

    /// Throws `GzipFailed` when the data is damaged, cut short, followed by anything but zeros, or no gzip at all.
    ///
    /// Zeros fill up the blocks of a tape, and gunzip takes them too.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let start = try input.read(upTo: GzipMember.header)
        if GzipMember.dataSize(start) != nil {
            try await decodeMembers(start, input, output)
        } else {
            try inflate(start, input, output)
        }
    }

    private func decodeMembers(_ start: [UInt8], _ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (header, members, lastSize) = (start, 0, 0)
        try await inOrder {
            GzipMember.weight((try? GzipMember.plainSize($0)) ?? 0)
        } next: {
            guard !header.isEmpty else { return nil }
            guard let size = GzipMember.dataSize(header) else {
                guard members > 0 else { throw GzipFailed.damaged }
                try checkPadding(header)
                try input.forEachChunk(checkPadding)
                return nil
            }
            let rest = try input.read(upTo: size + GzipMember.trailer)
            guard rest.count == size + GzipMember.trailer else { throw GzipFailed.cutShort }
            let member = header + rest
            (lastSize, members) = (try GzipMember.plainSize(member), members + 1)
            header = try input.read(upTo: GzipMember.header)
            return member
        } work: { member in
            try GzipMember.decode(member, plainSize: try GzipMember.plainSize(member))
        } write: { block in
            count(block.count)
            try output.writeAll(block)
        }
        // Only a single member that is not full may end a stream without the empty one.
        guard lastSize == 0 || (members == 1 && lastSize < GzipMember.fullBlock) else { throw GzipFailed.cutShort }
    }

    private func checkPadding(_ bytes: [UInt8]) throws {
        guard bytes.allSatisfy({ $0 == 0 }) else { throw GzipFailed.damaged }
    }

    private func inflate(_ start: [UInt8], _ input: FileDescriptor, _ output: FileDescriptor) throws {
        var inflater = try Inflater()
        try inflater.feed(start) { try put($0, output) }
        try input.forEachChunk { try inflater.feed($0) { try put($0, output) } }
        try inflater.end()
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ output: FileDescriptor) throws {
        count(bytes.count)
        try output.writeAll(bytes)
    }
}

/// zlib's streaming reader over one gzip member after another.
private struct Inflater: ~Copyable {
    private var stream: UnsafeMutablePointer<z_stream>
    private var room = [UInt8](repeating: 0, count: 1 << 18)
    private var isBetweenMembers = false
    private var hasBegun = false
    private var isPadded = false

    init() throws {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 more than the window's size asks for gzip's header.
        let result = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard result == Z_OK else { throw GzipFailed.damaged }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// True when everything that is left of the input was padding.
    private mutating func skipPadding() throws -> Bool {
        let rest = UnsafeBufferPointer(start: stream.pointee.next_in, count: Int(stream.pointee.avail_in))
        isPadded = isPadded || rest.first == 0
        guard isPadded else { return false }
        guard rest.allSatisfy({ $0 == 0 }) else { throw GzipFailed.damaged }
        return true
    }

    mutating func feed(_ bytes: [UInt8], _ put: (UnsafeRawBufferPointer) throws -> Void) throws {
        var bytes = bytes
        hasBegun = hasBegun || !bytes.isEmpty
        try bytes.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            while stream.pointee.avail_in > 0 {
                if isBetweenMembers {
                    if try skipPadding() { break }
                    inflateReset(stream)
                    isBetweenMembers = false
                }
                try step(put)
            }
        }
    }

    private mutating func step(_ put: (UnsafeRawBufferPointer) throws -> Void) throws {
        let result = try room.withUnsafeMutableBytes { output in
            repeat {
                stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                let result = CGarde.inflate(stream, Z_NO_FLUSH)
                guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { return result }
                try put(UnsafeRawBufferPointer(rebasing: output[..<(output.count - Int(stream.pointee.avail_out))]))
                if result == Z_STREAM_END { return result }
            } while stream.pointee.avail_out == 0
            return Z_OK
        }
        guard result == Z_OK || result == Z_STREAM_END else { throw GzipFailed.damaged }
        isBetweenMembers = result == Z_STREAM_END
    }

    func end() throws {
        guard hasBegun, isBetweenMembers else { throw GzipFailed.cutShort }
    }
}

/// What a file's first bytes tell.
package enum GzipFile {
    /// Whether the file begins with one of this project's own members.
    package static func isOurs(_ path: FilePath) -> Bool {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return false }
        defer { try? file.close() }
        return (try? file.read(upTo: GzipMember.header)).map(isOurs) ?? false
    }

    /// The same of a file that begins with these bytes.
    package static func isOurs(_ start: [UInt8]) -> Bool {
        GzipMember.dataSize(Array(start.prefix(GzipMember.header))) != nil
    }
}
