import GardeCore
import GardeIO
import GardeWords

extension Failure {
    static func pgBackRestMissing(_ reach: Reach) -> Failure {
        guard case .container(let container) = reach else { return Failure("postgres.pgbackrest-missing") }
        return Failure("postgres.pgbackrest-not-inside", ["service": container.service])
    }

    static func pgBackRestNoStanza(_ info: PgBackRestInfo, _ tool: PgBackRest) -> Failure {
        let command = info.isThere ? tool.typed("--type=full backup") : tool.typed("stanza-create")
        return Failure(
            "postgres.pgbackrest-no-stanza",
            ["stanza": tool.stanza, "why": info.status.message, "command": command])
    }

    static func pgBackRestCheck(_ failed: ToolFailed, _ tool: PgBackRest) -> Failure {
        let said = failed.said.joined(separator: " ")
        let next =
            said.contains("stanza-upgrade") ? "stanza-upgrade" : said.contains("[055]") ? "stanza-create" : "info"
        return Failure(
            "postgres.pgbackrest-check",
            ["stanza": tool.stanza, "why": failed.pgBackRestError, "command": tool.typed(next)])
    }

    static func pgBackRestFailed(_ failed: ToolFailed, _ tool: PgBackRest) -> Failure {
        Failure(
            "postgres.pgbackrest-failed",
            ["stanza": tool.stanza, "why": failed.pgBackRestError, "command": tool.typed("check")])
    }

    static func pgBackRestOtherCluster(_ tool: PgBackRest, known: String, _ system: String) -> Failure {
        Failure(
            "postgres.pgbackrest-other-cluster",
            ["stanza": tool.stanza, "known": known, "system": system, "command": tool.typed("info")])
    }

    static func pgBackRestGone(_ label: String, _ tool: PgBackRest) -> Failure {
        Failure(
            "postgres.pgbackrest-gone", ["label": label, "stanza": tool.stanza, "command": tool.typed("info")])
    }

    static func pgBackRestPages(_ label: String, _ tool: PgBackRest) -> Failure {
        Failure(
            "postgres.pgbackrest-pages", ["label": label, "command": tool.typed("--set=\(label) info")])
    }

    static func pgBackRestTablespaces(_ tool: PgBackRest, _ label: String, _ names: [String]) -> Failure {
        let command = tool.typed("--set=\(label) --tablespace-map-all=DIR --pg1-path=DIR restore")
        return Failure(
            "postgres.pgbackrest-tablespaces",
            ["label": label, "list": names.joined(separator: ", "), "command": command])
    }

    static func pgBackRestLog(_ tool: PgBackRest, _ label: String, _ names: [String]) -> Failure {
        Failure(
            "postgres.pgbackrest-log",
            [
                "label": label, "list": names.joined(separator: ", "),
                "command": tool.typed("--set=\(label) --pg1-path=DIR restore"),
            ])
    }

    static let pgBackRestRecordStrange = Failure("postgres.pgbackrest-record-strange")
    static let pgBackRestTwice = Failure("postgres.pgbackrest-incremental")
    static let pgBackRestNotNamed = Failure("postgres.pgbackrest-not-named")
}

extension Text {
    static func pgBackRestMadeFull(_ component: Component.ID, _ label: String) -> Text {
        Text("postgres.pgbackrest-made-full", ["component": component, "label": label])
    }
}

extension ToolFailed {
    /// In pgBackRest's words: its error, with what it adds to it.
    fileprivate var pgBackRestError: String {
        let lines = said.filter { !$0.hasPrefix("HINT:") && !$0.hasPrefix("WARN:") }
        let start = lines.firstIndex { $0.hasPrefix("ERROR:") } ?? lines.startIndex
        return lines.isEmpty ? said.joined(separator: " / ") : lines[start...].prefix(2).joined(separator: " / ")
    }
}
