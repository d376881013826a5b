extension Text {
    static func exchanges(_ database: String, _ user: String) -> Text {
        Text(
            "\(user) may not create databases: the restore goes into \(database) itself, in one transaction; what \(user)"
                + " owns there moves aside until all is well (schemas garde_before_…), and the server needs room for"
                + " both. Extensions, rights on schemas and what belongs to others stay as they are",
            fr: "\(user) n'a pas le droit de créer des bases : la restauration va dans \(database) même, en une"
                + " transaction ; ce que \(user) y possède est mis de côté jusqu'à la fin (schémas garde_before_…), et"
                + " il faut au serveur la place des deux. Les extensions, les droits sur les schémas et ce qui est à"
                + " d'autres restent tels quels")
    }

    static func settingsStay(_ database: String) -> Text {
        Text(
            "settings, comment and rights of the database \(database) itself stay as they are",
            fr: "réglages, commentaire et droits de la base \(database) elle-même restent tels quels")
    }

    static func rolesStay(_ user: String) -> Text {
        Text(
            "\(user) may not create roles: those of the server stay as they are",
            fr: "\(user) n'a pas le droit de créer des rôles : ceux du serveur restent tels quels")
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
                : Text(
                    "what belonged to \(owners) will belong to \(user), who is no member of it",
                    fr: "ce qui appartenait à \(owners) appartiendra à \(user), qui n'en est pas membre"),
            grantees.isEmpty
                ? nil
                : Text(
                    "rights of roles that are not here, or not ours to give, are left out: \(grantees)",
                    fr: "les droits de rôles absents, ou qui ne sont pas à nous, sont laissés de côté : \(grantees)"),
            triggers.isEmpty
                ? nil
                : Text(
                    "event triggers, which only a superuser makes, are left out: \(triggers)",
                    fr:
                        "les déclencheurs sur événement, réservés au superutilisateur, sont laissés de côté : \(triggers)"
                ),
        ].compactMap(\.self)
    }
}

extension Failure {
    private static func typed(_ command: String) -> Text {
        Text("Have a superuser type: \(command)", fr: "Faites taper à un superutilisateur : \(command)")
    }

    static func mayNotMakeSchemas(_ database: String, _ user: String) -> Failure {
        Failure(
            Text(
                "\(user) may neither create databases nor schemas in \(database)",
                fr: "\(user) n'a le droit de créer ni des bases ni des schémas dans \(database)"),
            fix: typed("GRANT CREATE ON DATABASE \(SQL.identifier(database)) TO \(SQL.identifier(user));"))
    }

    static func othersInTheWay(_ names: [String], _ user: String) -> Failure {
        let list = names.prefix(8).joined(separator: ", ")
        return Failure(
            Text(
                "tables and views in the way are not of \(user), or of an extension: \(list)",
                fr: "des tables et vues gênantes ne sont pas à \(user), ou viennent d'une extension : \(list)"),
            fix: typed(
                names.prefix(8).map { "ALTER TABLE \($0) OWNER TO \(SQL.identifier(user));" }.joined(separator: " ")))
    }

    static let largeObjectsStay = Failure(
        Text(
            "large objects cannot be exchanged without a database beside",
            fr: "les large objects ne s'échangent pas sans une seconde base"),
        fix: Text(
            "Use a role with CREATEDB in POSTGRES_USER.", fr: "Mettez dans POSTGRES_USER un rôle qui a CREATEDB."))

    static func doNotMove(_ names: [String]) -> Failure {
        let list = names.prefix(8).joined(separator: ", ")
        return Failure(
            Text(
                "the restore needs a database beside, as these cannot move aside: \(list)",
                fr: "il faut une seconde base, car ceci ne se met pas de côté : \(list)"),
            fix: Text(
                "Use a role with CREATEDB in POSTGRES_USER. If the database can do without, type in SQL: DROP \(names[0]);",
                fr: "Mettez dans POSTGRES_USER un rôle qui a CREATEDB. Si la base peut s'en passer, tapez en SQL : "
                    + "DROP \(names[0]);"))
    }

    static func tooFewLocks(_ tables: Int, _ room: Int) -> Failure {
        Failure(
            Text(
                "\(tables) tables and indexes are too many for one transaction of this server, which has \(room) locks",
                fr: "\(tables) tables et index sont trop pour une transaction de ce serveur, qui a \(room) verrous"),
            fix: Text(
                "Raise max_locks_per_transaction, or use a role with CREATEDB in POSTGRES_USER.",
                fr: "Augmentez max_locks_per_transaction, ou mettez dans POSTGRES_USER un rôle qui a CREATEDB."))
    }

    static func extensionsOfTheOwner(_ names: [String], _ user: String) -> Failure {
        let list = names.joined(separator: ", ")
        return Failure(
            Text(
                "extensions of the dump are not in the database, and \(user) may not create them: \(list)",
                fr: "des extensions du dump manquent à la base, et \(user) n'a pas le droit de les créer : \(list)"),
            fix: typed("CREATE EXTENSION \(SQL.identifier(names[0]));"))
    }

    static func notExchanged(_ said: [String], _ user: String) -> Failure {
        let errors = said.filter { $0.contains("ERROR:") || $0.contains("FATAL:") }.map { line in
            line.firstRange(of: "ERROR:").map { String(line[$0.lowerBound...]) } ?? line
        }
        let why = (errors.isEmpty ? said : errors).prefix(3).joined(separator: " / ")
        let isHeld = errors.contains { $0.contains("lock timeout") }
        return Failure(
            Text("the dump could not be loaded", fr: "le dump n'a pas pu être chargé"), why: Text(why, fr: why),
            fix: isHeld
                ? Text(
                    "Stop what is connected; look in SQL: SELECT * FROM pg_stat_activity;",
                    fr: "Arrêtez ce qui est connecté ; voyez en SQL : SELECT * FROM pg_stat_activity;") : nil)
    }

    static func eventTriggerLeftOut(_ name: String) -> Failure {
        Failure(
            Text(
                "the event trigger \(name) was left out",
                fr: "le déclencheur sur événement \(name) a été laissé de côté"),
            fix: Text(
                "Have a superuser create it again.", fr: "Faites-le recréer par un superutilisateur."))
    }
}
