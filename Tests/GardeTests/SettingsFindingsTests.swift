import Garde
import GardeWords
import Testing

@Suite struct SettingsFindingsTests {
    @Test func `everything wrong is found at once, the words of the command line first`() {
        let closest = Text("usage.closest-option", ["closest": "--retention"])
        let none = Text("usage.options-only", ["rawValue": "backup"])
        #expect(
            everythingWrong() == [
                Failure("usage.unknown-option", ["name": "--retenton", "fix": closest]),
                Failure("usage.takes-no-value", ["name": "--encrypt"]),
                Failure("usage.value-missing", ["name": "--gpg-recipient", "metavar": Text("value.id")]),
                Failure("usage.too-many", ["word": "data", "why": none]),
                Failure(
                    "usage.invalid", flag("--type", "weekly"),
                    why: Text("help.expectation-choice", ["choices": Text.oneOf(["full", "incremental"])])),
                Failure("usage.invalid", variable("COMPRESS_LEVEL", "10"), why: number(1...9)),
                Failure("usage.invalid", variable("VERBOSE", "peut-être"), why: Text("help.expectation-boolean")),
                Failure(
                    "usage.invalid", Text("usage.env-file", ["variable": "RETENTION_WEEKLY", "value": "-1"]),
                    why: number(0...5200)),
                Failure("usage.invalid", variable("LOCK_WAIT", "soon"), why: Text("help.expectation-duration")),
                Failure("usage.no-recipient"),
                Failure(
                    "usage.invalid-remote", flag("--remote-dest", "/mnt/nas"), why: Text("usage.remote-forms")),
            ])
    }

    private func flag(_ flag: String, _ value: String) -> Text {
        Text("usage.flag", ["flag": flag, "value": value])
    }

    private func variable(_ name: String, _ value: String) -> Text {
        Text("usage.environment", ["variable": name, "value": value])
    }

    private func number(_ range: ClosedRange<Int>) -> Text {
        Text("help.expectation-number", ["lowerBound": range.lowerBound, "upperBound": range.upperBound])
    }

    private func everythingWrong() -> [Failure] {
        settings(
            [
                "--type=weekly", "--retenton", "60", "--encrypt=yes", "--gpg-recipient", "--sync-remote",
                "--remote-dest", "/mnt/nas", "data",
            ],
            ["COMPRESS_LEVEL": "10", "VERBOSE": "peut-être", "LOCK_WAIT": "soon", "ENCRYPT_BACKUP": "1"],
            "RETENTION_WEEKLY=-1"
        ).findings
    }

    @Test func `sync without a destination says which flag gives one`() {
        #expect(settings(["--sync-remote"]).findings == [Failure("usage.no-destination")])
    }

    @Test(arguments: ["0", "-3", "1.5", "trente", "99999999999999999999"])
    func `days of retention are a whole number of at least 1`(said: String) {
        #expect(
            settings(["--retention", said]).findings
                == [Failure("usage.invalid", flag("--retention", said), why: number(1...36500))])
    }

    @Test(arguments: ["BACKUP_ROOT", "METRICS_FILE"])
    func `a path with the ~ that only a shell understands is refused, wherever it stands`(name: String) {
        let path = Text("help.expectation-path")
        #expect(
            settings([], [name: "~/backups"]).findings
                == [Failure("usage.invalid", variable(name, "~/backups"), why: path)])
        #expect(settings([], ["BACKUP_ROOT": "a/~b"]).findings.isEmpty)
        #expect(settings([], [:], "BACKUP_ROOT=~/backups").findings.count == 1)
    }

    @Test func `a value that a flag overrides is not looked at`() {
        #expect(settings(["--retention", "7"], ["RETENTION_DAYS": "many"]).findings.isEmpty)
    }

    @Test func `what only the other role reads is not looked at`() {
        #expect(settings([], ["RESTORE_MAIL": "perhaps"]).findings.isEmpty)
        #expect(settings(["restore", "latest"], ["BACKUP_TYPE": "weekly"]).findings.isEmpty)
    }

    @Test func `a destination that nothing turns on is not looked at`() {
        #expect(settings([], ["REMOTE_DESTINATION": "/mnt/nas"]).findings.isEmpty)
    }

    @Test func `a flag without the one that turns it on is a warning that names the missing one`() {
        let found = settings(["--gpg-recipient", "a@x", "--remote-dest", "s3://bucket"])
        #expect(found.findings.isEmpty)
        #expect(
            found.warnings == [
                Text("usage.no-effect", ["flag": "--gpg-recipient", "needed": "--encrypt"]),
                Text("usage.no-effect", ["flag": "--remote-dest", "needed": "--sync-remote"]),
            ])
        #expect(settings(["--gpg-recipient", "a@x"], ["ENCRYPT_BACKUP": "true"]).warnings.isEmpty)
        #expect(settings(["--remote-dest", "s3://b"], [:], "", recipe { sync(to: "s3://a") }).warnings.isEmpty)
        #expect(settings([], ["GPG_RECIPIENT": "a@x", "REMOTE_DESTINATION": "s3://b"]).warnings.isEmpty)
    }

    @Test func `what changes a run from the environment is announced`() {
        let found = settings(
            ["restore", "latest"], ["DRY_RUN": "1", "FORCE": "yes", "SKIP_CONFIRMATION": "true", "VERBOSE": "1"])
        let effects = [
            ("DRY_RUN", "usage.announced"), ("FORCE", "option.part-force"),
            ("SKIP_CONFIRMATION", "usage.announced-yes"),
        ]
        #expect(
            found.warnings
                == effects.map { Text("usage.from-environment", ["variable": $0, "effect": Text($1)]) })
        #expect(settings(["--dry-run"], ["DRY_RUN": "1"]).warnings.isEmpty)
    }

    @Test func `a secret is never shown, whatever is wrong around it`() {
        let found = settings(["restore", "--gpg-passphrse", "hunter2", "--gpg-passphrses=hunter2", "latest"])
        #expect(!found.findings.contains { $0.line(.english).contains("hunter2") })
        #expect(found.positionals == ["latest"])
    }
}
