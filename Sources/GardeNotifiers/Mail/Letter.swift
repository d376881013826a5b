import GardeCore
package import GardeIO

/// A letter as RFC 5322 has it, its text in UTF-8.
package struct Letter: Sendable {
    let from: String
    let to: String
    let subject: String
    let text: String
    let host: String
    let date: LocalTime

    package init(from: String, to: String, subject: String, text: String, host: String, date: LocalTime) {
        (self.from, self.to, self.subject, self.text) = (from, to, subject, text)
        (self.host, self.date) = (host, date)
    }

    /// Lines end as `lineEnd` says: a server wants CR LF, sendmail LF.
    package func encoded(lineEnd: String = "\n") -> [UInt8] {
        let headers = [
            "From: \(Self.mailboxes(from))", "To: \(Self.mailboxes(to))",
            "Subject: \(Self.encodedWords(Self.line(subject)))",
            "Date: \(date.letterDate)", "Message-ID: <\(newUUID())@\(host)>", "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ]
        let lines = headers.flatMap { $0.split(separator: "\n").map(String.init) } + [""] + Self.quotedPrintable(text)
        return Array((lines.joined(separator: lineEnd) + lineEnd).utf8)
    }

    /// The addresses alone, out of `Name <address>, address`.
    package var recipients: [String] { Self.parts(to).compactMap { Self.address(String($0)) } }

    /// The first address whose part before the `@` is not ASCII: most servers refuse it (RFC 6531), some in silence.
    package var unwritable: String? {
        ([Self.address(from)].compactMap(\.self) + recipients).first { address in
            address.prefix { $0 != "@" }.utf8.contains { $0 >= 0x80 }
        }
    }

    /// Names that are not ASCII as RFC 2047 has them; addresses as they are.
    private static func mailboxes(_ text: String) -> String {
        parts(line(text)).map { part in
            guard let mark = part.lastIndex(of: "<"), part[..<mark].utf8.contains(where: { $0 >= 0x80 }) else {
                return String(part)
            }
            let name = part[..<mark].filter { $0 != "\"" }.split(separator: " ").joined(separator: " ")
            return "\(encodedWords(name)) \(part[mark...])"
        }.joined(separator: ", ")
    }

    /// Mailboxes, whose quoted names may hold commas.
    private static func parts(_ text: String) -> [Substring] {
        var (parts, start, isQuoted) = ([Substring](), text.startIndex, false)
        for place in text.indices {
            if text[place] == "\"" { isQuoted.toggle() }
            guard text[place] == ",", !isQuoted else { continue }
            parts.append(text[start..<place])
            start = text.index(after: place)
        }
        return (parts + [text[start...]]).map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
    }

    static func address(_ text: String) -> String? {
        let inner = text.split(separator: "<").last.map { $0.prefix { $0 != ">" } } ?? ""
        let trimmed = inner.filter { !$0.isWhitespace }
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    /// Nothing can begin a header of its own.
    private static func line(_ text: String) -> String { visible(text) }

    /// RFC 2047: words of at most 75 characters, folded; plain text stays as it is.
    static func encodedWords(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var (words, current) = ([String](), "")
        for character in text.unicodeScalars.map(String.init) {
            let next = character.utf8.map { encodedByte($0) }.joined()
            if current.utf8.count + next.utf8.count > 52 {
                words.append(current)
                current = ""
            }
            current += next
        }
        return (words + [current]).map { "=?utf-8?q?\($0)?=" }.joined(separator: "\n ")
    }

    private static func encodedByte(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: " "): "_"
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            String(UnicodeScalar(byte))
        default: hexadecimal(byte)
        }
    }

    /// RFC 2045: at most 76 characters a line.
    static func quotedPrintable(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            let bytes = Array(line.utf8)
            var (lines, current) = ([String](), "")
            for (place, byte) in bytes.enumerated() {
                let isLastSpace = byte == 0x20 && place == bytes.count - 1
                let isPlain = 0x20..<0x7f ~= byte && byte != UInt8(ascii: "=") && !isLastSpace
                let next = isPlain ? String(UnicodeScalar(byte)) : hexadecimal(byte)
                if current.utf8.count + next.utf8.count > 75 {
                    lines.append(current + "=")
                    current = ""
                }
                current += next
            }
            return lines + [current]
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "=" + (digits.count < 2 ? "0" : "") + digits
    }
}
