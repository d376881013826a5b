/// Where in a block nothing repeats, so that looking for repeats is lost time.
///
/// Of some places of each 2 KiB it is asked whether their three bytes were there within the last KiB, as in tables of
/// numbers, or their six bytes within deflate's window, as in texts. Base64 of random bytes has the former by chance
/// once in a thousand; at 2 in a hundred, or two of the latter, a piece repeats.
enum Stretches {
    /// A shorter one is not worth a member.
    static let least = 16 << 10
    private static let piece = 2 << 10
    private static let near = 1 << 10
    private static let far = 32 << 10
    private static let nearHit = 1
    private static let farHit = 7
    /// The weight at which a piece repeats.
    private static let most = 9
    private static let hashBits: UInt32 = 14

    /// The whole of `bytes` in order, `isFlat` where nothing repeats.
    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> [(range: Range<Int>, isFlat: Bool)] {
        var stretches: [(range: Range<Int>, isFlat: Bool)] = []
        func add(_ range: Range<Int>, _ isFlat: Bool) {
            if let last = stretches.last, last.isFlat == isFlat {
                stretches[stretches.count - 1].range = last.range.lowerBound..<range.upperBound
            } else if !range.isEmpty {
                stretches.append((range, isFlat))
            }
        }
        for run in runs(bytes) { add(run.range, run.isFlat) }
        let runs = stretches
        stretches = []
        for run in runs { add(run.range, run.isFlat && run.range.count >= least) }
        return stretches
    }

    private static func runs(_ bytes: UnsafeBufferPointer<UInt8>) -> [(range: Range<Int>, isFlat: Bool)] {
        weights(bytes).enumerated().map { place, weight in
            let range = place * piece..<min((place + 1) * piece, bytes.count)
            return (range, weight < max(1, most * range.count / piece))
        }
    }

    /// Of each piece how much of it occurred before, or occurs again within the window.
    ///
    /// Every fourth place is remembered and every fifth asked for, so that no period in the data hides from both.
    private static func weights(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        var weights = [Int](repeating: 0, count: (bytes.count + piece - 1) / piece)
        guard let start = bytes.baseAddress.map({ UnsafeRawPointer($0) }) else { return weights }
        weights.withUnsafeMutableBufferPointer { weights in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 1 << hashBits) { seen in
                seen.initialize(repeating: 0)
                for piece in weights.indices {
                    let from = piece * self.piece
                    // Eight bytes are read at a time; the last few of a block do not matter.
                    let end = min(from + self.piece, bytes.count - 7)
                    var step = from
                    // What repeats shows soon; then the rest of a piece is not looked at.
                    while step + 20 <= end, weights[piece] < most {
                        for look in 0..<4 { weigh(step &+ 5 &* look, start, seen, weights) }
                        for entry in 0..<5 {
                            let place = step &+ 4 &* entry
                            seen[hash(word(start, place))] = UInt16(truncatingIfNeeded: place)
                        }
                        step &+= 20
                    }
                }
            }
        }
        return weights
    }

    /// Adds to `weights` when what is at `place` was seen; `seen` has the lowest 16 bits of where that may have been.
    @inline(__always) private static func weigh(
        _ place: Int, _ start: UnsafeRawPointer, _ seen: UnsafeMutableBufferPointer<UInt16>,
        _ weights: UnsafeMutableBufferPointer<Int>
    ) {
        let here = word(start, place)
        let distance = (place &- Int(seen[hash(here)])) & 0xffff
        guard distance > 0, distance <= min(far, place) else { return }
        let differs = here ^ word(start, place &- distance)
        if differs & 0xffff_ffff_ffff == 0 {
            weights[place / piece] &+= farHit
            weights[(place &- distance) / piece] &+= farHit
        } else if differs & 0xff_ffff == 0, distance <= near {
            weights[place / piece] &+= nearHit
        }
    }

    @inline(__always) private static func word(_ start: UnsafeRawPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    /// Of the first three bytes.
    @inline(__always) private static func hash(_ word: UInt64) -> Int {
        Int((UInt32(truncatingIfNeeded: word & 0xff_ffff) &* 2_654_435_761) &>> (32 &- hashBits))
    }
}
