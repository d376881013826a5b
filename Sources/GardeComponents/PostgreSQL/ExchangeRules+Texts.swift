import GardeCore
import GardeWords

extension Text {
    static func exchanges(_ database: String, _ user: String) -> Text {
        Text("postgres.exchanges", ["user": user, "database": database])
    }

    static func settingsStay(_ database: String) -> Text {
        Text("postgres.settings-stay", ["database": database])
    }

    static func extensionRowsStay(_ tables: [String]) -> Text {
        Text("postgres.extension-rows-stay", ["list": tables.joined(separator: ", ")])
    }

    static func rolesStay(_ user: String) -> Text {
        Text("postgres.roles-stay", ["user": user])
    }
}

extension ExchangeRules.Outcome {
    func warnings(_ user: String) -> [Text] {
        func list(_ names: Set<String>) -> String {
            names.map(PostgresText.bytes.shown).sorted().joined(separator: ", ")
        }
        let (owners, grantees, triggers) = (list(owners), list(grantees), list(eventTriggers))
        let publications = list(Set(publications.keys))
        return [
            owners.isEmpty
                ? nil
                : Text("postgres.warnings", ["owners": owners, "user": user]),
            grantees.isEmpty
                ? nil
                : Text("postgres.warnings-2", ["grantees": grantees]),
            triggers.isEmpty
                ? nil
                : Text("postgres.warnings-3", ["triggers": triggers]),
            publications.isEmpty
                ? nil
                : Text("postgres.publications-stay", ["publications": publications, "user": user]),
        ].compactMap(\.self)
    }
}

extension Failure {
    private static func typed(_ command: String) -> Text {
        Text("postgres.typed-2", ["command": command])
    }

    static func mayNotMakeSchemas(_ database: String, _ user: String) -> Failure {
        Failure(
            "postgres.may-not-make-schemas",
            [
                "user": user, "database": database,
                "fix": typed("GRANT CREATE ON DATABASE \(SQL.identifier(database)) TO \(SQL.identifier(user));"),
            ])
    }

    /// A member of their owner moves them, and puts them back for it; a member of a superuser would be one.
    static func othersInTheWay(_ names: [String], _ owners: Set<PostgresLoad.Owner>, _ user: String) -> Failure {
        let list = names.prefix(8).joined(separator: ", ")
        let roles = owners.map { SQL.identifier($0.name) }.sorted().joined(separator: ", ")
        let isOfSuperuser = owners.contains(where: \.isSuperuser)
        return Failure(
            "postgres.others-in-the-way",
            [
                "user": user, "list": list,
                "fix": isOfSuperuser
                    ? Text("postgres.restore-as-superuser") : typed("GRANT \(roles) TO \(SQL.identifier(user));"),
            ])
    }

    static func schemasShut(_ schemas: [String], _ user: String) -> Failure {
        let names = schemas.map(SQL.identifier).joined(separator: ", ")
        return Failure(
            "postgres.schemas-shut",
            [
                "user": user, "list": schemas.joined(separator: ", "),
                "fix": typed("GRANT USAGE, CREATE ON SCHEMA \(names) TO \(SQL.identifier(user));"),
            ])
    }

    /// What is in a new database cannot be created there before.
    static func extensionsOfSuperuser(_ names: [String], _ user: String) -> Failure {
        Failure("postgres.extensions-of-superuser", ["user": user, "list": names.joined(separator: ", ")])
    }

    static let largeObjectsStay = Failure("postgres.large-objects-stay")

    static func doNotMove(_ names: [String]) -> Failure {
        let list = names.prefix(8).joined(separator: ", ")
        return Failure("postgres.do-not-move", ["list": list, "names": names[0]])
    }

    static func tooFewLocks(_ tables: Int, _ room: Int) -> Failure {
        Failure("postgres.too-few-locks", ["tables": tables, "room": room])
    }

    static func extensionsOfTheOwner(_ names: [String], _ user: String) -> Failure {
        let list = names.joined(separator: ", ")
        return Failure(
            "postgres.extensions-of-the-owner",
            ["user": user, "list": list, "fix": typed("CREATE EXTENSION \(SQL.identifier(names[0]));")])
    }

    /// `triggers`: event triggers of the database.
    static func notExchanged(_ said: [String], _ triggers: [String]) -> Failure {
        let errors = said.filter { $0.contains("ERROR:") || $0.contains("FATAL:") }.map { line in
            line.firstRange(of: "ERROR:").map { String(line[$0.lowerBound...]) } ?? line
        }
        let why = (errors.isEmpty ? said : errors).prefix(3).joined(separator: " / ")
        let isHeld = errors.contains { $0.contains("lock timeout") }
        return Failure(
            "postgres.not-exchanged",
            [
                "why": why,
                "fix": isHeld ? Text("postgres.not-exchanged.fix-1") : mayHaveRefused(triggers),
            ])
    }

    private static func mayHaveRefused(_ triggers: [String]) -> Text? {
        guard !triggers.isEmpty else { return nil }
        let commands = triggers.map { "ALTER EVENT TRIGGER \(SQL.identifier($0)) DISABLE;" }.joined(separator: " ")
        return Text("postgres.trigger-may-refuse", ["list": triggers.joined(separator: ", "), "command": commands])
    }

    static func publicationLeftOut(_ name: String, _ statements: [String]) -> Failure {
        let typed = typed(statements.map { String($0.drop(while: \.isNewline)) }.joined(separator: " "))
        return Failure("postgres.publication-left-out", ["name": name, "fix": typed])
    }

    static func eventTriggerLeftOut(_ name: String) -> Failure {
        Failure("postgres.event-trigger-left-out", ["name": name])
    }
}
