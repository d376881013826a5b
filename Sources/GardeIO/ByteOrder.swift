internal import Glibc

/// memcmp(3) for names and paths, of which there may be a million.
extension [UInt8] {
    package func isSame(as other: [UInt8]) -> Bool { count == other.count && order(other) == 0 }

    /// Whether these bytes come first in the order of their values.
    package func isBefore(_ other: [UInt8]) -> Bool { order(other) < 0 }

    func order(_ other: [UInt8]) -> Int {
        withUnsafeBytes { own in other.withUnsafeBytes { own.order($0) } }
    }

    /// How many bytes both begin with in common.
    package func shared(with other: [UInt8]) -> Int {
        withUnsafeBytes { own in other.withUnsafeBytes { own.shared(with: $0) } }
    }
}

extension Hasher {
    /// All at once: an array has each of its bytes hashed alone.
    package mutating func combine(all bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { combine(bytes: $0) } }
}

extension UnsafeRawBufferPointer {
    /// Less than 0 where these bytes come first, 0 where both are the same.
    func order(_ other: UnsafeRawBufferPointer) -> Int {
        let length = Swift.min(count, other.count)
        let order = length == 0 ? 0 : memcmp(baseAddress!, other.baseAddress!, length)
        return order != 0 ? Int(order) : count - other.count
    }

    func shared(with other: UnsafeRawBufferPointer) -> Int {
        let most = Swift.min(count, other.count)
        var same = 0
        while same < most, self[same] == other[same] { same += 1 }
        return same
    }
}
