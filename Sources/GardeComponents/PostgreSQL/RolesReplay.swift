import GardeCore
import GardeWords

/// What is run to bring a backup's roles onto a server that has roles of its own, and what takes that back.
package struct RolesReplay: Sendable, Hashable {
    /// In one transaction.
    package var forward: [RoleStatement] = []
    /// In one transaction; right whether `forward` was committed or not.
    package var back: [RoleStatement] = []
    /// After `back`, each for itself: a role that owns something by now stays.
    package var drops: [RoleStatement] = []
    /// Statements about roles that the server lacks and the script does not make, or that no script may touch.
    package var skipped: [String] = []

    private let script: RolesScript
    private let before: RolesScript
    private let server: Server

    /// The server's side: its roles with the predefined ones, and the one that we connect as.
    package struct Server: Sendable, Hashable {
        package let roles: Set<String>
        package let user: String

        package init(roles: Set<String>, user: String) { (self.roles, self.user) = (roles, user) }
    }

    /// Roles that `server` has keep all that `before` says of them, unless `replaces`; memberships are only added.
    ///
    /// Our own role is never altered: its password is what lets the rest of the restore, and its undoing, connect.
    package init(_ script: RolesScript, before: RolesScript, server: Server, replaces: Bool) {
        (self.script, self.before, self.server) = (script, before, server)
        makeRoles()
        if replaces { replaceRoles() }
        mergeMemberships()
    }

    private mutating func makeRoles() {
        let made = script.created.subtracting(server.roles).filter { !$0.hasPrefix("pg_") }
        var begun: Set<String> = []
        for statement in script.statements {
            guard let role = statement.role else { continue }
            if made.contains(role) {
                // Said twice, a role is made once; nothing is said of it before.
                if case .create = statement, !begun.insert(role).inserted { continue }
                if begun.contains(role) { forward.append(statement) } else { skipped.append(role) }
            } else if !server.roles.contains(role) {
                skipped.append(role)
            }
        }
        drops = made.sorted().map(RoleStatement.drop)
    }

    private mutating func replaceRoles() {
        let shared = script.created.intersection(before.created).subtracting([server.user])
        for role in shared.sorted() {
            forward += script.state(of: role, insteadOf: before)
            back += before.state(of: role, insteadOf: script)
        }
    }

    private mutating func mergeMemberships() {
        let known = server.roles.union(drops.compactMap(\.role))
        for statement in script.statements {
            guard case .grant(var membership) = statement else {
                if case .revoke = statement { skipped.append("REVOKE") }
                continue
            }
            guard known.contains(membership.role), known.contains(membership.member) else {
                skipped.append(membership.member)
                continue
            }
            guard !before.memberships.contains(where: { $0.covers(membership) }) else { continue }
            if let grantor = membership.grantor, !known.contains(grantor) { membership.grantor = nil }
            forward.append(.grant(membership))
            if server.roles.contains(membership.role), server.roles.contains(membership.member) { takeBack(membership) }
        }
    }

    /// What was there stays there: only what the grant adds is taken back.
    private mutating func takeBack(_ membership: Membership) {
        let same = before.memberships.filter { $0.role == membership.role && $0.member == membership.member }
        if same.isEmpty {
            back.append(.revoke(membership))
        } else if membership.isAdmin, !same.contains(where: \.isAdmin) {
            back.append(.revokeAdmin(membership))
        }
    }
}

extension RolesScript {
    /// Everything that makes `role` what this script says, over what `other` may have given it.
    fileprivate func state(of role: String, insteadOf other: RolesScript) -> [RoleStatement] {
        let mine = statements.filter { $0.role == role }
        let theirs = other.statements.filter { $0.role == role }
        var result: [RoleStatement] = []
        let attributes = mine.attributes
        let missing = theirs.attributes.compactMap { $0.absence(in: attributes, forgetsPassword: hasPasswords) }
        if !(attributes + missing).isEmpty { result.append(.alter(role, attributes + missing)) }
        if !(mine.settings + theirs.settings).isEmpty { result.append(.resetAll(role)) }
        result += mine.settings
        if mine.comment != theirs.comment { result.append(.comment(role, mine.comment)) }
        return result
    }
}

extension [RoleStatement] {
    fileprivate var attributes: [RoleAttribute] {
        flatMap { statement -> [RoleAttribute] in
            guard case .alter(_, let attributes) = statement else { return [] }
            return attributes
        }
    }

    fileprivate var settings: [RoleStatement] { filter(\.isSetting) }

    /// Of the last statement that sets or removes it.
    fileprivate var comment: String? {
        compactMap { if case .comment(_, let text) = $0 { text } else { nil } }.last
    }
}

extension RoleAttribute {
    var isPassword: Bool { if case .password = self { true } else { false } }

    /// What takes this attribute away where `others` say nothing of its kind; nil where they do.
    fileprivate func absence(in others: [RoleAttribute], forgetsPassword: Bool) -> RoleAttribute? {
        switch self {
        case .flag: nil
        case .connectionLimit:
            others.contains { if case .connectionLimit = $0 { true } else { false } } ? nil : .connectionLimit(-1)
        case .validUntil:
            others.contains { if case .validUntil = $0 { true } else { false } } ? nil : .validUntil("infinity")
        case .password:
            !forgetsPassword || others.contains(where: \.isPassword)
                ? nil : .password(nil)
        }
    }
}

extension Text {
    static func rolesSkipped(_ roles: [String]) -> Text {
        let names = Set(roles).sorted().prefix(8).joined(separator: ", ")
        return Text("postgres.roles-skipped", ["names": names])
    }

    static func ownRoleKept(_ user: String) -> Text {
        Text("postgres.own-role-kept", ["user": user])
    }

    static let rolesNotReplaced = Text("postgres.roles-not-replaced")
}
