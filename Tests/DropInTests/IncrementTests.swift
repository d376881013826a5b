import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite(.tags(.server)) struct IncrementTests {
    @Test func `twenty random increments come back exactly, each by restore sh and by plain tar`() async throws {
        try await ThrowawayPlatform.with(.mail(80)) { platform in
            let chain = MailChain(platform)
            // A folder of attributes that is replaced is a new base; here all twenty are to be one chain.
            try await chain.dropAttributes()
            #expect(try await chain.full().status == 0)
            _ = try await chain.replay(as: "replayed")
            for step in 1...20 {
                try await chain.change(seed: "twenty \(step)")
                let run = try await chain.increment()
                #expect(run.status == 0, "\(run.error)")
                #expect(try await chain.differences(as: "restored-\(step)") == [], "step \(step)")
                let replayed = try await chain.replay(as: "replayed", newest: true)
                #expect(try await MailChain.differences(chain.mail, replayed, plain: true) == [], "step \(step)")
            }
            #expect(try await chain.archives().count == 21)
        }
    }

    @Test func `ACLs and attributes come back too; where they were taken away a new base begins`() async throws {
        try await ThrowawayPlatform.with(.mail(80)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            _ = try await chain.sh(
                "m=$(ls domain.example/user/cur | tail -1); setfattr -n user.x -v 1 domain.example/user/cur/$m"
                    + "; mv domain.example/user/cur/$m domain.example/user/cur/$m$m; setfacl -m u:1234:r domain.example/user"
            )
            #expect(try await chain.increment().status == 0)
            #expect(try await platform.newestBackup().manifest(".backup.type") == "incremental")
            #expect(try await chain.differences(as: "with") == [])
            _ = try await chain.sh("setfacl -b domain.example/user")
            let run = try await chain.increment()
            let taken = Text(
                "mail.about", ["name": "mail/domain.example/user", "why": Text("mail.attributes-taken")])
            #expect(run.status == 0 && run.output.says("mail.new-base", ["why": taken]))
            #expect(try await platform.newestBackup().manifest(".backup.type") == "full")
            #expect(try await chain.differences(as: "without") == [])
        }
    }

    @Test func `an increment names its parent and base, and holds what changed`() async throws {
        try await ThrowawayPlatform.with(.mail(300)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            _ = try await chain.sh(
                """
                cd domain.example/user/cur
                ls | head -n 5 | while read -r m; do mv "$m" "${m%%:*}:2,FS"; done
                ls | tail -n 1 | xargs -d '\\n' rm
                printf 'Subject: new\\n\\nNEW\\n' >../new/1800000000.M1P1.host
                """)
            try await chain.increment()
            try await chain.increment()
            let backups = try await platform.backups()
            try #require(backups.count == 3)
            #expect(
                try await backups[1].manifest("[.backup.type, .increments.mail.parent, .increments.mail.base] | @csv")
                    .lines == [
                        "\"incremental\",\"\(backups[0].id)\",\"\(backups[0].id)\""
                    ])
            #expect(
                try await backups[2].manifest("[.increments.mail.parent, .increments.mail.base] | @csv").lines == [
                    "\"\(backups[1].id)\",\"\(backups[0].id)\""
                ])
            let digest = try await backups[0].manifest(".sha256")
            #expect(try await backups[1].manifest(".increments.mail.parent_sha256") == digest)
            #expect(try await backups[1].manifest(".backup.parent_sha256") == digest, "for releases of format 1")
            let members = try await backups[1].sh("tar -tvzf mail_$id.tar.gz").output.lines
            #expect(members.filter { $0.contains(":2,FS link to ") }.count >= 4)
            #expect(members.filter { $0.contains("1800000000.M1P1.host") && $0.hasPrefix("-rw") }.count == 1)
            #expect(members.suffix(2).map { $0.split(separator: " ").last } == [".garde/removed", ".garde/dirs"])
            #expect(members.last { $0.hasPrefix("d") }?.hasSuffix(" ./mail/") == true)
            let nothing = try await backups[2].sh("stat -c %s mail_$id.tar.gz").output
            #expect(Int(nothing.lines.first ?? "").map { $0 < 10_000 } == true)
        }
    }

    @Test func `latest after a full backup and three increments takes the newest of each component`() async throws {
        try await ThrowawayPlatform.with(.mail(60)) { platform in
            let chain = MailChain(platform)
            #expect(try await platform.backup(filesOnly).status == 0)
            for step in 1...3 {
                try await chain.change(seed: "latest \(step)")
                #expect(try await chain.increment().status == 0)
            }
            let root = platform.folder.appending("elsewhere")
            _ = try await run("sh", ["-c", "mkdir -p \"$0/data\" && : >\"$0/.env\"", root.string])
            let result = try await runBackup(
                ["restore", "--yes", "--force", "--no-stop", "--no-start"] + filesOnly + ["latest"],
                ["PLATFORM_ROOT": root.string, "PLATFORM": "here", "BACKUP_ROOT": platform.backupRoot.string])
            #expect(result.status == 0, "\(result.error)")
            #expect(try await MailChain.differences(chain.mail, root.pushing("data/mail")) == [])
            let same = ["-r", platform.root.pushing("config").string, root.pushing("config").string]
            #expect(try await run("diff", same + ["--no-dereference"]).output == "")
        }
    }

    @Test func `other components are whole in an incremental run`() async throws {
        try await ThrowawayPlatform.with(.mail(30)) { platform in
            try await MailChain(platform).full()
            #expect(try await platform.backup(filesOnly + ["--type", "incremental"]).status == 0)
            let names = try await platform.newestBackup().sh("tar -tzf config_$id.tar.gz | wc -l").output
            #expect(Int(names.lines.first ?? "").map { $0 > 10 } == true)
            let types = try await platform.newestBackup().manifest("[.backup.type, .components.config] | @csv")
            #expect(types == "\"incremental\",true")
        }
    }

    @Test func `a new base is taken once fullEvery has passed`() async throws {
        try await ThrowawayPlatform.with(.mail(20)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            try await chain.increment(["NO_FAKE_STAT": "1"], by: MovedClock.by("+6d"))
            #expect(try await platform.newestBackup().manifest(".backup.type") == "incremental")
            let run = try await chain.increment(["NO_FAKE_STAT": "1"], by: MovedClock.by("+7d"))
            #expect(run.output.says("mail.new-base", ["why": Text("mail.old", ["days": 7])]), "\(run)")
            #expect(try await platform.newestBackup().manifest(".backup.type") == "full")
            #expect(try await chain.differences(as: "again") == [])
        }
    }

    @Test func `a client that knew the mailbox sees the same UIDs and flags after an increment is restored`()
        async throws
    {
        try await ThrowawayPlatform.with(.mail(200)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            let client = "\(packageFolder)/Tests/throwaway/imap-client.py"
            _ = try await run("chmod", ["711", platform.folder.string])
            let home = chain.mail.pushing("domain.example/user").string
            let acted = try await run("python3", [client, home, "act"])
            #expect(acted.status == 0, "\(acted.error)")
            #expect(try await chain.increment().status == 0)
            let before = try await run("python3", [client, home, "look"])
            let (result, mail) = try await chain.restore(try await platform.newestBackup().folder, as: "restored")
            #expect(result.status == 0, "\(result.error)")
            _ = try await run("chmod", ["711", platform.folder.appending("restored").string])
            let after = try await run(
                "python3", [client, mail.pushing("domain.example/user").string, "look"])
            #expect(before.output.lines.count > 40 && before.output.contains("UIDVALIDITY"))
            #expect(after.output.lines == before.output.lines)
        }
    }
}
