import GardeTestSupport
import SystemPackage
import Testing

/// The program lies beside the backups and their copies, and a machine that has nothing else comes back with it.
@Suite struct ProgramCopyTests {
    @Test func `with the disk, the key and nothing else, everything comes back`() async throws {
        let keys = try ThrowawayKeys()
        let key = try await keys.make("garde@example.org")
        let scratch = Scratch()
        try await ThrowawayPlatform.with(.mail(20)) { platform in
            let far = scratch("far").string
            let settings = [
                "COPY_PROGRAM": "true", "SYNC_REMOTE": "true", "REMOTE_DESTINATION": "depot:\(far)",
                "RCLONE_CONFIG_DEPOT_TYPE": "local", "ENCRYPT_BACKUP": "true", "GPG_RECIPIENT": key,
            ].merging(keys.variables) { $1 }
            let words = ["--no-postgres", "--no-redis", "--no-certs"]
            let made = try await platform.backup(words, settings)
            #expect(
                made.status == 0 && made.output.says("program.placed") && made.output.says("program.sent"), "\(made)")
            let again = try await platform.backup(words, settings)
            #expect(again.status == 0, "\(again)")
            #expect(!again.output.says("program.placed") && !again.output.says("program.sent"), "\(again)")

            let disk = scratch("disk").string
            let check =
                "cd '\(platform.backupRoot)/garde' && sha256sum -c mssante.sha256 && cd '\(far)/garde' && sha256sum -c *.sha256"
            #expect(try await run("sh", ["-c", check]).status == 0)
            let mail = try await MailChain.listing(platform.root.pushing("data/mail"))
            let env = try platform.root.appending(".env").read()
            let move = "mv '\(platform.backupRoot)' '\(disk)' && rm -r '\(platform.root)' && mkdir '\(platform.root)'"
            #expect(try await run("sh", ["-c", move]).status == 0)
            let page = try await run("cat", ["\(disk)/garde/mssante.txt"]).output
            #expect(
                page.contains("/latest") && page.contains("--decrypt") && page.contains("apt install gnupg"), "\(page)")

            let bare = ["PLATFORM_ROOT": platform.root.string, "PLATFORM": "here"].merging(keys.variables) { $1 }
            let back = try await runBackup(
                ["restore", "--yes", "--decrypt", "--no-stop", "--no-start"] + words + ["\(disk)/latest"], bare,
                recipe: "\(disk)/garde/mssante")
            #expect(back.status == 0, "\(back)")
            #expect(try await MailChain.listing(platform.root.pushing("data/mail")) == mail)
            #expect(try platform.root.appending(".env").read() == env)
        }
    }

    @Test func `a folder in the way, or a place that takes nothing, is a warning: the backup stands`() async throws {
        let scratch = Scratch()
        try await ThrowawayPlatform.with(.mail(1)) { platform in
            #expect(try await run("mkdir", ["-p", platform.backupRoot.string]).status == 0)
            #expect(try await run("touch", [platform.backupRoot.appending("garde").string]).status == 0)
            let words = ["--no-postgres", "--no-redis", "--no-certs"]
            let made = try await platform.backup(words, ["COPY_PROGRAM": "true"])
            #expect(made.status == 0 && made.error.says("program.not-placed"), "\(made)")
            let none = try await platform.backup(words)
            #expect(none.status == 0 && !none.error.says("program.not-placed"), "\(none)")
            #expect(try await run("rm", [platform.backupRoot.appending("garde").string]).status == 0)
            let far = scratch("far").string
            #expect(try await run("sh", ["-c", "mkdir '\(far)' && touch '\(far)/garde'"]).status == 0)
            let unsent = try await platform.backup(
                words,
                [
                    "COPY_PROGRAM": "true", "SYNC_REMOTE": "true", "REMOTE_DESTINATION": "depot:\(far)",
                    "RCLONE_CONFIG_DEPOT_TYPE": "local",
                ])
            #expect(unsent.status == 0 && unsent.error.says("program.not-sent"), "\(unsent)")
            // Whoever changed the program beside the backups, or cut it, finds it whole after the next run.
            #expect(try await run("sh", ["-c", "echo >>'\(platform.backupRoot)/garde/mssante'"]).status == 0)
            #expect(try await platform.backup(words, ["COPY_PROGRAM": "true"]).output.says("program.placed"))
        }
    }
}
