/// Deflate (RFC 1951) for one byte over and over, as in what was reserved and never written: one block, whose matches
/// take two bits for 258 bytes.
enum RunDeflate {
    private static let longest = 258
    private static let end = 256

    /// More than `write` writes for `count` bytes.
    static func bound(_ count: Int) -> Int { count / longest / 4 + 1024 }

    /// `count` times `byte`, at least 516 of them, to `output`, where there is room for `bound`; gives the count written.
    static func write(_ byte: UInt8, count: Int, to output: UnsafeMutablePointer<UInt8>) -> Int {
        // A match of what does not fill a longest one, which takes at least three bytes.
        let (matches, more) = (count - 1).quotientAndRemainder(dividingBy: longest)
        let literals = more < 3 ? 1 + more : 1
        var counts = [Int](repeating: 0, count: lengthCode(longest).symbol + 1)
        (counts[Int(byte)], counts[end]) = (literals, 1)
        if more >= 3 { counts[lengthCode(more).symbol] += 1 }
        counts[lengthCode(longest).symbol] += matches
        let code = PrefixCode(counts, longest: 12)
        var writer = BitWriter(output)
        func put(_ symbol: Int) { writer.put(UInt64(code.bits[symbol]), Int(code.lengths[symbol])) }
        func match(_ length: Int) {
            let (symbol, extra, bits) = lengthCode(length)
            put(symbol)
            writer.put(UInt64(extra), bits)
            // The first of two distances: the byte before.
            writer.put(0, 1)
        }
        writer.put(1 | 2 << 1, 3)
        CodeTable(code.lengths).write(to: &writer)
        for _ in 0..<literals { put(Int(byte)) }
        if more >= 3 { match(more) }
        for _ in 0..<matches { match(longest) }
        put(end)
        writer.align()
        return writer.count
    }

    /// The symbol of a match's length, and what of the length its extra bits say (RFC 1951, 3.2.5).
    private static func lengthCode(_ length: Int) -> (symbol: Int, extra: Int, bits: Int) {
        guard length < longest else { return (285, 0, 0) }
        let rest = length - 3
        let bits = max(0, Int.bitWidth - 1 - rest.leadingZeroBitCount - 2)
        return (257 + 4 * bits + rest >> bits, rest & (1 << bits - 1), bits)
    }
}
