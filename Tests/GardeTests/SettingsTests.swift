import Garde
import GardeWords
import Testing

@Suite struct SettingsTests {
    @Test func `a problem of a variable that no backup reads is nobody's warning`() {
        let text = "APP_SECRET=${NONE:?}\nPOSTGRES_DB=${NONE:?}\nCOMPOSE_FILE=${"
        #expect(
            settings([], [:], text).warnings == [
                Text(
                    "dotenv.problem-of-at",
                    ["line": 2, "variable": "POSTGRES_DB", "reason": Text("dotenv.required", ["name": "NONE"])]),
                Text(
                    "dotenv.problem-of-at",
                    [
                        "line": 3, "variable": "COMPOSE_FILE",
                        "reason": Text("dotenv.bad-variable", ["open": "${", "close": "}"]),
                    ]),
            ])
    }

    @Test func `a flag comes before the environment, then .env, the recipe and what is built in`() {
        let recipe = recipe { keep(daily: 40) }
        let given = ["--retention", "10"]
        let environment = ["RETENTION_DAYS": "20"]
        let file = "RETENTION_DAYS=30"
        let all = settings(given, environment, file, recipe)
        #expect(all[.dailyRetention] == 10)
        #expect(all.origin(of: "RETENTION_DAYS") == .flag("--retention"))
        #expect(settings([], environment, file, recipe)[.dailyRetention] == 20)
        #expect(settings([], environment, file, recipe).origin(of: "RETENTION_DAYS") == .environment)
        #expect(settings([], [:], file, recipe)[.dailyRetention] == 30)
        #expect(settings([], [:], file, recipe).origin(of: "RETENTION_DAYS") == .envFile)
        #expect(settings([], [:], "", recipe)[.dailyRetention] == 40)
        #expect(settings([], [:], "", recipe).origin(of: "RETENTION_DAYS") == .recipe)
        #expect(settings()[.dailyRetention] == 30)
        #expect(settings().origin(of: "RETENTION_DAYS") == .builtIn)
    }

    @Test func `nothing said means the guide's defaults`() {
        let defaults = settings()
        #expect(defaults.findings.isEmpty && defaults.warnings.isEmpty)
        #expect(defaults.text("BACKUP_ROOT") == "/opt/mssante/data/backups")
        #expect(defaults.text("BACKUP_TYPE") == "full")
        #expect(defaults[.compressionLevel] == 6)
        #expect([defaults[.dailyRetention], defaults[.weeklyRetention], defaults[.monthlyRetention]] == [30, 12, 12])
        #expect(["POSTGRES", "REDIS", "MAIL", "CONFIG", "CERTS"].allSatisfy { defaults.isOn("BACKUP_\($0)") })
        let off = ["ENCRYPT_BACKUP", "SYNC_REMOTE", "VERBOSE", "QUIET", "DRY_RUN", "FORCE"]
        #expect(off.allSatisfy { !defaults.isOn($0) })
        #expect(defaults.text("GPG_RECIPIENT") == nil && defaults.origin(of: "GPG_RECIPIENT") == nil)
    }

    @Test(arguments: ["true", "TRUE", "1", "yes", "Yes"]) func `yes is said in many ways`(text: String) {
        #expect(settings([], ["VERBOSE": text])[.isVerbose])
    }

    @Test(arguments: ["false", "False", "0", "no", "NO"]) func `so is no`(text: String) {
        let found = settings([], ["BACKUP_MAIL": text])
        #expect(!found.isOn("BACKUP_MAIL") && found.findings.isEmpty)
    }

    @Test func `an empty variable is unset and lets the next one speak`() {
        let found = settings([], ["RETENTION_DAYS": "", "GPG_RECIPIENT": ""], "RETENTION_DAYS=60\nALERT_EMAIL=")
        #expect(found[.dailyRetention] == 60)
        #expect(found.text("GPG_RECIPIENT") == nil && found.text("ALERT_EMAIL") == nil)
    }

    @Test func `.env is the application's file and gives only what it may`() {
        let found = settings(
            [], [:],
            """
            BACKUP_ROOT=/srv/backups
            POSTGRES_PASSWORD_FILE=/run/secrets/db
            REDIS_PASSWORD=secret
            COMPOSE_PROJECT_NAME=mssante
            VERBOSE=true
            DRY_RUN=peut-être
            REDIS_HOST=redis
            PGHOST=db
            """)
        #expect(found.text("BACKUP_ROOT") == "/srv/backups")
        #expect(found.text("POSTGRES_PASSWORD_FILE") == "/run/secrets/db")
        #expect(found.text("REDIS_PASSWORD") == "secret")
        #expect(found.text("COMPOSE_PROJECT_NAME") == "mssante")
        #expect(found.origin(of: "COMPOSE_PROJECT_NAME") == .envFile)
        #expect(!found[.isVerbose] && !found[.isDryRun])
        #expect(found.text("REDIS_HOST") == "127.0.0.1" && found.text("PGHOST") == nil)
        #expect(found.findings.isEmpty)
    }

    @Test func `variables that are no settings come from the environment as they are`() {
        let found = settings([], ["PGHOST": "db", "MY_PASSWORD": "x", "EMPTY": ""])
        #expect(found.text("PGHOST") == "db" && found.origin(of: "PGHOST") == .environment)
        #expect(found.text(.environment("MY_PASSWORD")) == "x")
        #expect(found.text("EMPTY") == nil && found.text(.text("")) == nil && found.text(.text("a")) == "a")
    }

    @Test(arguments: [
        ("backups", "/opt/mssante/backups"), ("./b/", "/opt/mssante/./b"), ("/data/backups/", "/data/backups"),
    ])
    func `a relative BACKUP_ROOT begins at the platform's root`(said: String, path: String) {
        #expect(settings([], ["BACKUP_ROOT": said]).text("BACKUP_ROOT") == path)
    }

    @Test(arguments: [("90", 90), ("45s", 45), ("10m", 600), ("6h", 21600), ("1d", 86400), ("0", 0)])
    func `how long to wait is said in seconds or with a unit`(said: String, seconds: Int) {
        #expect(settings([], ["LOCK_WAIT": said])[.lockWait] == .seconds(seconds))
    }

    @Test func `a full backup waits six hours for another run, an increment ten minutes`() {
        #expect(settings()[.lockWait] == .seconds(21600))
        #expect(settings(["--type", "incremental"])[.lockWait] == .seconds(600))
        #expect(settings([], [:], "", recipe { mail(incremental: true) })[.lockWait] == .seconds(600))
    }

    @Test func `the recipe says what its words mean in variables`() {
        let recipe = recipe {
            mail(incremental: true)
            compress(level: 9)
            encrypt(to: "a@example.com")
            store(in: "/srv/backups")
            sync(to: "s3://bucket/backups/")
            keep(daily: 7, weekly: 4, monthly: 6)
        }
        let found = settings([], [:], "", recipe)
        #expect(found.text("BACKUP_TYPE") == "incremental" && found[.compressionLevel] == 9)
        #expect(found.text("BACKUP_ROOT") == "/srv/backups")
        #expect([found[.dailyRetention], found[.weeklyRetention], found[.monthlyRetention]] == [7, 4, 6])
        #expect(found.isOn("ENCRYPT_BACKUP") && found.isOn("SYNC_REMOTE"))
        #expect(found.destinations == ["s3://bucket/backups"])
        #expect(found.findings.isEmpty && found.warnings.isEmpty)
    }

    @Test func `a --no flag takes its component away from the role that it was given to`() {
        let saved = settings(["--no-postgres", "--no-certs"])
        #expect(!saved.isOn("BACKUP_POSTGRES") && !saved.isOn("BACKUP_CERTS") && saved.isOn("BACKUP_MAIL"))
        let restored = settings(["restore", "--no-mail", "--no-stop", "latest"])
        #expect(!restored.isOn("RESTORE_MAIL") && restored.isOn("RESTORE_POSTGRES"))
        #expect(!restored.isOn("STOP_SERVICES") && restored.isOn("START_SERVICES"))
    }
}

// MARK: Recipients and destinations

@Suite struct SettingsFloorTests {
    @Test func `nothing takes the recipe's encryption off, and recipients are only added`() {
        let recipe = recipe {
            encrypt(to: "site@example.com", .environment("GPG_RECIPIENT"), .fingerprint("0123 4567"))
        }
        let found = settings(
            ["--gpg-recipient", "a@example.com"], ["ENCRYPT_BACKUP": "false", "GPG_RECIPIENT": "b@example.com"], "",
            recipe)
        #expect(found.isOn("ENCRYPT_BACKUP"))
        #expect(found.recipients.map(\.key) == [.text("site@example.com"), .text("a@example.com"), .text("01234567")])
        #expect(found.recipients.map(\.isFingerprint) == [false, false, true])
        #expect(found.warnings == [Text("usage.encryption-stays")])
    }

    @Test func `without encryption nobody is a recipient`() {
        #expect(settings([], [:], "GPG_RECIPIENT=a@example.com").recipients.isEmpty)
        #expect(settings(["--encrypt"], [:], "GPG_RECIPIENT=a@example.com").recipients.count == 1)
    }

    @Test(arguments: [
        ("a@example.com", ["a@example.com"]),
        ("a@example.com,b@example.com", ["a@example.com", "b@example.com"]),
        ("a@example.com b@example.com ", ["a@example.com", "b@example.com"]),
        ("0xDEADBEEF, 0123456789ABCDEF", ["0xDEADBEEF", "0123456789ABCDEF"]),
        ("Backup Admin", ["Backup Admin"]),
        ("Backup Admin <a@example.com>, c@example.com", ["Backup Admin <a@example.com>", "c@example.com"]),
        (" ,", []),
    ])
    func `several recipients are told from one whose name has spaces`(said: String, keys: [String]) {
        let found = settings(["--encrypt"], ["GPG_RECIPIENT": said])
        #expect(found.recipients.map(\.key) == keys.map { .text($0) })
    }

    @Test func `a recipient named twice on the command line adds to the first`() {
        let found = settings(["--encrypt", "--gpg-recipient", "a@x", "--gpg-recipient=b@x", "--gpg-recipient", "a@x"])
        #expect(found.recipients.map(\.key) == [.text("a@x"), .text("b@x")])
    }

    @Test func `a destination that is said takes the place of the recipe's`() {
        let recipe = recipe {
            sync(to: "s3://one/")
            sync(to: .environment("SECOND"))
        }
        #expect(settings([], ["SECOND": "name:"], "", recipe).destinations == ["s3://one", "name:"])
        #expect(settings(["--remote-dest", "name:path//"], [:], "", recipe).destinations == ["name:path"])
        #expect(settings([], ["SYNC_REMOTE": "false"], "", recipe).destinations == [])
        #expect(settings(["--sync-remote"], ["REMOTE_DESTINATION": "nas:/"]).destinations == ["nas:/"])
    }
}

func settings(
    _ words: [String] = [], _ environment: [String: String] = [:], _ envFile: String = "",
    _ recipe: Recipe = recipe { postgres() }
) -> Settings {
    Settings(
        arguments: Arguments(words, program: "mssante"), environment: environment,
        envFile: DotEnv(Array(envFile.utf8), environment: environment), recipe: recipe, root: "/opt/mssante")
}
