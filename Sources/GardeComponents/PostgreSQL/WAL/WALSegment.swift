import GardeCore

/// A file of a write-ahead log, as `pg_wal/` holds it (PostgreSQL's manual, "WAL Internals").
struct WALSegment: Sendable, Hashable {
    let timeline: Int
    let number: UInt64
    /// A power of two from 1 MiB to 1 GiB.
    let bytes: Int

    init(timeline: Int, number: UInt64, bytes: Int) {
        (self.timeline, self.number, self.bytes) = (timeline, number, bytes)
    }

    /// The one that holds the byte before `end`.
    init(before end: LSN, timeline: Int, bytes: Int) {
        self.init(timeline: timeline, number: (end.bytes - 1) / UInt64(bytes), bytes: bytes)
    }

    /// Nil for what is no segment's name.
    init?(_ name: some StringProtocol, bytes: Int) {
        guard name.utf8.count == 24, name.allSatisfy({ $0.isHexDigit && !$0.isLowercase }), bytes > 0 else {
            return nil
        }
        let digits = Array(name)
        let parts = stride(from: 0, to: 24, by: 8).compactMap { UInt64(String(digits[$0..<$0 + 8]), radix: 16) }
        let perLog = 0x1_0000_0000 / UInt64(bytes)
        guard parts.count == 3, parts[2] < perLog else { return nil }
        self.init(timeline: Int(parts[0]), number: parts[1] * perLog + parts[2], bytes: bytes)
    }

    var start: LSN { LSN(bytes: number * UInt64(bytes)) }
    var next: WALSegment { WALSegment(timeline: timeline, number: number + 1, bytes: bytes) }
    var previous: WALSegment { WALSegment(timeline: timeline, number: number - 1, bytes: bytes) }

    /// Such as `000000010000000000000003`.
    var name: String {
        let perLog = 0x1_0000_0000 / UInt64(bytes)
        return [UInt64(timeline), number / perLog, number % perLog].map { part in
            let digits = String(part, radix: 16).uppercased()
            return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        }.joined()
    }

    /// From this one to the last.
    func through(_ last: WALSegment) -> [WALSegment] {
        guard last.number >= number else { return [] }
        return (number...last.number).map { WALSegment(timeline: timeline, number: $0, bytes: bytes) }
    }
}
