import GardeComponents
import GardeCore
import GardeWords

extension Option {
    /// Every setting there is: flags in the order of the guide's tables, then the variables that have no flag.
    package static let all: [Option] =
        whatToDo + whatToTake + byName + oneThing + howToRun + places + servers + rest

    /// The setting of this name; nil for a variable that is none of ours.
    package static func named(_ variable: String) -> Option? { all.first { $0.variable == variable } }

    private static let whatToDo: [Option] = [
        Option(
            "BACKUP_TYPE", .choice(["full", "incremental"]), Flag("--type", takes: "TYPE", for: .backup), for: .backup,
            builtIn: "full", Text("option.backup-type")),
        Option(
            "ENCRYPT_BACKUP", .boolean, Flag("--encrypt", for: .looking), for: .both.union([.kit, .status, .compact]),
            in: .both,
            builtIn: "false",
            Text("option.encrypt-backup")),
        Option(
            "GPG_RECIPIENT", .recipients, Flag("--gpg-recipient", takes: "ID", for: .looking),
            for: .both.union([.kit, .status, .compact]),
            in: .both,
            Text("option.gpg-recipient")),
        Option(
            "SYNC_REMOTE", .boolean, Flag("--sync-remote", for: .looking),
            for: .backup.union([.kit, .status, .compact]),
            in: .both,
            builtIn: "false",
            Text("option.sync-remote")),
        Option(
            "REMOTE_DESTINATION", .text, Flag("--remote-dest", takes: "URL", for: .looking),
            for: .both.union([.kit, .list, .status, .verify, .prune, .compact]), in: .both,
            Text("option.remote-destination")),
        Option("COPY_PROGRAM", .boolean, for: .backup, builtIn: "true", Text("option.copy-program")),
        Option(
            "RETENTION_DAYS", .number(1...36500), Flag("--retention", takes: "DAYS", for: .rotating), for: .rotating,
            in: .both, builtIn: "30", Text("option.retention-days")),
        Option(
            "COMPRESS_LEVEL", .number(1...9), Flag("--compress-level", takes: "N", for: .backup),
            for: .both.union([.compact]),
            builtIn: "6", Text("option.compress-level")),
        Option(
            "DECRYPT_BACKUP", .boolean, Flag("--decrypt", for: .restore), for: .restore, builtIn: "false",
            Text("option.decrypt-backup")),
        Option(
            "GPG_PASSPHRASE", .text, Flag("--gpg-passphrase", takes: "PWD", for: .decrypting), for: .decrypting,
            secret: true, Text("option.gpg-passphrase")),
        Option(
            "GPG_PASSPHRASE_FILE", .path, for: .decrypting,
            Text("option.gpg-passphrase-file")),
    ]

    private static let whatToTake: [Option] =
        [
            ("POSTGRES", Text("option.part-postgres")), ("REDIS", Text("option.part-redis")),
            ("MAIL", Text("option.part-mail")), ("CONFIG", Text("option.part-config")),
            ("CERTS", Text("option.part-certs")),
        ].flatMap { name, what in
            let long = "--no-\(name.lowercased())"
            return [
                Option(
                    "BACKUP_\(name)", .boolean, Flag(long, sets: "false", for: .looking), for: .looking,
                    builtIn: "true",
                    Text("help.leave-out", ["what": what])),
                Option(
                    "RESTORE_\(name)", .boolean, Flag(long, sets: "false", for: .restore), for: .restore,
                    builtIn: "true",
                    Text("help.do-not-restore", ["what": what])),
            ]
        }

    private static let byName: [Option] = [
        Option(
            "--only", .components, Flag("--only", takes: "NAMES", for: .choosing), for: .choosing, in: .flagOnly,
            Text("option.only")),
        Option(
            "--skip", .components, Flag("--skip", takes: "NAMES", for: .choosing), for: .choosing, in: .flagOnly,
            Text("option.skip")),
    ]

    private static let howToRun: [Option] = [
        Option(
            "STOP_SERVICES", .boolean, Flag("--no-stop", sets: "false", for: .restore), for: .restore, builtIn: "true",
            Text("option.stop-services")),
        Option(
            "START_SERVICES", .boolean, Flag("--no-start", sets: "false", for: .restore), for: .restore,
            builtIn: "true", Text("option.start-services")),
        Option(
            "FORCE", .boolean, Flag("--force", "-f", for: .restore), for: .restore, builtIn: "false",
            takesSafeguardAway: true, Text("option.force")),
        Option(
            "--recheck", .boolean, Flag("--recheck", for: .backup), for: .backup, in: .flagOnly,
            Text("option.recheck")),
        Option(
            "--allow-settings", .boolean, Flag("--allow-settings", for: .backup), for: .backup, in: .flagOnly,
            Text("option.allow-settings")),
        Option(
            "--plan", .boolean, Flag("--plan", for: .prune), for: .prune, in: .flagOnly,
            Text("option.plan")),
        Option(
            "--at", .date, Flag("--at", takes: "DATE", for: .prune), for: .prune, in: .flagOnly,
            Text("option.at")),
        Option(
            "--yes", .boolean, Flag("--yes", "-y", for: .prune), for: .prune, in: .flagOnly,
            takesSafeguardAway: true, Text("option.yes")),
        Option(
            "--test", .boolean, Flag("--test", for: .notify), for: .notify, in: .flagOnly,
            Text("option.test")
        ),
        Option(
            "--tell", .boolean, Flag("--tell", for: .finding), for: .finding, in: .flagOnly,
            Text("option.tell")),
        Option(
            "--json", .boolean, Flag("--json", for: .answering), for: .answering, in: .flagOnly,
            Text("option.json")),
        Option(
            "--systemd", .boolean, Flag("--systemd", for: [.schedule]), for: [.schedule], in: .flagOnly,
            Text("option.systemd")),
        Option(
            "--remote", .boolean, Flag("--remote", for: .remote), for: .remote, in: .flagOnly,
            Text("option.remote")),
        Option(
            "--until", .moment, Flag("--until", takes: "MOMENT", for: .restore), for: .restore, in: .flagOnly,
            Text("option.until")),
        Option(
            "--cluster", .text, Flag("--cluster", takes: "FOLDER", for: .restore), for: .restore, in: .flagOnly,
            Text("option.cluster")),
        Option(
            "--mailbox", .text, Flag("--mailbox", takes: "MAILBOX", for: .restore), for: .restore, in: .flagOnly,
            Text("option.mailbox")),
        Option(
            "--mailboxes", .boolean, Flag("--mailboxes", for: [.list]), for: [.list], in: .flagOnly,
            Text("option.mailboxes")),
        Option(
            "--abandon", .boolean, Flag("--abandon", for: .restore), for: .restore, in: .flagOnly,
            takesSafeguardAway: true, Text("option.abandon")),
        Option(
            "--replace", .boolean, Flag("--replace", for: .restore), for: .restore, in: .flagOnly,
            takesSafeguardAway: true, Text("option.replace")),
        Option(
            "DRY_RUN", .boolean, Flag("--dry-run", for: .all), builtIn: "false",
            Text("option.dry-run")),
        Option(
            "VERBOSE", .boolean, Flag("--verbose", "-v", for: .all), builtIn: "false",
            Text("option.verbose")),
        Option(
            "QUIET", .boolean, Flag("--quiet", "-q", for: .all.subtracting(.restore)), builtIn: "false",
            Text("option.quiet")),
        Option(
            "GARDE_LANGUAGE", .choice(["fr", "en"]), Flag("--language", takes: "LANG", for: .everything),
            for: .everything, shownAs: Text("option.language-default"), Text("option.language")),
        Option(
            "SKIP_CONFIRMATION", .boolean, Flag("--yes", "-y", for: .restore), for: .restore, builtIn: "false",
            takesSafeguardAway: true, Text("option.skip-confirmation")),
        Option(
            "--help", .boolean, Flag("--help", "-h", for: .everything), in: .flagOnly,
            Text("option.help")),
        Option(
            "--version", .boolean, Flag("--version", for: .everything), in: .flagOnly,
            Text("option.version")),
    ]

    /// One thing out of a backup.
    private static let oneThing: [Option] = [
        Option(
            "--path", .text, Flag("--path", takes: "PATH", for: .restore), for: .restore, in: .flagOnly,
            Text("option.path")),
        Option(
            "--to", .path, Flag("--to", takes: "FOLDER", for: .restore), for: .restore, in: .flagOnly,
            Text("option.to")),
        Option(
            "--to-database", .text, Flag("--to-database", takes: "NAME", for: .restore), for: .restore, in: .flagOnly,
            Text("option.to-database")),
        Option(
            "--keys", .patterns, Flag("--keys", takes: "PATTERN", for: .restore), for: .restore, in: .flagOnly,
            Text("option.keys")),
        Option(
            "--table", .names, Flag("--table", takes: "TABLE", for: .restore), for: .restore, in: .flagOnly,
            Text("option.table")),
    ]

    private static let places: [Option] = [
        Option(
            "BACKUP_ROOT", .path, in: .both, builtIn: "data/backups",
            Text("option.backup-root")),
        Option(
            "RETENTION_WEEKLY", .number(0...5200), for: .rotating, in: .both, builtIn: "12",
            Text("option.retention-weekly")),
        Option(
            "RETENTION_MONTHLY", .number(0...1200), for: .rotating, in: .both, builtIn: "12",
            Text("option.retention-monthly")),
        Option(
            "SLACK_WEBHOOK_URL", .text, for: .telling, in: .both, secret: true,
            Text("option.slack-webhook-url")),
        Option(
            "ALERT_EMAIL", .text, for: .telling, in: .both,
            Text("option.alert-email")),
        Option(
            "ALERT_FROM", .text, for: .telling,
            Text("option.alert-from")),
        Option(
            "SMTP_URL", .text, for: .telling, secret: true,
            Text("option.smtp-url")),
        Option(
            "ALERT_WEBHOOK_URL", .text, for: .telling, secret: true,
            Text("option.alert-webhook-url")),
        Option(
            "HEARTBEAT_URL", .text, for: [.backup, .notify], secret: true,
            Text("option.heartbeat-url")),
        Option(
            "METRICS_FILE", .path, for: .backup,
            Text("option.metrics-file")),
        Option(
            "PLATFORM_ROOT", .path, shownAs: Text("option.platform-root-default"),
            Text("option.platform-root")),
    ]

    /// Where the servers are.
    static let servers: [Option] =
        [
            Option(
                "PLATFORM", .choice(["compose", "here"]),
                shownAs: Text("option.platform-default"),
                Text("option.platform"))
        ]
        + Rooms.variables.map { variable in
            Option(
                variable.name, variable.isPort ? .number(1...65535) : .text, for: .both.union([.status, .compact]),
                in: variable.isInEnvFile ? .both : .environment, builtIn: variable.builtIn, secret: variable.isSecret,
                variable.help)
        }

    private static let rest: [Option] = [
        Option(
            "LOCK_WAIT", .duration, shownAs: Text("option.lock-wait-default"),
            Text("option.lock-wait")),
        Option(
            "BACKUP_CORES", .number(1...1024), for: [.backup, .compact, .verify],
            Text("option.cores")),
        Option(
            "BACKUP_NICE", .number(0...19), for: [.backup, .compact, .verify],
            Text("option.nice")),
        Option(
            "STORAGE_CLASS", .text, for: [.backup, .compact],
            Text("option.storage-class")),
        Option(
            "BANDWIDTH_LIMIT", .number(1...100_000_000), for: [.backup, .compact],
            Text("option.bandwidth-limit")),
        Option(
            "APP_VERSION", .text, for: .backup,
            Text("option.app-version")),
        Option(
            "COMPOSE_FILE", .text, in: .both,
            Text("option.compose-file")),
    ]
}
