import GardeCore

extension RolesReplay {
    mutating func mergeMemberships() {
        let known = server.roles.union(made)
        var (given, undone): ([Membership], [RoleStatement]) = ([], [])
        for statement in script.statements {
            guard case .grant(let asked) = statement else {
                if case .revoke = statement { skipped.append("REVOKE") }
                continue
            }
            guard known.contains(asked.role), known.contains(asked.member) else {
                skipped.append(asked.member)
                continue
            }
            guard !before.memberships.contains(where: { $0.covers(asked) }), let membership = allowed(asked, given)
            else { continue }
            forward.append(.grant(membership))
            given.append(membership)
            if isThere(membership) { undone += takingBack(membership) }
        }
        // What somebody granted goes before the right by which he did.
        back += undone.reversed()
    }

    /// Whether neither role of it is made here, with which it would go.
    private func isThere(_ membership: Membership) -> Bool {
        server.roles.contains(membership.role) && server.roles.contains(membership.member)
    }

    /// What was there stays there: only what the grant adds is taken back.
    private func takingBack(_ membership: Membership) -> [RoleStatement] {
        let same = before.memberships.filter { $0.role == membership.role && $0.member == membership.member }
        if same.isEmpty { return [.revoke(membership)] }
        return membership.isAdmin && !same.contains(where: \.isAdmin) ? [.revokeAdmin(membership)] : []
    }

    /// As the server lets us say it; nil where it does not, or where it is so already.
    private mutating func allowed(_ asked: Membership, _ given: [Membership]) -> Membership? {
        var membership = asked
        if !hasGrantor(asked, given) { membership.grantor = nil }
        guard !server.isSuperuser else { return membership }
        guard made.contains(asked.role) || server.givable.contains(asked.role) else {
            refused.append(.grant(membership))
            return nil
        }
        guard server.major >= 16, made.contains(asked.role), asked.member == server.user else { return membership }
        // From 16 on whoever makes a role may give it to others, and has this from a superuser.
        membership.options.removeAll { $0.hasPrefix("ADMIN") }
        return Set(membership.options).isSuperset(of: ["INHERIT FALSE", "SET FALSE"]) ? nil : membership
    }

    /// Whether it can be granted by whom it was granted.
    ///
    /// From 16 on he must have been given that right himself, superuser or not; the superuser that initdb made has it, and
    /// is who grants where nobody is named. To take it back he must be there even if nothing was granted.
    private func hasGrantor(_ membership: Membership, _ given: [Membership]) -> Bool {
        guard server.isSuperuser, let grantor = membership.grantor else { return false }
        guard server.roles.contains(grantor) || made.contains(grantor) && !isThere(membership) else { return false }
        guard server.major >= 16 else { return true }
        // What is taken back by a REVOKE is so before roles are dropped that were granted something by that right.
        let rights = before.memberships + (isThere(membership) ? given : given.filter { !isThere($0) })
        return rights.contains { $0.role == membership.role && $0.member == grantor && $0.isAdmin }
    }
}
