import GardeCore
import GardeIO
import GardeWords
import Synchronization
import SystemPackage

/// Keys of a running server, read and written through its own client, whatever bytes are in their names and values.
struct RedisLive: Sendable {
    let server: RedisServer
    /// PEXPIRETIME came with 7.0; before, the time left is asked for.
    private let saysMoments: Bool

    init(_ server: RedisServer, _ info: [String: String]) {
        self.server = server
        saysMoments = (info["redis_version"]?.split(separator: ".").first).flatMap { Int($0) }.map { $0 >= 7 } ?? false
    }

    /// Hands on what is under the names of these keys now, in their order; without `values`, payloads are empty.
    func read(
        _ keys: [RedisKey], values: Bool, _ take: @escaping @Sendable (RedisKey) throws -> Void
    ) async throws {
        guard !keys.isEmpty else { return }
        let questions = RedisQuestions(keys: keys, values: values, saysMoments: saysMoments)
        let answers = RedisAnswers(keys: keys, values: values, saysMoments: saysMoments, take: take)
        try await pipeline([questions, Child(server.command("--no-raw")), answers])
    }

    /// Runs a file of `RedisCommands`. Throws the `Failure` with the server's words when it refuses one of them.
    func run(_ commands: FilePath) async throws {
        do {
            let client = Child(try await server.connection("--pipe"))
            try await pipeline([FileSource(commands), client, Collect(limit: 1 << 20)])
        } catch let failed as ToolFailed {
            let said = failed.said.first ?? Failure(describing: failed).line(.english)
            throw said.hasPrefix("OOM") ? Failure.redisKeysNotTaken(Text.verbatim(said)) : .redisRefusesKeys(said)
        }
    }

    /// What the user may not do with a key of this name, in the server's words. Nothing is changed: what RESTORE is given is
    /// no value.
    func refusal(of key: RedisKey) async throws -> String? {
        let name = RedisQuestions.quoted(key.name)
        // The last is how the client knows that all was taken.
        let lines = ["SELECT \(key.database)", "DUMP \(name)", "PTTL \(name)", "RESTORE \(name) 0 x", "ECHO x", ""]
        let refused = RedisRefusals()
        try await pipeline([
            TypedLines(text: lines.joined(separator: "\n")), Child(server.command("--no-raw")), refused,
        ])
        return refused.said
            .first { $0.hasPrefix("NOPERM") || $0.contains("unknown command") || $0.hasPrefix("READONLY") }
    }
}

/// The first filter: what a person types.
private struct TypedLines: Filter {
    let text: String

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws { try output.writeAll(text.utf8) }
}

/// The last filter: what the server refused, however much it answered to the rest.
private final class RedisRefusals: Filter {
    private let found = Mutex<[String]>([])

    var said: [String] { found.withLock { $0 } }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try input.forEachLine { line in
            if line.hasPrefix("(error) ") { found.withLock { $0.append(String(line.dropFirst(8))) } }
        }
    }
}

/// The first filter: a line a question, as a person would type it.
private struct RedisQuestions: Filter {
    let keys: [RedisKey]
    let values: Bool
    let saysMoments: Bool

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (database, text) = (Int?.none, "")
        for key in keys {
            if key.database != database { text += "SELECT \(key.database)\n" }
            database = key.database
            let name = Self.quoted(key.name)
            if values { text += "DUMP \(name)\n" }
            text += saysMoments ? "PEXPIRETIME \(name)\n" : "PTTL \(name)\n"
            if text.utf8.count > 1 << 16 {
                try output.writeAll(text.utf8)
                text = ""
            }
        }
        try output.writeAll(text.utf8)
    }

    /// As redis-cli reads a word.
    static func quoted(_ name: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        let words = name.map { byte -> String in
            let isPlain = (0x21..<0x7f).contains(byte) && byte != 0x22 && byte != 0x5c
            return isPlain ? String(UnicodeScalar(byte)) : "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
        return "\"\(words.joined())\""
    }
}

/// The last filter: the client's answers, a line each, with quotes around what is bytes.
private struct RedisAnswers: Filter {
    let keys: [RedisKey]
    let values: Bool
    let saysMoments: Bool
    let take: @Sendable (RedisKey) throws -> Void

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (lines, database) = (LineReader(input), Int?.none)
        for key in keys {
            if key.database != database { _ = try answer(&lines) }
            database = key.database
            let value = values ? try payload(try answer(&lines)) : nil
            let time = try number(try answer(&lines))
            // Between the two questions it may have gone.
            let isThere = time != -2 && (!values || value != nil)
            try take(
                RedisKey(
                    database: key.database, name: key.name, expiry: isThere ? moment(time) : nil,
                    payload: isThere ? value ?? [] : nil))
        }
        try lines.drain()
    }

    private func moment(_ time: Int) -> Int? {
        guard time >= 0 else { return nil }
        return saysMoments ? time : FileTime.now().milliseconds + time
    }

    /// The client says how long it took of what takes long, such as `(0.52s)`.
    private func answer(_ lines: inout LineReader) throws -> [UInt8] {
        while let line = try lines.next() {
            if line.starts(with: Array("(error) ".utf8)) {
                throw Failure.redisRefusesKeys(visible(line.dropFirst(8)))
            }
            if line.first == UInt8(ascii: "("), line.suffix(2) == Array("s)".utf8) { continue }
            return line
        }
        throw Failure.redisRefusesKeys("")
    }

    private func number(_ line: [UInt8]) throws -> Int {
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix("(integer) "), let number = Int(text.dropFirst(10)) else {
            throw Failure.redisRefusesKeys(visible(text))
        }
        return number
    }

    /// Nil for `(nil)`. Source: Redis, `sds.c` (`sdscatrepr`).
    private func payload(_ line: [UInt8]) throws -> [UInt8]? {
        if line == Array("(nil)".utf8) { return nil }
        guard line.count > 1, line.first == 0x22, line.last == 0x22 else {
            throw Failure.redisRefusesKeys(visible(line.prefix(200)))
        }
        var (bytes, rest) = ([UInt8](), line.dropFirst().dropLast())
        bytes.reserveCapacity(rest.count)
        while let byte = rest.popFirst() {
            guard byte == 0x5c, let escaped = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch escaped {
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "t"): bytes.append(9)
            case UInt8(ascii: "a"): bytes.append(7)
            case UInt8(ascii: "b"): bytes.append(8)
            case UInt8(ascii: "x"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: bytes.append(escaped)
            }
        }
        return bytes
    }
}

extension Failure {
    static func redisRefusesKeys(_ said: String) -> Failure { Failure("redis.refuses-keys", ["said": said]) }

    static func redisKeysNotTaken(_ why: Text) -> Failure { Failure("redis.keys-not-taken", ["why": why]) }
}
