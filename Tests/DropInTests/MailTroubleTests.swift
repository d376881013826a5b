import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite(.tags(.server)) struct MailTroubleTests {
    @Test func `a FIFO, a socket and hostile names do not reach the terminal or stop the run`() async throws {
        try await ThrowawayPlatform.with(.mail(20)) { platform in
            let script = """
                import os, socket, sys
                os.chdir(sys.argv[1])
                os.mkfifo("cur/fifo")
                socket.socket(socket.AF_UNIX).bind(b"new/\\x1b]0;title\\x07 \\nsecond line")
                """
            let made = try await run(
                "python3", ["-c", script, platform.root.pushing("data/mail/domain.example/user").string])
            #expect(made.error == "")
            let run = try await platform.backup(mailOnly)
            #expect(run.status == 0)
            #expect(
                run.error.says("files.about", ["shown": "second line", "why": Text("files.is-socket")]))
            #expect(!run.error.contains("\u{1b}") && !run.error.contains("\u{7}"))
            #expect(run.error.lines.allSatisfy { $0.hasPrefix("[2") })
        }
    }

    @Test func `messages that may not be read are named, the others are saved, the exit code is 3`() async throws {
        try await ThrowawayPlatform.with(.mail()) { platform in
            let message = try await lockAway(in: platform)
            let run = try await platform.apart().backup(
                mailOnly + ["--quiet"], ["BACKUP_ROOT": platform.folder.appending("backups").string],
                by: ["setpriv", "--reuid=5000", "--regid=5000", "--clear-groups"])
            #expect(run.status == 3)
            #expect(run.output == "")
            #expect(run.error.says("files.lacking", ["name": "mail", "count": 2]))
            #expect(run.error.contains(message) && run.error.contains("secretariat+urgences"))
            let backup = try #require(
                try await BackupRead.all(in: platform.folder.appending("backups")).last)
            #expect(try await backup.manifest("[.components.mail, .backup.errors] | @csv") == "true,1")
            let members = try await backup.sh("tar -tzf mail_$id.tar.gz").output
            #expect(!members.contains(message) && members.lines.count > 60)
        }
    }

    /// Gives the platform to the user 5000, but for one message and one mailbox; gives the message's name.
    private func lockAway(in platform: ThrowawayPlatform) async throws -> String {
        let script = """
            cd "$0" && chmod 711 . && mkdir backups && chown -R 5000:5000 platform backups
            message=$(ls platform/data/mail/domain.example/user/cur | head -n 1)
            chown 0:0 "platform/data/mail/domain.example/user/cur/$message" platform/data/mail/domain.example/secretariat*
            chmod 600 "platform/data/mail/domain.example/user/cur/$message"
            chmod 700 platform/data/mail/domain.example/secretariat*
            echo "$message"
            """
        let result = try await run("sh", ["-c", script, platform.folder.string])
        #expect(result.error == "")
        return String(result.output.dropLast())
    }

    @Test func `a mail tree that is missing is a failed component`() async throws {
        try await ThrowawayPlatform.with(.mail(20)) { platform in
            #expect(try await run("rm", ["-rf", platform.root.pushing("data/mail").string]).status == 0)
            let run = try await platform.backup(["--no-postgres", "--no-redis"])
            #expect(run.status == 3)
            #expect(run.error.says("files.source-missing", ["list": "\(platform.root)/data/mail"], of: "mail"))
            let backup = try await platform.newestBackup()
            #expect(try await backup.manifest("[.components.mail, .components.config] | @csv") == "false,true")
            #expect(try await backup.names().contains { $0.hasPrefix("mail") } == false)
        }
    }

    @Test func `mail that is suddenly gone is suspect, until somebody accepts it`() async throws {
        try await ThrowawayPlatform.with(.mail(60)) { platform in
            #expect(try await platform.backup(mailOnly).status == 0)
            #expect(try await platform.newestBackup().manifest(".suspect | length") == "0")
            let emptied = ["-c", "rm -rf \"$0\"/*", platform.root.pushing("data/mail").string]
            #expect(try await run("sh", emptied).status == 0)
            var ids: [String] = []
            for _ in 1...2 {
                let run = try await platform.backup(mailOnly)
                let backup = try await platform.newestBackup()
                ids.append(backup.id)
                #expect(run.status == 3)
                #expect(run.error.says("backup.shrank", ["name": "mail"]))
                #expect(run.error.contains("/mssante accept \(backup.id)\n"))
                #expect(try await backup.manifest(".suspect | join(\" \")") == "mail")
                #expect(try await backup.manifest("[.components.mail, .backup.errors] | @csv") == "true,0")
            }
            #expect(try await platform.backup(["accept", "20010101_000000"]).status == 1)
            #expect(try await platform.backup(["accept", ids[1]]).status == 0)
            let run = try await platform.backup(mailOnly + ["--quiet"])
            #expect(run.status == 0 && run.error == "")
            #expect(try await platform.newestBackup().manifest(".suspect | length") == "0")
        }
    }
}
