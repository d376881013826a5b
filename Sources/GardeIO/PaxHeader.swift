/// The records of a pax extended header (POSIX.1-2017, pax): `LENGTH KEY=VALUE\n`, the length that of the whole record.
enum PaxRecords {
    /// Nil for what is none.
    static func parse(_ content: ArraySlice<UInt8>) -> [(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]? {
        var (rest, found) = (content, [(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]())
        while !rest.isEmpty {
            let digits = rest.prefix { $0 != UInt8(ascii: " ") }
            guard let length = Int(String(decoding: digits, as: UTF8.self)), length > digits.count + 1,
                length <= rest.count
            else { return nil }
            let record = rest.prefix(length).dropFirst(digits.count + 1).dropLast()
            rest = rest.dropFirst(length)
            let key = record.prefix { $0 != UInt8(ascii: "=") }
            found.append((key, record.dropFirst(key.count + 1)))
        }
        return found
    }

    static func write(_ key: some Collection<UInt8>, _ value: some Collection<UInt8>) -> [UInt8] {
        let size = key.count + value.count + 3
        var length = size + "\(size)".utf8.count
        if "\(length)".utf8.count + size > length { length += 1 }
        return Array("\(length) ".utf8) + key + [UInt8(ascii: "=")] + value + [0x0a]
    }
}

/// A time as pax writes it: decimal digits, a sign, a fraction. -1.5 is half a second before -1.
enum PaxTime {
    /// Nil for what is none.
    static func parse(_ text: ArraySlice<UInt8>) -> FileTime? {
        let isNegative = text.first == UInt8(ascii: "-")
        let parts = text.drop { $0 == UInt8(ascii: "-") }.split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) else { return nil }
        let digits = parts.count > 1 ? parts[1].prefix(9) : []
        let fraction = digits + [UInt8](repeating: UInt8(ascii: "0"), count: 9 - digits.count)
        guard let nanoseconds = Int(String(decoding: fraction, as: UTF8.self)) else { return nil }
        if !isNegative { return FileTime(seconds: whole, nanoseconds: nanoseconds) }
        return nanoseconds == 0
            ? FileTime(seconds: -whole) : FileTime(seconds: -whole - 1, nanoseconds: 1_000_000_000 - nanoseconds)
    }

    static func text(_ time: FileTime) -> String {
        let isBelow = time.seconds < 0 && time.nanoseconds > 0
        let nanoseconds = isBelow ? 1_000_000_000 - time.nanoseconds : time.nanoseconds
        let whole = isBelow ? "-\(-(time.seconds + 1))" : "\(time.seconds)"
        let digits = "\(nanoseconds)"
        return whole + "." + String(repeating: "0", count: 9 - digits.count) + digits
    }
}

/// Names of extended attributes as keys of pax records: GNU tar writes `%25` for `%` and `%3D` for `=`, libarchive every
/// byte but ASCII's visible ones so.
enum PaxAttributeName {
    static func isCommon(_ name: [UInt8]) -> Bool { name.allSatisfy { (33...126).contains($0) } }

    /// As GNU tar writes it.
    static func encode(_ name: [UInt8]) -> [UInt8] {
        name.flatMap { byte in
            switch byte {
            case UInt8(ascii: "%"): Array("%25".utf8)
            case UInt8(ascii: "="): Array("%3D".utf8)
            default: [byte]
            }
        }
    }

    static func decode(_ name: some Collection<UInt8>) -> [UInt8] {
        var (rest, found) = (ArraySlice(name), [UInt8]())
        while let first = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if first == UInt8(ascii: "%"), digits.allSatisfy(\.isHexDigit), let byte = UInt8(digits, radix: 16),
                rest.count >= 2
            {
                found.append(byte)
                rest = rest.dropFirst(2)
            } else {
                found.append(first)
            }
        }
        return found
    }
}

/// A member's headers as libarchive wrote them, put right where others would read them otherwise: fractions of a second
/// before 1970, and names of attributes.
struct PaxHeader {
    private static let block = 512
    private static let attribute = Array("SCHILY.xattr.".utf8)

    private let header: [UInt8]
    private let records: [(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]
    private let rest: ArraySlice<UInt8>

    /// Nil where no extended header comes first.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 2 * Self.block, bytes[156] == UInt8(ascii: "x") else { return nil }
        let digits = bytes[124..<136].prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
        guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 8), size <= bytes.count - Self.block,
            let records = PaxRecords.parse(bytes[Self.block..<Self.block + size])
        else { return nil }
        (header, self.records) = (Array(bytes[..<Self.block]), records)
        rest = bytes[(Self.block + Self.padded(size))...]
    }

    func bytes(modified: FileTime) -> [UInt8] {
        let content = records.flatMap { record in
            if record.key.elementsEqual("mtime".utf8) {
                return PaxRecords.write(record.key, PaxTime.text(modified).utf8)
            }
            guard record.key.starts(with: Self.attribute) else { return PaxRecords.write(record.key, record.value) }
            let name = PaxAttributeName.decode(record.key.dropFirst(Self.attribute.count))
            return PaxRecords.write(Self.attribute + PaxAttributeName.encode(name), record.value)
        }
        let padding = [UInt8](repeating: 0, count: Self.padded(content.count) - content.count)
        return sized(content.count) + content + padding + rest
    }

    /// The extended header's own block, its size and checksum made anew.
    private func sized(_ size: Int) -> [UInt8] {
        var header = header
        header.replaceSubrange(124..<136, with: Self.octal(size, 11) + [0])
        header.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
        let sum = header.reduce(0) { $0 + Int($1) }
        header.replaceSubrange(148..<156, with: Self.octal(sum, 6) + [0, 0x20])
        return header
    }

    private static func octal(_ number: Int, _ digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
    }

    private static func padded(_ size: Int) -> Int { (size + block - 1) / block * block }
}
