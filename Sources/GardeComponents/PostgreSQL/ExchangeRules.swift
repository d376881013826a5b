import GardeCore
import GardeWords

/// Which statements of a dump go into a database that stays, and its schemas with it, by a role without many rights.
package struct ExchangeRules: Sendable, Hashable {
    /// What a script comes to: the schemas that it makes, and what it goes without.
    package struct Outcome: Sendable, Hashable {
        package var schemas: Set<String> = []
        /// Roles that what was theirs cannot be given to.
        package var owners: Set<String> = []
        /// Roles that are not here, with the rights that they had.
        package var grantees: Set<String> = []
        package var eventTriggers: Set<String> = []
        /// Of others, or for a superuser to make; each with the statements of the dump that it needs.
        package var publications: [String: [String]] = [:]

        package init() {}
    }

    /// Installed in the database.
    let extensions: Set<String>
    /// Those of the database as it is: each keeps its owner and its rights.
    let schemas: Set<String>
    let roles: Set<String>
    /// Roles that ours may give things to.
    let givable: Set<String>
    /// Those of other roles that the database has.
    let publications: Set<String>

    package init(
        extensions: Set<String>, schemas: Set<String>, roles: Set<String>, givable: Set<String>,
        publications: Set<String>
    ) {
        (self.extensions, self.schemas, self.roles, self.givable) = (extensions, schemas, roles, givable)
        self.publications = publications
    }

    /// A script without what cannot be done, its text held as bytes; throws when it holds a command of psql's.
    package func script(_ bytes: [UInt8], _ left: inout Outcome) throws -> [UInt8] {
        var (reader, result) = (SQLReader(PostgresText.bytes.utf8(bytes)), [UInt8]())
        while let tokens = reader.next() {
            if case .command = tokens[0] { continue }
            guard !tokens.contains(where: { if case .command = $0 { true } else { false } }) else {
                throw Failure.notLoaded(["\\"])
            }
            guard !leavesPublication(tokens, reader.written, &left) else { continue }
            if keeps(tokens, &left) { result += PostgresText.bytes.bytes(reader.written + "\n") }
        }
        return result
    }

    /// Only its owner changes a publication, and only a superuser makes one of all tables, or of schemas.
    private func leavesPublication(_ tokens: [SQLToken], _ sql: String, _ left: inout Outcome) -> Bool {
        var cursor = TokenCursor(tokens)
        let isNew = cursor.take("create", "publication")
        guard isNew || cursor.take("alter", "publication") || cursor.take("comment", "on", "publication"),
            let name = cursor.name(),
            publications.contains(name) || left.publications[name] != nil || cursor.take("for", "all", "tables")
                || cursor.take("add", "tables", "in", "schema")
        else { return false }
        if !(isNew && publications.contains(name)) { left.publications[name, default: []].append(sql) }
        return true
    }

    private func keeps(_ tokens: [SQLToken], _ left: inout Outcome) -> Bool {
        switch tokens[0] {
        case .word("set"), .word("reset"): keepsSetting(tokens)
        case .word("create"): keepsNew(tokens, &left)
        case .word("comment"): keepsComment(tokens)
        case .word("alter"): keepsChange(tokens, &left)
        case .word("grant"), .word("revoke"): keepsRights(tokens, &left)
        default: true
        }
    }

    /// Those of the session are ours, and other roles may not be taken on.
    private func keepsSetting(_ tokens: [SQLToken]) -> Bool {
        [
            .word("default_tablespace"), .word("default_table_access_method"), .word("default_with_oids"),
            .word("standard_conforming_strings"),
        ].contains(tokens[1])
    }

    private func keepsNew(_ tokens: [SQLToken], _ left: inout Outcome) -> Bool {
        var cursor = TokenCursor(Array(tokens.dropFirst()))
        if cursor.take("schema"), let name = cursor.name() {
            if !schemas.contains(name) { left.schemas.insert(name) }
            return !schemas.contains(name)
        }
        if cursor.take("extension") {
            _ = cursor.take("if", "not", "exists")
            return !(cursor.name().map(extensions.contains) ?? false)
        }
        guard cursor.take("event", "trigger"), let name = cursor.name() else { return true }
        left.eventTriggers.insert(name)
        return false
    }

    private func keepsComment(_ tokens: [SQLToken]) -> Bool {
        var cursor = TokenCursor(Array(tokens.dropFirst()))
        guard cursor.take("on") else { return true }
        if cursor.take("schema") { return !(cursor.name().map(schemas.contains) ?? false) }
        return !cursor.take("extension") && !cursor.take("event", "trigger")
    }

    private func keepsChange(_ tokens: [SQLToken], _ left: inout Outcome) -> Bool {
        var cursor = TokenCursor(Array(tokens.dropFirst()))
        if cursor.take("event", "trigger") { return false }
        if cursor.take("schema"), let name = cursor.name(), schemas.contains(name) { return false }
        if cursor.take("default", "privileges", "for", "role"), let role = cursor.role() {
            guard !givable.contains(role) else { return keepsGrantees(tokens, &left) }
            left.grantees.insert(role)
            return false
        }
        guard tokens.count > 3, Array(tokens[(tokens.count - 3)...].prefix(2)) == [.word("owner"), .word("to")]
        else { return true }
        var last = TokenCursor([tokens[tokens.count - 1]])
        guard let owner = last.role(), !givable.contains(owner) else { return true }
        left.owners.insert(owner)
        return false
    }

    private func keepsRights(_ tokens: [SQLToken], _ left: inout Outcome) -> Bool {
        if let on = tokens.firstIndex(of: .word("on")), on + 2 < tokens.count, tokens[on + 1] == .word("schema") {
            var cursor = TokenCursor([tokens[on + 2]])
            if let schema = cursor.name(), schemas.contains(schema) { return false }
        }
        return keepsGrantees(tokens, &left)
    }

    /// Whether those that stand after TO or FROM are here.
    private func keepsGrantees(_ tokens: [SQLToken], _ left: inout Outcome) -> Bool {
        let link: SQLToken = tokens.contains(.word("grant")) ? .word("to") : .word("from")
        guard let place = tokens.lastIndex(of: link) else { return true }
        var cursor = TokenCursor(Array(tokens[(place + 1)...]))
        let unknown = (cursor.list { $0.role() } ?? []).filter { !roles.contains($0) }
        left.grantees.formUnion(unknown)
        return unknown.isEmpty
    }
}
