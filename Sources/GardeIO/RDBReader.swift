internal import SystemPackage

/// Why an RDB stream cannot be followed to its end.
package enum RDBFailed: Error, Hashable {
    case notRDB, cutShort, damaged
    /// A kind of value or entry that this reader does not know, from a server newer than it.
    case unknown(UInt8)
}

/// The words of an RDB stream: bytes, lengths, strings. Source: Redis, `rdb.h` and `rdb.c`.
struct RDBReader {
    private let input: FileDescriptor
    private var chunk: [UInt8] = []
    private var position = 0
    /// What was read since `recording` began; nil where nothing is recorded.
    private var record: [UInt8]?

    init(_ input: FileDescriptor) { self.input = input }

    /// A number that says how long something is, or the code of a special string.
    enum Length {
        case count(Int)
        case special(UInt8)
    }

    mutating func byte() throws -> UInt8 {
        if position == chunk.count { try refill() }
        defer { position += 1 }
        record?.append(chunk[position])
        return chunk[position]
    }

    mutating func bytes(_ count: Int) throws -> [UInt8] {
        var found: [UInt8] = []
        var rest = max(0, count)
        while rest > 0 {
            if position == chunk.count { try refill() }
            let part = min(rest, chunk.count - position)
            found += chunk[position..<position + part]
            position += part
            rest -= part
        }
        record? += found
        return found
    }

    mutating func skip(_ count: Int) throws {
        guard count >= 0 else { throw RDBFailed.damaged }
        var rest = count
        while rest > 0 {
            if position == chunk.count { try refill() }
            let part = min(rest, chunk.count - position)
            record? += chunk[position..<position + part]
            position += part
            rest -= part
        }
    }

    /// The bytes that `body` reads, besides what it gives.
    mutating func recording<Value>(_ body: (inout Self) throws -> Value) throws -> (Value, bytes: [UInt8]) {
        record = []
        defer { record = nil }
        let value = try body(&self)
        return (value, record ?? [])
    }

    /// Whether nothing follows.
    mutating func isAtEnd() throws -> Bool {
        if position == chunk.count { (chunk, position) = (try input.read(upTo: 1 << 18), 0) }
        return chunk.isEmpty
    }

    /// To the next end of a line, which is left out; nil at the end of all.
    mutating func line() throws -> [UInt8]? {
        var line: [UInt8] = []
        guard try !isAtEnd() else { return nil }
        while try !isAtEnd() {
            let end = chunk[position...].firstIndex(of: UInt8(ascii: "\n"))
            line += chunk[position..<(end ?? chunk.count)]
            position = end.map { $0 + 1 } ?? chunk.count
            if end != nil { break }
        }
        return line
    }

    /// The bytes in the order of a little-endian machine.
    mutating func littleEndian(_ count: Int) throws -> UInt64 {
        try bytes(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func length() throws -> Length {
        let first = try byte()
        switch first >> 6 {
        case 0: return .count(Int(first & 0x3f))
        case 1: return .count(Int(first & 0x3f) << 8 | Int(try byte()))
        case 2:
            let value = try bytes(first == 0x81 ? 8 : 4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return .count(Int(truncatingIfNeeded: value))
        default: return .special(first & 0x3f)
        }
    }

    /// A number in the form of a length; one of 64 bits keeps its bits.
    mutating func number() throws -> Int {
        guard case .count(let number) = try length() else { throw RDBFailed.damaged }
        return number
    }

    mutating func numbers(_ count: Int) throws {
        for _ in 0..<count { _ = try number() }
    }

    /// How many there are of something; what no file can hold is damage.
    mutating func count() throws -> Int {
        let count = try number()
        guard 0...(1 << 48) ~= count else { throw RDBFailed.damaged }
        return count
    }

    /// A string that is known to be a name, undone from its short forms.
    package mutating func string() throws -> [UInt8] {
        switch try length() {
        case .count(let count): return try bytes(count)
        case .special(let code) where code < 3:
            let width = 1 << Int(code)
            let value = Int64(bitPattern: try littleEndian(width) << UInt64(64 - 8 * width)) >> Int64(64 - 8 * width)
            return Array("\(value)".utf8)
        case .special(3):
            let (packed, plain) = (try count(), try count())
            return try LZF.decode(try bytes(packed), plainSize: plain)
        case .special: throw RDBFailed.damaged
        }
    }

    mutating func skipString() throws {
        switch try length() {
        case .count(let count): try skip(count)
        case .special(let code) where code < 3: try skip(1 << Int(code))
        case .special(3):
            let packed = try count()
            _ = try count()
            try skip(packed)
        case .special: throw RDBFailed.damaged
        }
    }

    mutating func skipStrings(_ count: Int) throws {
        for _ in 0..<count { try skipString() }
    }

    /// Reads what follows and forgets it, so that who writes is not cut off.
    mutating func drain() throws {
        while case let rest = try input.read(upTo: 1 << 18), !rest.isEmpty {}
    }

    private mutating func refill() throws {
        chunk = try input.read(upTo: 1 << 18)
        position = 0
        guard !chunk.isEmpty else { throw RDBFailed.cutShort }
    }
}

/// The compression of long strings inside an RDB file. Source: LibLZF, `lzf_d.c`.
enum LZF {
    /// Throws `RDBFailed.damaged` unless exactly `plainSize` bytes come out.
    static func decode(_ packed: [UInt8], plainSize: Int) throws -> [UInt8] {
        var (plain, next) = ([UInt8](), packed.makeIterator())
        func take() throws -> Int {
            guard let byte = next.next() else { throw RDBFailed.damaged }
            return Int(byte)
        }
        while let control = next.next().map(Int.init) {
            if control < 32 {
                for _ in 0...control { plain.append(UInt8(try take())) }
                continue
            }
            let length = (control >> 5 == 7 ? 7 + (try take()) : control >> 5) + 2
            let start = plain.count - (((control & 0x1f) << 8) | (try take())) - 1
            guard start >= 0, plain.count + length <= plainSize else { throw RDBFailed.damaged }
            for place in start..<start + length { plain.append(plain[place]) }
        }
        guard plain.count == plainSize else { throw RDBFailed.damaged }
        return plain
    }
}
