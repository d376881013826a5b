internal import CGarde
internal import SystemPackage

/// How hard libdeflate has to try so that a block is no larger than gzip makes it.
///
/// Its lowest levels are enough for mail and dumps, in half the time, not for programs, HTML and pictures. So a sample is
/// compressed by zlib, which does what gzip does, and by one level of libdeflate after the other, until one is enough,
/// with what earlier samples came out smaller than they had to. Before one of the slow levels members are made larger.
struct GzipEffort: Sendable {
    /// What is to be done with blocks that are like a sample.
    struct Choice: Sendable {
        /// libdeflate's.
        var level: CInt
        /// How many blocks make a member: a decoder forgets between two, which costs most where most repeats.
        var blocks = 1

        static let most = Choice(level: 12)
    }

    private let gzip: Int
    /// Bytes that samples so far came out smaller than they had to, times the blocks that each served: mail is text here and
    /// a picture there, and what the one is larger than gzip's the other is smaller.
    private var credit = 0.0

    /// That of gzip's levels 1 to 9.
    init(gzip level: Int) { gzip = level }

    /// Content that gzip makes so many times smaller is of large members alone.
    private static let dense = 3.5
    private static let large = 4
    /// No more is lent, as part of a sample: what comes next may be of another kind.
    private static let mostCredit = 0.03

    /// For blocks as `block`; the sample is its middle, whether anything repeats there or not, as what is saved where
    /// nothing does counts too.
    ///
    /// What a sample wins has to be more than what a block loses that begins without the window of the one before: about
    /// half a percent, and more the better the content compresses, as measured on programs, headers, HTML and JSON; of large
    /// members a third of that. `count` is how many blocks the choice serves, `more` what is added to the level, never up to
    /// a slow one; `block` is longer than a sample.
    mutating func choice(for block: UnsafeBufferPointer<UInt8>, count: Int, more: CInt) throws -> Choice {
        var sample = Sample(of: block)
        let theirs = try sample.zlibSize(gzip: gzip)
        let ratio = Double(sample.bytes.count) / theirs
        let (goal, nearer) = (theirs * (1 - 0.004 - 0.0006 * ratio), theirs * (1 - (0.004 + 0.0006 * ratio) / 3))
        let trials =
            ratio < Self.dense
            ? [
                Trial(levels: Trial.quick, blocks: 1, goal: goal),
                Trial(levels: Trial.quick, blocks: Self.large, goal: nearer),
                Trial(levels: Trial.slow, blocks: 1, goal: goal),
            ]
            : [Trial(levels: Trial.quick.lowerBound...Trial.slow.upperBound, blocks: Self.large, goal: goal)]
        let best = try sample.first(of: trials, lent: credit / Double(count))
        let most = theirs * Self.mostCredit * Double(count)
        credit = min(max(credit + (best.trial.goal - best.size) * Double(count), -most), most)
        return Choice(level: Trial.raised(best.level, by: more), blocks: best.trial.blocks)
    }
}

/// Levels of libdeflate's, with members of so many blocks, and how small a sample has to become for these.
private struct Trial {
    static let quick: ClosedRange<CInt> = 1...9
    /// They take five times as long, for one percent.
    static let slow: ClosedRange<CInt> = 10...12

    let levels: ClosedRange<CInt>
    let blocks: Int
    let goal: Double

    static func raised(_ level: CInt, by more: CInt) -> CInt {
        min(level + more, (quick.contains(level) ? quick : slow).upperBound)
    }
}

/// A part of a block, and how long each level makes it.
private struct Sample {
    private static let count = 128 << 10
    /// A higher level has to win so much where none is enough.
    private static let worthwhile = 0.0005

    let bytes: UnsafeBufferPointer<UInt8>
    private var sizes: [CInt: Double] = [:]

    /// The middle of a block that is longer.
    init(of block: UnsafeBufferPointer<UInt8>) {
        bytes = UnsafeBufferPointer(rebasing: block.dropFirst((block.count - Self.count) / 2).prefix(Self.count))
    }

    /// The first level, of the first trial, that makes it as small as it has to be, or larger by what is lent at most; else
    /// the one that makes it smallest.
    mutating func first(of trials: [Trial], lent: Double) throws -> (trial: Trial, level: CInt, size: Double) {
        var best = (trial: trials[0], level: Trial.quick.upperBound, size: Double.infinity)
        for trial in trials {
            for level in trial.levels {
                let size = try size(at: level)
                if size <= trial.goal + lent { return (trial, level, size) }
                if size < best.size * (1 - Self.worthwhile) { best = (trial, level, size) }
            }
        }
        return best
    }

    private mutating func size(at level: CInt) throws -> Double {
        if let known = sizes[level] { return known }
        let size = Double(try Deflater(level: level).size(of: bytes))
        sizes[level] = size
        return size
    }

    /// How long zlib makes it, without header.
    func zlibSize(gzip level: Int) throws -> Double {
        var stream = z_stream()
        let made = deflateInit2_(
            &stream, CInt(level), Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size))
        guard made == Z_OK else { throw Errno.noMemory }
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { output in
            stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            stream.avail_in = UInt32(bytes.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(room)
            _ = CGarde.deflate(&stream, Z_FINISH)
            return Double(room - Int(stream.avail_out))
        }
    }
}

/// libdeflate's compressor of one level.
struct Deflater: ~Copyable {
    private let compressor: OpaquePointer

    /// Throws `Errno.noMemory` where there is none.
    init(level: CInt) throws {
        guard let compressor = libdeflate_alloc_compressor(level) else { throw Errno.noMemory }
        self.compressor = compressor
    }

    deinit { libdeflate_free_compressor(compressor) }

    /// More than `write` writes of `count` bytes.
    func bound(_ count: Int) -> Int { libdeflate_deflate_compress_bound(compressor, count) }

    /// The count that is written; 0 where `room` is not enough.
    func write(_ bytes: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>, room: Int) -> Int {
        libdeflate_deflate_compress(compressor, bytes.baseAddress, bytes.count, output, room)
    }

    func size(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let room = bound(bytes.count)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) {
            write(bytes, to: $0.baseAddress!, room: room)
        }
    }
}
