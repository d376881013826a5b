import GardeCore
import GardeWords

extension Failure {
    /// `environment` is what psql was given.
    static func postgresUnreachable(
        _ said: [String], _ reach: Reach, _ environment: [String: String?] = [:]
    ) -> Failure {
        let why = said.filter { !$0.isEmpty }.joined(separator: " / ")
        return Failure("postgres.text", ["why": why, "fix": PostgresRefusal(said: why, reach, environment).fix])
    }

    static func noSuchDatabase(_ name: String, _ others: [String]) -> Failure {
        let list = others.joined(separator: ", ")
        return Failure("postgres.no-such-database", ["name": name, "list": list])
    }

    /// It is there, and its owner or a killed restore has shut it.
    static func databaseClosed(_ name: String) -> Failure {
        Failure("postgres.database-closed", ["name": name, "identifier": SQL.identifier(name)])
    }

    /// `guess` is the database that the user gets without a name.
    static func databaseNotNamed(_ guess: String, _ others: [String]) -> Failure {
        let list = ([guess] + others).joined(separator: ", ")
        return Failure("postgres.database-not-named", ["why": list])
    }

    static func databaseNamedTwice(_ own: String, _ other: String, _ service: String) -> Failure {
        Failure("postgres.database-named-twice", ["own": own, "other": other, "service": service])
    }

    static func databaseNamedByShell(_ own: String, _ other: String) -> Failure {
        Failure("postgres.database-named-by-shell", ["own": own, "other": other])
    }
}

/// Why a server took no session, as far as it or libpq says so, and what helps.
struct PostgresRefusal {
    private let said: String
    private let reach: Reach
    private let environment: [String: String?]

    init(said: String, _ reach: Reach, _ environment: [String: String?]) {
        (self.said, self.reach, self.environment) = (said, reach, environment)
    }

    /// libpq's own words are English, the server's in any language. No answer at all comes last.
    var fix: Text {
        if says("unsupported startup parameter") { return Text("postgres.pooler") }
        if says("Peer", "Ident", "« peer »", "« ident »") { return socket }
        if says("password", "Passwor", "authenti", "Authenti") { return password }
        if says("SSL", "certificate", "encryption", "chiffr", "pg_hba.conf") { return rules }
        if says("database \"", "la base de données «") { return database }
        if says("statement timeout", "no answer in", "canceling statement") { return slow }
        if Self.isOfServer(said) { return typed(session) }
        if reach == .here, variable("PGHOST") == nil { return Text("postgres.nobody-said-where", ["command": answer]) }
        return typed(answer)
    }

    /// Whether a role has all the sessions that it may have. One that has just ended counts for a moment.
    static func isOfManySessions(_ said: [String]) -> Bool {
        said.contains { $0.contains("too many connections for role") }
    }

    /// Whether the server answered: a grade, such as `FATAL`, and two spaces stand before what it says in any language.
    static func isOfServer(_ line: String) -> Bool { wordsOfServer(line) != nil }

    /// What the server said, without that grade; nil where it said nothing.
    static func wordsOfServer(_ line: String) -> String? {
        line.firstMatch(of: /: [^:]{1,40}:[ ]{2}/).map { String(line[$0.range.upperBound...]) }
    }

    private func says(_ words: String...) -> Bool { words.contains { said.contains($0) } }

    private func variable(_ name: String) -> String? { environment[name].flatMap { $0 } }

    private var password: Text {
        guard let user = variable("PGUSER") else { return Text("postgres.user-and-password", ["session": session]) }
        return Text("postgres.password", ["user": user, "session": session])
    }

    private var socket: Text {
        let user = variable("PGUSER") ?? "…"
        return Text("postgres.socket", ["user": user])
    }

    private var database: Text {
        Text("postgres.database", ["list": list])
    }

    private var rules: Text {
        Text("postgres.rules", ["session": session])
    }

    private var slow: Text {
        Text("postgres.slow", ["session": session])
    }

    private func typed(_ command: String) -> Text { Text("postgres.typed", ["command": command]) }

    /// Whether anything listens there.
    private var answer: String {
        if case .container(let container) = reach { return "\(container.command) ps \(container.service)" }
        return "pg_isready" + options(["-h": "PGHOST", "-p": "PGPORT"])
    }

    /// A session as this program opens it.
    private var session: String { psql + options(["-d": "PGDATABASE"]) }

    /// A session as pg_receivewal opens it.
    var replication: String { "\(psql) -d replication=true -c IDENTIFY_SYSTEM" }

    private var list: String { "\(psql) -d postgres -l" }

    private var psql: String {
        let who = options(["-U": "PGUSER"])
        if case .container = reach { return reach.typed("psql\(who)") }
        return "psql" + options(["-h": "PGHOST", "-p": "PGPORT"]) + who
    }

    private func options(_ names: KeyValuePairs<String, String>) -> String {
        names.compactMap { option, name in variable(name).map { " \(option) \($0)" } }.joined()
    }
}
