import GardeCore
import GardeWords

extension Failure {
    static func postgresRefused(_ said: [String]) -> Failure {
        // psql puts the place in our own script before the server's words.
        let words = said.map { line in
            guard line.hasPrefix("psql:<stdin>:") else { return line }
            return line.split(separator: ":", maxSplits: 3).dropFirst(3).joined().trimmingBlanks
        }
        let why = words.joined(separator: " / ")
        return Failure("postgres.refused", ["why": why])
    }

    /// Several findings against the restore of one database.
    static func together(_ found: [Failure], _ database: String) -> Failure {
        guard found.count > 1 else { return found[0] }
        return Failure(
            "postgres.together", ["database": database, "why": found.map(\.text).joined(by: "words.semicolon")])
    }

    static let serverIsStandby = Failure("postgres.server-is-standby")

    static func dumpIsNewer(_ dump: Int, _ server: Int) -> Failure {
        Failure("postgres.dump-is-newer", ["dump": dump, "server": server])
    }

    static func mayNotMakeDatabases(_ user: String) -> Failure {
        Failure("postgres.may-not-make-databases", ["user": user, "userFix": SQL.identifier(user)])
    }

    static func mayNotMakeRoles(_ user: String) -> Failure {
        Failure("postgres.may-not-make-roles", ["user": user, "fix": Text.useAdministrator])
    }

    static func preparedTransactions(_ names: [String]) -> Failure {
        let list = names.joined(separator: ", ")
        return Failure("postgres.prepared-transactions", ["list": list, "names": SQL.literal(names[0])])
    }

    /// Each with the name and the process of its consumer, empty for one that nobody reads.
    static func replicationSlots(_ slots: [[String]]) -> Failure {
        let (list, name) = (slots.map { $0[0] }.joined(separator: ", "), SQL.literal(slots[0][0]))
        let drop = "SELECT pg_drop_replication_slot(\(name));"
        let reader = slots[0][2].isEmpty ? nil : [slots[0][1], "pid \(slots[0][2])"].filter { !$0.isEmpty }
        let fix =
            reader.map {
                Text("postgres.slot-is-read", ["reader": $0.joined(separator: ", "), "command": drop])
            } ?? Text("postgres.slot-is-idle", ["command": drop])
        return Failure("postgres.replication-slots", ["list": list, "fix": fix])
    }

    static func subscriptions(_ names: [String]) -> Failure {
        let list = names.joined(separator: ", ")
        let name = SQL.identifier(names[0])
        let command =
            "ALTER SUBSCRIPTION \(name) DISABLE; ALTER SUBSCRIPTION \(name) SET (slot_name = NONE); "
            + "DROP SUBSCRIPTION \(name);"
        return Failure("postgres.subscriptions", ["list": list, "command": command])
    }

    static func missingExtensions(_ names: Set<String>) -> Failure? {
        guard !names.isEmpty else { return nil }
        let list = names.sorted().joined(separator: ", ")
        return Failure("postgres.missing-extensions", ["list": list])
    }

    static func missingTablespaces(_ names: Set<String>) -> Failure? {
        guard !names.isEmpty else { return nil }
        let list = names.sorted().joined(separator: ", ")
        let command = "CREATE TABLESPACE \(SQL.identifier(names.sorted()[0])) LOCATION '/…';"
        return Failure("postgres.missing-tablespaces", ["list": list, "command": command])
    }

    static func missingRoles(_ names: Set<String>) -> Failure? {
        guard !names.isEmpty else { return nil }
        let list = names.sorted().joined(separator: ", ")
        let command = "CREATE ROLE \(SQL.identifier(names.sorted()[0]));"
        return Failure("postgres.missing-roles", ["list": list, "command": command])
    }

    static func missingLocale(_ name: String, _ why: Text?) -> Failure {
        Failure("postgres.missing-locale", ["name": name, "why": why])
    }

    static func noRoom(_ needed: Int, _ free: Int, _ place: String) -> Failure {
        let (need, have) = (needed >> 20, free >> 20)
        return Failure("postgres.no-room", ["place": place, "have": have, "need": need])
    }

    static let rolesNotText = Failure("postgres.roles-not-text")
}

// MARK: On the way

extension Failure {
    static func notLoaded(_ said: [String]) -> Failure {
        // What follows an error may be pages of the command that was refused.
        let errors = said.filter(\.isRefusal).prefix(3)
        let why = (errors.isEmpty ? said[...] : errors).joined(separator: " / ")
        return Failure(
            "postgres.not-loaded",
            ["why": why, "fix": (errors.contains(where: mayBeOfAbsence) ? Text.loadWithSearchPath : nil)])
    }

    /// In another language than English any refusal of the server's may be one.
    private static func mayBeOfAbsence(_ line: String) -> Bool {
        line.contains("does not exist") || PostgresRefusal.isOfServer(line) && !line.contains(": ERROR:  ")
    }

    static func nothingStaged(_ name: String) -> Failure {
        Failure("postgres.nothing-staged", ["name": name])
    }

    static func sessionsStay(_ databases: [String]) -> Failure {
        let list = databases.joined(separator: ", ")
        return Failure("postgres.sessions-stay", ["list": list])
    }

    static func oldDatabaseGone(_ name: String) -> Failure {
        Failure("postgres.old-database-gone", ["name": name])
    }

    static func databaseReplaced(_ name: String) -> Failure {
        Failure("postgres.database-replaced", ["name": name])
    }

    static func databaseNotOpen(_ name: String) -> Failure {
        Failure("postgres.database-not-open", ["name": name])
    }

    static func tablesMissing(_ names: [String]) -> Failure {
        let list = names.prefix(8).joined(separator: ", ")
        return Failure("postgres.tables-missing", ["names": names.count, "why": list])
    }

    /// Each with what is there and what the dump holds.
    static func rowsDiffer(_ tables: [String]) -> Failure {
        let list = tables.prefix(8).joined(separator: ", ")
        return Failure("postgres.rows-differ", ["why": list])
    }
}

extension Text {
    static let noRolesFile = Text("postgres.no-roles-file")

    static let roomUnknown = Text("postgres.room-unknown")

    /// ENABLE alone replicates nothing: only REFRESH PUBLICATION, which an enabled one may do, finds its tables again.
    static func subscriptionIsOff(_ name: String, _ slot: String) -> Text {
        let (alter, slot) = ("ALTER SUBSCRIPTION \(SQL.identifier(name))", SQL.literal(slot))
        // One at a time: no transaction takes the second, and psql -c makes one of two.
        let refresh = "\(alter) REFRESH PUBLICATION WITH (copy_data = false);"
        let make = "SELECT pg_create_logical_replication_slot(\(slot), 'pgoutput');"
        return Text(
            "postgres.subscription-is-off",
            ["name": name, "enable": "\(alter) ENABLE;", "refresh": refresh, "make": make])
    }

    static func notAnalyzed(_ failure: Failure) -> Text {
        Text("postgres.not-analyzed", ["failure": failure.text])
    }

    static func parameterLeftOut(_ failure: Failure) -> Text {
        Text("postgres.parameter-left-out", ["failure": failure.text])
    }

    static func roleStays(_ failure: Failure) -> Text {
        Text("postgres.role-stays", ["failure": failure.text])
    }
}

extension String {
    fileprivate var trimmingBlanks: String { String(drop { $0 == " " }) }
}

extension Text {
    /// pg_restore empties `search_path`; as a script the dump can go without that. What comes before its tables is there
    /// the second time.
    fileprivate static var loadWithSearchPath: Text {
        let command =
            "for s in pre-data pre-data data post-data; do gunzip -c ….dump.gz | pg_restore --no-owner --section=$s -f -"
            + " | sed \"/set_config('search_path', ''/d\" | psql -X -d NEW; done"
        return Text("postgres.load-with-search-path", ["command": command])
    }
}
