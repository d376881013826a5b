internal import CGarde
internal import SystemPackage

/// How hard libdeflate has to try so that a block is no larger than gzip makes it.
///
/// Its lowest levels are enough for mail and dumps, in half the time, not for programs, HTML and pictures. So a sample is
/// compressed by zlib, which does what gzip does, and by one level of libdeflate after the other, until one is enough,
/// with what earlier samples came out smaller than they had to.
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

    private static let sample = 128 << 10
    /// Content that gzip makes so many times smaller is of members of so many blocks.
    private static let dense = (ratio: 3.5, blocks: 4)
    /// No more is lent, as part of a sample: what comes next may be of another kind.
    private static let mostCredit = 0.03
    /// A higher level has to win so much where none is enough.
    private static let worthwhile = 0.0005

    /// For blocks as `block`; the sample is its middle, whether anything repeats there or not, as what is saved where
    /// nothing does counts too.
    ///
    /// What a sample wins has to be more than what a block loses that begins without the window of the one before: about
    /// half a percent, and more the better the content compresses, as measured on programs, headers, HTML and JSON.
    /// `count` is how many blocks the choice serves, `more` what is added to the level; `block` is longer than a sample.
    mutating func choice(for block: UnsafeBufferPointer<UInt8>, count: Int, more: CInt) throws -> Choice {
        let sample = UnsafeBufferPointer(
            rebasing: block.dropFirst((block.count - Self.sample) / 2).prefix(Self.sample))
        let theirs = Double(try zlibSize(of: sample, level: CInt(gzip)))
        let ratio = Double(sample.count) / theirs
        let blocks = ratio < Self.dense.ratio ? 1 : Self.dense.blocks
        let goal = theirs * (1 - 0.004 - 0.0006 * ratio)
        let (level, size) = try lowestLevel(for: sample, enough: goal + credit / Double(count))
        let most = theirs * Self.mostCredit * Double(count)
        credit = min(max(credit + (goal - size) * Double(count), -most), most)
        return Choice(level: min(level + more, Choice.most.level), blocks: blocks)
    }

    /// The lowest of libdeflate's levels that makes `sample` no larger than `enough`, else the one that makes it smallest.
    private func lowestLevel(
        for sample: UnsafeBufferPointer<UInt8>, enough: Double
    ) throws -> (level: CInt, size: Double) {
        var best = (level: Choice.most.level, size: Double.infinity)
        for level in 1...Choice.most.level {
            let size = Double(try Deflater(level: level).size(of: sample))
            if size < best.size * (1 - Self.worthwhile) { best = (level, size) }
            if size <= enough { return (level, size) }
        }
        return best
    }

    /// How long zlib makes it, without header.
    private func zlibSize(of bytes: UnsafeBufferPointer<UInt8>, level: CInt) throws -> Int {
        var stream = z_stream()
        let made = deflateInit2_(
            &stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        guard made == Z_OK else { throw Errno.noMemory }
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { output in
            stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            stream.avail_in = UInt32(bytes.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(room)
            _ = CGarde.deflate(&stream, Z_FINISH)
            return room - Int(stream.avail_out)
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
