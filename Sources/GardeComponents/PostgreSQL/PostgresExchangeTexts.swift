import GardeCore
import GardeWords

extension Text {
    static func exchanges(_ database: String, _ user: String) -> Text {
        Text("postgres.exchanges", ["user": user, "database": database])
    }

    static func settingsStay(_ database: String) -> Text {
        Text("postgres.settings-stay", ["database": database])
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

    static func othersInTheWay(_ names: [String], _ user: String) -> Failure {
        let list = names.prefix(8).joined(separator: ", ")
        return Failure(
            "postgres.others-in-the-way",
            [
                "user": user, "list": list,
                "fix": typed(
                    names.prefix(8).map { "ALTER TABLE \($0) OWNER TO \(SQL.identifier(user));" }.joined(separator: " ")
                ),
            ])
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

    static func notExchanged(_ said: [String], _ user: String) -> Failure {
        let errors = said.filter { $0.contains("ERROR:") || $0.contains("FATAL:") }.map { line in
            line.firstRange(of: "ERROR:").map { String(line[$0.lowerBound...]) } ?? line
        }
        let why = (errors.isEmpty ? said : errors).prefix(3).joined(separator: " / ")
        let isHeld = errors.contains { $0.contains("lock timeout") }
        return Failure(
            "postgres.not-exchanged",
            [
                "why": why,
                "fix":
                    (isHeld
                    ? Text("postgres.not-exchanged.fix-1") : nil),
            ])
    }

    static func eventTriggerLeftOut(_ name: String) -> Failure {
        Failure("postgres.event-trigger-left-out", ["name": name])
    }
}
