package import SystemPackage

/// Passes an RDB stream on and checks it to its end, by magic, end opcode and, from format 5 on, CRC-64.
///
/// `redis-cli --rdb -` leaves the 40 hexadecimal digits behind the data by which the server marked the end of a
/// transfer of unknown length; they are taken off. Source: Redis, `rdb.c` (`RDB_OPCODE_EOF`, the checksum), and
/// `replication.c` (`$EOF:` transfers).
package struct RedisDump: Filter {
    package init() {}

    /// Throws `RedisDumpFailed` when the stream is no RDB file or not a whole one.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (held, crc) = ([UInt8](), CRC64())
        var format: Int?
        try input.forEachChunk { chunk in
            held += chunk
            if format == nil, held.count >= RDBMagic.length { format = try Self.format(held) }
            let ready = held.prefix(max(0, held.count - Self.ending))
            crc.update(ready)
            try output.writeAll(ready)
            held.removeFirst(ready.count)
        }
        guard let format else { throw held.isEmpty ? RedisDumpFailed.notRDB : try Self.cut(held) }
        try output.writeAll(try format < 5 ? Self.plainEnd(held) : Self.end(held, crc))
    }

    private static func format(_ start: [UInt8]) throws -> Int {
        guard let format = RDBMagic.format(start) else { throw RedisDumpFailed.notRDB }
        return format
    }

    private static func cut(_ start: [UInt8]) throws -> RedisDumpFailed {
        RDBMagic.names.contains { $0.utf8.starts(with: start.prefix($0.utf8.count)) } ? .cutShort : .notRDB
    }

    /// Before format 5 the end opcode is the last byte.
    private static func plainEnd(_ held: [UInt8]) throws -> [UInt8] {
        guard held.last == 0xff else { throw RedisDumpFailed.cutShort }
        return held
    }

    /// The end opcode, the checksum, and perhaps the mark.
    private static let ending = opcode + checksum + mark
    private static let (opcode, checksum, mark) = (1, 8, 40)

    /// What of the last bytes belongs to the file.
    private static func end(_ held: [UInt8], _ crc: CRC64) throws -> [UInt8] {
        for length in [held.count - mark, held.count] where length >= opcode + checksum {
            let (file, rest) = (held.prefix(length), held.dropFirst(length))
            let body = file.dropLast(checksum)
            var whole = crc
            whole.update(body)
            let said = file.suffix(checksum).enumerated().reduce(UInt64(0)) {
                $0 | UInt64($1.element) << (8 * UInt64($1.offset))
            }
            let isMark = rest.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            // A server with `rdbchecksum no` writes zeros.
            if body.last == 0xff, isMark, said == whole.value || said == 0 { return Array(file) }
        }
        throw RedisDumpFailed.cutShort
    }
}

/// The nine bytes that an RDB stream begins with: `REDIS0011`, or `VALKEY080`.
enum RDBMagic {
    static let names = ["REDIS", "VALKEY"]
    static let length = 9

    /// The number of the format; nil for what is no RDB stream.
    static func format(_ start: some Sequence<UInt8>) -> Int? {
        let start = Array(start.prefix(length))
        guard let name = names.first(where: { start.starts(with: $0.utf8) }) else { return nil }
        return Int(String(decoding: start.dropFirst(name.utf8.count), as: UTF8.self))
    }
}

/// Why a stream was refused as an RDB file.
package enum RedisDumpFailed: Error {
    case notRDB, cutShort
}

/// CRC-64 as Redis has it: Jones' polynomial, reflected, starting at 0.
package struct CRC64 {
    package private(set) var value: UInt64 = 0

    package init() {}

    package mutating func update(_ bytes: some Sequence<UInt8>) {
        value = bytes.reduce(value) { crc, byte in
            Self.table[Int(truncatingIfNeeded: (crc ^ UInt64(byte)) & 0xff)] ^ (crc >> 8)
        }
    }

    private static let table: [UInt64] = (0..<256).map { byte in
        (0..<8).reduce(UInt64(byte)) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0x95ac_9329_ac4b_c9b5 : crc >> 1 }
    }
}
