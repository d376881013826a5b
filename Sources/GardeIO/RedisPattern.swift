/// A pattern of names as KEYS and SCAN of Redis take it: `*`, `?`, `[a-z]`, `[^a]`, and `\\` before a byte that stands
/// for itself. Source: Redis, `util.c` (`stringmatchlen`).
package struct RedisPattern: Sendable, Hashable {
    private let bytes: [UInt8]

    private static let star = UInt8(ascii: "*"), escape = UInt8(ascii: "\\")

    package init(_ text: String) { bytes = Array(text.utf8) }

    /// What every name that it matches begins with.
    package var head: [UInt8] { Array(bytes.prefix { !"*?[\\".utf8.contains($0) }) }

    package func matches(_ name: [UInt8]) -> Bool {
        var (place, read) = (0, 0)
        // Only the last star can have to take more.
        var last: (after: Int, read: Int)?
        while read < name.count {
            if place < bytes.count, bytes[place] == Self.star {
                place += 1
                last = (place, read)
            } else if place < bytes.count, let next = step(place, name[read]) {
                (place, read) = (next, read + 1)
            } else if let star = last {
                (place, read) = (star.after, star.read + 1)
                last = (place, read)
            } else {
                return false
            }
        }
        return bytes[place...].allSatisfy { $0 == Self.star }
    }

    /// Where it goes on behind what stands for this byte; nil where that is another one.
    private func step(_ place: Int, _ byte: UInt8) -> Int? {
        switch bytes[place] {
        case UInt8(ascii: "?"): return place + 1
        case UInt8(ascii: "["): return bracket(place + 1, byte)
        case Self.escape where place + 1 < bytes.count: return bytes[place + 1] == byte ? place + 2 : nil
        case let plain: return plain == byte ? place + 1 : nil
        }
    }

    /// One without an end reaches to that of the pattern.
    private func bracket(_ start: Int, _ byte: UInt8) -> Int? {
        let isNegated = start < bytes.count && bytes[start] == UInt8(ascii: "^")
        var (place, isMatch) = (isNegated ? start + 1 : start, false)
        while place < bytes.count, bytes[place] != UInt8(ascii: "]") {
            if bytes[place] == Self.escape, place + 1 < bytes.count {
                isMatch = isMatch || bytes[place + 1] == byte
                place += 2
            } else if place + 2 < bytes.count, bytes[place + 1] == UInt8(ascii: "-") {
                let (low, high) = (min(bytes[place], bytes[place + 2]), max(bytes[place], bytes[place + 2]))
                isMatch = isMatch || (low...high).contains(byte)
                place += 3
            } else {
                isMatch = isMatch || bytes[place] == byte
                place += 1
            }
        }
        return isMatch != isNegated ? min(place + 1, bytes.count) : nil
    }
}
