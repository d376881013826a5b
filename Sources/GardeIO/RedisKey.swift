internal import SystemPackage

/// A key of a Redis server as it was at one moment; without a payload, that there was none of the name.
package struct RedisKey: Sendable, Hashable {
    package let database: Int
    package let name: [UInt8]
    /// In milliseconds since 1970; nil for one that does not expire.
    package let expiry: Int?
    /// What DUMP gives and RESTORE takes.
    package let payload: [UInt8]?

    package init(database: Int, name: [UInt8], expiry: Int?, payload: [UInt8]?) {
        (self.database, self.name, self.expiry, self.payload) = (database, name, expiry, payload)
    }

    /// The same without its value, of which only is left whether there is one.
    package var named: RedisKey {
        RedisKey(database: database, name: name, expiry: expiry, payload: payload.map { _ in [] })
    }

    /// Whose value it is.
    package struct Name: Sendable, Hashable {
        package let database: Int
        package let name: [UInt8]
    }

    package var id: Name { Name(database: database, name: name) }

    /// A value as it lies in an RDB stream, with the version and the checksum behind it that RESTORE wants. Source:
    /// Redis, `cluster.c` (`createDumpPayload`).
    static func payload(_ value: [UInt8], format: Int) -> [UInt8] {
        let start = value + [UInt8(truncatingIfNeeded: format), UInt8(truncatingIfNeeded: format >> 8)]
        var crc = CRC64()
        crc.update(start)
        return start + (0..<8).map { UInt8(truncatingIfNeeded: crc.value >> (8 * $0)) }
    }

    /// Tells values apart, within one process; that two servers of different versions made the payload does not count.
    package var fingerprint: Int {
        var hasher = Hasher()
        hasher.combine(expiry)
        hasher.combine(payload?.dropLast(10))
        return hasher.finalize()
    }
}

/// Which keys of a stream are wanted, and who takes them.
package struct RedisPick: Sendable {
    let wants: @Sendable ([UInt8]) -> Bool
    let take: @Sendable (RedisKey) throws -> Void

    package init(
        where wants: @escaping @Sendable ([UInt8]) -> Bool, _ take: @escaping @Sendable (RedisKey) throws -> Void
    ) { (self.wants, self.take) = (wants, take) }
}
