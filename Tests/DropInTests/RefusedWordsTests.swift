import GardeTestSupport
import SystemPackage
import Testing

/// Command lines that are refused by the shipped executable: exit 1, one line a finding, nothing created.
@Suite(.tags(.server), .mailPlatform) struct RefusedWordsTests {
    let platform = MailPlatform.platform!.apart()

    @Test(arguments: [
        (["--encrytp"], "option inconnue --encrytp. La plus proche est --encrypt"),
        (["--no-mial"], "option inconnue --no-mial. La plus proche est --no-mail"),
        (["--force"], "option inconnue --force : elle appartient à restore"),
        (["--type", "partial"], "--type partial : il faut full ou incremental"),
        (["--retention", "0"], "--retention 0 : il faut un nombre entier de 1"),
        (["--retention=-3"], "--retention -3 : il faut un nombre entier"),
        (["--compress-level", "10"], "--compress-level 10 : il faut un nombre entier de 1 à 9"),
        (["--compress-level", "six"], "--compress-level six : il faut un nombre entier de 1 à 9"),
        (["--compress-level"], "--compress-level attend une valeur"),
        (["--quiet=yes"], "--quiet ne prend pas de valeur"),
        (["20240315_020000"], "argument inattendu 20240315_020000"),
        (["--", "--quiet"], "argument inattendu --quiet"),
        (["--encrypt"], "chiffrement demandé sans destinataire GPG"),
        (["--sync-remote"], "synchronisation demandée sans destination distante"),
        (["--sync-remote", "--remote-dest", "nowhere"], "--remote-dest nowhere : il faut s3://bucket/chemin"),
    ])
    func `what is wrong with a command line is named, and nothing is created`(
        arguments: [String], words: String
    ) async throws {
        let run = try await platform.backup(arguments)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.error.lines.count == 1 && run.error.contains(words))
        #expect(try await GardeTestSupport.run("test", ["-e", platform.backupRoot.string]).status == 1)
    }

    @Test func `everything that is wrong is said at once`() async throws {
        let arguments = ["--tpye", "full", "--retention", "never", "extra", "--compress-level=0"]
        let run = try await platform.backup(arguments, ["VERBOSE": "perhaps", "RETENTION_WEEKLY": "-1"])
        #expect(run.status == 1)
        #expect(run.error.lines.count == 6)
        let all = [
            "--tpye", "--retention never", "extra", "--compress-level 0", "VERBOSE=perhaps", "RETENTION_WEEKLY=-1",
        ]
        for words in all { #expect(run.error.contains(words)) }
    }

    @Test func `leaving out every component is refused`() async throws {
        let run = try await platform.backup(mailOnly + ["--no-mail"])
        #expect(run.status == 1 && run.error.says("backup.nothing-chosen"))
    }

    @Test func `a folder that holds no platform is refused with the variable to set`() async throws {
        let empty = Scratch()
        let run = try await runBackup(["--quiet"], ["PLATFORM_ROOT": empty.path.string])
        #expect(run.status == 1 && run.output == "")
        #expect(run.error.says("usage.no-platform", ["path": "\(empty.path)"]) && run.error.contains("PLATFORM_ROOT"))
        #expect(try await GardeTestSupport.run("ls", ["-A", empty.path.string]).output == "")
    }
}
