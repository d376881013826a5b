internal import Glibc

/// Deflate (RFC 1951) for bytes in which nothing repeats, as base64 of a picture, or what is compressed already: Huffman
/// codes alone, or the bytes as they are where codes win nothing.
///
/// A block grows by `step` as long as a code table of its own for what follows costs more than it saves.
enum LiteralDeflate {
    private static let step = 16 << 10
    /// What a block's table takes, in bits, about.
    private static let table = 640.0
    /// Four codes and what is left of the byte before fit into one word.
    private static let longest = 12
    private static let end = 256

    /// More than `write` writes.
    static func bound(_ count: Int) -> Int { count + (count / step + 2) * 16 }

    /// Writes all of `bytes`, which are not empty, to `output`, where there is room for `bound`; gives the count written.
    static func write(_ bytes: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>) -> Int {
        var writer = BitWriter(output)
        var start = 0
        while start < bytes.count {
            let (end, counts) = block(of: bytes, from: start)
            let content = UnsafeBufferPointer(rebasing: bytes[start..<end])
            Block(content, counts, isLast: end == bytes.count).write(to: &writer)
            start = end
        }
        writer.align()
        return writer.count
    }

    /// Where the block that begins at `start` ends, and how often each byte occurs in it.
    private static func block(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (end: Int, counts: [Int]) {
        var end = min(start + step, bytes.count)
        var counts = counts(bytes[start..<end])
        var cost = cost(counts)
        while end < bytes.count {
            let next = min(end + step, bytes.count)
            let more = self.counts(bytes[end..<next])
            let both = zip(counts, more).map { $0 + $1 }
            let together = self.cost(both)
            guard together <= cost + self.cost(more) + table else { break }
            (end, counts, cost) = (next, both, together)
        }
        return (end, counts)
    }

    private static func counts(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [Int] {
        let bytes = UnsafeBufferPointer(rebasing: bytes)
        // Two tables: a byte that follows its like need not wait for the sum before.
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 512) { sums in
            sums.initialize(repeating: 0)
            var place = 0
            while place + 1 < bytes.count {
                sums[Int(bytes[place])] &+= 1
                sums[256 | Int(bytes[place &+ 1])] &+= 1
                place &+= 2
            }
            if place < bytes.count { sums[Int(bytes[place])] &+= 1 }
            return (0..<256).map { Int(sums[$0]) + Int(sums[256 | $0]) }
        }
    }

    /// Bits that the best code takes, by Shannon's entropy.
    private static func cost(_ counts: [Int]) -> Double {
        let all = Double(counts.reduce(0, +))
        return counts.reduce(0.0) { $1 == 0 ? $0 : $0 + Double($1) * log2(all / Double($1)) }
    }

    /// One block on its way.
    private struct Block {
        let bytes: UnsafeBufferPointer<UInt8>
        let isLast: Bool
        let code: PrefixCode
        let header: CodeTable
        let codedBits: Int

        init(_ bytes: UnsafeBufferPointer<UInt8>, _ counts: [Int], isLast: Bool) {
            (self.bytes, self.isLast) = (bytes, isLast)
            code = PrefixCode(counts + [1], longest: longest)
            header = CodeTable(code.lengths)
            codedBits = zip(counts, code.lengths).reduce(header.bits + Int(code.lengths[end])) { $0 + $1.0 * Int($1.1) }
        }

        func write(to writer: inout BitWriter) {
            // A stored block is five bytes more for each 65,535.
            if codedBits / 8 + 1 < bytes.count + 5 * (bytes.count / 0xffff + 1) {
                writer.put((isLast ? 1 : 0) | 2 << 1, 3)
                header.write(to: &writer)
                writeCodes(to: &writer)
            } else {
                store(to: &writer)
            }
        }

        private func store(to writer: inout BitWriter) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeBufferPointer(rebasing: rest.prefix(0xffff))
                rest = rest.dropFirst(part.count)
                writer.put(isLast && rest.isEmpty ? 1 : 0, 3)
                writer.align()
                writer.put(UInt64(part.count) | UInt64(~UInt16(part.count)) << 16, 32)
                writer.append(part)
            }
        }

        private func writeCodes(to writer: inout BitWriter) {
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 257) { codes in
                for symbol in 0...end { codes[symbol] = UInt64(code.bits[symbol]) | UInt64(code.lengths[symbol]) << 16 }
                var place = 0
                while place + 4 <= bytes.count {
                    var (word, filled): (UInt64, UInt64) = (0, 0)
                    for next in 0..<4 {
                        let entry = codes[Int(bytes[place &+ next])]
                        word |= (entry & 0xffff) &<< filled
                        filled &+= entry &>> 16
                    }
                    writer.put(word, Int(filled))
                    place &+= 4
                }
                for symbol in bytes[place...].map(Int.init) + [end] {
                    writer.put(codes[symbol] & 0xffff, Int(codes[symbol] >> 16))
                }
            }
        }
    }
}
