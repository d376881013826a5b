import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// A database of a server that a file of the platform names.
struct NamedDatabase: Hashable {
    let name: String
    /// What names it: a file, or a variable of a service.
    let place: String
    /// It stands there as it is; else its value is somebody's `.env`.
    var isLiteral = true
}

extension Drafting {
    /// Remarks on databases of a server that its word does not save, with a word for each.
    mutating func draftOtherDatabases(of server: ComposeService, _ word: String, _ known: [String]) {
        // What a file names is not looked at.
        guard !known.contains(where: { server.variable("\($0)_FILE") != nil }) else { return }
        let own = known.flatMap { [server.variable($0), envFile[$0]].compactMap(\.self) }
        let ofUser = word == "postgres" && own.isEmpty ? [server.variable("POSTGRES_USER")].compactMap(\.self) : []
        let saved = Set(own + ofUser)
        if word == "postgres", saved == ["postgres"] {
            let what: [String: any Sayable] = ["service": server.name, "compose": compose]
            page.leave(Text("draft.database-postgres", what), to: .servers)
        }
        var seen = saved.union(["postgres", "mysql"])
        for found in madeDatabases(of: server) + usedDatabases(of: server) where seen.insert(found.name).inserted {
            let what: [String: any Sayable] = ["place": found.place, "service": server.name]
            page.leave(
                Text("draft.other-database", what), word: found.isLiteral ? self.word(word, found.name, server) : nil,
                to: .servers)
        }
    }

    private mutating func word(_ word: String, _ database: String, _ server: ComposeService) -> String {
        let name = freeName([database, "\(server.name)_\(database)"])
        let place = server.name == word ? "" : ", in: \(literal(server.name))"
        return "\(word)(\(literal(name)), database: \(literal(database))\(place))"
    }

    // MARK: Who names them

    /// By the scripts of its first start, and by a list that images made for several take.
    private func madeDatabases(of server: ComposeService) -> [NamedDatabase] {
        let scripts = server.sources(below: "/docker-entrypoint-initdb.d").flatMap(Self.files)
        let made = scripts.flatMap { script in
            Self.statements(in: script).map { NamedDatabase(name: $0, place: shown(script)) }
        }
        let lists = server.environment.keys.filter { $0.uppercased().hasSuffix("DATABASES") }.sorted()
        return made
            + lists.flatMap { key in
                (server.variable(key) ?? "").split { ",; ".contains($0) }.map { name in
                    named(String(name), key, of: server)
                }
            }
    }

    /// By services that use it: the path of a URL, or a variable for the name where they use no other server.
    private func usedDatabases(of server: ComposeService) -> [NamedDatabase] {
        let databases = servers.filter { [.postgres, .mariadb].contains($0.kind) }.map(\.service.name)
        return services.filter { !databases.contains($0.name) }.flatMap { other -> [NamedDatabase] in
            let isOnly = databases.filter(other.names) == [server.name]
            return other.environment.keys.sorted().compactMap { key -> NamedDatabase? in
                guard let value = other.variable(key) else { return nil }
                let name = Self.database(inURL: value, at: server.name) ?? (isOnly ? Self.database(value, key) : nil)
                return name.map { named($0, key, of: other) }
            }
        }
    }

    private func named(_ name: String, _ key: String, of service: ComposeService) -> NamedDatabase {
        NamedDatabase(
            name: name, place: "\(key) (\(service.name))", isLiteral: service.declared[key]?.contains(name) == true)
    }

    /// `postgres://user:password@host:5432/name?option`, of any driver.
    private static func database(inURL text: String, at host: String) -> String? {
        guard let match = text.firstMatch(of: /(?i)(postgres|mysql|mariadb|pgsql)[a-z0-9+]*:\/\/([^\/\s]*)\/([\w-]+)/)
        else { return nil }
        let place = match.output.2.split(separator: "@").last?.split(separator: ":").first
        return place.map(String.init) == host ? String(match.output.3) : nil
    }

    /// What variables for a database's name hold; others of the like name a dialect, or a number of Redis.
    private static func database(_ value: String, _ key: String) -> String? {
        let dialects: Set<String> = [
            "postgres", "postgresql", "postgresdb", "pgsql", "psql", "mysql", "mysqli", "mariadb", "sqlite", "sqlite3",
            "true", "false", "yes", "no",
        ]
        let key = key.uppercased()
        guard key.contains(/(^|_)(DB|DBNAME|DATABASE)(_+NAME|_DATABASE)?$/), !key.contains("REDIS"),
            !dialects.contains(value.lowercased()), value.wholeMatch(of: /[A-Za-z_][\w-]*/) != nil
        else { return nil }
        return value
    }

    // MARK: Scripts

    /// The file itself, or those that a folder has.
    private static func files(_ path: FilePath) -> [FilePath] {
        guard (try? path.stat().type) == .directory else { return [path] }
        let names = ((try? Folder.open(path).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
        return names.filter { $0.hasSuffix(".sql") || $0.hasSuffix(".sh") }.sorted().map(path.appending)
    }

    private static func statements(in script: FilePath) -> [String] {
        guard let file = try? FileDescriptor.open(script, .readOnly, options: [.closeOnExec, .nonBlocking]),
            let bytes = try? file.thenClose({ try file.readAll(limit: 1 << 20) })
        else { return [] }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        let text = lines.filter { $0.firstMatch(of: /^\s*(--|#)/) == nil }.joined(separator: "\n")
        return text.matches(of: /(?i)create\s+database\s+(?:if\s+not\s+exists\s+)?["`]?([a-z0-9_][\w-]*)/)
            .map { String($0.output.1) }
    }
}
