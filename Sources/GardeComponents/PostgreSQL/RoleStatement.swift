import GardeCore
/// The statements of a roles file that are replayed, and nothing else: read into values, written anew from them.
package enum RoleStatement: Sendable, Hashable {
    case create(String)
    case alter(String, [RoleAttribute])
    /// `ALTER ROLE role SET parameter TO values`; nil for what is set for all roles.
    case set(String?, parameter: [String], values: [String])
    /// Takes all of the role's own settings away, or those of all roles.
    case resetAll(String?)
    case comment(String, String?)
    case grant(Membership)
    case revoke(Membership)
    /// Written by us only, to undo.
    case drop(String)
    case revokeAdmin(Membership)

    /// Whether it sets a parameter for the role's sessions.
    var isSetting: Bool { if case .set = self { true } else { false } }

    /// The role that the statement is about; nil for memberships, and for what is about all roles.
    package var role: String? {
        switch self {
        case .set(let role, _, _), .resetAll(let role): role
        case .create(let role), .alter(let role, _), .comment(let role, _), .drop(let role): role
        case .grant, .revoke, .revokeAdmin: nil
        }
    }
}

/// What `CREATE ROLE` and `ALTER ROLE` give a role.
package enum RoleAttribute: Sendable, Hashable {
    /// Such as `LOGIN` or `NOLOGIN`.
    case flag(String)
    case connectionLimit(Int)
    /// As text or as the server's own digest of it; nil for none.
    case password(String?)
    case validUntil(String)
}

/// One role in another.
package struct Membership: Sendable, Hashable {
    package let role: String
    package let member: String
    /// Such as `ADMIN OPTION` or `INHERIT FALSE`.
    package var options: [String] = []
    package var grantor: String?

    /// Whether there is nothing in `other` that this membership lacks, whoever granted either.
    func covers(_ other: Membership) -> Bool {
        role == other.role && member == other.member && Set(options).isSuperset(of: other.options)
    }

    var isAdmin: Bool { options.contains("ADMIN OPTION") || options.contains("ADMIN TRUE") }
}

// MARK: Writing

extension RoleStatement {
    /// The statement as SQL with its semicolon, all names and values quoted anew.
    package var sql: String {
        switch self {
        case .create(let role): "CREATE ROLE \(SQL.identifier(role));"
        case .alter(let role, let attributes):
            "ALTER ROLE \(SQL.identifier(role)) WITH \(attributes.map(\.sql).joined(separator: " "));"
        case .set(let role, let parameter, let values):
            "ALTER ROLE \(Self.named(role)) SET \(parameter.map(SQL.identifier).joined(separator: ".")) TO "
                + "\(SQL.list(values));"
        case .resetAll(let role): "ALTER ROLE \(Self.named(role)) RESET ALL;"
        case .comment(let role, let text):
            "COMMENT ON ROLE \(SQL.identifier(role)) IS \(text.map(SQL.literal) ?? "NULL");"
        case .grant(let membership): membership.grant
        case .revoke(let membership): membership.revoke("")
        case .revokeAdmin(let membership): membership.revoke("ADMIN OPTION FOR ")
        case .drop(let role): "DROP ROLE IF EXISTS \(SQL.identifier(role));"
        }
    }

    private static func named(_ role: String?) -> String { role.map(SQL.identifier) ?? "ALL" }
}

extension RoleAttribute {
    fileprivate var sql: String {
        switch self {
        case .flag(let word): word
        case .connectionLimit(let limit): "CONNECTION LIMIT \(limit)"
        case .password(let password): "PASSWORD \(password.map(SQL.literal) ?? "NULL")"
        case .validUntil(let time): "VALID UNTIL \(SQL.literal(time))"
        }
    }
}

extension Membership {
    fileprivate var grant: String {
        let with = options.isEmpty ? "" : " WITH \(options.joined(separator: ", "))"
        return "GRANT \(SQL.identifier(role)) TO \(SQL.identifier(member))\(with)\(by);"
    }

    fileprivate func revoke(_ option: String) -> String {
        "REVOKE \(option)\(SQL.identifier(role)) FROM \(SQL.identifier(member))\(by);"
    }

    private var by: String { grantor.map { " GRANTED BY \(SQL.identifier($0))" } ?? "" }
}

// MARK: Reading

extension RoleStatement {
    /// What the tokens of one statement say; empty when they are anything else than a statement about roles.
    package static func read(_ tokens: [SQLToken]) -> [RoleStatement] {
        var cursor = TokenCursor(tokens)
        let found: [RoleStatement]? =
            if cursor.take("create", "role") {
                readCreate(&cursor)
            } else if cursor.take("alter", "role") {
                readAlter(&cursor).map { [$0] }
            } else if cursor.take("comment", "on", "role") {
                readComment(&cursor).map { [$0] }
            } else if cursor.take("grant") {
                readMemberships(&cursor, "to")?.map(RoleStatement.grant)
            } else if cursor.take("revoke") {
                readMemberships(&cursor, "from")?.map(RoleStatement.revoke)
            } else { nil }
        return cursor.isAtEnd ? found ?? [] : []
    }

    private static func readCreate(_ cursor: inout TokenCursor) -> [RoleStatement]? {
        guard let role = cursor.role() else { return nil }
        if cursor.isAtEnd { return [.create(role)] }
        _ = cursor.take("with")
        return readAttributes(&cursor).map { [.create(role), .alter(role, $0)] }
    }

    private static func readAlter(_ cursor: inout TokenCursor) -> RoleStatement? {
        let isOfAll = cursor.take("all")
        let named = isOfAll ? nil : cursor.role()
        guard isOfAll || named != nil else { return nil }
        if cursor.take("reset", "all") { return .resetAll(named) }
        if cursor.take("set") {
            guard let parameter = readParameter(&cursor), cursor.take("to") || cursor.take(symbol: "="),
                let values = cursor.list({ $0.value() })
            else { return nil }
            return .set(named, parameter: parameter, values: values)
        }
        guard let role = named else { return nil }
        _ = cursor.take("with")
        return readAttributes(&cursor).map { .alter(role, $0) }
    }

    private static func readParameter(_ cursor: inout TokenCursor) -> [String]? {
        guard let first = cursor.name() else { return nil }
        guard cursor.take(symbol: ".") else { return [first] }
        return cursor.name().map { [first, $0] }
    }

    private static func readComment(_ cursor: inout TokenCursor) -> RoleStatement? {
        guard let role = cursor.role(), cursor.take("is") else { return nil }
        if cursor.take("null") { return .comment(role, nil) }
        return cursor.string().map { .comment(role, $0) }
    }

    private static func readAttributes(_ cursor: inout TokenCursor) -> [RoleAttribute]? {
        var found: [RoleAttribute] = []
        repeat {
            guard let next = readAttribute(&cursor) else { return nil }
            found.append(next)
        } while !cursor.isAtEnd
        return found
    }

    private static func readAttribute(_ cursor: inout TokenCursor) -> RoleAttribute? {
        if cursor.take("connection", "limit") { return cursor.integer().map(RoleAttribute.connectionLimit) }
        if cursor.take("valid", "until") { return cursor.string().map(RoleAttribute.validUntil) }
        _ = cursor.take("encrypted")
        if cursor.take("password") {
            if cursor.take("null") { return .password(nil) }
            return cursor.string().map(RoleAttribute.password)
        }
        let flags = ["superuser", "createdb", "createrole", "inherit", "login", "replication", "bypassrls"]
        for flag in flags {
            if cursor.take(flag) { return .flag(flag.uppercased()) }
            if cursor.take("no" + flag) { return .flag("NO" + flag.uppercased()) }
        }
        return nil
    }

    private static func readMemberships(_ cursor: inout TokenCursor, _ direction: String) -> [Membership]? {
        guard let roles = cursor.list({ $0.role() }), cursor.take(direction), let members = cursor.list({ $0.role() })
        else { return nil }
        var options: [String] = []
        if direction == "to", cursor.take("with") {
            guard let found = cursor.list({ readOption(&$0) }) else { return nil }
            options = found
        }
        var grantor: String?
        if cursor.take("granted", "by") {
            guard let name = cursor.role() else { return nil }
            grantor = name
        }
        return roles.flatMap { role in
            members.map { Membership(role: role, member: $0, options: options, grantor: grantor) }
        }
    }

    private static func readOption(_ cursor: inout TokenCursor) -> String? {
        for option in ["admin", "inherit", "set"] {
            for value in ["option", "true", "false"] where cursor.take(option, value) {
                return "\(option) \(value)".uppercased()
            }
        }
        return nil
    }
}
