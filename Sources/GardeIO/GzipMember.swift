internal import CGarde
internal import Glibc
internal import SystemPackage

/// One gzip member that tells its own compressed size, so that members are found without decoding them.
///
/// Layout (RFC 1952, with the extra field of MiGz): ten header bytes with FEXTRA set, `XLEN` 8, the subfield
/// `M Z 4 0` with the length of the deflate data as 32-bit little-endian, the deflate data, CRC-32, plain size.
package enum GzipMember {
    /// The size of a block but the last of a stream.
    static let fullBlock = 1 << 20
    /// For how many items of `inOrder` a member of so much content counts: one of two blocks at most, more for larger ones.
    static func weight(_ plainSize: Int) -> Int { max(1, plainSize / (2 * fullBlock)) }
    /// Bytes before the deflate data.
    static let header = 20
    /// Bytes after it.
    static let trailer = 8

    /// Compresses `block` at libdeflate's `level`, decodes the result, and compares; throws `GzipFailed.damaged` when
    /// what was encoded does not give the block back.
    static func encode(_ block: [UInt8], level: CInt) throws -> [UInt8] {
        try block.withUnsafeBufferPointer { try encode($0, try Deflater(level: level)) }
    }

    /// The same with a compressor that is at hand.
    static func encode(_ block: UnsafeBufferPointer<UInt8>, _ deflater: borrowing Deflater) throws -> [UInt8] {
        let room = deflater.bound(block.count)
        return try proved(block, room: room) { deflater.write(block, to: $0, room: room) }
    }

    /// The same by `LiteralDeflate`, of any bytes but none.
    package static func encodeFlat(_ block: [UInt8]) throws -> [UInt8] {
        try block.withUnsafeBufferPointer { try encodeFlat($0) }
    }

    /// The same.
    static func encodeFlat(_ block: UnsafeBufferPointer<UInt8>) throws -> [UInt8] {
        try proved(block, room: LiteralDeflate.bound(block.count)) { LiteralDeflate.write(block, to: $0) }
    }

    /// The same of `count` times `byte`, by `RunDeflate`.
    package static func encodeRun(of byte: UInt8, count: Int) throws -> [UInt8] {
        try [UInt8](repeating: byte, count: count).withUnsafeBufferPointer { block in
            try proved(block, room: RunDeflate.bound(count)) { RunDeflate.write(byte, count: count, to: $0) }
        }
    }

    private static func proved(
        _ block: UnsafeBufferPointer<UInt8>, room: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int
    ) throws -> [UInt8] {
        let member = try frame(block, room: room, write)
        try verify(member, holds: block)
        return member
    }

    /// Throws `GzipFailed.damaged` unless `member` is what `compress` gives for `block`, to the last bit that counts.
    package static func verify(_ member: [UInt8], holds block: [UInt8]) throws {
        try block.withUnsafeBufferPointer { try verify(member, holds: $0) }
    }

    private static func verify(_ member: [UInt8], holds block: UnsafeBufferPointer<UInt8>) throws {
        let start = fixed + littleEndian(UInt32(truncatingIfNeeded: member.count - header - trailer))
        guard member.starts(with: start) else { throw GzipFailed.damaged }
        let plain = try decode(member, plainSize: block.count)
        guard block.isEmpty || memcmp(plain, block.baseAddress!, block.count) == 0 else { throw GzipFailed.damaged }
    }

    /// The header, less the length that ends it.
    private static let fixed: [UInt8] = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 8, 0, 0x4d, 0x5a, 4, 0]

    /// Throws `Errno.noMemory` where libdeflate has none.
    package static func compress(_ block: [UInt8], level: CInt) throws -> [UInt8] {
        let deflater = try Deflater(level: level)
        let room = deflater.bound(block.count)
        return try block.withUnsafeBufferPointer { bytes in
            try frame(bytes, room: room) { deflater.write(bytes, to: $0, room: room) }
        }
    }

    /// A member around the deflate data that `write` writes, of at most `room` bytes.
    private static func frame(
        _ block: UnsafeBufferPointer<UInt8>, room: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int
    ) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: header + room + trailer) { buffer, count in
            let data = write(buffer.baseAddress! + header)
            guard data > 0 else { throw GzipFailed.damaged }
            let crc = libdeflate_crc32(0, block.baseAddress, block.count)
            let ending = littleEndian(crc) + littleEndian(UInt32(truncatingIfNeeded: block.count))
            for (place, byte) in (fixed + littleEndian(UInt32(data))).enumerated() { buffer[place] = byte }
            for (place, byte) in ending.enumerated() { buffer[header + data + place] = byte }
            count = header + data + trailer
        }
    }

    /// The bytes that `member` holds; throws `GzipFailed.damaged` unless it is whole and exactly `plainSize` long.
    static func decode(_ member: [UInt8], plainSize: Int) throws -> [UInt8] {
        guard let decompressor = libdeflate_alloc_decompressor() else { throw Errno.noMemory }
        defer { libdeflate_free_decompressor(decompressor) }
        return try [UInt8](unsafeUninitializedCapacity: max(plainSize, 1)) { buffer, count in
            let result = libdeflate_gzip_decompress(
                decompressor, member, member.count, buffer.baseAddress, plainSize, &count)
            guard result == LIBDEFLATE_SUCCESS, count == plainSize else { throw GzipFailed.damaged }
        }
    }

    /// The length of the deflate data that follows this header; nil unless it is one of these members'.
    static func dataSize(_ header: [UInt8]) -> Int? {
        guard header.count == self.header, header.starts(with: [0x1f, 0x8b, 8, 4]),
            header[10..<16].elementsEqual([8, 0, 0x4d, 0x5a, 4, 0])
        else { return nil }
        return Int(number(header[16...]))
    }

    /// What a whole member says that it holds; at most 64 MiB, so that a forged one asks for no more.
    static func plainSize(_ member: [UInt8]) throws -> Int {
        let size = Int(number(member.suffix(4)))
        guard size <= 64 << 20 else { throw GzipFailed.damaged }
        return size
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

/// Why gzip data was refused.
package enum GzipFailed: Error {
    /// Not gzip, or not the bytes that it was made from.
    case damaged
    /// The end is missing.
    case cutShort
}
