import GardeIO

/// What has to be known of an address on the web or of a mail server.
package struct URLParts {
    /// Lower case.
    package let scheme: String
    /// `user:password` as it stands there; nil where there is none.
    package let login: String?
    /// Host and port.
    private let host: String
    /// From the path on.
    package let rest: String

    /// Nil for what is no address with a host.
    package init?(_ text: String) {
        guard let mark = text.firstRange(of: "://") else { return nil }
        scheme = text[..<mark.lowerBound].lowercased()
        let behind = text[mark.upperBound...]
        // Passwords of mail servers hold any character; the path of one on the web may hold an @.
        let isMail = scheme.hasPrefix("smtp")
        let authority = isMail ? behind : behind.prefix { !"/?#".contains($0) }
        let at = authority.lastIndex(of: "@")
        login = at.map { String(authority[..<$0]) }
        let place = behind[(at.map { behind.index(after: $0) } ?? behind.startIndex)...]
        host = String(place.prefix { !"/?#".contains($0) })
        rest = String(place.dropFirst(host.count))
        let plain = isMail ? host + rest : text
        guard !host.isEmpty, plain.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { return nil }
    }

    /// The address without its login; what is no address stays as it is.
    package static func withoutLogin(_ text: String) -> String {
        guard let parts = URLParts(text), parts.login != nil else { return text }
        return parts.server + parts.rest
    }

    /// Scheme, host and port.
    package var server: String { "\(scheme)://\(host)" }

    /// The login's name, as its owner knows it.
    package var user: String? { login.map { plain($0.cut(at: ":").before) } }

    /// The same address with whatever in its login is no letter or digit written as URLs have it.
    package var canonical: String {
        guard let login else { return "\(scheme)://\(host)\(rest)" }
        let (name, password) = login.cut(at: ":")
        let words = [name, password].compactMap { $0.map { Self.escaped(plain($0)) } }
        return "\(scheme)://\(words.joined(separator: ":"))@\(host)\(rest)"
    }

    /// A login is written as URLs have it, unless a character in it shows that it is not.
    private func plain(_ word: String) -> String {
        let isRaw = login?.unicodeScalars.contains { !$0.isASCII || " @/?#\"<>\\^`{|}[]".unicodeScalars.contains($0) }
        return isRaw == true ? word : Self.unescaped(word) ?? word
    }

    /// Nil where a `%` stands for itself.
    private static func unescaped(_ text: String) -> String? {
        let pieces = text.split(separator: "%", omittingEmptySubsequences: false)
        var bytes = Array(pieces[0].utf8)
        for piece in pieces.dropFirst() {
            guard piece.utf8.count > 1, let byte = UInt8(piece.prefix(2), radix: 16) else { return nil }
            bytes += [byte] + Array(piece.dropFirst(2).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = UnicodeScalar(byte)
            let isPlain =
                byte < 0x80 && (scalar.properties.isAlphabetic || "0123456789-._~".unicodeScalars.contains(scalar))
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(scalar) : "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }

    /// An address without what a hand or an editor left around it: blanks, a carriage return, a pair of quotes.
    package static func bare(_ text: String) -> String {
        let text = trimmed(text)
        guard text.count > 1, let quote = text.first, "\"'".contains(quote), text.last == quote else { return text }
        return trimmed(text.dropFirst().dropLast())
    }

    /// The same, with the blanks inside written as URLs have them.
    package static func tidy(_ text: String) -> String {
        bare(text).map { $0.isWhitespace ? escaped(String($0)) : String($0) }.joined()
    }

    /// Where a redirection leads, when it is the same address on the same host, by TLS or no worse than before: that
    /// is a proxy that wants another spelling. Whatever else answers, a page to log in to, is not whom we told.
    package func follows(to text: String) -> Bool {
        guard let other = URLParts(text), other.login == nil else { return false }
        let isSameServer = other.scheme == scheme && other.host.lowercased() == host.lowercased()
        let isItsTLS = scheme == "http" && other.scheme == "https" && other.name == name
        return (isSameServer || isItsTLS) && other.path.hasSuffix(path)
    }

    /// The host without its port, which a proxy changes.
    private var name: String { host.lowercased().replacing(/:[0-9]*$/, with: "") }

    /// Without slashes at its end, and with its query.
    private var path: String {
        let (path, query) = rest.cut(at: "?")
        return path.replacing(/\/+$/, with: "") + (query.map { "?\($0)" } ?? "")
    }

    /// The same address with a word at the end of its path, as in `https://hc-ping.com/UUID/start`.
    package static func adding(_ word: String, to url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let query = url[path.endIndex...]
        return (path.hasSuffix("/") ? path.dropLast() : path) + (word.isEmpty ? "" : "/\(word)") + query
    }
}

private func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.prefix(upTo: start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex))
}
