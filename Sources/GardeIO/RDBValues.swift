/// The types of values as a client sees them, whatever form the file gives them.
enum RedisType: UInt8 { case string, list, set, sortedSet, hash, stream, module }

extension RDBReader {
    /// What a form of the file stands for (`RDB_TYPE_…` in Redis, `rdb.h`); throws where it is unknown, as what follows it
    /// then is.
    ///
    /// From 22 on Redis and Valkey each count for themselves.
    static func type(_ form: UInt8, isValkey: Bool) throws(RDBFailed) -> RedisType {
        switch form {
        case 0: .string
        case 1, 10, 14, 18: .list
        case 2, 11, 20: .set
        case 3, 5, 12, 17: .sortedSet
        case 4, 9, 13, 16, 22: .hash
        case 23...25 where !isValkey: .hash
        case 15, 19, 21: .stream
        case 7: .module
        default: throw RDBFailed.unknown(form)
        }
    }

    /// Whether fields of such a hash have expiry times of their own: with the last of them it goes.
    static func hasFieldTimes(_ form: UInt8) -> Bool { form >= 22 }

    /// Passes a value by.
    mutating func skipValue(_ form: UInt8, isValkey: Bool, _ modules: inout Set<String>) throws {
        switch form {
        case 22 where isValkey: try repeated { try $0.skipFieldAndTime() }
        case 22...: try skipRedisValue(form)
        case 0: try skipString()
        case 1, 2, 14: try skipStrings(try count())
        case 3: try repeated { try $0.skipScored() }
        case 4: try skipStrings(2 * (try count()))
        case 5: try repeated { try $0.skipMember() }
        case 7: modules.insert(try skipModule())
        case 9...13, 16, 17, 20: try skipString()
        case 18: try repeated { try $0.skipNode() }
        case 15, 19, 21: try skipStream(form)
        default: throw RDBFailed.unknown(form)
        }
    }

    /// Hashes whose fields can expire, the first two from before the release of 7.4.
    private mutating func skipRedisValue(_ form: UInt8) throws {
        if form > 23 { try skip(8) }
        switch form {
        case 22, 24: try repeated { try $0.skipField() }
        case 23, 25: try skipString()
        default: throw RDBFailed.unknown(form)
        }
    }

    private mutating func repeated(_ body: (inout RDBReader) throws -> Void) throws {
        for _ in 0..<(try count()) { try body(&self) }
    }

    /// A member and its score in digits; 253 to 255 stand for what is no number and for the infinities.
    private mutating func skipScored() throws {
        try skipString()
        let size = try byte()
        try skip(size > 252 ? 0 : Int(size))
    }

    private mutating func skipMember() throws {
        try skipString()
        try skip(8)
    }

    private mutating func skipNode() throws {
        _ = try number()
        try skipString()
    }

    /// A field that can expire by itself: when, name, value.
    private mutating func skipField() throws {
        _ = try number()
        try skipStrings(2)
    }

    /// Valkey's: name, value, when it expires or -1.
    private mutating func skipFieldAndTime() throws {
        try skipStrings(2)
        try skip(8)
    }

    /// A name and ranges of slots.
    mutating func skipSlots() throws {
        try skipString()
        try repeated { try $0.numbers(2) }
    }

    // MARK: Modules

    /// A value that says itself where it ends; gives the name of the type.
    private mutating func skipModule() throws -> String {
        let name = Self.moduleName(UInt64(bitPattern: Int64(try number())))
        try skipModuleParts()
        return name
    }

    /// Entries of a module beside the keys: which, when they are loaded, the parts.
    mutating func skipModuleEntry() throws -> String {
        let name = Self.moduleName(UInt64(bitPattern: Int64(try number())))
        try numbers(2)
        try skipModuleParts()
        return name
    }

    private mutating func skipModuleParts() throws {
        while case let part = try number(), part != 0 {
            switch part {
            case 1, 2: _ = try number()
            case 3: try skip(4)
            case 4: try skip(8)
            case 5: try skipString()
            default: throw RDBFailed.damaged
            }
        }
    }

    /// Nine characters of six bits each stand above ten bits of version.
    private static func moduleName(_ number: UInt64) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        return String((1...9).map { alphabet[Int(number >> UInt64(64 - 6 * $0) & 0x3f)] })
    }

    // MARK: Streams

    private mutating func skipStream(_ form: UInt8) throws {
        try repeated { try $0.skipStrings(2) }
        // Entries and the last id's two halves; later forms add the first, the last deleted, and how many there were.
        try numbers(form == 15 ? 3 : 8)
        try repeated { try $0.skipGroup(form) }
    }

    private mutating func skipGroup(_ form: UInt8) throws {
        try skipString()
        try numbers(form == 15 ? 2 : 3)
        try repeated { reader in
            try reader.skip(16 + 8)
            _ = try reader.number()
        }
        try repeated { reader in
            try reader.skipString()
            try reader.skip(form == 21 ? 16 : 8)
            try reader.repeated { try $0.skip(16) }
        }
    }
}
