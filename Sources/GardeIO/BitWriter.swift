/// Bits into a buffer, the first in a byte's lowest place, as deflate has them. Whoever writes has seen to the room, and
/// to eight bytes behind it.
struct BitWriter {
    private let buffer: UnsafeMutablePointer<UInt8>
    private var held: UInt64 = 0
    private var heldCount = 0
    /// Whole bytes so far.
    private(set) var count = 0

    init(_ buffer: UnsafeMutablePointer<UInt8>) { self.buffer = buffer }

    /// At most 56 bits; those above `count` are 0.
    @inline(__always) mutating func put(_ bits: UInt64, _ count: Int) {
        held |= bits &<< UInt64(heldCount)
        heldCount &+= count
        UnsafeMutableRawPointer(buffer + self.count).storeBytes(of: held.littleEndian, as: UInt64.self)
        let whole = heldCount &>> 3
        self.count &+= whole
        held &>>= UInt64(8 &* whole)
        heldCount &= 7
    }

    /// Zeros up to the next whole byte.
    mutating func align() { if heldCount > 0 { put(0, 8 - heldCount) } }

    /// Only where a byte begins.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        (buffer + count).update(from: start, count: bytes.count)
        count += bytes.count
    }
}
