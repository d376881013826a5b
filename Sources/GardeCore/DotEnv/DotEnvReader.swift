import GardeWords

/// Cuts the bytes of a `.env` into statements, with the line on which each begins.
struct DotEnvReader {
    /// One assignment, one bare name, or something that is neither.
    struct Statement {
        enum Content {
            /// `NAME` alone: what the environment says.
            case inherited(String)
            case assigned(String, DotEnvValue)
            case malformed(Text)
        }
        let line: Int
        let content: Content
    }

    private var rest: ArraySlice<UInt8>
    private var line = 1

    package init(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        rest = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
    }

    /// The next statement; nil at the end of the file.
    mutating func next() -> Statement? {
        skipToStatement()
        guard !rest.isEmpty else { return nil }
        let start = line
        return Statement(line: start, content: content())
    }

    private mutating func skipToStatement() {
        while case let start = rest.trimmingStart(of: Blank.any), !start.isEmpty {
            take(upTo: start.startIndex)
            guard rest.first == UInt8(ascii: "#") else { return }
            _ = takeLine()
        }
        take(upTo: rest.endIndex)
    }

    private mutating func content() -> Statement.Content {
        skipExport()
        let end = rest.firstIndex { [.newline, UInt8(ascii: "="), UInt8(ascii: ":")].contains($0) } ?? rest.endIndex
        let written = String(decoding: rest[..<end], as: UTF8.self)
        if let sign = written.unicodeScalars.first(where: { !$0.isInName }) { return malformed(.unexpected(sign)) }
        guard let name = name(rest[..<end]) else { return malformed(.nameWithSpace) }
        guard end < rest.endIndex, rest[end] != .newline else {
            _ = takeLine()
            return .inherited(name)
        }
        rest = rest[(end + 1)...].trimmingStart(of: Blank.inLine)
        return value().map { .assigned(name, $0) } ?? malformed(.openQuote)
    }

    private mutating func skipExport() {
        let word = Array("export".utf8)
        guard rest.starts(with: word), let next = rest.dropFirst(word.count).first, " \t\n\u{c}\r".utf8.contains(next)
        else { return }
        rest = rest.dropFirst(word.count).trimmingStart(of: Blank.inLine)
    }

    /// Nil when a space stands in it; any other blank may.
    private func name(_ bytes: ArraySlice<UInt8>) -> String? {
        let trimmed = bytes.trimmingEnd(of: Blank.any)
        return trimmed.contains(UInt8(ascii: " ")) ? nil : String(decoding: trimmed, as: UTF8.self)
    }

    private mutating func malformed(_ reason: Text) -> Statement.Content {
        _ = takeLine()
        return .malformed(reason)
    }

    // MARK: Values

    /// Nil when a quote is opened and never closed; nothing is taken then.
    private mutating func value() -> DotEnvValue? {
        guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return .bare(Array(takeLine()))
        }
        var content: [UInt8] = []
        var isEscaped = false
        for place in rest.indices.dropFirst() {
            let byte = rest[place]
            if byte == quote, !isEscaped {
                take(upTo: place + 1)
                return quote == UInt8(ascii: "'") ? .literal(content) : .quoted(content)
            }
            if isEscaped, byte == quote { content.removeLast() }
            content.append(byte)
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return nil
    }

    // MARK: Moving on

    private mutating func take(upTo end: Int) {
        line += rest[..<end].count { $0 == .newline }
        rest = rest[end...]
    }

    /// The rest of this line without its end.
    private mutating func takeLine() -> ArraySlice<UInt8> {
        let end = rest.firstIndex(of: .newline) ?? rest.endIndex
        let taken = rest[..<end]
        take(upTo: min(end + 1, rest.endIndex))
        return taken
    }
}

extension UInt8 {
    fileprivate static let newline = UInt8(ascii: "\n")

    /// An ASCII letter, a digit or an underscore.
    var isWordByte: Bool { isWordStart || (0x30...0x39).contains(self) }

    /// An ASCII letter or an underscore.
    var isWordStart: Bool { (0x61...0x7a).contains(self | 0x20) || self == UInt8(ascii: "_") }
}

extension Unicode.Scalar {
    /// Letters and numbers of any script, `_ . - [ ]`, and what may stand around them.
    fileprivate var isInName: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: "_.-[]".unicodeScalars.contains(self) || Blank.inLine.contains(Array(String(self).utf8))
        }
    }
}

/// What Compose takes for blank, which is not the same everywhere in a line.
enum Blank {
    /// Around `=`: spaces of Latin-1 (U+0085 and U+00A0 the last), but no newline.
    static let inLine = encoded("\t\u{b}\u{c}\r \u{85}\u{a0}")
    /// Before a name and after a name or value: all white space of Unicode.
    static let any =
        inLine + encoded("\n\u{1680}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}")
        + (0x2000...0x200a).map { encoded(Unicode.Scalar($0)!) }

    private static func encoded(_ text: String) -> [[UInt8]] { text.unicodeScalars.map(encoded) }
    private static func encoded(_ scalar: Unicode.Scalar) -> [UInt8] { Array(String(scalar).utf8) }
}

extension ArraySlice<UInt8> {
    func trimmingStart(of blanks: [[UInt8]]) -> Self {
        var rest = self
        while let blank = blanks.first(where: { rest.starts(with: $0) }) { rest = rest.dropFirst(blank.count) }
        return rest
    }

    func trimmingEnd(of blanks: [[UInt8]]) -> Self {
        var rest = self
        while let blank = blanks.first(where: { rest.suffix($0.count).elementsEqual($0) }) {
            rest = rest.dropLast(blank.count)
        }
        return rest
    }
}

extension Text {
    fileprivate static let nameWithSpace = Text("dotenv.name-with-space")

    fileprivate static let openQuote = Text("dotenv.open-quote")

    fileprivate static func unexpected(_ sign: Unicode.Scalar) -> Text {
        Text("dotenv.unexpected", ["sign": "\(sign)"])
    }
}
