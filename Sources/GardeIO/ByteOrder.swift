internal import Glibc

/// memcmp(3) for names and paths, of which there may be a million.
extension [UInt8] {
    package func isSame(as other: [UInt8]) -> Bool { count == other.count && order(other) == 0 }

    /// Whether these bytes come first in the order of their values.
    package func isBefore(_ other: [UInt8]) -> Bool {
        let order = order(other)
        return order != 0 ? order < 0 : count < other.count
    }

    private func order(_ other: [UInt8]) -> CInt {
        withUnsafeBytes { own in
            other.withUnsafeBytes { other in
                let length = Swift.min(own.count, other.count)
                return length == 0 ? 0 : memcmp(own.baseAddress!, other.baseAddress!, length)
            }
        }
    }
}
