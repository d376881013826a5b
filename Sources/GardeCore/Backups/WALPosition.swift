import GardeIO

/// Where the write-ahead log of a PostgreSQL server stood at the end of a backup, as its manifest says it.
package struct WALPosition: Decodable, Sendable, Hashable {
    /// The server's `system_identifier`, in decimal digits.
    package let system: String
    package let timeline: Int
    /// Of one segment.
    package let segmentBytes: Int
    /// Where the next segment begins: the first that the backup does not hold.
    package let end: LSN
    /// The digest of the segment before that, which the server still holds when the next increment is made.
    package let lastSha256: String
    /// The server's time at the restore point, ISO 8601 in UTC, with microseconds.
    package let moment: String
    /// What the database's tables took, in pages.
    package let pages: Int
    /// The name of the restore point; nil for a base.
    package let restorePoint: String?

    package init(
        system: String, timeline: Int, segmentBytes: Int, end: LSN, lastSha256: String, moment: String, pages: Int,
        restorePoint: String?
    ) {
        (self.system, self.timeline, self.segmentBytes) = (system, timeline, segmentBytes)
        (self.end, self.lastSha256, self.moment, self.pages) = (end, lastSha256, moment, pages)
        self.restorePoint = restorePoint
    }

    /// The same of another database of the server, whose tables take `pages`.
    package func of(pages: Int) -> WALPosition {
        WALPosition(
            system: system, timeline: timeline, segmentBytes: segmentBytes, end: end, lastSha256: lastSha256,
            moment: moment, pages: pages, restorePoint: restorePoint)
    }

    var json: JSON {
        .object([
            "system": .string(system), "timeline": .number(timeline), "segment_bytes": .number(segmentBytes),
            "end": .string("\(end)"), "last_sha256": .string(lastSha256), "moment": .string(moment),
            "pages": .number(pages), "restore_point": .optional(restorePoint),
        ])
    }
}

/// A place in a write-ahead log, in bytes from its beginning; PostgreSQL's `pg_lsn`, written `16/B374D848`.
package struct LSN: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let bytes: UInt64

    package init(bytes: UInt64) { self.bytes = bytes }

    /// Nil for what is no LSN.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let high = UInt32(parts[0], radix: 16), let low = UInt32(parts[1], radix: 16) else {
            return nil
        }
        bytes = UInt64(high) << 32 | UInt64(low)
    }

    package static func < (one: Self, other: Self) -> Bool { one.bytes < other.bytes }

    package var description: String {
        let (high, low) = (String(bytes >> 32, radix: 16), String(bytes & 0xffff_ffff, radix: 16))
        return "\(high)/\(low)".uppercased()
    }
}

extension LSN: Decodable {
    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let text = try value.decode(String.self)
        guard let lsn = LSN(text) else {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "no LSN: \(text)")
        }
        self = lsn
    }
}
