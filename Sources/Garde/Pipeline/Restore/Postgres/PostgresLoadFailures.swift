extension Failure {
    static func postgresRefused(_ said: [String]) -> Failure {
        // psql puts the place in our own script before the server's words.
        let words = said.map { line in
            guard line.hasPrefix("psql:<stdin>:") else { return line }
            return line.split(separator: ":", maxSplits: 3).dropFirst(3).joined().trimmingBlanks
        }
        let why = words.joined(separator: " / ")
        return Failure(Text("PostgreSQL refused", fr: "PostgreSQL a refusé"), why: Text(why, fr: why))
    }

    /// Several findings against the restore of one database.
    static func together(_ found: [Failure], _ database: String) -> Failure {
        guard found.count > 1 else { return found[0] }
        let english = found.map { $0.line(.english) }.joined(separator: "; ")
        let french = found.map { $0.line(.french) }.joined(separator: " ; ")
        return Failure(
            Text("\(database) cannot be restored here", fr: "\(database) ne peut pas être restaurée ici"),
            why: Text(english, fr: french))
    }

    static let serverIsStandby = Failure(
        Text("this PostgreSQL server is a standby", fr: "ce serveur PostgreSQL est un secondaire"),
        fix: Text("Restore into its primary server.", fr: "Restaurez dans son serveur primaire."))

    static func dumpIsNewer(_ dump: Int, _ server: Int) -> Failure {
        Failure(
            Text(
                "the dump is of PostgreSQL \(dump), the server is PostgreSQL \(server)",
                fr: "le dump vient de PostgreSQL \(dump), le serveur est PostgreSQL \(server)"),
            fix: Text(
                "Restore into a server of version \(dump) or newer.",
                fr: "Restaurez dans un serveur de version \(dump) ou plus récente."))
    }

    static func mayNotMakeDatabases(_ user: String) -> Failure {
        Failure(
            Text("\(user) may not create databases", fr: "\(user) n'a pas le droit de créer des bases"),
            fix: Text(
                "Use a superuser, or the managed server's administrator, in POSTGRES_USER, or type as one: "
                    + "ALTER ROLE \(SQL.identifier(user)) CREATEDB;",
                fr: "Mettez dans POSTGRES_USER un superutilisateur ou l'administrateur du serveur infogéré, "
                    + "ou tapez sous ce rôle : ALTER ROLE \(SQL.identifier(user)) CREATEDB;"))
    }

    static func mayNotMakeRoles(_ user: String) -> Failure {
        Failure(
            Text("\(user) may not create roles", fr: "\(user) n'a pas le droit de créer des rôles"),
            fix: .useAdministrator)
    }

    static func preparedTransactions(_ names: [String]) -> Failure {
        let list = names.joined(separator: ", ")
        return Failure(
            Text(
                "prepared transactions hold the database: \(list)",
                fr: "des transactions préparées tiennent la base : \(list)"),
            fix: Text(
                "End each by COMMIT PREPARED or ROLLBACK PREPARED \(SQL.literal(names[0])).",
                fr: "Terminez chacune par COMMIT PREPARED ou ROLLBACK PREPARED \(SQL.literal(names[0]))."))
    }

    static func replicationSlots(_ names: [String]) -> Failure {
        let list = names.joined(separator: ", ")
        return Failure(
            Text(
                "logical replication slots hold the database: \(list)",
                fr: "des slots de réplication logique tiennent la base : \(list)"),
            fix: Text(
                "Type in SQL: SELECT pg_drop_replication_slot(\(SQL.literal(names[0])));",
                fr: "Tapez en SQL : SELECT pg_drop_replication_slot(\(SQL.literal(names[0])));"))
    }

    static func subscriptions(_ names: [String]) -> Failure {
        let list = names.joined(separator: ", ")
        let name = SQL.identifier(names[0])
        let command =
            "ALTER SUBSCRIPTION \(name) DISABLE; ALTER SUBSCRIPTION \(name) SET (slot_name = NONE); "
            + "DROP SUBSCRIPTION \(name);"
        return Failure(
            Text("the database subscribes to others: \(list)", fr: "la base est abonnée à d'autres : \(list)"),
            fix: Text("Type in SQL: \(command)", fr: "Tapez en SQL : \(command)"))
    }

    static func missingExtensions(_ names: Set<String>) -> Failure? {
        guard !names.isEmpty else { return nil }
        let list = names.sorted().joined(separator: ", ")
        return Failure(
            Text("extensions are missing on the server: \(list)", fr: "des extensions manquent au serveur : \(list)"),
            fix: Text("Install their packages.", fr: "Installez leurs paquets."))
    }

    static func missingTablespaces(_ names: Set<String>) -> Failure? {
        guard !names.isEmpty else { return nil }
        let list = names.sorted().joined(separator: ", ")
        let command = "CREATE TABLESPACE \(SQL.identifier(names.sorted()[0])) LOCATION '/…';"
        return Failure(
            Text("tablespaces are missing on the server: \(list)", fr: "des tablespaces manquent au serveur : \(list)"),
            fix: Text("Type in SQL: \(command)", fr: "Tapez en SQL : \(command)"))
    }

    static func missingRoles(_ names: Set<String>) -> Failure? {
        guard !names.isEmpty else { return nil }
        let list = names.sorted().joined(separator: ", ")
        let command = "CREATE ROLE \(SQL.identifier(names.sorted()[0]));"
        return Failure(
            Text(
                "the dump needs roles that are neither here nor in the backup: \(list)",
                fr: "le dump demande des rôles qui ne sont ni ici ni dans la sauvegarde : \(list)"),
            fix: Text("Type in SQL: \(command)", fr: "Tapez en SQL : \(command)"))
    }

    static func missingLocale(_ name: String, _ why: Text?) -> Failure {
        Failure(
            Text("the server lacks the locale \(name)", fr: "le serveur n'a pas la locale \(name)"), why: why,
            fix: Text(
                "Type: dpkg-reconfigure locales, then restart PostgreSQL",
                fr: "Tapez : dpkg-reconfigure locales, puis redémarrez PostgreSQL"))
    }

    static func noRoom(_ needed: Int, _ free: Int, _ place: String) -> Failure {
        let (need, have) = (needed >> 20, free >> 20)
        return Failure(
            Text("Not enough disk space", fr: "Espace disque insuffisant"),
            why: Text(
                "\(place) has \(have) MiB, \(need) are needed", fr: "\(place) a \(have) Mio, il en faut \(need)"),
            fix: Text("Type: df -h", fr: "Tapez : df -h"))
    }

    static let rolesNotText = Failure(
        Text("the roles file is not text", fr: "le fichier des rôles n'est pas du texte"),
        fix: Text("Choose another backup.", fr: "Choisissez une autre sauvegarde."))
}

// MARK: On the way

extension Failure {
    static func notLoaded(_ said: [String]) -> Failure {
        // What follows an error may be pages of the command that was refused.
        let errors = said.filter(\.isRefusal).prefix(3)
        let why = (errors.isEmpty ? said[...] : errors).joined(separator: " / ")
        return Failure(
            Text("the dump could not be loaded", fr: "le dump n'a pas pu être chargé"), why: Text(why, fr: why),
            fix: errors.contains { $0.contains("does not exist") } ? .loadWithSearchPath : nil)
    }

    static func nothingStaged(_ name: String) -> Failure {
        Failure(
            Text("no new database of \(name) stands ready", fr: "aucune nouvelle base de \(name) n'est prête"))
    }

    static func sessionsStay(_ databases: [String]) -> Failure {
        let list = databases.joined(separator: ", ")
        return Failure(
            Text("sessions in \(list) do not end", fr: "des sessions dans \(list) ne se terminent pas"),
            fix: Text(
                "Look in SQL: SELECT * FROM pg_stat_activity;", fr: "Voyez en SQL : SELECT * FROM pg_stat_activity;"))
    }

    static func oldDatabaseGone(_ name: String) -> Failure {
        Failure(
            Text(
                "the database that \(name) was before the restore is gone",
                fr: "la base que \(name) était avant la restauration a disparu"),
            fix: Text("Restore the safety copy.", fr: "Restaurez la copie de sécurité."))
    }

    static func databaseReplaced(_ name: String) -> Failure {
        Failure(
            Text(
                "\(name) is not the database that was restored: something else made or renamed one since",
                fr: "\(name) n'est pas la base qui a été restaurée : autre chose en a créé ou renommé une depuis"))
    }

    static func databaseNotOpen(_ name: String) -> Failure {
        Failure(Text("\(name) takes no connections", fr: "\(name) n'accepte pas de connexions"))
    }

    static func tablesMissing(_ names: [String]) -> Failure {
        let list = names.prefix(8).joined(separator: ", ")
        return Failure(
            Text(
                "\(names.count) tables of the dump are missing", fr: "\(names.count) tables du dump manquent"),
            why: Text(list, fr: list))
    }

    /// Each with what is there and what the dump holds.
    static func rowsDiffer(_ tables: [String]) -> Failure {
        let list = tables.prefix(8).joined(separator: ", ")
        return Failure(
            Text(
                "the database does not hold what the dump holds",
                fr: "la base ne contient pas ce que le dump contient"), why: Text(list, fr: list))
    }
}

extension Text {
    static let noRolesFile = Text(
        "the backup holds no roles: those of the server stay as they are",
        fr: "la sauvegarde ne contient pas de rôles : ceux du serveur restent tels quels")

    static let roomUnknown = Text(
        "how much room the database server has cannot be told from here",
        fr: "la place libre du serveur de base de données n'est pas visible d'ici")

    /// ENABLE alone replicates nothing: only REFRESH PUBLICATION, which an enabled one may do, finds its tables again.
    static func subscriptionIsOff(_ name: String, _ slot: String) -> Text {
        let (alter, slot) = ("ALTER SUBSCRIPTION \(SQL.identifier(name))", SQL.literal(slot))
        let start = "\(alter) ENABLE; \(alter) REFRESH PUBLICATION WITH (copy_data = false);"
        let make = "SELECT pg_create_logical_replication_slot(\(slot), 'pgoutput');"
        return Text(
            "the subscription \(name) comes back switched off. Type in SQL: \(start) Changes that the publisher made"
                + " since the backup are missing then; to have them, TRUNCATE its tables and say copy_data = true."
                + " If the publisher has lost the slot, first type there: \(make)",
            fr: "l'abonnement \(name) revient désactivé. Tapez en SQL : \(start) Il manquera alors ce que le publieur"
                + " a modifié depuis la sauvegarde ; pour l'avoir, videz ses tables par TRUNCATE et mettez copy_data ="
                + " true. Si le publieur a perdu le slot, tapez d'abord chez lui : \(make)")
    }

    static func notAnalyzed(_ failure: Failure) -> Text {
        Text(
            "the new database has no statistics yet: \(failure.line(.english)). Type: vacuumdb --analyze-only",
            fr: "la nouvelle base n'a pas encore de statistiques : \(failure.line(.french)). "
                + "Tapez : vacuumdb --analyze-only")
    }

    static func parameterLeftOut(_ failure: Failure) -> Text {
        Text(
            "a setting of the backup was left out: \(failure.line(.english))",
            fr: "un réglage de la sauvegarde a été laissé de côté : \(failure.line(.french))")
    }

    static func roleStays(_ failure: Failure) -> Text {
        Text(
            "a role that the restore made stays: \(failure.line(.english))",
            fr: "un rôle créé par la restauration reste : \(failure.line(.french))")
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
        return Text(
            "If a function looks for it by search_path, load into a new database NEW by hand: \(command)",
            fr: "Si une fonction le cherche par search_path, chargez à la main dans une nouvelle base NEW : \(command)")
    }
}
