import GardeCore
/// What a dump says besides its rows, read from `pg_restore --create --schema-only`.
package struct DumpSchema: Sendable, Hashable {
    /// Major of the server that was dumped, such as 15; nil when the dump does not say.
    package var serverMajor: Int?
    /// PostgreSQL's name for the encoding of the dump's text, such as `LATIN9`.
    package var encoding = "UTF8"
    /// Major of the pg_dump that made it.
    package var toolMajor: Int?
    /// The name of the database that was dumped; nil when the dump has no entry for it.
    package var database: String?
    /// What follows the name in `CREATE DATABASE`, such as `ENCODING = 'UTF8'`.
    package var options: [SQLToken] = []
    package var owner: String?
    /// Statements about the database itself, each with `nil` where its name stands.
    package var settings: [DatabaseStatement] = []
    package var extensions: Set<String> = []
    /// The schema that TimescaleDB is in; nil where the dump is none of its.
    var timescaleSchema: String?
    package var tablespaces: Set<String> = []
    package var subscriptions: [Subscription] = []
    package var derived = DumpDerived()
    /// Roles that own something or are granted something.
    package var roles: Set<String> = []
    /// Those of them that own something in the database.
    var owners: Set<String> = []
    /// Whether anything in the dump is granted or revoked: a dump made without privileges says nothing of the database's.
    package var hasPrivileges = false

    package init(_ bytes: [UInt8]) {
        readVersions(bytes)
        var reader = SQLReader(bytes)
        var authorization: [SQLToken]?
        while let tokens = reader.next() {
            if tokens.starts(with: [.word("set"), .word("session"), .word("authorization")]) {
                authorization = tokens
            } else if tokens.starts(with: [.word("reset"), .word("session")]) {
                authorization = nil
            } else {
                read(tokens, authorization)
                derived.take(tokens, reader.written)
            }
        }
    }

    /// Two comments at the top: `-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)`.
    private mutating func readVersions(_ bytes: [UInt8]) {
        let top = String(decoding: bytes.prefix(2000), as: UTF8.self)
        for line in top.split(separator: "\n") {
            if let major = Self.major(line, after: "-- Dumped from database version ") { serverMajor = major }
            if let major = Self.major(line, after: "-- Dumped by pg_dump version ") { toolMajor = major }
        }
    }

    private static func major(_ line: Substring, after words: String) -> Int? {
        guard line.hasPrefix(words) else { return nil }
        return Int(line.dropFirst(words.count).prefix { $0.isASCII && $0.isNumber })
    }

    private mutating func read(_ tokens: [SQLToken], _ authorization: [SQLToken]?) {
        noteRoles(tokens)
        var cursor = TokenCursor(tokens)
        if cursor.take("create", "database") {
            database = cursor.name()
            options = cursor.remaining
            if let place = options.firstIndex(of: .word("tablespace")) { noteTablespace(options, place + 1) }
        } else if cursor.take("create", "extension") {
            _ = cursor.take("if", "not", "exists")
            let name = cursor.name()
            name.map { _ = extensions.insert($0) }
            if name == Timescale.name, cursor.take("with", "schema") { timescaleSchema = cursor.name() }
        } else if cursor.take("create", "subscription") {
            cursor.name().map { subscriptions.append(Subscription($0, tokens)) }
        } else if cursor.take("set", "client_encoding"), case .string(let name) = tokens.last {
            encoding = name
        } else if cursor.take("set", "default_tablespace") {
            noteTablespace(tokens, 3)
        } else if let database, let statement = DatabaseStatement(tokens, database, authorization) {
            if let owner = statement.owner { self.owner = owner } else { settings.append(statement) }
            if tokens.starts(with: [.word("alter"), .word("role")]) { noteRole(tokens[2]) }
        }
    }

    /// `''` stands for the database's own tablespace.
    private mutating func noteTablespace(_ tokens: [SQLToken], _ place: Int) {
        guard place < tokens.count else { return }
        let equals = tokens[place] == .symbol("=") ? 1 : 0
        switch place + equals < tokens.count ? tokens[place + equals] : .odd {
        case .name(let name), .word(let name): tablespaces.insert(name)
        case .string(let name) where !name.isEmpty: tablespaces.insert(name)
        default: return
        }
    }

    private mutating func noteRoles(_ tokens: [SQLToken]) {
        switch tokens.first {
        case .word("alter"):
            if tokens.count > 3, tokens[tokens.count - 3] == .word("owner"), tokens[tokens.count - 2] == .word("to") {
                var cursor = TokenCursor([tokens[tokens.count - 1]])
                if let owner = cursor.role() { (roles, owners) = (roles.union([owner]), owners.union([owner])) }
            }
        case .word("grant"):
            hasPrivileges = true
            guard let to = tokens.lastIndex(of: .word("to")) else { return }
            var cursor = TokenCursor(Array(tokens[(to + 1)...]))
            _ = cursor.list { $0.role() }.map { $0.forEach { roles.insert($0) } }
        case .word("revoke"): hasPrivileges = true
        default: return
        }
    }

    private mutating func noteRole(_ token: SQLToken) {
        var cursor = TokenCursor([token])
        cursor.role().map { _ = roles.insert($0) }
    }
}

/// What takes changes from another server.
package struct Subscription: Sendable, Hashable {
    package let name: String
    /// What the publisher keeps for it; of the same name, unless it says otherwise.
    package let slot: String

    package init(_ name: String, slot: String) { (self.name, self.slot) = (name, slot) }

    /// Of `CREATE SUBSCRIPTION … WITH (connect = false, slot_name = '…')`.
    init(_ name: String, _ tokens: [SQLToken]) {
        self.init(name, slot: name)
        guard let place = tokens.lastIndex(of: .word("slot_name")), place + 2 < tokens.count,
            case .string(let slot) = tokens[place + 2]
        else { return }
        self.init(name, slot: slot)
    }
}

/// A statement about a database as such, which works for any other database's name.
package struct DatabaseStatement: Sendable, Hashable {
    /// With nil in the place of the name.
    private let tokens: [SQLToken?]
    /// Who grants, where it is not the owner.
    private let authorization: [SQLToken]?

    /// Nil for what is not about `database` as such.
    init?(_ tokens: [SQLToken], _ database: String, _ authorization: [SQLToken]?) {
        let isPrivilege = [.word("grant"), .word("revoke")].contains(tokens.first)
        guard !tokens.contains(where: \.isOdd), let place = Self.place(tokens), place < tokens.count,
            [.word(database), .name(database)].contains(tokens[place])
        else { return nil }
        self.tokens = tokens.enumerated().map { $0.offset == place ? nil : $0.element }
        self.authorization = isPrivilege ? authorization : nil
    }

    /// Where the database's name stands in a statement of a kind that is about databases.
    private static func place(_ tokens: [SQLToken]) -> Int? {
        let starts: [[SQLToken]] = [
            [.word("alter"), .word("database")], [.word("comment"), .word("on"), .word("database")],
        ]
        for start in starts where tokens.starts(with: start) { return start.count }
        let inner: [SQLToken] =
            switch tokens.first {
            case .word("alter") where tokens.dropFirst().first == .word("role"): [.word("in"), .word("database")]
            case .word("grant"), .word("revoke"), .word("security"): [.word("on"), .word("database")]
            default: []
            }
        guard !inner.isEmpty else { return nil }
        return tokens.indices.first { tokens[$0...].starts(with: inner) }.map { $0 + 2 }
    }

    /// What the statement sets a parameter of the whole database to.
    func value(of parameter: String) -> String? {
        guard tokens.count == 7, tokens[0] == .word("alter"), tokens[3] == .word("set"), tokens[4] == .word(parameter)
        else { return nil }
        switch tokens[6] {
        case .string(let value)?, .name(let value)?, .word(let value)?: return value
        default: return nil
        }
    }

    /// The schemas that sessions in the database look in, as SQL; nil for another statement.
    var searchPath: String? {
        let set: [SQLToken?] = [.word("set"), .word("search_path")]
        guard tokens.count > 6, tokens[0] == .word("alter"), tokens[1] == .word("database"), tokens[3...4] == set[...]
        else { return nil }
        return tokens[6...].compactMap { $0?.sql }.joined(separator: " ")
    }

    /// The new owner, when the statement gives the database to somebody.
    var owner: String? {
        guard tokens.count == 6, tokens[3] == .word("owner"), tokens[4] == .word("to"), let last = tokens[5] else {
            return nil
        }
        var cursor = TokenCursor([last])
        return cursor.role()
    }

    /// Whether it sets a parameter for the sessions in the database.
    var isParameter: Bool {
        let word = tokens.first == .word("alter") && tokens.count > 3 ? tokens[tokens[1] == .word("role") ? 6 : 3] : nil
        return word == .word("set")
    }

    /// Whether it grants or revokes.
    var isPrivilege: Bool { [.word("grant"), .word("revoke")].contains(tokens.first) }

    /// As SQL with its semicolon, about `database`.
    package func sql(_ database: String) -> String {
        let text = tokens.map { ($0 ?? .name(database)).sql }.joined(separator: " ") + ";"
        guard let authorization else { return text }
        let switching = authorization.map(\.sql).joined(separator: " ")
        return "\(switching); \(text) RESET SESSION AUTHORIZATION;"
    }
}

extension SQLToken {
    /// Whether it is part of no statement that the server would take.
    var isOdd: Bool {
        switch self {
        case .odd, .command: true
        default: false
        }
    }

    /// The token as SQL; strings and names are quoted anew.
    var sql: String {
        switch self {
        case .word(let word): word
        case .name(let name): SQL.identifier(name)
        case .string(let value): SQL.literal(value)
        case .number(let digits): digits
        case .symbol(let symbol): String(symbol)
        case .command, .odd: ""
        }
    }
}
