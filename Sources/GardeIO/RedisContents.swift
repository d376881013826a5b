internal import Synchronization
package import SystemPackage

/// What an RDB stream holds, less the values: who wrote it, how many keys, and sums by which two streams are compared.
package struct RedisContents: Sendable {
    /// The version of the format, such as 10; Valkey counts from 80.
    package internal(set) var format = 0
    /// The version of the server that wrote it, empty where it does not say.
    package internal(set) var writer = ""
    /// Bytes that the data took in the writer's memory.
    package internal(set) var memory: Int?
    /// Keys of each database that has any, those that have expired already left out.
    package internal(set) var keys: [Int: Int] = [:]
    /// Keys whose time was over when the stream was read: no server loads them.
    package internal(set) var expired = 0
    /// Names of the modules' types among the values and entries.
    package internal(set) var modules: Set<String> = []

    /// Of each database, how many keys begin with the same name up to a colon; only where it was asked for.
    package private(set) var prefixes: [Int: [String: Int]] = [:]
    /// The keys themselves; only where they were asked for.
    package private(set) var names: [Int: [[UInt8]]] = [:]
    fileprivate var interest = Interest()

    /// Of each database, the keys that were asked for by name.
    package private(set) var named: [Int: Named] = [:]

    /// What is asked beyond sums.
    fileprivate struct Interest {
        var countsPrefixes = false
        var keepsNames = false
        var isNamed: (@Sendable (String) -> Bool)?
        var pick: RedisPick?
    }

    /// Keys by name: how many, and the first few of them.
    package struct Named: Sendable, Hashable {
        package private(set) var count = 0
        /// As they are printed, in order.
        package private(set) var first: [String] = []
        private static let shown = 5

        fileprivate mutating func add(_ name: String) {
            count += 1
            guard first.count < Self.shown || name < first[first.count - 1] else { return }
            first = Array((first + [name]).sorted().prefix(Self.shown))
        }
    }
    private static let mostPrefixes = 10_000

    private var hashes = Sums(), others = Sums()
    /// Hashes that may go, or become plain ones, when fields of theirs expire.
    private var waning = 0

    /// Whether kinds from 22 on are Valkey's own.
    var isValkey: Bool { format >= 80 }

    package var keyCount: Int { keys.values.reduce(0, +) }

    /// The sum over database, name, type and expiry time of every key that is still there after `second`.
    ///
    /// Sums of one process can be compared with each other, and with no others; `second` is since 1970, and at most
    /// six hours after the streams were read.
    package func sum(after second: Int) -> Sum {
        hashes.sum(after: second) + others.sum(after: second)
    }

    /// How many keys a server that was given all of these may have after `second`.
    package func counts(after second: Int) -> ClosedRange<Int> { max(0, sum(after: second).count - waning)...keyCount }

    /// Whether `live` is what a server that was given all of these has after `second`. Where fields of hashes expire by
    /// themselves, only the number of hashes can be told.
    package func matches(_ live: RedisContents, after second: Int) -> Bool {
        let (own, found) = (hashes.sum(after: second), live.hashes.sum(after: second))
        return others.sum(after: second) == live.others.sum(after: second)
            && (waning == 0 ? own == found : own.count - waning...own.count ~= found.count)
    }

    /// Keys of one kind.
    private struct Sums {
        private var lasting = Sum()
        /// By the second in which they expire, since 1970: keys that go within some hours.
        private var passing: [Int64: Sum] = [:]

        mutating func add(_ hash: Int, until second: Int64?) {
            if let second { passing[second, default: Sum()].add(hash) } else { lasting.add(hash) }
        }

        func sum(after second: Int) -> Sum {
            passing.filter { $0.key > Int64(second) }.values.reduce(lasting, +)
        }
    }

    /// A number of keys and what they add up to, in any order.
    package struct Sum: Sendable, Hashable {
        package fileprivate(set) var count = 0
        private var value = 0

        mutating func add(_ hash: Int) { (count, value) = (count + 1, value &+ hash) }

        static func + (one: Sum, other: Sum) -> Sum {
            var sum = one
            (sum.count, sum.value) = (one.count + other.count, one.value &+ other.value)
            return sum
        }
    }

    private mutating func countPrefix(of name: [UInt8], in database: Int) {
        guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return }
        let prefix = visible(name[...colon])
        guard prefixes[database]?[prefix] != nil || prefixes[database, default: [:]].count < Self.mostPrefixes else {
            return
        }
        prefixes[database, default: [:]][prefix, default: 0] += 1
    }

    /// A key of `database`; `expiry` in milliseconds since 1970. `now` is in seconds.
    mutating func add(
        _ name: [UInt8], _ type: RedisType, isWaning: Bool, in database: Int, expiry: UInt64?, now: Int
    ) {
        let second = expiry.map { Int64(bitPattern: $0) / 1000 }
        if let second, second < Int64(now) { return expired += 1 }
        keys[database, default: 0] += 1
        if interest.countsPrefixes { countPrefix(of: name, in: database) }
        if interest.keepsNames { names[database, default: []].append(name) }
        if let isNamed = interest.isNamed, isNamed(String(decoding: name, as: UTF8.self)) {
            named[database, default: Named()].add(visible(name))
        }
        var hasher = Hasher()
        hasher.combine(database)
        hasher.combine(type)
        hasher.combine(expiry)
        name.withUnsafeBytes { hasher.combine(bytes: $0) }
        let end = second.flatMap { $0 < Int64(now) + 6 * 3600 ? $0 : nil }
        if type == .hash {
            hashes.add(hasher.finalize(), until: end)
        } else {
            others.add(hasher.finalize(), until: end)
        }
        if isWaning { waning += 1 }
    }
}

/// The last filter of a pipeline: reads an RDB stream, and lets nothing out but what it found.
package final class RedisSurvey: Filter {
    private let found = Mutex<RedisContents?>(nil)
    private let interest: RedisContents.Interest

    /// `isNamed` says of a key's name whether it is looked for, `keepsNames` keeps all names, and `pick` takes keys with
    /// their values.
    package init(
        countsPrefixes: Bool = false, keepsNames: Bool = false, naming isNamed: (@Sendable (String) -> Bool)? = nil,
        picking pick: RedisPick? = nil
    ) {
        interest = .init(countsPrefixes: countsPrefixes, keepsNames: keepsNames, isNamed: isNamed, pick: pick)
    }

    /// What was found; nil before the stream has ended well.
    package var contents: RedisContents? { found.withLock { $0 } }

    /// Throws `RDBFailed`; what follows the end of the data, such as the mark of a transfer, is read and ignored.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var reader = RDBReader(input)
        let contents = try reader.contents(now: FileTime.now().seconds, interest)
        try reader.drain()
        found.withLock { $0 = contents }
    }
}

extension RDBReader {
    fileprivate mutating func contents(
        now: Int, _ interest: RedisContents.Interest
    ) throws -> RedisContents {
        var contents = RedisContents()
        contents.interest = interest
        contents.format = try format()
        var (database, expiry) = (0, UInt64?.none)
        while true {
            switch try byte() {
            case 0xff: return contents
            case 0xfe: database = try count()
            case 0xfd: expiry = 1000 * (try littleEndian(4))
            case 0xfc: expiry = try littleEndian(8)
            case 0xfb: try numbers(2)
            case 0xfa: note(try string(), try string(), in: &contents)
            case 0xf9: try skip(1)
            case 0xf8: _ = try number()
            case 0xf7: contents.modules.insert(try skipModuleEntry())
            case 0xf5: try skipString()
            case 0xf4: try numbers(3)
            // Valkey's word for slots that are on their way to another node; Redis has no such kind.
            case 0xf3 where contents.isValkey: try skipSlots()
            case let form:
                let type = try Self.type(form, isValkey: contents.isValkey)
                let name = try string()
                if let pick = interest.pick, pick.wants(name) {
                    let (_, value) = try recording {
                        try $0.skipValue(form, isValkey: contents.isValkey, &contents.modules)
                    }
                    let key = RedisKey(
                        database: database, name: name, expiry: expiry.map { Int(truncatingIfNeeded: $0) },
                        payload: RedisKey.payload([form] + value, format: contents.format))
                    try pick.take(key)
                } else {
                    try skipValue(form, isValkey: contents.isValkey, &contents.modules)
                }
                contents.add(
                    name, type, isWaning: Self.hasFieldTimes(form), in: database, expiry: expiry, now: now)
                expiry = nil
            }
        }
    }

    private mutating func format() throws -> Int {
        let start: [UInt8]
        do { start = try bytes(9) } catch RDBFailed.cutShort { throw RDBFailed.notRDB }
        guard let format = RDBMagic.format(start) else { throw RDBFailed.notRDB }
        return format
    }

    private func note(_ field: [UInt8], _ value: [UInt8], in contents: inout RedisContents) {
        let text = String(decoding: value, as: UTF8.self)
        switch String(decoding: field, as: UTF8.self) {
        case "redis-ver", "valkey-ver": contents.writer = text
        case "used-mem": contents.memory = Int(text)
        default: break
        }
    }
}
