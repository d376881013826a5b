import Garde
import GardeWords
import Testing

@Suite struct SettingsFindingsTests {
    @Test func `everything wrong is said at once, the words of the command line first, in English`() {
        #expect(
            lines(.english) == [
                "unknown option --retenton. Did you mean --retention? --help lists all options",
                "--encrypt takes no value",
                "--gpg-recipient needs a value. Write --gpg-recipient ID",
                "unexpected argument data: backup takes options only",
                "--type weekly: full or incremental is expected",
                "COMPRESS_LEVEL=10: a whole number from 1 to 9 is expected",
                "VERBOSE=peut-être: true, false, yes, no, 1 or 0 is expected",
                "RETENTION_WEEKLY=-1 (.env): a whole number from 0 to 5200 is expected",
                "LOCK_WAIT=soon: seconds, or a number with s, m, h or d is expected, as in 600, 10m or 6h",
                "encryption is on but nobody could read the backup. Name a key: --gpg-recipient ID, or GPG_RECIPIENT",
                "--remote-dest /mnt/nas: s3://bucket/path is expected, or rclone's name:path",
            ])
    }

    @Test func `everything wrong is said at once, in French`() {
        #expect(
            lines(.french) == [
                "option inconnue --retenton. La plus proche est --retention ; --help les donne toutes",
                "--encrypt ne prend pas de valeur",
                "--gpg-recipient attend une valeur. Écrivez --gpg-recipient ID",
                "argument inattendu data : backup ne prend que des options",
                "--type weekly : il faut full ou incremental",
                "COMPRESS_LEVEL=10 : il faut un nombre entier de 1 à 9",
                "VERBOSE=peut-être : il faut true, false, yes, no, 1 ou 0",
                "RETENTION_WEEKLY=-1 (.env) : il faut un nombre entier de 0 à 5200",
                "LOCK_WAIT=soon : il faut des secondes, ou un nombre suivi de s, m, h ou d, comme 600, 10m ou 6h",
                "chiffrement demandé sans destinataire GPG."
                    + " Indiquez une clé : --gpg-recipient ID, ou GPG_RECIPIENT",
                "--remote-dest /mnt/nas : il faut s3://bucket/chemin, ou nom:chemin de rclone",
            ])
    }

    private func lines(_ language: Language) -> [String] {
        settings(
            [
                "--type=weekly", "--retenton", "60", "--encrypt=yes", "--gpg-recipient", "--sync-remote",
                "--remote-dest", "/mnt/nas", "data",
            ],
            ["COMPRESS_LEVEL": "10", "VERBOSE": "peut-être", "LOCK_WAIT": "soon", "ENCRYPT_BACKUP": "1"],
            "RETENTION_WEEKLY=-1"
        ).findings.map { $0.line(language) }
    }

    @Test func `sync without a destination says which flag gives one`() {
        #expect(
            settings(["--sync-remote"]).findings.map { $0.line(.french) } == [
                "synchronisation demandée sans destination distante."
                    + " Indiquez-en une : --remote-dest s3://bucket/chemin, ou REMOTE_DESTINATION"
            ])
    }

    @Test(arguments: ["0", "-3", "1.5", "trente", "99999999999999999999"])
    func `days of retention are a whole number of at least 1`(said: String) {
        let findings = settings(["--retention", said]).findings.map { $0.line(.english) }
        #expect(findings == ["--retention \(said): a whole number from 1 to 36500 is expected"])
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
            found.warnings.map { $0[.english] } == [
                "--gpg-recipient has no effect without --encrypt", "--remote-dest has no effect without --sync-remote",
            ])
        #expect(found.warnings.first?[.french] == "--gpg-recipient est sans effet sans --encrypt")
        #expect(settings(["--gpg-recipient", "a@x"], ["ENCRYPT_BACKUP": "true"]).warnings.isEmpty)
        #expect(settings(["--remote-dest", "s3://b"], [:], "", recipe { sync(to: "s3://a") }).warnings.isEmpty)
        #expect(settings([], ["GPG_RECIPIENT": "a@x", "REMOTE_DESTINATION": "s3://b"]).warnings.isEmpty)
    }

    @Test func `what changes a run from the environment is announced`() {
        let found = settings(
            ["restore", "latest"], ["DRY_RUN": "1", "FORCE": "yes", "SKIP_CONFIRMATION": "true", "VERBOSE": "1"])
        #expect(
            found.warnings.map { $0[.english] } == [
                "DRY_RUN is set in the environment: nothing will be written",
                "FORCE is set in the environment: an existing .env will be overwritten",
                "SKIP_CONFIRMATION is set in the environment: no confirmation will be asked",
            ])
        #expect(found.warnings.first?[.french] == "DRY_RUN est active dans l'environnement : rien ne sera écrit")
        #expect(settings(["--dry-run"], ["DRY_RUN": "1"]).warnings.isEmpty)
    }

    @Test func `a secret is never shown, whatever is wrong around it`() {
        let found = settings(["restore", "--gpg-passphrse", "hunter2", "--gpg-passphrses=hunter2", "latest"])
        #expect(!found.findings.contains { $0.line(.english).contains("hunter2") })
        #expect(found.positionals == ["latest"])
    }
}
