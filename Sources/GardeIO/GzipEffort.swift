internal import CGarde
internal import SystemPackage

/// How hard libdeflate has to try so that a block is no larger than gzip makes it.
///
/// Its lowest levels are enough for mail and dumps, in half the time, not for programs, HTML and pictures. So a sample is
/// compressed by zlib, which does what gzip does, and by one level of libdeflate after the other, until one is enough.
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
    /// libdeflate's levels that are tried, the lowest first.
    private let levels: ClosedRange<CInt>

    /// That of gzip's levels 1 to 9.
    init(gzip level: Int) {
        gzip = level
        levels = [1, 2, 3, 4, 4, 4, 6, 7, 8][level - 1]...Choice.most.level
    }

    private static let sample = 128 << 10
    /// Content that gzip makes so many times smaller is of members of so many blocks.
    private static let dense = (ratio: 8.0, blocks: 4)

    /// For blocks as `block`; the sample is its middle, whether anything repeats there or not, as what is saved where
    /// nothing does counts too.
    ///
    /// What a sample wins has to be more than what a block loses that begins without the window of the one before: about
    /// half a percent, and more the better the content compresses, as measured on programs, headers, HTML and JSON.
    /// `more` is what is added to the level; `block` is longer than a sample.
    func choice(for block: UnsafeBufferPointer<UInt8>, more: CInt) throws -> Choice {
        let sample = UnsafeBufferPointer(
            rebasing: block.dropFirst((block.count - Self.sample) / 2).prefix(Self.sample))
        let theirs = Double(try zlibSize(of: sample, level: CInt(gzip)))
        let ratio = Double(sample.count) / theirs
        let enough = Int(theirs * (1 - 0.004 - 0.0006 * ratio))
        let level = try levels.first { try Deflater(level: $0).size(of: sample) <= enough }
        return Choice(
            level: min((level ?? levels.upperBound) + more, levels.upperBound),
            blocks: ratio < Self.dense.ratio ? 1 : Self.dense.blocks)
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
