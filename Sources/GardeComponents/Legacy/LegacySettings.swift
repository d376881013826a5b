import GardeCore
import GardeIO
import SystemPackage

/// What an old script is told by variables: where to write, and what not to do.
enum LegacySettings {
    private static let switchedOff = [
        "BACKUP_TYPE": "full", "ENCRYPT_BACKUP": "false", "GPG_RECIPIENT": "", "SYNC_REMOTE": "false",
        "REMOTE_DESTINATION": "",
        "SLACK_WEBHOOK_URL": "", "ALERT_EMAIL": "", "RETENTION_DAYS": "36500", "RETENTION_WEEKLY": "5200",
        "RETENTION_MONTHLY": "1200",
    ]

    /// What in `.env` would send, tell or write elsewhere all the same.
    private static let harmful = ["BACKUP_ROOT", "ENCRYPT_BACKUP", "SYNC_REMOTE", "SLACK_WEBHOOK_URL", "ALERT_EMAIL"]

    /// Beside what every program gets: where the servers are and who asks, since the script is to reach what it always
    /// has; nothing that names a place of copies or a key.
    static func environment(_ folder: FilePath) -> [String: String?] {
        let tools = Invocation.variables(of: "psql").merging(Invocation.variables(of: "docker")) { $1 }
        let known = Set(Rooms.variables.map(\.name) + Rooms.toolVariables + Rooms.toolSecrets)
        let given = Invocation.given.merging(Invocation.surroundings) { $1 }.filter { name, _ in
            known.contains(name) || name == "PGDATABASE" || name.hasPrefix("COMPOSE_")
        }
        var all = tools.merging(given) { $1 }.merging(switchedOff) { $1 }
        all["BACKUP_ROOT"] = folder.string
        return all.mapValues { $0 }
    }

    /// The variables of the platform's `.env` that say the contrary of what the script is told.
    static func overridden(by root: FilePath) -> [String] {
        let values = DotEnv(in: root.string, environment: [:]).values
        return harmful.filter { name in
            guard let value = values[name], !value.isEmpty else { return false }
            return switchedOff[name] != "false" || !["false", "no", "0"].contains(value.lowercased())
        }
    }

    /// Whether these lines have a shell read `.env`, which then counts more than the environment.
    static func areRead(by lines: [String]) -> Bool {
        let lines = lines.filter { $0.drop(while: \.isWhitespace).first != "#" }
        guard lines.contains(where: { $0.contains(".env") }) else { return false }
        let commands = lines.flatMap { $0.split { ";&|(){}".contains($0) } }.map {
            $0.split(whereSeparator: \.isWhitespace)
        }
        return commands.contains { words in
            let words = words.drop { ["then", "do", "else", "!", "if"].contains($0) }
            return words.count > 1
                && [".", "source", "eval", "export", "declare", "typeset", "readonly"].contains(words.first)
        }
    }

    /// The variables that these lines set whatever the environment says, at the top of the script and to more than nothing.
    static func fixed(in lines: [String]) -> [String] {
        harmful.filter { name in
            lines.contains { line in
                guard let value = assigned(name, in: line), !value.contains("${\(name)"), !value.contains("$\(name)")
                else { return false }
                return !["", "\"\"", "''", "false", "no", "0"].contains(value.lowercased())
            }
        }
    }

    private static func assigned(_ name: String, in line: String) -> Substring? {
        var rest = line[...]
        for word in ["export ", "declare -gx ", "declare -x ", "declare ", "readonly ", "typeset "]
        where rest.hasPrefix(word) {
            rest = rest.dropFirst(word.count)
        }
        guard rest.hasPrefix("\(name)=") else { return nil }
        return rest.dropFirst(name.count + 1).prefix { !" ;#&|".contains($0) }
    }

    /// What must not be shown of what it says.
    static func secrets(_ root: FilePath) -> [String] {
        let all = Invocation.given.merging(Invocation.surroundings) { $1 }
            .merging(DotEnv(in: root.string, environment: [:]).values) { $1 }
        let known = Set(Rooms.toolSecrets)
        let found = all.filter { name, value in
            value.utf8.count > 3
                && (known.contains(name) || ["PASS", "SECRET", "TOKEN", "KEY"].contains(where: name.contains))
        }
        // The longest first: one may be the beginning of another.
        return Set(found.values).sorted { ($1.count, $0) < ($0.count, $1) }
    }
}
