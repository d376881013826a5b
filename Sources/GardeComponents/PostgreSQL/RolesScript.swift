import GardeCore
import GardeWords

/// What a file of `pg_dumpall --roles-only` says about roles; everything else in it is left out and only named.
package struct RolesScript: Sendable, Hashable {
    package var statements: [RoleStatement] = []
    /// The kinds of statements that were left out, such as `CREATE TABLE` or `\!`, in their order; never their content.
    package var leftOut: [String] = []

    package init(_ bytes: [UInt8]) {
        var reader = SQLReader(bytes)
        while let tokens = reader.next() {
            let found = RoleStatement.read(tokens)
            if !found.isEmpty {
                statements += found
            } else if !Self.isHarmless(tokens) {
                leftOut.append(Self.kind(tokens))
            }
        }
    }

    package init(statements: [RoleStatement]) { self.statements = statements }

    /// The roles that the script makes.
    package var created: Set<String> {
        Set(statements.compactMap { if case .create(let role) = $0 { role } else { nil } })
    }

    package var memberships: [Membership] {
        statements.compactMap { if case .grant(let membership) = $0 { membership } else { nil } }
    }

    /// What is set for a role's sessions; nil for those of all roles.
    package func settings(of role: String?) -> [RoleStatement] {
        statements.filter { $0.isSetting && $0.role == role }
    }

    /// Whether any role has a password: a file made without the right to read them has none.
    package var hasPasswords: Bool {
        statements.contains { statement in
            guard case .alter(_, let attributes) = statement else { return false }
            return attributes.contains(where: \.isPassword)
        }
    }

    /// The statement that gives `role` the password that it has here.
    package func password(of role: String) -> [RoleStatement] {
        let passwords = statements.flatMap { statement -> [RoleAttribute] in
            guard case .alter(role, let attributes) = statement else { return [] }
            return attributes.filter(\.isPassword)
        }
        return [.alter(role, passwords.isEmpty ? [.password(nil)] : passwords)]
    }

    /// What pg_dumpall writes around the roles: settings of the session, guards of psql.
    private static func isHarmless(_ tokens: [SQLToken]) -> Bool {
        if case .command(let name) = tokens.first { return ["restrict", "unrestrict", "connect", "c"].contains(name) }
        guard tokens.count >= 3, tokens[0] == .word("set"), case .word(let parameter) = tokens[1] else { return false }
        return ["default_transaction_read_only", "client_encoding", "standard_conforming_strings"].contains(parameter)
    }

    /// At most three keywords: names and values, which may be secret, are not shown.
    private static func kind(_ tokens: [SQLToken]) -> String {
        if case .command(let name) = tokens.first { return "\\\(name)" }
        let words = tokens.prefix(3).prefix { if case .word = $0 { true } else { false } }.prefix(2)
        let texts = words.compactMap { if case .word(let word) = $0 { word.uppercased() } else { nil } }
        return texts.isEmpty ? "?" : texts.joined(separator: " ")
    }
}

extension Text {
    static func rolesLeftOut(_ kinds: [String]) -> Text {
        let names = Set(kinds).sorted().prefix(8).joined(separator: ", ")
        return Text("postgres.roles-left-out", ["count": kinds.count, "names": names])
    }
}
