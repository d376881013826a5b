import GardeCore
import GardeIO
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
                "cd '\(platform.backupRoot)/garde' && sha256sum -c *.sha256 && cd '\(far)/garde' && sha256sum -c *.sha256"
            #expect(try await run("sh", ["-c", check]).status == 0)
            let mail = try await MailChain.listing(platform.root.pushing("data/mail"))
            let env = try platform.root.appending(".env").read()
            let move = "mv '\(platform.backupRoot)' '\(disk)' && rm -r '\(platform.root)' && mkdir '\(platform.root)'"
            #expect(try await run("sh", ["-c", move]).status == 0)
            let names = try await run("ls", ["\(disk)/garde"]).output.lines
            let program = try #require(names.first { $0.hasSuffix(".sha256") }).dropLast(7)
            let mark = Identity(platform.root, "mssante").mark
            #expect(Set(names) == ["\(program)", "\(program).sha256", "mssante-\(mark).txt"])
            let page = try await run("cat", ["\(disk)/garde/mssante-\(mark).txt"]).output
            #expect(
                page.contains("/latest") && page.contains("mkdir -p \(platform.root)") && page.contains("--decrypt")
                    && page.contains("apt install gnupg"), "\(page)")

            let bare = ["PLATFORM_ROOT": platform.root.string, "PLATFORM": "here"].merging(keys.variables) { $1 }
            let back = try await runBackup(
                ["restore", "--yes", "--decrypt", "--no-stop", "--no-start"] + words + ["\(disk)/latest"], bare,
                recipe: FilePath(disk).appending("garde/\(program)").string)
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
            #expect(
                try await run(
                    "sh", ["-c", "for f in '\(platform.backupRoot)'/garde/*.sha256; do echo >>\"${f%.sha256}\"; done"]
                ).status == 0)
            #expect(try await platform.backup(words, ["COPY_PROGRAM": "true"]).output.says("program.placed"))
        }
    }

    @Test func `two platforms of one recipe have a page each, and a program that no page names goes`() async throws {
        let shared = try SharedRoot("one", "two")
        let garde = shared.scratch("backups/garde").string
        try await shared.sh("mkdir -p '\(garde)'; cd '\(garde)'; touch mssante mssante.sha256 mssante.txt other.txt")
        try await shared.sh(
            "cd '\(garde)'; touch mssante-0123456789ab mssante-0123456789ab.sha256 mssante-x-0123456789ab")
        let copies = ["COPY_PROGRAM": "true"]
        for name in ["one", "two"] { _ = try await shared.call(name, ["backup"] + SharedRoot.filesOnly, copies) }
        let names = try await run("ls", [garde]).output.lines
        let program = try #require(names.first { $0.hasSuffix(".sha256") }).dropLast(7)
        let pages = ["one", "two"].map { "mssante-\(Identity(shared.scratch($0), "mssante").mark).txt" }
        #expect(
            Set(names) == Set(pages + ["\(program)", "\(program).sha256", "other.txt", "mssante-x-0123456789ab"]),
            "\(names)")
        for (name, page) in zip(["one", "two"], pages) {
            let text = try await run("cat", ["\(garde)/\(page)"]).output
            #expect(text.contains("mkdir -p \(shared.scratch(name))") && text.contains(" \(program) "), "\(text)")
        }
    }
}
