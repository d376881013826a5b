/// Huffman codes as deflate has them: at most so many bits long, canonical, written from their lowest bit (RFC 1951, 3.2.2).
struct PrefixCode {
    /// Of each symbol how many bits it takes; 0 of one that does not occur.
    let lengths: [UInt8]
    /// Of each symbol its bits, the first in the lowest place.
    let bits: [UInt16]

    /// For symbols that occur `counts` times, at least two of them more than never.
    init(_ counts: [Int], longest: Int) {
        lengths = Self.lengths(counts, longest: longest)
        bits = Self.canonical(lengths, longest: longest)
    }

    /// Huffman's lengths; while the longest is too long, the counts are made more alike.
    private static func lengths(_ counts: [Int], longest: Int) -> [UInt8] {
        var counts = counts
        while true {
            let lengths = lengths(counts)
            if lengths.allSatisfy({ $0 <= longest }) { return lengths }
            for symbol in counts.indices { counts[symbol] = (counts[symbol] + 1) / 2 }
        }
    }

    /// Huffman's tree with two queues instead of a heap, as van Leeuwen has it (1976): sorted leaves, and nodes, which are
    /// made in the order of their weights.
    private static func lengths(_ counts: [Int]) -> [UInt8] {
        let leaves = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$0], $0) < (counts[$1], $1) }
        var weights = leaves.map { counts[$0] }
        var parents = [Int](repeating: 0, count: 2 * leaves.count - 1)
        var (leaf, node) = (0, leaves.count)
        func least() -> Int {
            let takesLeaf = leaf < leaves.count && (node == weights.count || weights[leaf] <= weights[node])
            defer { if takesLeaf { leaf += 1 } else { node += 1 } }
            return takesLeaf ? leaf : node
        }
        for parent in leaves.count..<parents.count {
            let (one, other) = (least(), least())
            (parents[one], parents[other]) = (parent, parent)
            weights.append(weights[one] + weights[other])
        }
        var depths = [UInt8](repeating: 0, count: parents.count)
        for place in (0..<(parents.count - 1)).reversed() { depths[place] = depths[parents[place]] + 1 }
        var lengths = [UInt8](repeating: 0, count: counts.count)
        for (place, symbol) in leaves.enumerated() { lengths[symbol] = depths[place] }
        return lengths
    }

    private static func canonical(_ lengths: [UInt8], longest: Int) -> [UInt16] {
        var used = [Int](repeating: 0, count: longest + 1)
        for length in lengths where length > 0 { used[Int(length)] += 1 }
        var next = [Int](repeating: 0, count: longest + 2)
        for length in 1...longest { next[length + 1] = (next[length] + used[length]) << 1 }
        return lengths.map(Int.init).map { length in
            guard length > 0 else { return 0 }
            defer { next[length] += 1 }
            return reversed(next[length], count: length)
        }
    }

    private static func reversed(_ code: Int, count: Int) -> UInt16 {
        (0..<count).reduce(UInt16(0)) { $0 << 1 | UInt16(code >> $1 & 1) }
    }
}
