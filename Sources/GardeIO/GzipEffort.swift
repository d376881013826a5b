internal import CGarde
internal import SystemPackage

/// How hard libdeflate has to try so that a block is no larger than gzip makes it.
///
/// Its level 4 takes half the time of 7 and is enough for mail, not for programs and HTML: so for gzip's levels 5 and 6 a
/// sample of a block is compressed by level 4 and by zlib, which does what gzip does, and the difference decides. What
/// levels 5 and 6 win over 4 was measured: about 1.3 and 2.1 % where it is needed; half a percent more is asked for.
enum GzipEffort: Sendable {
    case level(CInt)
    /// What gives no more than gzip's level, as far as a sample tells; `most` where there is none.
    case sampled(gzip: CInt, most: CInt)

    /// That of gzip's levels 1 to 9.
    static func of(gzip level: Int) -> GzipEffort {
        switch level {
        case 5, 6: .sampled(gzip: CInt(level), most: CInt(level) + 1)
        default: .level([1, 2, 5, 4, 0, 0, 8, 9, 9][level - 1])
        }
    }

    private static let sample = 128 << 10

    /// Where no sample was taken.
    var most: CInt {
        switch self {
        case .level(let level), .sampled(_, let level): level
        }
    }

    /// The level of libdeflate for blocks as `block`; the sample is its middle, whether anything repeats there or not, as
    /// what is saved where nothing does counts too.
    func level(for block: UnsafeBufferPointer<UInt8>) throws -> CInt {
        switch self {
        case .level(let level): return level
        case .sampled(let gzip, let most):
            guard block.count >= Self.sample else { return most }
            let sample = UnsafeBufferPointer(
                rebasing: block.dropFirst((block.count - Self.sample) / 2).prefix(Self.sample))
            let (ours, theirs) = (try Deflater(level: 4).size(of: sample), try zlibSize(of: sample, level: gzip))
            let excess = Double(ours) / Double(theirs) - 1
            let steps: [(below: Double, level: CInt)] = [(-0.008, 4), (0.003, 5), (0.011, 6)]
            return min(most, steps.first { excess < $0.below }?.level ?? most)
        }
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
