import GardeCore
import GardeWords

/// What a role that is no superuser may not do to databases and sessions of others.
extension PostgresLoad {
    /// Only its owner renames a database, and only a member of a role gives anything to it.
    func ownerFindings(_ session: PostgresSession, _ schema: DumpSchema) async throws -> [Failure] {
        guard !session.facts.isSuperuser else { return [] }
        let user = session.facts.user
        let owner = try await session.rows(
            """
            select rolname from pg_database d join pg_roles r on r.oid = datdba
            where datname = \(SQL.literal(text.held(session.target))) and not pg_has_role(datdba, 'USAGE');
            """, text: text
        ).first?[0]
        return [
            owner.map { Failure.databaseOfAnother(session.target, owner: text.shown($0), user) },
            try await giftFinding(session, schema.owners.union(schema.owner.map { [$0] } ?? [])),
        ].compactMap(\.self)
    }

    /// Everybody who owns something in the dump has to be given it. Whoever owns the database is `pg_database_owner`.
    func giftFinding(_ session: PostgresSession, _ owners: Set<String>) async throws -> Failure? {
        guard !session.facts.isSuperuser, !owners.isEmpty else { return nil }
        let others = try await session.rows(
            """
            select rolname, rolsuper from pg_roles where rolname in (\(SQL.list(owners)))
            and rolname <> 'pg_database_owner' and not pg_has_role(oid, '\(session.facts.membership)') order by 1;
            """, text: text)
        let superusers = others.filter { $0[1] == "t" }.map { text.shown($0[0]) }
        guard superusers.isEmpty else { return .belongsToSuperuser(superusers, session.facts.user) }
        return others.isEmpty ? nil : .mayNotGive(to: others.map { text.shown($0[0]) }, session.facts.user)
    }

    /// They may be those of services that are stopped before the swap.
    func warnOfSessions(_ session: PostgresSession) async throws {
        let others = try await session.foreignSessions(in: [session.target])
        guard !others.isEmpty else { return }
        let line = Failure.sessionsOfOthers(others, session.facts.user)
        site.console.warning(Text(line.line(.english), fr: line.line(.french)))
    }
}

extension Failure {
    static func databaseOfAnother(_ database: String, owner: String, _ user: String) -> Failure {
        let command = "ALTER DATABASE \(SQL.identifier(database)) OWNER TO \(SQL.identifier(user));"
        return Failure(
            "postgres.database-of-another", ["database": database, "owner": owner, "user": user, "command": command])
    }

    static func mayNotGive(to owners: [String], _ user: String) -> Failure {
        let list = owners.joined(separator: ", ")
        let command = "GRANT \(owners.map(SQL.identifier).joined(separator: ", ")) TO \(SQL.identifier(user));"
        return Failure("postgres.may-not-give", ["list": list, "user": user, "command": command])
    }

    /// To be a member of a superuser is to be one.
    static func belongsToSuperuser(_ owners: [String], _ user: String) -> Failure {
        let list = owners.joined(separator: ", ")
        return Failure("postgres.belongs-to-superuser", ["list": list, "user": user, "owner": owners[0]])
    }

    static func sessionsOfOthers(_ roles: [String], _ user: String) -> Failure {
        let list = roles.joined(separator: ", ")
        let command = "GRANT pg_signal_backend TO \(SQL.identifier(user));"
        return Failure("postgres.sessions-of-others", ["list": list, "user": user, "command": command])
    }
}
