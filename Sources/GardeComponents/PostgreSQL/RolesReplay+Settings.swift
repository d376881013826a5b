import GardeCore
import GardeWords

extension RolesReplay {
    /// A role that has no settings gets those of the backup, and all roles what is set for none of them.
    mutating func giveSettings(except replaced: Set<String>) {
        let shared = script.created.intersection(before.created).subtracting(replaced)
        for role in shared.sorted() { giveSettings(of: role) }
        giveSettings(of: nil)
    }

    private mutating func giveSettings(of role: String?) {
        let theirs = before.settings(of: role)
        let wanted = script.settings(of: role).filter { !theirs.contains($0) }
        guard server.maySet(role) else { return refused += wanted }
        let taken = Set(theirs.map(\.parameter))
        let isKept = { (statement: RoleStatement) in
            role == nil ? taken.contains(statement.parameter) : !theirs.isEmpty
        }
        kept += wanted.filter(isKept)
        let ours = role == nil || role == server.user
        let missing = wanted.filter { !isKept($0) }
        let added = missing.filter { !ours || !$0.mayShutOut }
        unsafe += missing.filter { ours && $0.mayShutOut }
        guard !added.isEmpty else { return }
        if ours { late += added } else { forward += added }
        back += [.resetAll(role)] + theirs
    }
}

extension RoleStatement {
    /// The name of what is set.
    var parameter: String? {
        guard case .set(_, let parameter, _) = self else { return nil }
        return parameter.joined(separator: ".")
    }

    /// Whether a session with this may not begin, for want of a library, or be another role's.
    fileprivate var mayShutOut: Bool {
        let names = ["role", "session_preload_libraries", "local_preload_libraries"]
        return parameter.map { names.contains($0.lowercased()) } ?? false
    }
}

extension [RoleStatement] {
    /// Names of parameters behind those of their roles; never values, which may be secret.
    var parameters: String {
        let names = Dictionary(grouping: filter(\.isSetting)) { $0.role ?? "ALL" }
        return names.sorted { $0.key < $1.key }.map { role, statements in
            "\(role): \(Set(statements.compactMap(\.parameter)).sorted().joined(separator: ", "))"
        }.joined(separator: "; ")
    }
}
