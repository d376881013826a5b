import GardeCore
import GardeWords

/// The smallest parts of SQL, as PostgreSQL's own lexer sees them.
package enum SQLToken: Sendable, Hashable {
    /// A name or keyword without quotes, folded to lower case as the server does it.
    case word(String)
    /// A name in double quotes, without them.
    case name(String)
    /// The value of a string of any notation: '…', E'…', $tag$…$tag$.
    case string(String)
    case number(String)
    case symbol(Unicode.Scalar)
    /// A command of psql: a backslash and a word, with the rest of its line.
    case command(String)
    /// What no statement that we know has: a quote that does not end, `U&'…'`, a zero byte.
    case odd
}

/// Cuts a script into statements, the way psql and the server would together.
///
/// What follows `COPY … FROM stdin;` is data, up to the line `\.`, and skipped. `standard_conforming_strings` is
/// taken to be on, as in everything that pg_dump writes, unless the script itself turns it off.
package struct SQLReader {
    private let bytes: [UInt8]
    private var at = 0
    private var start = 0
    private var backslashEscapes = false

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The tokens of the next statement without its semicolon, or one `.command` alone; nil at the end.
    ///
    /// A last statement without a semicolon ends in `.odd`: a script cut short is no statement.
    package mutating func next() -> [SQLToken]? {
        skipBlanks()
        start = at
        var tokens: [SQLToken] = []
        while let token = nextToken() {
            if token != .symbol(";") { tokens.append(token) }
            if case .command = token, tokens.count == 1 { return tokens }
            guard token == .symbol(";"), !tokens.isEmpty else { continue }
            follow(tokens)
            return tokens
        }
        return tokens.isEmpty ? nil : tokens + [.odd]
    }

    /// The last statement as it stands in the script, its semicolon too.
    var written: String { String(decoding: bytes[start..<at], as: UTF8.self) }

    /// What a statement changes for the reading of the next ones.
    private mutating func follow(_ tokens: [SQLToken]) {
        let pairs = zip(tokens, tokens.dropFirst())
        if tokens.first == .word("copy"), pairs.contains(where: { $0 == (.word("from"), .word("stdin")) }) {
            skipData()
        }
        if tokens.count == 4, tokens.starts(with: [.word("set"), .word("standard_conforming_strings")]) {
            backslashEscapes = [.word("off"), .string("off")].contains(tokens[3])
        }
    }

    private mutating func skipData() {
        skipLine()
        while at < bytes.count {
            let start = at
            skipLine()
            if bytes[start..<at].starts(with: Array("\\.".utf8)), at - start <= 4 { return }
        }
    }

    private mutating func skipLine() {
        at = bytes[at...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }
}

// MARK: Tokens

extension SQLReader {
    private func byte(_ ahead: Int = 0) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

    private mutating func nextToken() -> SQLToken? {
        skipBlanks()
        guard at < bytes.count else { return nil }
        switch byte() {
        case UInt8(ascii: "\""): return quoted(UInt8(ascii: "\"")).map { $0.isEmpty ? .odd : .name($0) } ?? .odd
        case UInt8(ascii: "'"):
            return quoted(UInt8(ascii: "'"), escapes: backslashEscapes).map(SQLToken.string) ?? .odd
        case UInt8(ascii: "$"): return dollarQuoted()
        case UInt8(ascii: "\\"): return command()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(take { Self.isNamePart($0) || $0 == UInt8(ascii: ".") })
        case let letter where Self.isNameStart(letter): return wordOrString()
        default: return symbol()
        }
    }

    private mutating func symbol() -> SQLToken {
        defer { at += 1 }
        return byte() < 0x20 || byte() == 0x7f ? .odd : .symbol(Unicode.Scalar(byte()))
    }

    private mutating func wordOrString() -> SQLToken {
        let prefix = byte() | 0x20
        if prefix == UInt8(ascii: "e"), byte(1) == UInt8(ascii: "'") {
            at += 1
            return quoted(UInt8(ascii: "'"), escapes: true).map(SQLToken.string) ?? .odd
        }
        if prefix == UInt8(ascii: "u"), byte(1) == UInt8(ascii: "&"), [0x22, 0x27].contains(byte(2)) {
            at += 2
            _ = quoted(byte())
            return .odd
        }
        let word = take(Self.isNamePart)
        return word.isEmpty ? .odd : .word(word)
    }

    /// Text up to the closing `mark`, a doubled one meaning itself; nil when it never closes or holds a zero byte.
    private mutating func quoted(_ mark: UInt8, escapes: Bool = false) -> String? {
        var value: [UInt8] = []
        at += 1
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == mark {
                guard self.byte() == mark, at < bytes.count else { return text(value) }
                at += 1
                value.append(mark)
            } else if escapes, byte == UInt8(ascii: "\\") {
                value.append(escape())
            } else {
                value.append(byte)
            }
        }
        return nil
    }

    private func text(_ value: [UInt8]) -> String? {
        value.contains(0) ? nil : String(validating: value, as: UTF8.self)
    }

    private mutating func dollarQuoted() -> SQLToken {
        var end = at + 1
        while end < bytes.count, Self.isNamePart(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
        let isParameter = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(1))
        guard !isParameter, end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return symbol() }
        let tag = bytes[at...end]
        var close = end + 1
        while close + tag.count <= bytes.count {
            if bytes[close] == tag.first, bytes[close..<(close + tag.count)].elementsEqual(tag) {
                at = close + tag.count
                return text(Array(bytes[(end + 1)..<close])).map(SQLToken.string) ?? .odd
            }
            close += 1
        }
        at = bytes.count
        return .odd
    }

    private mutating func command() -> SQLToken {
        at += 1
        let name = take { $0 > 0x20 && $0 != 0x5c }
        skipLine()
        return .command(name)
    }

    private mutating func take(_ isPart: (UInt8) -> Bool) -> String {
        let start = at
        while at < bytes.count, isPart(bytes[at]) { at += 1 }
        let folded = bytes[start..<at].map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
        return String(validating: folded, as: UTF8.self) ?? ""
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte & 0xdf) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        isNameStart(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "$")
    }
}

// MARK: Parts of a statement

extension SQLReader {
    /// What is written behind the first tokens.
    static func rest(of statement: String, after count: Int) -> String {
        var reader = SQLReader(Array(statement.utf8))
        for _ in 0..<count { _ = reader.nextToken() }
        return String(decoding: reader.bytes[reader.at...], as: UTF8.self)
    }

    /// The parentheses that a text begins with, as they are written, and the tokens behind them; nil where there are none.
    static func parentheses(in text: String) -> (text: String, tail: [SQLToken])? {
        var (reader, depth) = (SQLReader(Array(text.utf8)), 0)
        reader.skipBlanks()
        let start = reader.at
        repeat {
            switch reader.nextToken() {
            case .symbol("("): depth += 1
            case .symbol(")"): depth -= 1
            case nil: return nil
            default: if depth == 0 { return nil }
            }
        } while depth > 0
        let end = reader.at
        return (String(decoding: reader.bytes[start..<end], as: UTF8.self), reader.next()?.filter { $0 != .odd } ?? [])
    }
}

// MARK: Blanks and escapes

extension SQLReader {
    private mutating func skipBlanks() {
        while at < bytes.count {
            if [0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d].contains(byte()) {
                at += 1
            } else if byte() == UInt8(ascii: "-"), byte(1) == UInt8(ascii: "-") {
                at = bytes[at...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? bytes.count
            } else if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                skipComment()
            } else {
                return
            }
        }
    }

    /// Comments nest.
    private mutating func skipComment() {
        var depth = 0
        while at < bytes.count {
            switch (byte(), byte(1)) {
            case (UInt8(ascii: "/"), UInt8(ascii: "*")): (depth, at) = (depth + 1, at + 2)
            case (UInt8(ascii: "*"), UInt8(ascii: "/")): (depth, at) = (depth - 1, at + 2)
            default: at += 1
            }
            if depth == 0 { return }
        }
    }

    /// What follows a backslash in E'…'; a zero byte, which no string may hold, for what no tool writes: codes.
    private mutating func escape() -> UInt8 {
        defer { at += 1 }
        switch byte() {
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"), 0x30...0x37: return 0
        case let other: return other
        }
    }
}
