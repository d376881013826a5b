/// Deflate (RFC 1951) for one byte over and over, as in what was reserved and never written: one block, whose matches
/// take two bits for 258 bytes.
enum RunDeflate {
    private static let longestMatch = (symbol: 285, bytes: 258)
    private static let end = 256

    /// More than `write` writes for `count` bytes.
    static func bound(_ count: Int) -> Int { count / longestMatch.bytes / 4 + 1024 }

    /// `count` times `byte`, at least 516 of them, to `output`, where there is room for `bound`; gives the count written.
    static func write(_ byte: UInt8, count: Int, to output: UnsafeMutablePointer<UInt8>) -> Int {
        let (matches, more) = (count - 1).quotientAndRemainder(dividingBy: longestMatch.bytes)
        var counts = [Int](repeating: 0, count: longestMatch.symbol + 1)
        (counts[Int(byte)], counts[longestMatch.symbol], counts[end]) = (1 + more, matches, 1)
        let code = PrefixCode(counts, longest: 12)
        var writer = BitWriter(output)
        func put(_ symbol: Int) { writer.put(UInt64(code.bits[symbol]), Int(code.lengths[symbol])) }
        writer.put(1 | 2 << 1, 3)
        CodeTable(code.lengths).write(to: &writer)
        for _ in 0...more { put(Int(byte)) }
        for _ in 0..<matches {
            put(longestMatch.symbol)
            // The first of two distances: the byte before.
            writer.put(0, 1)
        }
        put(end)
        writer.align()
        return writer.count
    }
}
