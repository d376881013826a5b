import GardeCore
import GardeWords
import GardeIO

/// What the tar of an increment of PostgreSQL's holds: whole segments, one after the other.
struct WALArchive: Sendable, Hashable {
    private(set) var names: [String] = []

    /// Reads the tar to its end; throws a `Failure` for what is no unbroken row of segments of one server.
    init(_ reader: TarReader) throws {
        var last: (segment: WALSegment, header: WALHeader)?
        while let member = try reader.next() {
            let path = String(decoding: member.name, as: UTF8.self)
            guard case .file(let size) = member.kind, path.hasPrefix("pg_wal/"),
                let segment = WALSegment(path.dropFirst(7), bytes: size), size.nonzeroBitCount == 1
            else { throw Failure.strangeWAL(path) }
            let header = try WALHeader(reader)
            guard header?.isOf(segment) == true, let header else { throw Failure.strangeWAL(path) }
            if let last {
                guard segment == last.segment.next, header.system == last.header.system else {
                    throw Failure.brokenWAL(path, after: last.segment.name)
                }
            }
            last = (segment, header)
            names.append(segment.name)
        }
        guard last != nil else { throw Failure.strangeWAL("pg_wal/") }
    }
}

/// What the first page of a segment says of it (PostgreSQL's `XLogLongPageHeaderData`).
struct WALHeader: Sendable, Hashable {
    private static let bytes = 40

    let place: UInt64
    let system: UInt64
    let segmentBytes: UInt32

    /// Nil where the member is too short for one.
    init?(_ reader: TarReader) throws {
        var head: [UInt8] = []
        try reader.content { place, bytes in
            if place == head.count, head.count < Self.bytes { head += bytes.prefix(Self.bytes - head.count) }
        }
        guard head.count == Self.bytes else { return nil }
        func number<Value: FixedWidthInteger>(_ offset: Int, _: Value.Type) -> Value {
            head.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
        }
        place = number(8, UInt64.self)
        system = number(24, UInt64.self)
        segmentBytes = number(32, UInt32.self)
    }

    func isOf(_ segment: WALSegment) -> Bool {
        place == segment.start.bytes && segmentBytes == UInt32(segment.bytes)
    }
}

extension Failure {
    static func strangeWAL(_ path: String) -> Failure { Failure("postgres.strange-wal", ["path": path]) }

    static func brokenWAL(_ path: String, after: String) -> Failure {
        Failure("postgres.broken-wal", ["path": path, "after": after])
    }
}
