import GardeCore

extension RolesReplay {
    /// The server's side: its roles with the predefined ones, the one that we connect as, and what that one may.
    package struct Server: Sendable, Hashable {
        package let roles: Set<String>
        package let user: String
        package let major: Int
        package let isSuperuser: Bool
        /// Whether it may make roles.
        package let makesRoles: Bool
        /// The roles that it may give to others, where it is no superuser.
        package let givable: Set<String>

        package init(
            roles: Set<String>, user: String, major: Int = 15, isSuperuser: Bool = true, makesRoles: Bool = true,
            givable: Set<String> = []
        ) {
            (self.roles, self.user, self.major) = (roles, user, major)
            (self.isSuperuser, self.makesRoles, self.givable) = (isSuperuser, makesRoles, givable)
        }

        /// Whether we may set parameters for the sessions of a role, or of all.
        func maySet(_ role: String?) -> Bool {
            guard !isSuperuser, let role else { return isSuperuser }
            return role == user || makesRoles && givable.contains(role)
        }
    }

    /// What there is to run of a statement about a role that is made.
    ///
    /// Merely to name what is a superuser's to give takes one; that a role lacks it is how it is made.
    mutating func allowed(_ statement: RoleStatement) -> [RoleStatement] {
        guard !server.isSuperuser, case .alter(let role, let attributes) = statement else { return [statement] }
        let closed = attributes.filter { !mayGive($0) }
        let lost = closed.filter { $0.lacks == nil }
        if !lost.isEmpty { refused.append(.alter(role, lost)) }
        let rest = attributes.filter { !closed.contains($0) }
        return rest.isEmpty ? [] : [.alter(role, rest)]
    }

    /// From 16 on whoever makes roles gives them of this what the own role has.
    private func mayGive(_ attribute: RoleAttribute) -> Bool {
        guard case .flag(let word) = attribute else { return true }
        let name = attribute.lacks ?? word
        let own = before.statements.filter { $0.role == server.user }.attributes
        return switch name {
        case "SUPERUSER": false
        case "REPLICATION", "BYPASSRLS": server.major >= 16 && own.contains(.flag(name))
        case "CREATEDB": server.major < 16 || own.contains(.flag(name))
        default: true
        }
    }
}

extension RoleAttribute {
    /// What a word such as `NOLOGIN` takes away.
    fileprivate var lacks: String? {
        guard case .flag(let word) = self, word.hasPrefix("NO") else { return nil }
        return String(word.dropFirst(2))
    }
}
