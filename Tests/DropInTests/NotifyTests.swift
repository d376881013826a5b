import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Who is told by the shipped executable, and what.
@Suite(.tags(.server), .mailPlatform) struct NotifyTests {
    let platform = MailPlatform.platform!.apart()

    @Test func `a full run that went well is told in every way`() async throws {
        try await Receiver.with { receiver in
            let run = try await platform.backup(filesOnly + ["--quiet"], receiver.everybody)
            #expect(run.status == 0 && run.output + run.error == "", "\(run)")
            let id = try await platform.newestBackup().id
            let calls = try await receiver.calls()
            #expect(calls.first == "POST /ping/start" && calls.count == 4)
            #expect(Set(calls) == ["POST /ping/start", "POST /ping", "POST /slack", "POST /hook"])
            let slack = try #require(try await receiver.slack().first)
            let host = try await GardeTestSupport.run("hostname", []).output.lines[0]
            let done = Text("notify.ending-done")
            let title = Text("notify.subject", ["recipe": "mssante", "host": host, "end": done])[.french]
            let root = Text("notify.platform", ["root": platform.root])[.french]
            #expect(slack.hasPrefix("*\(title)*\n\(root)\n"))
            #expect(
                slack.says("notify.backup", ["id": "\(id)", "kind": Text("notify.full")])
                    && slack.says("notify.saved", ["list": "certificates "]))
            let json = try #require(try await receiver.bodies("/hook").first)
            let filter = #"[.event, .outcome, .recipe, .backup, .type, .components.mail.saved, .errors] | @json"#
            let read = try await GardeTestSupport.run("jq", ["-r", filter], input: json).output.lines
            #expect(read == [#"["backup","done","mssante","\#(id)","full",true,[]]"#])
            let letter = try #require(try await receiver.letters().first)
            let head = "garde@example.com\nadmin@example.com,second@example.com\nFrom: Garde <garde@example.com>\n"
            let subject = "Subject: \(title)\nAuto-Submitted: auto-generated\n"
            #expect(
                letter.hasPrefix("\(head)To: Admin <admin@example.com>, second@example.com\n\(subject)"), "\(letter)")
            #expect(letter.contains("Defects: [] True True\n\n\(root)\n"), "\(letter)")
            let certificate = "(CN=imap.domain.example, O=Les Tilleuls – été, C=FR)"
            #expect(letter.says("certificates.certificate-expires", ["name": certificate]), "\(letter)")
        }
    }

    @Test func `what failed, why, and what to type is told, and no character of it is Slack's`() async throws {
        try await Receiver.with { receiver in
            let run = try await platform.backup(
                ["--no-redis", "--quiet"], receiver.everybody.merging(["PGHOST": "/no<!channel>&"]) { $1 })
            #expect(run.status == 3)
            let text = try #require(try await receiver.slack().first)
            #expect(text.says("notify.ending-incomplete") && text.says("postgres.text", of: "- postgresql"))
            #expect(text.contains("/no&lt;!channel&gt;&amp;/") && !text.contains("<"))
            #expect(text.says("postgres.typed"))
            #expect(text.says("notify.log", ["path": "\(platform.backupRoot)/backup.log"]))
            let command = try #require(text.lines.first { $0.says("notify.next") })
            #expect(
                command.contains("PLATFORM_ROOT=\(platform.root) ")
                    && command.hasSuffix("/mssante backup --no-redis --quiet"))
            #expect(
                try await receiver.calls().filter { $0.contains("ping") } == ["POST /ping/start", "POST /ping/fail"])
            let letter = try #require(try await receiver.letters().first)
            #expect(
                letter.says("postgres.text", of: "- postgresql")
                    && letter.contains("/no<!channel>&/"))
        }
    }

    @Test func `increments that go well are no news, the first one after trouble is`() async throws {
        try await Receiver.with { receiver in
            let told = ["SLACK_WEBHOOK_URL": "\(receiver.web)/slack", "HEARTBEAT_URL": "\(receiver.web)/ping"]
            let (full, increment) = (filesOnly + ["--quiet"], filesOnly + ["--quiet", "--type", "incremental"])
            #expect(try await platform.backup(full, told).status == 0)
            #expect(try await platform.backup(increment, told).status == 0)
            #expect(try await receiver.slack().count == 1)
            let broken = ["--no-redis", "--quiet", "--type", "incremental"]
            #expect(try await platform.backup(broken, told.merging(["PGPORT": "1"]) { $1 }).status == 3)
            for _ in 1...2 { #expect(try await platform.backup(increment, told).status == 0) }
            let texts = try await receiver.slack()
            try #require(texts.count == 3)
            #expect(texts[1].says("notify.ending-incomplete") && texts[2].says("notify.ending-recovered"))
            #expect(texts[2].says("notify.backup", ["kind": Text("notify.increment")]))
            let pings = try await receiver.calls().filter { $0.contains("ping") }
            let well = ["POST /ping/start", "POST /ping"]
            #expect(pings == well + well + ["POST /ping/start", "POST /ping/fail"] + well + well)
        }
    }

    @Test func `all is well again only once the copies that waited are sent`() async throws {
        try await Receiver.with { receiver in
            let told = ["SLACK_WEBHOOK_URL": "\(receiver.web)/slack"]
            let increment = filesOnly + ["--quiet", "--type", "incremental"]
            let copied = increment + ["--sync-remote", "--remote-dest", "garde_store:copies"]
            let place = platform.folder.appending("store-\(UInt32.random(in: 0 ... .max))").string
            let reached = ["RCLONE_CONFIG_GARDE_STORE_TYPE": "alias", "RCLONE_CONFIG_GARDE_STORE_REMOTE": place]
            let sent = filesOnly + copied.suffix(3) + ["--quiet"]
            #expect(try await platform.backup(sent, told.merging(reached) { $1 }).status == 0)
            #expect(try await platform.backup(copied, told).status == 3)
            #expect(try await platform.backup(increment, told).status == 0)
            #expect(try await receiver.slack().count == 2)
            for _ in 1...2 {
                #expect(try await platform.backup(copied, told.merging(reached) { $1 }).status == 0)
                let texts = try await receiver.slack()
                #expect(texts.count == 3 && texts.last?.says("notify.ending-recovered") == true, "\(texts)")
            }
        }
    }

    @Test func `wrong settings are told to those who are known, and nothing is created`() async throws {
        try await Receiver.with { receiver in
            let run = try await platform.backup(["--tpye", "full", "--retention", "0"], receiver.everybody)
            #expect(run.status == 1)
            let text = try #require(try await receiver.slack().first)
            #expect(text.says("notify.ending-failed") && text.contains("--tpye") && text.contains("--retention 0"))
            #expect(try await receiver.calls().contains("POST /ping/fail"))
            #expect(try await receiver.letters().count == 1)
            #expect(try await GardeTestSupport.run("test", ["-e", platform.backupRoot.string]).status == 1)
            let unwritable = ["BACKUP_ROOT": "/proc/backups", "SLACK_WEBHOOK_URL": "\(receiver.web)/proc"]
            #expect(try await platform.backup(littleOnly, unwritable).status == 1)
            #expect(try await receiver.slack("/proc").first?.contains("/proc/backups") == true)
            let nowhere = platform.folder.appending("nowhere").string
            let elsewhere = ["PLATFORM_ROOT": nowhere, "SLACK_WEBHOOK_URL": "\(receiver.web)/lost"]
            #expect(try await runBackup([], elsewhere).status == 1)
            #expect(
                try await receiver.slack("/lost").first?.says("usage.no-such-root", ["path": "\(nowhere)"]) == true)
        }
    }

    @Test func `a run that waits in vain for another is told, but not to the switch that hears the other`() async throws
    {
        try await Receiver.with { receiver in
            #expect(try await platform.backup(littleOnly + ["--quiet"]).status == 0)
            let lock = try #require(try FileLock.take(platform.backupRoot.appending(".lock"), note: "a test\n"))
            let run = try await platform.backup(littleOnly, receiver.everybody.merging(["LOCK_WAIT": "1"]) { $1 })
            withExtendedLifetime(lock) {}
            #expect(run.status == 75)
            #expect(try await Set(receiver.calls()) == ["POST /slack", "POST /hook"])
            #expect(try await receiver.slack().first?.says("lock.held", ["holder": "a test"]) == true)
        }
    }

    @Test func `a dry run tells nobody`() async throws {
        try await Receiver.with { receiver in
            let run = try await platform.backup(filesOnly + ["--dry-run"], receiver.everybody)
            #expect(run.status == 0)
            #expect(try await platform.backup(["--dry-run", "--retention", "0"], receiver.everybody).status == 1)
            #expect(try await receiver.calls() == [])
            #expect(try await receiver.letters() == [])
        }
    }

    @Test func `notify --test says of each way whether it was taken`() async throws {
        try await Receiver.with { receiver in
            let all = receiver.everybody.merging(["ALERT_WEBHOOK_URL": "\(receiver.web)/302"]) { $1 }
            let run = try await platform.backup(["notify", "--test"], all)
            #expect(run.status == 1)
            for name in ["Slack", "Admin <admin@example.com>, second@example.com", "heartbeat"] {
                let accepted = Text("notify.accepted", ["name": name])[.french]
                #expect(run.output.contains("[SUCCESS] \(accepted)"), "\(run)")
            }
            #expect(
                run.error.says(
                    "notify.not-told", ["name": "webhook", "why": Text("notify.answered", ["code": "302"])])
                    && run.error.says("notify.look-at-address"))
            #expect(try await receiver.slack().first?.says("notify.test") == true)
            #expect(try await receiver.calls().contains("POST /ping/log"))
            #expect(try await receiver.letters().count == 1)
            let one = try await platform.backup(["notify", "--test"], ["SLACK_WEBHOOK_URL": "\(receiver.web)/slack"])
            #expect(
                one.status == 0 && one.output.says("notify.is-off", ["word": "mail(to:)", "variable": "ALERT_EMAIL"]))
            let none = try await platform.backup(["notify", "--test"])
            #expect(none.status == 1 && none.error.says("notify.nobody-is-told"))
            #expect(try await platform.backup(["notify"], all).error.says("notify.test-only.fix"))
        }
    }

    @Test func `tested is who was reached by this very address, server and sender`() async throws {
        let old = try OldBackups()
        try old.add(daysAgo: 0)
        try await Receiver.with { receiver in
            let all = ["PLATFORM_ROOT": old.platform.string, "BACKUP_ROOT": old.root.string]
                .merging(receiver.everybody) { $1 }
            #expect(try await runBackup(["notify", "--test"], all).status == 0)
            let same = try await runBackup(["doctor", "--only", "config"], all)
            #expect(same.output.says("doctor.notify-tested"), "\(same)")
            for variable in receiver.everybody.keys where variable != "ALERT_EMAIL" {
                let changed = all.merging([variable: all[variable]! + "x"]) { $1 }
                let doctor = try await runBackup(["doctor", "--only", "config"], changed)
                #expect(doctor.output.says("doctor.notify-untested"), "\(variable): \(doctor)")
            }
            let kept = try await run("sh", ["-c", "cat \"$0\"/.notify-test.*", old.root.string]).output
            #expect(kept.lines.count == 1 && !kept.contains("hook"), "\(kept)")
        }
    }
}

extension Receiver {
    /// Variables that lead every way of telling here.
    var everybody: [String: String] {
        [
            "SLACK_WEBHOOK_URL": "\(web)/slack", "ALERT_WEBHOOK_URL": "\(web)/hook", "HEARTBEAT_URL": "\(web)/ping/",
            "ALERT_EMAIL": "Admin <admin@example.com>, second@example.com", "SMTP_URL": "smtp://\(mail)",
            "ALERT_FROM": "Garde <garde@example.com>",
        ]
    }
}
