import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Runs that are ended, disks that are full, and receivers that do not answer.
@Suite(.tags(.server), .mailPlatform) struct NotifyTroubleTests {
    let platform = MailPlatform.platform!.apart()

    @Test func `notifications that fail change nothing but a warning each`() async throws {
        try await Receiver.with { receiver in
            let run = try await platform.backup(
                filesOnly,
                [
                    "SLACK_WEBHOOK_URL": "\(receiver.web)/500/secret-path", "ALERT_WEBHOOK_URL": "\(receiver.web)/hang",
                    "HEARTBEAT_URL": "http://127.0.0.1:1/ping", "ALERT_EMAIL": "admin@example.com",
                    "SMTP_URL": "file:///etc/passwd",
                ])
            #expect(run.status == 0, "\(run)")
            let said = run.error.lines.filter { $0.says("notify.not-told") }
            #expect(said.allSatisfy { $0.contains("[WARNING]") }, "\(said)")
            #expect(said.contains { $0.says("notify.not-told", ["name": "Slack", "why": "500"]) })
            #expect(!run.error.contains("secret-path"))
            let unmailed: [String: any Sayable] = ["name": "admin@example.com", "why": Text("notify.no-address")]
            #expect(said.contains { $0.says("notify.not-told", unmailed) })
            // The first ping, which the report repeats as any warning; the last one, where its words are not those of the first:
            // curl's name how long it tried.
            let pings = said.filter { $0.says("notify.not-told", ["name": "heartbeat"]) }
            #expect(said.count - pings.count == 3 && (2...3).contains(pings.count), "\(said)")
            #expect(said.contains { $0.contains("(webhook)") && $0.says("notify.unanswered") }, "\(said)")
            let calls = try await receiver.calls()
            #expect(calls.count { $0 == "POST /500/secret-path" } == 3 && calls.count { $0 == "POST /hang" } == 1)
            #expect(try await platform.newestBackup().manifest(".backup.errors") == "0")
            try await status(names: ["Slack", "admin@example.com", "heartbeat", "webhook"], receiver)
            #expect(try await platform.trouble() == nil)
        }
    }

    @Test func `what is sent and not answered is not sent again, but for a ping; an answer may take its time`()
        async throws
    {
        try await Receiver.with { receiver in
            let run = try await platform.backup(
                littleOnly,
                [
                    "SLACK_WEBHOOK_URL": "\(receiver.web)/504/slack", "ALERT_WEBHOOK_URL": "\(receiver.web)/slow/hook",
                    "HEARTBEAT_URL": "\(receiver.web)/shut/ping",
                ])
            let said = run.error.lines.filter { $0.says("notify.not-told") }
            #expect(run.status == 0 && !said.contains { $0.contains("(webhook)") }, "\(said)")
            #expect(said.contains { $0.contains("(Slack)") && $0.says("notify.unanswered") }, "\(said)")
            let calls = try await receiver.calls()
            #expect(calls.count { $0 == "POST /504/slack" } == 1 && calls.count { $0 == "POST /slow/hook" } == 1)
            // The beginning is tried once.
            #expect(calls.count { $0 == "POST /shut/ping" } == 3 && calls.count { $0 == "POST /shut/ping/start" } == 1)
        }
    }

    /// Until each was told again; an increment that is no news leaves them as they are.
    private func status(names: [String], _ receiver: Receiver) async throws {
        let unreached = { (words: [String], more: [String: String]) in
            let run = try await platform.backup(words + ["--quiet"], receiver.everybody.merging(more) { $1 })
            #expect(run.status == 0, "\(run)")
            let status = try await platform.backup(["status", "--no-postgres", "--no-redis"], receiver.everybody)
            #expect(!(status.output + status.error).contains("secret-path"))
            return status.error.lines.filter { $0.says("status.untold") }
        }
        let one = try await unreached(
            filesOnly, ["ALERT_EMAIL": "admin@example.com", "SMTP_URL": "file:///etc/passwd"])
        #expect(one.count == 1 && one[0].contains("admin@example.com") && one[0].hasSuffix(" notify --test"), "\(one)")
        let increment = try await unreached(
            filesOnly + ["--type", "incremental"], ["ALERT_EMAIL": "admin@example.com"])
        #expect(increment.count == 1, "\(increment)")
        #expect(try await unreached(filesOnly, ["ALERT_EMAIL": "admin@example.com"]) == [])
    }

    @Test func `a signal is told within the time that a run has to end, also when nobody answers`() async throws {
        try await Receiver.with { receiver in
            let all = receiver.everybody.merging(["HEARTBEAT_URL": "\(receiver.web)/hang/ping"]) { $1 }
            for number: CInt in [15, 2, 1] {
                let before = try await receiver.calls().count
                let after = try await platform.disturbed(filesOnly, all) { run in
                    _ = try await platform.eventually { try await receiver.calls().count > before }
                    try await run.signal(number)
                }
                #expect(after.result.status == 128 + number && after.took < .seconds(5) && after.left.isEmpty)
                let pings = try await receiver.calls().dropFirst(before).filter { $0.contains("hang") }
                #expect(pings == ["POST /hang/ping/start", "POST /hang/ping/fail"])
                #expect(try await receiver.slack().last?.says("notify.ending-ended") == true)
                #expect(try await receiver.letters().last?.says("usage.ended") == true)
            }
        }
    }

    @Test func `a run that is killed leaves only its start, and the next one is told as the first good one`()
        async throws
    {
        try await Receiver.with { receiver in
            let told = ["SLACK_WEBHOOK_URL": "\(receiver.web)/slack", "HEARTBEAT_URL": "\(receiver.web)/ping"]
            let increment = filesOnly + ["--quiet", "--type", "incremental"]
            #expect(try await platform.backup(filesOnly + ["--quiet"], told).status == 0)
            let trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=mkdir", "-e"]
            let killed = try await platform.backup(increment, told, by: trace + ["inject=mkdir:signal=SIGKILL:when=1"])
            #expect(killed.status == -9)
            #expect(try await receiver.calls().last == "POST /ping/start")
            #expect(try await platform.backup(increment, told).status == 0)
            #expect(try await receiver.slack().last?.says("notify.ending-recovered") == true)
        }
    }

    @Test(.enabled("no mount is allowed here") { await canMount() })
    func `a full disk is told`() async throws {
        try await Receiver.with { receiver in
            let script = """
                mkdir -p "$BACKUP_ROOT" && mount -t tmpfs -o size=24k tmpfs "$BACKUP_ROOT" || exit 99
                exec "$0" "$@"
                """
            let run = try await platform.backup(
                filesOnly, receiver.everybody, by: ["unshare", "--mount", "sh", "-c", script])
            #expect(run.status == 1 || run.status == 3, "\(run)")
            #expect(
                try await receiver.calls().filter { $0.contains("ping") } == ["POST /ping/start", "POST /ping/fail"])
            for text in try await receiver.slack() + receiver.letters() {
                #expect(text.says("system.no-space"))
            }
            #expect(try await receiver.letters().count == 1)
        }
    }

    @Test func `letters go through the machine's sendmail where no server is named`() async throws {
        try await Receiver.with { receiver in
            let home = Scratch()
            let port = try #require(receiver.mail.split(separator: ":").last)
            try home.write(".msmtprc", "account default\nhost 127.0.0.1\nport \(port)\nfrom machine@example.com\n")
            let told = ["ALERT_EMAIL": "admin@example.com, b@example.com", "HOME": home.path.string]
            #expect(try await platform.backup(littleOnly + ["--quiet"], told).status == 0)
            let letter = try #require(try await receiver.letters().first)
            #expect(letter.contains("example.com\nadmin@example.com,b@example.com\nFrom: Garde <"), "\(letter)")
            #expect(letter.says("notify.subject", ["end": Text("notify.ending-done")]), "\(letter)")
            #expect(letter.contains("Defects: [] True True\n"), "\(letter)")
            #expect(letter.contains("\n\(Text("notify.platform", ["root": platform.root])[.french])\n"))
            let broken = try await platform.backup(littleOnly, ["ALERT_EMAIL": "admin@example.com"])
            #expect(
                broken.status == 0
                    && broken.error.says("notify.not-told", ["name": "admin@example.com", "why": "sendmail"]))
        }
    }

    @Test func `an address that the server refuses keeps the letter from nobody else, and is named`() async throws {
        try await Receiver.with { receiver in
            let told = [
                "ALERT_EMAIL": "admin@example.com, gone@example.com, b@example.com",
                "SMTP_URL": "smtp://\(receiver.mail)",
            ]
            let run = try await platform.backup(littleOnly, told)
            #expect(run.status == 0, "\(run)")
            let said = run.error.lines.filter { $0.says("notify.not-to-all") }
            #expect(said.count == 1 && said[0].contains("gone@example.com: (55) RCPT failed: 550"), "\(run)")
            let letters = try await receiver.letters()
            #expect(letters.map { $0.lines[1] } == ["admin@example.com", "b@example.com"], "\(letters)")
            let alone = try await platform.backup(littleOnly, told.merging(["ALERT_EMAIL": "gone@example.com"]) { $1 })
            #expect(alone.error.says("notify.not-told", ["name": "gone@example.com"]), "\(alone)")
            #expect(!alone.error.says("notify.unanswered"), "\(alone)")
        }
    }

    @Test func `a login never goes out before the connection is encrypted`() async throws {
        try await Receiver.with { receiver in
            let told = ["ALERT_EMAIL": "a@example.com", "SMTP_URL": "smtp://me:pass-0x9@\(receiver.mail)"]
            let run = try await platform.backup(littleOnly, told)
            #expect(run.status == 0 && run.error.says("notify.not-told", ["name": "a@example.com"]))
            #expect(!run.error.contains("pass-0x9"))
            #expect(try await receiver.letters() == [])
        }
    }

    @Test(arguments: ["smtps", "smtp"])
    func `a login goes out over TLS, and the letter arrives`(scheme: String) async throws {
        try await Receiver.with { receiver in
            let server = "\(scheme)://me:pass-0x9@\(scheme == "smtps" ? receiver.mailByTLS : receiver.mailBySTARTTLS)"
            let told = ["ALERT_EMAIL": "a@example.com", "SMTP_URL": server]
            let refused = try await platform.backup(littleOnly, told)
            #expect(refused.status == 0 && refused.error.says("notify.not-told", ["name": "a@example.com"]))
            #expect(try await receiver.letters() == [])
            let run = try await platform.backup(
                littleOnly + ["--quiet"], told.merging(["CURL_CA_BUNDLE": receiver.certificate]) { $1 })
            #expect(run.status == 0)
            let letter = try #require(try await receiver.letters().first)
            #expect(letter.says("notify.ending-done") && !letter.contains("pass-0x9"), "\(letter)")
            #expect(try await receiver.logins() == ["me:pass-0x9"])
        }
    }

    @Test(.enabled("strace cannot trace here") { await works("strace", "-o", "/dev/null", "true") })
    func `no planted secret is in an argument, an environment, the log or what anybody is told`() async throws {
        try await Receiver.with { receiver in
            let secret = "planted-0x51"
            let told = [
                "SLACK_WEBHOOK_URL": "\(receiver.web)/slack/\(secret)",
                "ALERT_WEBHOOK_URL": "\(receiver.web)/hook/\(secret)",
                "HEARTBEAT_URL": "\(receiver.web)/ping/\(secret)", "ALERT_EMAIL": "a@example.com",
                "SMTP_URL": "smtp://\(receiver.mail)/\(secret)", "POSTGRES_PASSWORD": secret, "GPG_PASSPHRASE": secret,
                "RCLONE_CONFIG_DEPOT_PASS": secret,
            ]
            // A tool that fails, and repeats what it should not.
            let metrics = platform.folder.appending("metrics-\(UInt32.random(in: 0 ... .max)).prom")
            let more = ["PGHOST": "/\(secret)", "METRICS_FILE": metrics.string]
            let started = try await Started.by(platform, littleOnly, told, with: ["-v"])
            let first = try #require(started.lines.first)
            #expect(started.contains("/curl\"") && first.contains(secret))
            let curls = started.lines.dropFirst().filter { $0.contains("/curl\"") }
            #expect(curls.count >= 5 && !curls.contains { $0.contains(secret) })
            let run = try await platform.backup(["--no-redis", "--no-mail", "--verbose"], told.merging(more) { $1 })
            #expect(run.status == 3)
            let texts = try await receiver.slack("/slack/\(secret)") + receiver.bodies("/hook/\(secret)")
            let pings = try await receiver.bodies("/ping/\(secret)/fail") + receiver.letters()
            #expect(texts.count == 4 && pings.count == 3)
            #expect((texts + pings).allSatisfy { !$0.contains(secret) }, "\(texts + pings)")
            let status = try await platform.backup(["status"], told)
            let written = try await GardeTestSupport.run(
                "sh", ["-c", "cat \"$0\" \"$1\"/.last-run.*", metrics.string, platform.backupRoot.string])
            #expect(written.output.contains("garde_backup_problems") && written.output.contains("\"failures\": [\n"))
            #expect(!(written.output + status.output + status.error).contains(secret), "\(written)\(status)")
            let log = try await GardeTestSupport.run("cat", [platform.backupRoot.appending("backup.log").string]).output
            #expect(!log.lines.contains { $0.contains(secret) && !$0.contains("/\(secret)/.s.PGSQL") }, "\(log)")
        }
    }
}
