import Garde
import GardeWords
import Testing

@Suite struct CommandLineTests {
    private func findings(_ words: String...) -> [Failure] { Arguments(words, program: "mssante").findings }

    private func unknown(_ name: String, of owner: String? = nil, _ advice: Text) -> Failure {
        let owner = owner.map { Text("usage.belongs-to", ["rawValue": $0]) }
        return Failure("usage.unknown-option", ["name": name, "why": owner, "fix": advice])
    }

    private func closest(_ flag: String) -> Text { Text("usage.closest-option", ["closest": flag]) }

    private func valueMissing(_ flag: String, _ metavar: String) -> Failure {
        Failure("usage.value-missing", ["name": flag, "metavar": Text("value.\(metavar)")])
    }

    @Test(arguments: [
        ([], "/opt/bin/mssante", Role.backup), (["--quiet"], "mssante", .backup), (["--quiet"], "restore", .restore),
        (["/data/x"], "/opt/mssante-restore", .restore), (["backup"], "restore", .backup),
        (["restore", "x"], "mssante", .restore), (["accept", "x"], "/restore/mssante", .accept),
        (["status"], "mssante", .status), (["-q", "restore"], "mssante", .backup),
    ])
    func `the role is the first word, else the program's name tells it`(words: [String], program: String, role: Role) {
        #expect(Arguments(words, program: program).role == role)
    }

    @Test func `a value follows its flag or is joined to it by an equals sign`() {
        for words in [["--type", "incremental"], ["--type=incremental"]] {
            #expect(settings(words).text("BACKUP_TYPE") == "incremental")
        }
        #expect(settings(["--gpg-recipient=a=b@x", "--encrypt"]).recipients.map(\.key) == [.text("a=b@x")])
    }

    @Test func `options stand before or after the argument, and -- ends them`() {
        let one = settings(["restore", "--no-mail", "/data/backups/20240315_020000", "-v"])
        #expect(one.positionals == ["/data/backups/20240315_020000"] && one[.isVerbose])
        let other = settings(["restore", "-y", "--", "--odd-name"])
        #expect(other.positionals == ["--odd-name"] && other.isOn("SKIP_CONFIRMATION") && other.findings.isEmpty)
    }

    @Test(arguments: ["--yess", "--yse", "--forc", "--froce", "--aban", "--abandom", "--repl", "--replce", "-Y"])
    func `what switches a safeguard off or answers a question is never proposed, and nothing in its place`(
        typed: String
    ) {
        #expect(findings("restore", "latest", typed) == [unknown(typed, Text("usage.help-lists"))])
    }

    @Test func `each flag that takes no safeguard away is proposed for its own name with a slip in it`() {
        for option in Option.all {
            guard let flag = option.flag, flag.roles.contains(.restore), flag.long.count > 6 else { continue }
            let typed = String(flag.long.dropLast()) + "q"
            let advice = option.takesSafeguardAway ? Text("usage.help-lists") : closest(flag.long)
            #expect(findings("restore", "latest", typed).first == unknown(typed, advice), "\(typed)")
        }
    }

    @Test func `every flag of the guide's two tables is known`() {
        let saved = findings(
            "--type", "full", "--encrypt", "--gpg-recipient", "a", "--sync-remote", "--remote-dest", "s3://b",
            "--retention", "60", "--compress-level", "9", "--no-postgres", "--no-redis", "--no-mail", "--no-config",
            "--no-certs", "--dry-run", "-v", "--verbose", "-q", "--quiet", "-h", "--help", "--version")
        #expect(saved == [])
        let restored = findings(
            "restore", "--decrypt", "--gpg-passphrase", "secret", "--no-postgres", "--no-redis", "--no-mail",
            "--no-config", "--no-certs", "--no-stop", "--no-start", "-f", "--force", "--dry-run", "-v", "--verbose",
            "-y", "--yes", "-h", "--help", "--version", "latest")
        #expect(restored == [])
    }

    @Test(arguments: [
        ("--retenton", "--retention"), ("--no-mails", "--no-mail"), ("--remote-des", "--remote-dest"),
        ("--compress", "--compress-level"), ("--dryrun", "--dry-run"), ("--QUIET", "--quiet"), ("-x", "-v"),
        ("--no-database", "--no-postgres"),
    ])
    func `an unknown option is answered with the closest one`(typed: String, closest: String) {
        #expect(findings(typed) == [unknown(typed, self.closest(closest))])
    }

    @Test func `an option of the other role is said to be one`() {
        #expect(findings("--decrypt") == [unknown("--decrypt", of: "restore", closest("--encrypt"))])
        #expect(
            findings("restore", "--quiet", "latest") == [unknown("--quiet", of: "backup", Text("usage.help-lists"))])
    }

    @Test func `no flag that takes a safeguard away is proposed, and a misplaced one has its value with it`() {
        for typed in ["--forc", "--yess", "-F", "-Y"] {
            let said = findings("restore", typed, "latest")
            #expect(said.map(\.id) == ["usage.unknown-option"])
            for flag in ["--force", "-f", "--yes", "-y"] { #expect(said.first?.fix != closest(flag), "\(said)") }
        }
        #expect(
            findings("restore", "--type", "incremental", "latest")
                == [unknown("--type", of: "backup", Text("usage.help-lists"))])
    }

    @Test func `a flag is no value of another, but what merely looks like one is`() {
        #expect(findings("--type", "--encrypt") == [valueMissing("--type", "type")])
        #expect(findings("--retention") == [valueMissing("--retention", "days")])
        #expect(findings("--remote-dest", "") == [valueMissing("--remote-dest", "url")])
        #expect(findings("restore", "--gpg-passphrase", "-secret-", "latest") == [])
        // The value of a flag that does not exist may be one, too.
        for flag in ["--gpg-password", "--passphrase", "--password"] {
            #expect(findings("restore", "latest", flag, "secret").map(\.id) == ["usage.unknown-option"])
        }
    }

    @Test func `of a flag given twice the last counts`() {
        #expect(settings(["--type", "incremental", "--type", "full"]).text("BACKUP_TYPE") == "full")
    }

    @Test func `each role takes its own number of arguments`() {
        let backup = Text("usage.backup-missing", ["rawValue": "restore"])
        #expect(
            findings("restore") == [
                Failure("usage.argument-missing", ["what": backup, "command": "mssante restore", "example": "latest"])
            ])
        #expect(
            findings("restore", "pre_restore_20240101_000000/", "/b/pre_restore_20240102_000000/") == [
                Failure(
                    "usage.several-sources",
                    ["list": "/b/pre_restore_20240102_000000/ pre_restore_20240101_000000/"])
            ])
        let id = Text("usage.id-missing", ["rawValue": "accept"])
        #expect(
            findings("accept") == [
                Failure(
                    "usage.argument-missing", ["what": id, "command": "mssante accept", "example": "20240315_020000"])
            ])
        #expect(findings("accept", "20240315_020000") == [])
    }

    @Test(arguments: [
        ("mssante", false, true), ("/opt/backup/mssante", false, true), ("mssante", true, false),
        ("/usr/bin/mssante-backup", false, false), ("backup.sh", false, false), ("restore.sh", false, false),
    ])
    func `no words at all are a backup only by the script or the name of one`(
        program: String, isLaunched: Bool, isBare: Bool
    ) {
        let called = CalledAs(program, script: isLaunched ? "./backup.sh" : nil)
        #expect(Arguments([], program: program, as: called).isBare == isBare)
        #expect(!Arguments(["--quiet"], program: program, as: called).isBare)
        let help = Arguments(["--help"], program: program, as: called)
        #expect(help.asksForCommands == isBare && help.asks(for: "--help"))
    }

    @Test(arguments: [
        ("resotre", "restore"), ("Restore", "restore"), ("rest", "restore"), ("bakcup", "backup"), ("statut", "status"),
        ("verfiy", "verify"), ("schedul", "schedule"), ("hepl", "help"),
    ])
    func `an unknown command is answered with the closest one, and is no backup`(typed: String, closest: String) {
        for words in [[typed, "latest", "--force"], [typed]] {
            let arguments = Arguments(words, program: "mssante")
            let fix = Text("usage.closest-command", ["command": "mssante \(closest)", "help": "mssante help"])
            #expect(arguments.findings == [Failure("usage.unknown-command", ["word": typed, "fix": fix])])
            #expect(arguments.role == .help && !arguments.isBare)
        }
    }

    @Test(arguments: ["xyzzy", "20240315_020000", "/data/backups/20240315_020000", "r", ""])
    func `what is close to no command is told how to list them`(typed: String) {
        let fix = Text("usage.help-lists-commands", ["help": "mssante help"])
        #expect(findings(typed) == [Failure("usage.unknown-command", ["word": typed, "fix": fix])])
    }

    @Test func `a word after an option is no command, and never begins a backup`() {
        #expect(findings("--quiet", "restore").map(\.id) == ["usage.too-many"])
        #expect(Arguments(["latset"], program: "backup.sh").findings.map(\.id) == ["usage.too-many"])
        #expect(Arguments(["latest"], program: "mssante-restore").findings == [])
    }

    @Test func `help and version are asked for whatever else is wrong`() {
        let arguments = Arguments(["--nonsense", "-h"], program: "mssante")
        #expect(arguments.asks(for: "--help") && !arguments.asks(for: "--version"))
    }
}
