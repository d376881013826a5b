import GardeIO

/// A variable of the table of options with the type of its value: one that is misspelt does not compile.
package struct SettingKey<Value: Sendable>: Sendable {
    let variable: String
    let value: @Sendable (_ canonical: String?) -> Value

    private init(_ variable: String, _ value: @escaping @Sendable (String?) -> Value) {
        (self.variable, self.value) = (variable, value)
    }
}

extension Settings {
    /// The value that counts, in its own type.
    package subscript<Value>(_ key: SettingKey<Value>) -> Value { key.value(text(key.variable)) }
}

extension SettingKey where Value == Bool {
    private init(_ variable: String) { self.init(variable) { $0 == "true" } }

    package static var copiesProgram: Self { Self("COPY_PROGRAM") }
    package static var isDryRun: Self { Self("DRY_RUN") }
    package static var isQuiet: Self { Self("QUIET") }
    package static var isVerbose: Self { Self("VERBOSE") }
    package static var asJSON: Self { Self("--json") }
    package static var allowsSettings: Self { Self("--allow-settings") }
    package static var forSystemd: Self { Self("--systemd") }

    package static var encrypts: Self { Self("ENCRYPT_BACKUP") }
    package static var syncs: Self { Self("SYNC_REMOTE") }
    package static var looksAtAll: Self { Self("--recheck") }

    package static var isForced: Self { Self("FORCE") }
    package static var skipsConfirmation: Self { Self("SKIP_CONFIRMATION") }
    package static var stopsServices: Self { Self("STOP_SERVICES") }
    package static var startsServices: Self { Self("START_SERVICES") }
    package static var decrypts: Self { Self("DECRYPT_BACKUP") }
    package static var replacesMailbox: Self { Self("--replace") }
    package static var abandons: Self { Self("--abandon") }

    package static var listsMailboxes: Self { Self("--mailboxes") }
    package static var isOfCopies: Self { Self("--remote") }
    package static var plansOnly: Self { Self("--plan") }
    package static var isConfirmed: Self { Self("--yes") }
    package static var isTest: Self { Self("--test") }
    package static var tells: Self { Self("--tell") }
}

extension SettingKey where Value == Int {
    private init(_ variable: String) { self.init(variable) { Int($0 ?? "") ?? 0 } }

    package static var compressionLevel: Self { Self("COMPRESS_LEVEL") }
    package static var dailyRetention: Self { Self("RETENTION_DAYS") }
    package static var weeklyRetention: Self { Self("RETENTION_WEEKLY") }
    package static var monthlyRetention: Self { Self("RETENTION_MONTHLY") }
}

extension SettingKey where Value == Int? {
    package static var cores: Self { Self("BACKUP_CORES") { $0.flatMap { Int($0) } } }
    package static var nice: Self { Self("BACKUP_NICE") { $0.flatMap { Int($0) } } }
    /// In kB a second.
    package static var bandwidthLimit: Self { Self("BANDWIDTH_LIMIT") { $0.flatMap { Int($0) } } }
}

extension SettingKey where Value == Duration {
    package static var lockWait: Self { Self("LOCK_WAIT") { .seconds(Int($0 ?? "") ?? 0) } }
}

extension SettingKey where Value == LocalTime? {
    /// When a rotation is to be thought to run.
    static var time: Self { Self("--at") { $0.flatMap { LocalTime(id: $0) } } }
    /// What everything is to be as it was at.
    static var until: Self { Self("--until") { $0.flatMap { LocalTime(iso8601: $0) } } }
}

extension SettingKey where Value == [String] {
    package static var keys: Self {
        Self("--keys") { ($0 ?? "").split(separator: Option.Kind.separator).map(String.init) }
    }
}

/// What `--type` asks for.
package enum BackupType: String, Sendable {
    case full, incremental
}

extension SettingKey where Value == BackupType {
    package static var backupType: Self { Self("BACKUP_TYPE") { $0.flatMap(BackupType.init) ?? .full } }
}

extension SettingKey where Value == String? {
    private init(_ variable: String) { self.init(variable) { $0 } }

    package static var appVersion: Self { Self("APP_VERSION") }
    package static var composeFile: Self { Self("COMPOSE_FILE") }
    package static var platform: Self { Self("PLATFORM") }
    package static var cluster: Self { Self("--cluster") }
    package static var mailbox: Self { Self("--mailbox") }
    package static var path: Self { Self("--path") }
    package static var database: Self { Self("--to-database") }
    package static var tables: Self { Self("--table") }
    package static var folder: Self { Self("--to") }
    package static var recipient: Self { Self("GPG_RECIPIENT") }
    package static var passphrase: Self { Self("GPG_PASSPHRASE") }
    package static var passphraseFile: Self { Self("GPG_PASSPHRASE_FILE") }
    package static var storageClass: Self { Self("STORAGE_CLASS") }
    package static var metricsFile: Self { Self("METRICS_FILE") }
    package static var alertFrom: Self { Self("ALERT_FROM") }
    package static var mailServer: Self { Self("SMTP_URL") }
}
