extension Option {
    /// Every setting there is: flags in the order of the guide's tables, then the variables that have no flag.
    package static let all: [Option] = whatToDo + whatToTake + howToRun + places + servers + rest

    /// The setting of this name; nil for a variable that is none of ours.
    package static func named(_ variable: String) -> Option? { all.first { $0.variable == variable } }

    private static let whatToDo: [Option] = [
        Option(
            "BACKUP_TYPE", .choice(["full", "incremental"]), Flag("--type", takes: "TYPE", for: .backup), for: .backup,
            builtIn: "full", Text("Type: full or incremental (mail only)", fr: "Type : full ou incremental (mails)")),
        Option(
            "ENCRYPT_BACKUP", .boolean, Flag("--encrypt", for: .looking), for: .both.union([.kit, .status]), in: .both,
            builtIn: "false",
            Text("Encrypt with GPG", fr: "Activer le chiffrement GPG")),
        Option(
            "GPG_RECIPIENT", .recipients, Flag("--gpg-recipient", takes: "ID", for: .looking),
            for: .both.union([.kit, .status]),
            in: .both,
            Text(
                "GPG recipient, or several with commas between",
                fr: "Destinataire GPG, ou plusieurs séparés par des virgules")),
        Option(
            "SYNC_REMOTE", .boolean, Flag("--sync-remote", for: .looking), for: .backup.union([.kit, .status]),
            in: .both,
            builtIn: "false",
            Text("Copy the backup to another place", fr: "Activer la sync distante")),
        Option(
            "REMOTE_DESTINATION", .text, Flag("--remote-dest", takes: "URL", for: .looking),
            for: .both.union([.kit, .list, .status, .verify, .prune]), in: .both,
            Text(
                "Where to: s3://bucket/path or remote:path",
                fr: "Destination distante : s3://bucket/chemin ou nom:chemin")),
        Option(
            "RETENTION_DAYS", .number(1...36500), Flag("--retention", takes: "DAYS", for: .rotating), for: .rotating,
            in: .both, builtIn: "30", Text("Days that backups stay", fr: "Jours de rétention")),
        Option(
            "COMPRESS_LEVEL", .number(1...9), Flag("--compress-level", takes: "N", for: .backup), for: .both,
            builtIn: "6", Text("Level of gzip (1-9)", fr: "Niveau gzip (1-9)")),
        Option(
            "DECRYPT_BACKUP", .boolean, Flag("--decrypt", for: .restore), for: .restore, builtIn: "false",
            Text("Decrypt GPG files", fr: "Déchiffrer les fichiers GPG")),
        Option(
            "GPG_PASSPHRASE", .text, Flag("--gpg-passphrase", takes: "PWD", for: .decrypting), for: .decrypting,
            secret: true, Text("Passphrase of the GPG key", fr: "Passphrase GPG")),
        Option(
            "GPG_PASSPHRASE_FILE", .text, for: .decrypting,
            Text("File whose first line is the passphrase", fr: "Fichier dont la première ligne est la passphrase")),
    ]

    private static let whatToTake: [Option] =
        [
            ("POSTGRES", Text("PostgreSQL", fr: "PostgreSQL")), ("REDIS", Text("Redis", fr: "Redis")),
            ("MAIL", Text("mail", fr: "les mails")), ("CONFIG", Text("the configuration", fr: "la configuration")),
            ("CERTS", Text("the certificates", fr: "les certificats")),
        ].flatMap { name, what in
            let long = "--no-\(name.lowercased())"
            return [
                Option(
                    "BACKUP_\(name)", .boolean, Flag(long, sets: "false", for: .looking), for: .looking,
                    builtIn: "true",
                    Text("Leave out \(what[.english])", fr: "Ignorer \(what[.french])")),
                Option(
                    "RESTORE_\(name)", .boolean, Flag(long, sets: "false", for: .restore), for: .restore,
                    builtIn: "true",
                    Text("Do not restore \(what[.english])", fr: "Ne pas restaurer \(what[.french])")),
            ]
        }

    private static let howToRun: [Option] = [
        Option(
            "STOP_SERVICES", .boolean, Flag("--no-stop", sets: "false", for: .restore), for: .restore, builtIn: "true",
            Text("Do not stop the services", fr: "Ne pas arrêter les services")),
        Option(
            "START_SERVICES", .boolean, Flag("--no-start", sets: "false", for: .restore), for: .restore,
            builtIn: "true", Text("Do not start the services again", fr: "Ne pas redémarrer les services")),
        Option(
            "FORCE", .boolean, Flag("--force", "-f", for: .restore), for: .restore, builtIn: "false",
            Text("Force (overwrite .env)", fr: "Forcer (écraser .env)")),
        Option(
            "--recheck", .boolean, Flag("--recheck", for: .backup), for: .backup, in: .flagOnly,
            Text(
                "Increment: look at every message, not at a share of them",
                fr: "Incrément : regarder tous les messages, pas une part")),
        Option(
            "--plan", .boolean, Flag("--plan", for: .prune), for: .prune, in: .flagOnly,
            Text(
                "Show what stays, what goes and why; remove nothing",
                fr: "Montrer ce qui reste, ce qui part et pourquoi")),
        Option(
            "--at", .date, Flag("--at", takes: "DATE", for: .prune), for: .prune, in: .flagOnly,
            Text("With --plan: as if it were that day", fr: "Avec --plan : comme si l'on était ce jour-là")),
        Option(
            "--yes", .boolean, Flag("--yes", "-y", for: .prune), for: .prune, in: .flagOnly,
            Text(
                "Remove also when many go at once, or nothing good is new",
                fr: "Supprimer même beaucoup à la fois, ou sans bonne sauvegarde récente")),
        Option(
            "--test", .boolean, Flag("--test", for: .notify), for: .notify, in: .flagOnly,
            Text("Send a test to everybody who would be told", fr: "Envoyer un essai à tous ceux qui seraient prévenus")
        ),
        Option(
            "--json", .boolean, Flag("--json", for: .status), for: .status, in: .flagOnly,
            Text("Print it for programs", fr: "Sortie pour les programmes")),
        Option(
            "--remote", .boolean, Flag("--remote", for: .remote), for: .remote, in: .flagOnly,
            Text(
                "Look at the copies elsewhere: REMOTE_DESTINATION, or the URL given",
                fr: "Regarder les copies distantes : REMOTE_DESTINATION, ou l'URL donnée")),
        Option(
            "--mailbox", .text, Flag("--mailbox", takes: "MAILBOX", for: .restore), for: .restore, in: .flagOnly,
            Text(
                "Only user@domain[/Folder], or a path: missing messages come back",
                fr: "Seulement utilisateur@domaine[/Dossier], ou chemin : ce qui manque revient")),
        Option(
            "--mailboxes", .boolean, Flag("--mailboxes", for: [.list]), for: [.list], in: .flagOnly,
            Text(
                "Show the mailboxes of a backup, as --mailbox takes them",
                fr: "Montrer les boîtes d'une sauvegarde, comme --mailbox les prend")),
        Option(
            "--abandon", .boolean, Flag("--abandon", for: .restore), for: .restore, in: .flagOnly,
            Text(
                "Give up a restore that cannot be ended; say what is left",
                fr: "Abandonner une restauration qui ne peut finir ; dire ce qui reste")),
        Option(
            "--replace", .boolean, Flag("--replace", for: .restore), for: .restore, in: .flagOnly,
            Text("Put that mailbox back as it was", fr: "Remettre cette boîte comme elle était")),
        Option(
            "DRY_RUN", .boolean, Flag("--dry-run", for: .all), builtIn: "false",
            Text("Say what would happen, change nothing", fr: "Mode simulation")),
        Option(
            "VERBOSE", .boolean, Flag("--verbose", "-v", for: .all), builtIn: "false",
            Text("Say every detail", fr: "Mode verbeux")),
        Option(
            "QUIET", .boolean, Flag("--quiet", "-q", for: .all.subtracting(.restore)), builtIn: "false",
            Text("Say nothing but errors", fr: "Mode silencieux")),
        Option(
            "SKIP_CONFIRMATION", .boolean, Flag("--yes", "-y", for: .restore), for: .restore, builtIn: "false",
            Text("Ask no confirmation", fr: "Ignorer les confirmations")),
        Option(
            "--help", .boolean, Flag("--help", "-h", for: .all), in: .flagOnly,
            Text("Show this help", fr: "Afficher cette aide")),
        Option(
            "--version", .boolean, Flag("--version", for: .all), in: .flagOnly,
            Text("Show the version", fr: "Afficher la version")),
    ]

    private static let places: [Option] = [
        Option(
            "BACKUP_ROOT", .text, in: .both, builtIn: "data/backups",
            Text("Folder of the backups", fr: "Répertoire de stockage des backups")),
        Option(
            "RETENTION_WEEKLY", .number(0...5200), for: .rotating, in: .both, builtIn: "12",
            Text("Weeks that keep their newest full backup", fr: "Semaines qui gardent leur dernier backup complet")),
        Option(
            "RETENTION_MONTHLY", .number(0...1200), for: .rotating, in: .both, builtIn: "12",
            Text("Months that keep their newest full backup", fr: "Mois qui gardent leur dernier backup complet")),
        Option(
            "SLACK_WEBHOOK_URL", .text, for: .telling, in: .both, secret: true,
            Text("Slack web hook that hears how runs end", fr: "Webhook Slack pour les notifications")),
        Option(
            "ALERT_EMAIL", .text, for: .telling, in: .both,
            Text("Mail address that hears how runs end", fr: "Adresse mail pour les notifications")),
        Option(
            "ALERT_FROM", .text, for: .telling,
            Text("Sender of those letters", fr: "Expéditeur de ces mails")),
        Option(
            "SMTP_URL", .text, for: .telling, secret: true,
            Text("Server that takes them, if not sendmail", fr: "Serveur qui les prend, sinon sendmail")),
        Option(
            "ALERT_WEBHOOK_URL", .text, for: .telling, secret: true,
            Text("Web hook that takes the same as JSON", fr: "Webhook qui reçoit la même chose en JSON")),
        Option(
            "HEARTBEAT_URL", .text, for: .telling, secret: true,
            Text("Dead man's switch (healthchecks.io)", fr: "Surveillance par ping (healthchecks.io)")),
        Option(
            "METRICS_FILE", .text, for: .backup,
            Text(
                "File for Prometheus, written after each run",
                fr: "Fichier pour Prometheus, écrit après chaque exécution")),
        Option(
            "PLATFORM_ROOT", .text, shownAs: Text("found from the launcher", fr: "déduite du lanceur"),
            Text("Root of the platform", fr: "Racine de la plateforme")),
        Option(
            "PLATFORM", .choice(["compose", "here"]),
            shownAs: Text("by the compose file", fr: "selon le fichier compose"),
            Text("Where the servers run, compose or here", fr: "Où sont les serveurs, compose ou here")),
    ]

    private static let servers: [Option] = [
        Option(
            "POSTGRES_USER", .text, for: .both, in: .both, Text("User of the database", fr: "Utilisateur de la base")),
        Option("POSTGRES_DB", .text, for: .both, in: .both, Text("Name of the database", fr: "Nom de la base")),
        Option(
            "POSTGRES_PASSWORD", .text, for: .both, in: .both, secret: true,
            Text("Its password", fr: "Son mot de passe")),
        Option(
            "POSTGRES_PASSWORD_FILE", .text, for: .both, in: .both,
            Text("File that holds the password", fr: "Fichier qui contient le mot de passe")),
        Option("REDIS_HOST", .text, for: .both, builtIn: "127.0.0.1", Text("Host of Redis", fr: "Hôte de Redis")),
        Option(
            "REDIS_PORT", .number(1...65535), for: .both, builtIn: "6379", Text("Port of Redis", fr: "Port de Redis")),
        Option(
            "REDIS_USERNAME", .text, for: .both, in: .both, Text("User of Redis (ACL)", fr: "Utilisateur Redis (ACL)")),
        Option(
            "REDIS_PASSWORD", .text, for: .both, in: .both, secret: true, Text("Its password", fr: "Son mot de passe")),
        Option("REDIS_SOCKET", .text, for: .both, Text("Its Unix socket, instead", fr: "Son socket Unix, à la place")),
        Option("REDIS_TLS", .text, for: .both, in: .both, Text("Speak TLS with Redis", fr: "Parler TLS avec Redis")),
        Option(
            "REDIS_TLS_CA_FILE", .text, for: .both, in: .both,
            Text("Certificate of its authority", fr: "Certificat de son autorité")),
        Option(
            "REDIS_TLS_CERT_FILE", .text, for: .both, in: .both, Text("Our certificate", fr: "Notre certificat")),
        Option("REDIS_TLS_KEY_FILE", .text, for: .both, in: .both, Text("Its key", fr: "Sa clé")),
    ]

    private static let rest: [Option] = [
        Option(
            "LOCK_WAIT", .duration, shownAs: Text("6h, 10m if incremental", fr: "6h, 10m en incrémentiel"),
            Text("How long to wait for another run", fr: "Attente maximale d'une autre exécution")),
        Option(
            "STORAGE_CLASS", .text, for: .backup,
            Text("S3 storage class of the copies", fr: "Classe de stockage S3 des copies")),
        Option(
            "BANDWIDTH_LIMIT", .number(1...100_000_000), for: .backup,
            Text("Most that copies use, in kB a second", fr: "Débit maximal des copies, en ko par seconde")),
        Option(
            "APP_VERSION", .text, for: .backup,
            Text("Version for the manifest, without git", fr: "Version pour le manifeste, sans git")),
        Option(
            "COMPOSE_FILE", .text, in: .both,
            Text("Compose files (and all of COMPOSE_*)", fr: "Fichiers Compose (et toutes les COMPOSE_*)")),
    ]
}
