/// The head of a deflate block with its own codes (RFC 1951, 3.2.7): the lengths of its codes, themselves run-length and
/// Huffman coded. Of distances it has two, the first the byte before: no decoder takes offence at a code that is complete.
struct CodeTable {
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    /// Of symbols 16, 17, 18 how many bits say how often.
    private static let extra = [2, 3, 7]

    private let symbols: [(symbol: Int, times: Int)]
    private let code: PrefixCode
    private let sent: Int
    private let literals: Int
    /// What it takes, with the three bits before it.
    let bits: Int

    /// `literals` has the lengths of 257 codes, or up to 286 where there are matches.
    init(_ literals: [UInt8]) {
        self.literals = literals.count
        symbols = Self.runs(literals + [1, 1])
        var counts = [Int](repeating: 0, count: Self.order.count)
        for (symbol, _) in symbols { counts[symbol] += 1 }
        code = PrefixCode(counts, longest: 7)
        let lengths = code.lengths
        sent = 1 + Self.order.lastIndex { lengths[$0] > 0 }!
        let coded = symbols.reduce(0) {
            $0 + Int(lengths[$1.symbol]) + ($1.symbol < 16 ? 0 : Self.extra[$1.symbol - 16])
        }
        bits = 3 + 14 + 3 * sent + coded
    }

    /// Lengths, or 16 for the last one again three to six times, 17 for three to ten zeros, 18 for 11 to 138.
    private static func runs(_ lengths: [UInt8]) -> [(symbol: Int, times: Int)] {
        var (runs, place): ([(Int, Int)], Int) = ([], 0)
        while place < lengths.count {
            let length = lengths[place]
            var rest = lengths[place...].prefix { $0 == length }.count
            place += rest
            if length > 0 {
                runs.append((Int(length), 0))
                rest -= 1
            }
            while rest >= 3 {
                let times = min(rest, length > 0 ? 6 : 138)
                runs.append(length > 0 ? (16, times - 3) : times <= 10 ? (17, times - 3) : (18, times - 11))
                rest -= times
            }
            runs += Array(repeating: (Int(length), 0), count: rest)
        }
        return runs
    }

    func write(to writer: inout BitWriter) {
        // How many codes beyond 257, two distances, and how many lengths of lengths.
        writer.put(UInt64(literals - 257) | 1 << 5 | UInt64(sent - 4) << 10, 14)
        for symbol in Self.order.prefix(sent) { writer.put(UInt64(code.lengths[symbol]), 3) }
        for (symbol, times) in symbols {
            writer.put(UInt64(code.bits[symbol]), Int(code.lengths[symbol]))
            if symbol >= 16 { writer.put(UInt64(times), Self.extra[symbol - 16]) }
        }
    }
}
