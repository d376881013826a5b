import GardeCore
/// Names and values as PostgreSQL reads them, whatever they hold.
package enum SQL {
    /// A name in double quotes, so that it means exactly this name.
    package static func identifier(_ name: String) -> String { "\"\(doubled(name, "\""))\"" }

    /// A value in quotes that means the same whatever `standard_conforming_strings` says.
    package static func literal(_ value: String) -> String {
        let quoted = "'\(doubled(value, "'"))'"
        return value.utf8.contains(UInt8(ascii: "\\")) ? "E\(doubled(quoted, "\\"))" : quoted
    }

    /// Literals for `IN (…)`; at least one.
    static func list(_ values: some Sequence<String>) -> String { values.map(literal).joined(separator: ", ") }

    /// libpq's words for connecting to a database of any name, where a bare name with `=` would be read as such words.
    ///
    /// Of a service of PGSERVICE, which counts before variables, only where and who are left: all else that a session
    /// is made of is said here, `settings` such as `work_mem=1MB` too. Without a `database`, it is libpq's own.
    package static func connection(
        to database: String?, _ settings: [String] = [], encoding: String, session: String
    ) -> String {
        let options = settings.map { "-c \($0)" }.joined(separator: " ")
        let words = [
            ("dbname", database), ("client_encoding", encoding), ("options", options), ("application_name", session),
            ("connect_timeout", "10"), ("replication", ""),
            // A host that is gone without a word is noticed after two minutes; by the system's own it takes two hours.
            ("keepalives_idle", "60"), ("keepalives_interval", "10"), ("keepalives_count", "6"),
        ]
        return words.compactMap { name, value in
            value.map { "\(name)='\(doubled($0, "\\", "'", by: "\\"))'" }
        }.joined(separator: " ")
    }

    /// `base` and `suffix` as one name of at most 63 bytes; `base` gives way, by whole characters.
    ///
    /// A base that was cut gets four digits of its own, so that two long names never become one.
    package static func name(_ base: String, _ suffix: String) -> String {
        let room = 63 - suffix.utf8.count
        guard base.utf8.count > room else { return base + suffix }
        return "\(prefix(of: base, bytes: room - 5))_\(digits(of: base))\(suffix)"
    }

    /// By scalars: what a person sees as one character, an emoji with its tones, may be longer than the room.
    private static func prefix(of text: String, bytes: Int) -> String {
        var cut = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars {
            length += UTF8.width(scalar)
            guard length <= bytes else { break }
            cut.append(scalar)
        }
        return String(cut)
    }

    private static func digits(of text: String) -> String {
        let hash = text.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String(hash & 0xffff, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// By scalars, since a quote followed by a combining mark is another `Character` but still a quote.
    private static func doubled(_ text: String, _ marks: Unicode.Scalar..., by sign: Unicode.Scalar? = nil) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if marks.contains(scalar) { result.append(sign ?? scalar) }
            result.append(scalar)
        }
        return String(result)
    }
}
