import GardeIO
import SystemPackage

/// A unit of systemd, as far as timers and what they start go.
struct UnitFile: Sendable, Hashable {
    private let values: [String: [String]]

    /// Keys of all sections; a line that ends with a backslash goes on in the next.
    init(_ text: String) {
        var values: [String: [String]] = [:]
        let joined = text.replacing("\\\n", with: " ")
        for line in joined.split(separator: "\n") {
            let words = line.drop { $0 == " " || $0 == "\t" }
            guard let first = words.first, !"#;[".contains(first), let sign = words.firstIndex(of: "=") else {
                continue
            }
            let key = words[..<sign].filter { $0 != " " }
            let value = words[sign...].dropFirst().drop { $0 == " " }
            // An empty value takes back what was said before.
            if value.isEmpty { values[key] = [] } else { values[key, default: []].append(String(value)) }
        }
        self.values = values
    }

    func all(_ key: String) -> [String] { values[key] ?? [] }
    func last(_ key: String) -> String? { values[key]?.last }

    /// What `ExecStart=` runs, with what `Environment=` sets.
    func commands(home: String) -> [CommandWords] {
        let variables = all("Environment").flatMap { CommandWords.read("env " + Self.plain($0), home: home) }
            .reduce(into: [String: String]()) { $0.merge($1.variables) { $1 } }
        return all("ExecStart").flatMap { line -> [CommandWords] in
            CommandWords.read(Self.plain(String(line.drop { "-@:+!".contains($0) })), home: home).prefix(1).map {
                command in
                var all = command
                all.variables = variables
                all.folder = last("WorkingDirectory")
                return all
            }
        }
    }

    /// `%%` and `$$` stand for one; no shell reads what else a shell would.
    private static func plain(_ text: String) -> String { text.replacing("%%", with: "%").replacing("$$", with: "$") }
}
