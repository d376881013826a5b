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

    init(_ bytes: [UInt8]) {
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
        while let byte = rest.first, byte.isBlank || byte == .newline || byte == UInt8(ascii: "#") {
            if byte == UInt8(ascii: "#") { _ = takeLine() } else { advance() }
        }
    }

    private mutating func content() -> Statement.Content {
        skipExport()
        guard let end = rest.firstIndex(where: { !$0.isInName && !$0.isBlank }) else { return inherited(takeLine()) }
        switch rest[end] {
        case .newline: return inherited(takeLine())
        case UInt8(ascii: "="), UInt8(ascii: ":"):
            guard let name = name(rest[..<end]) else { return malformed(.nameWithSpace) }
            rest = rest[(end + 1)...].drop(while: \.isBlank)
            return value().map { .assigned(name, $0) } ?? malformed(.openQuote)
        case let byte: return malformed(.unexpected(byte))
        }
    }

    private mutating func skipExport() {
        let word = Array("export".utf8)
        guard rest.starts(with: word), rest.dropFirst(word.count).first?.isBlank == true else { return }
        rest = rest.dropFirst(word.count).drop(while: \.isBlank)
    }

    private func inherited(_ bytes: ArraySlice<UInt8>) -> Statement.Content {
        name(bytes).map { .inherited($0) } ?? .malformed(.nameWithSpace)
    }

    private func name(_ bytes: ArraySlice<UInt8>) -> String? {
        let trimmed = bytes.reversed().drop(while: \.isBlank).reversed()
        return trimmed.contains(where: \.isBlank) ? nil : String(validating: trimmed, as: UTF8.self)
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

    private mutating func advance() { take(upTo: rest.startIndex + 1) }

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

    /// Space, tab and the like, the carriage return included, but no newline.
    var isBlank: Bool { self == 0x20 || self == 0x09 || (0x0b...0x0d).contains(self) }

    /// Letters of any script, digits and `_ . - [ ]`.
    fileprivate var isInName: Bool { isWordByte || self >= 0x80 || Array(".-[]".utf8).contains(self) }

    /// An ASCII letter, a digit or an underscore.
    var isWordByte: Bool { isWordStart || (0x30...0x39).contains(self) }

    /// An ASCII letter or an underscore.
    var isWordStart: Bool { (0x61...0x7a).contains(self | 0x20) || self == UInt8(ascii: "_") }
}

extension Text {
    fileprivate static let nameWithSpace = Text(
        "a variable's name cannot contain a space", fr: "le nom d'une variable ne peut pas contenir d'espace")

    fileprivate static let openQuote = Text(
        "a quote is opened and never closed", fr: "un guillemet ouvert n'est jamais refermé")

    fileprivate static func unexpected(_ byte: UInt8) -> Text {
        let sign = "“\(Unicode.Scalar(byte))”"
        return Text(
            "\(sign) cannot stand in a variable's name",
            fr: "« \(Unicode.Scalar(byte)) » est interdit dans le nom d'une variable")
    }
}
