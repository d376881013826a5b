import GardeCore
/// Names of mailboxes as people type them, from what they are called on disk: in IMAP's modified UTF-7 (RFC 3501, 5.1.3) or
/// in UTF-8.
enum MailboxName {
    /// Each `&…-` is UTF-16 in base 64 with a comma for the slash; what is no such text is taken as it is.
    static func shown(_ name: [UInt8]) -> String {
        let raw = String(decoding: name, as: UTF8.self)
        guard raw.utf8.allSatisfy({ $0 < 0x80 }), raw.contains("&") else { return raw }
        var (rest, result) = (raw[...], "")
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].firstIndex(of: "-"),
                let text = decoded(rest[rest.index(after: start)..<end])
            else { return raw }
            result += text
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,")

    private static func decoded(_ text: Substring) -> String? {
        if text.isEmpty { return "&" }
        var (bits, count, units) = (0, 0, [UInt16]())
        for digit in text {
            guard let value = digits.firstIndex(of: digit) else { return nil }
            (bits, count) = (bits << 6 | value, count + 6)
            guard count >= 16 else { continue }
            count -= 16
            units.append(UInt16(truncatingIfNeeded: bits >> count))
            bits &= (1 << count) - 1
        }
        return bits == 0 && count < 6 ? String(validating: units, as: UTF16.self) : nil
    }

    /// Whether two names are one to people: capitals apart, and in whichever of Unicode's forms.
    static func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
}

/// `user@domain`.
struct MailAddress: Hashable, Sendable {
    let user: String
    let domain: String

    var shown: String { "\(user)@\(domain)" }

    /// Nil for what is no address.
    init?(_ text: String) {
        guard let at = text.lastIndex(of: "@") else { return nil }
        (user, domain) = (String(text[..<at]), String(text[text.index(after: at)...]))
        guard !user.isEmpty, !domain.isEmpty else { return nil }
    }

    /// That of a mailbox in this folder, where the path says so: `domain/user`, with folders of one or two letters in between
    /// (iRedMail, vpopmail), or `user@domain`; a folder `Maildir` behind does not count.
    init?(path: [[UInt8]]) {
        var names = path.map { String(decoding: $0, as: UTF8.self) }
        if let last = names.last, Self.isMaildirName(last) { names.removeLast() }
        guard let name = names.popLast(), !name.isEmpty else { return nil }
        if let address = MailAddress(name) {
            self = address
            return
        }
        while let letters = names.last, letters.count <= 2 { names.removeLast() }
        guard let domain = names.last, Self.isDomain(domain) else { return nil }
        (user, self.domain) = (Self.withoutTime(name), domain)
    }

    static func isMaildirName(_ name: String) -> Bool { ["maildir", ".maildir"].contains(name.lowercased()) }

    private static func isDomain(_ name: String) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        return (labels.count > 1 || name == "localhost") && !labels.contains("")
    }

    /// iRedMail puts the time behind at which the mailbox was made: `user-2024.03.15.02.00.00`.
    private static func withoutTime(_ name: String) -> String {
        let stamp = name.suffix(20)
        let isTime =
            stamp.count == 20 && stamp.first == "-" && stamp.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
        return isTime && name.count > 20 && stamp.count(where: { $0 == "." }) == 5 ? String(name.dropLast(20)) : name
    }
}
