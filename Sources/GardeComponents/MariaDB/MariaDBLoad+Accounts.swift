import GardeCore
import GardeIO
import GardeWords

extension MariaDBLoad {
    /// Makes the accounts that are not there, and gives those that are the rights in this database that they lack. Nobody's
    /// password changes, nor anything of the account that asks.
    func giveAccounts(_ saved: MariaDBAccounts, _ live: String, _ journal: Journal, _ server: MariaDBServer)
        async throws
    {
        let own = try await server.column("SELECT CURRENT_USER()").first ?? ""
        let there = Set(
            try await server.rows("SELECT user, host, is_role FROM mysql.user").map {
                MariaDBSQL.account($0[0], $0[2] == "Y" ? nil : $0[1])
            })
        let others = saved.all.filter { $0.name.replacing("`", with: "") != own }
        let missing = others.filter { !there.contains($0.name) }
        var (forward, back) = (missing.map(\.create) + missing.flatMap(\.grants), missing.map(\.drop))
        for account in others where there.contains(account.name) {
            let (add, undo) = try await rights(of: account, in: live, server)
            forward += add
            back += undo
        }
        try await sayKept(others.filter { there.contains($0.name) }, server)
        try journal.record(id, Step.accounts.rawValue, back.joined(separator: "\n"))
        let refused = try await server.runEach(forward)
        if !refused.isEmpty { site.console.warning(.mariadbRightsLeftOut(refused.map(Self.withoutPassword))) }
    }

    /// What an account that is there lacks of its rights, and what makes them as they were.
    private func rights(
        of account: MariaDBAccounts.Account, in live: String, _ server: MariaDBServer
    ) async throws -> (add: [String], undo: [String]) {
        let now = try await server.column("SHOW GRANTS FOR \(account.name)")
        func isOurs(_ statement: String) -> Bool { MariaDBGrant(statement: statement).isOn(live) }
        let add = account.grants.filter { isOurs($0) && !now.contains($0) }
        guard !add.isEmpty else { return ([], []) }
        let revoked = add.compactMap { MariaDBGrant(statement: $0).revocation(account.name) }
        return (add, revoked + now.filter(isOurs))
    }

    private func sayKept(_ accounts: [MariaDBAccounts.Account], _ server: MariaDBServer) async throws {
        var other: [String] = []
        for account in accounts where !account.isRole {
            let now = try await server.column("SHOW CREATE USER \(account.name)").first
            if now != account.create { other.append(account.name) }
        }
        if !other.isEmpty { site.console.warning(.mariadbAccountsKept(other)) }
    }

    private static func withoutPassword(_ statement: String) -> String {
        statement.firstRange(of: " IDENTIFIED ").map { "\(statement[..<$0.lowerBound]) …" } ?? statement
    }
}

extension MariaDBAccounts.Account {
    fileprivate var drop: String { "DROP \(isRole ? "ROLE" : "USER") IF EXISTS \(name)" }
}
