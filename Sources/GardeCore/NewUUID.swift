/// A random UUID (RFC 9562, version 4), lower case.
package func newUUID() -> String {
    var generator = SystemRandomNumberGenerator()
    let (high, low) = (generator.next() & ~0xf000 | 0x4000, generator.next() & ~(0b11 << 62) | 0b10 << 62)
    let digits = [high, low].map { half in
        let text = String(half, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
    var rest = digits[...]
    return [8, 4, 4, 4, 12].map { count in
        defer { rest = rest.dropFirst(count) }
        return String(rest.prefix(count))
    }.joined(separator: "-")
}
