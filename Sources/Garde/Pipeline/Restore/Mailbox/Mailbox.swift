import GardeIO

/// What `--mailbox` names: `user@domain`, or one folder of it, `user@domain/Archives/2024`.
struct Mailbox: Sendable, Hashable {
    let user: String
    let domain: String
    /// Nil for the whole mailbox.
    let folder: String?

    /// Nil for what is no address.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let at = parts[0].lastIndex(of: "@") else { return nil }
        (user, domain) = (String(parts[0][..<at]), String(parts[0][parts[0].index(after: at)...]))
        let rest = parts.count > 1 ? parts[1].split(separator: "/").joined(separator: "/") : ""
        folder = rest.isEmpty ? nil : rest
        let isPlain = [user, domain].allSatisfy { !$0.isEmpty && !$0.contains("\0") && $0 != "." && $0 != ".." }
        guard isPlain, folder?.split(separator: "/").contains("..") != true else { return nil }
    }

    var shown: String { "\(user)@\(domain)" + (folder.map { "/\($0)" } ?? "") }

    /// Where mail servers keep it below the folder of all mail, most usual first.
    var places: [[[UInt8]]] {
        let ways = [["\(domain)", "\(user)"], ["\(user)@\(domain)"]]
        return ways.flatMap { [$0, $0 + ["Maildir"]] }.map { $0.map { Array($0.utf8) } }
    }

    var isInbox: Bool { folder?.uppercased() == "INBOX" }

    /// The folder's own, below the mailbox: `.Archives.2024` (Maildir++), else `Archives/2024`; none for all of it.
    var folderNames: [[[UInt8]]] {
        guard let folder, !isInbox else { return [[]] }
        let levels = folder.split(separator: "/").map { modifiedUTF7(String($0)) }
        return [["." + levels.joined(separator: ".")], levels].map { $0.map { Array($0.utf8) } }
    }

    /// What belongs to the inbox alone, in the mailbox's own folder.
    static let inbox = ["cur", "new", "tmp", "dovecot-uidlist", "dovecot-keywords"].map { Array($0.utf8) }
}

/// The name of a mailbox as IMAP writes it (RFC 3501, 5.1.3).
func modifiedUTF7(_ name: String) -> String {
    var (result, waiting) = ("", [UInt16]())
    func flush() {
        guard !waiting.isEmpty else { return }
        result += "&\(base64(waiting.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }))-"
        waiting = []
    }
    for unit in name.utf16 {
        if (0x20...0x7e).contains(unit) {
            flush()
            result += unit == 0x26 ? "&-" : String(UnicodeScalar(UInt8(unit)))
        } else {
            waiting.append(unit)
        }
    }
    flush()
    return result
}

/// With a comma for the slash, and without padding.
private func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,")
    return stride(from: 0, to: bytes.count, by: 3).map { start in
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        return String((0...group.count).map { digits[bits >> (18 - 6 * $0) & 63] })
    }.joined()
}
