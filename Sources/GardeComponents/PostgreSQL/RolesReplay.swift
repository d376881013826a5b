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
    /// Settings of our own role and of all roles, for when the database is in place: our sessions would have them too.
    package var late: [RoleStatement] = []
    /// Statements about roles that the server lacks and the script does not make, or that no script may touch.
    package var skipped: [String] = []
    /// Settings that the server has otherwise, and keeps.
    package var kept: [RoleStatement] = []
    /// What a role that is no superuser may not say.
    package var refused: [RoleStatement] = []
    /// Settings with which our own sessions might not begin, or be another role's.
    package var unsafe: [RoleStatement] = []

    let script: RolesScript
    let before: RolesScript
    let server: Server

    /// Roles that `server` has keep all that `before` says of them, unless `replaces`; those that have no settings get
    /// them, and memberships are only added.
    ///
    /// Our own role is never altered: its password is what lets the rest of the restore, and its undoing, connect.
    package init(_ script: RolesScript, before: RolesScript, server: Server, replaces: Bool) {
        (self.script, self.before, self.server) = (script, before, server)
        makeRoles()
        let replaced = replaces ? script.created.intersection(before.created).subtracting([server.user]) : []
        replaceRoles(replaced)
        giveSettings(except: replaced)
        mergeMemberships()
    }

    /// The roles that are made.
    var made: Set<String> { Set(drops.compactMap(\.role)) }

    private mutating func makeRoles() {
        let made = script.created.subtracting(server.roles).filter { !$0.hasPrefix("pg_") }
        var begun: Set<String> = []
        for statement in script.statements {
            guard let role = statement.role else { continue }
            if made.contains(role) {
                // Said twice, a role is made once; nothing is said of it before.
                if case .create = statement, !begun.insert(role).inserted { continue }
                guard begun.contains(role) else {
                    skipped.append(role)
                    continue
                }
                let allowed = allowed(statement)
                forward += allowed
            } else if !server.roles.contains(role) {
                skipped.append(role)
            }
        }
        drops = made.sorted().map(RoleStatement.drop)
    }

    private mutating func replaceRoles(_ shared: Set<String>) {
        for role in shared.sorted() {
            forward += script.state(of: role, insteadOf: before)
            back += before.state(of: role, insteadOf: script)
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
    var attributes: [RoleAttribute] {
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
