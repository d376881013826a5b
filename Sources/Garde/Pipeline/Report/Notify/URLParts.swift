/// What has to be known of an address on the web or of a mail server.
struct URLParts {
    /// Lower case.
    let scheme: String
    /// `user:password` as it stands there; nil where there is none.
    let login: String?
    /// From the path on.
    let rest: String

    /// Nil for what is no address with a host.
    init?(_ text: String) {
        guard let mark = text.firstRange(of: "://"), text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
            return nil
        }
        scheme = text[..<mark.lowerBound].lowercased()
        let behind = text[mark.upperBound...]
        let authority = behind.prefix { !"/?#".contains($0) }
        let at = authority.lastIndex(of: "@")
        login = at.map { String(authority[..<$0]) }
        rest = String(behind[authority.endIndex...])
        guard at.map({ authority.index(after: $0) }) ?? authority.startIndex < authority.endIndex else { return nil }
    }

    /// The same address with a word at the end of its path, as in `https://hc-ping.com/UUID/start`.
    static func adding(_ word: String, to url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let query = url[path.endIndex...]
        return (path.hasSuffix("/") ? path.dropLast() : path) + (word.isEmpty ? "" : "/\(word)") + query
    }
}
