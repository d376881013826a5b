import GardeIO

/// What somebody's option files (`my.cnf`) say to a client: where the server is and who asks.
///
/// Everything else in them is set aside: `where`, `ignore-table`, `no-data` or `skip-tz-utc` of `[mysqldump]` would change
/// what a dump holds, and nobody would hear of it.
package struct MariaDBOptionFiles: Sendable, Hashable {
    /// For the beginning of the client's arguments.
    package let words: [String]
    package let password: String?
    /// What cannot be set aside, where the client does not tell the password: MySQL's prints stars.
    package let remaining: [String]

    static let none = MariaDBOptionFiles(printed: "")

    /// `printed` is what the client says to `--print-defaults`: a line of words, then one of options.
    package init(printed: String) {
        let line = printed.split(separator: "\n").dropFirst().joined(separator: " ")
        let end = line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex
        let found = " \(line[..<end])".split(separator: " --").filter { $0 != " " }.map { option in
            let (name, value) = String(option).cut(at: "=")
            return (option: option, name: Self.usual(name), value: value)
        }
        let secret = found.last { $0.name == "password" }?.value
        let isHidden = secret.map { !$0.isEmpty && $0.allSatisfy { $0 == "*" } } ?? false
        let own = found.filter { Self.tellsWhere($0.name) }.map { "--\($0.option)" }
        words = isHidden ? [] : ["--no-defaults"] + own
        password = isHidden ? nil : secret
        remaining =
            isHidden
            ? found.map(\.name).filter { !Self.tellsWhere($0) && $0 != "password" && !Self.harmless.contains($0) } : []
    }

    private static func usual(_ name: String) -> String {
        let name = name.replacing("_", with: "-")
        return name.hasPrefix("loose-") ? String(name.dropFirst("loose-".count)) : name
    }

    private static func tellsWhere(_ name: String) -> Bool {
        let names = [
            "host", "port", "socket", "user", "protocol", "plugin-dir", "default-auth", "bind-address", "compress",
        ]
        return names.contains(name) || (name.contains("ssl") || name.contains("tls")) && !name.contains("pass")
    }

    /// Said again by us, or without effect on what is saved.
    private static let harmless = [
        "quick", "quote-names", "max-allowed-packet", "default-character-set", "column-statistics", "set-gtid-purged",
        "connect-timeout", "no-auto-rehash", "skip-auto-rehash", "prompt", "net-buffer-length",
    ]
}
