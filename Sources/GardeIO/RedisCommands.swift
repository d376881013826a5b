import Synchronization
package import SystemPackage

/// Keys as the commands that make a server have them so, as `redis-cli --pipe` reads them: RESTORE with the value and the
/// moment of its end, or DEL.
package final class RedisCommands: Sendable {
    private let file: FileDescriptor
    private let database = Mutex<Int?>(nil)

    package init(to file: FileDescriptor) { self.file = file }

    package func write(_ key: RedisKey) throws {
        try database.withLock { database in
            var bytes: [UInt8] = []
            if database != key.database {
                bytes += Self.command([Self.select, Array("\(key.database)".utf8)])
                database = key.database
            }
            if let payload = key.payload {
                let time = Array("\(key.expiry ?? 0)".utf8)
                bytes += Self.command([Self.restore, key.name, time, payload] + Self.options)
            } else {
                bytes += Self.command([Self.delete, key.name])
            }
            try file.writeAll(bytes)
        }
    }

    fileprivate static let select = Array("SELECT".utf8), restore = Array("RESTORE".utf8)
    fileprivate static let delete = Array("DEL".utf8)
    private static let options = ["REPLACE", "ABSTTL"].map { Array($0.utf8) }

    private static func command(_ words: [[UInt8]]) -> [UInt8] {
        words.reduce(into: Array("*\(words.count)\r\n".utf8)) { bytes, word in
            bytes += Array("$\(word.count)\r\n".utf8) + word + Array("\r\n".utf8)
        }
    }
}

/// The last filter of a pipeline: reads such commands, and hands on the keys that are wanted.
package struct RedisCommandReader: Filter {
    private let pick: RedisPick

    package init(_ pick: RedisPick) { self.pick = pick }

    /// What such a file begins with.
    package static let start = Array("*2\r\n$6\r\nSELECT\r\n".utf8)

    /// Throws `RDBFailed` for what is none, or not a whole one.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (reader, database) = (RDBReader(input), 0)
        while try !reader.isAtEnd() {
            let words = try reader.command()
            switch words.first {
            case RedisCommands.select where words.count == 2:
                database = try number(words[1])
            case RedisCommands.restore where words.count == 6:
                let time = try number(words[2])
                try take(database, words[1], time == 0 ? nil : time, words[3])
            case RedisCommands.delete where words.count == 2:
                try take(database, words[1], nil, nil)
            default: throw RDBFailed.damaged
            }
        }
    }

    private func take(_ database: Int, _ name: [UInt8], _ expiry: Int?, _ payload: [UInt8]?) throws {
        guard pick.wants(name) else { return }
        try pick.take(RedisKey(database: database, name: name, expiry: expiry, payload: payload))
    }

    private func number(_ word: [UInt8]) throws -> Int {
        guard let number = Int(String(decoding: word, as: UTF8.self)) else { throw RDBFailed.damaged }
        return number
    }
}

extension RDBReader {
    fileprivate mutating func command() throws -> [[UInt8]] {
        let count = try counted(UInt8(ascii: "*"))
        guard count < 16 else { throw RDBFailed.damaged }
        return try (0..<count).map { _ in
            let word = try bytes(try counted(UInt8(ascii: "$")))
            guard try bytes(2) == [0x0d, 0x0a] else { throw RDBFailed.damaged }
            return word
        }
    }

    /// The number of a line such as `$6`.
    private mutating func counted(_ mark: UInt8) throws -> Int {
        guard let line = try line() else { throw RDBFailed.cutShort }
        guard line.first == mark, line.last == 0x0d,
            let count = Int(String(decoding: line.dropFirst().dropLast(), as: UTF8.self)), count >= 0
        else { throw RDBFailed.damaged }
        return count
    }
}
