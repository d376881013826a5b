import GardeTestSupport
import SystemPackage
import Testing

/// Switches of other makers, logins as people have them, and who is not alarmed.
@Suite(.tags(.server), .mailPlatform) struct HeartbeatTests {
    let platform = MailPlatform.platform!.apart()

    @Test func `a push monitor of Uptime Kuma hears how runs end, and a plain address only that they went well`()
        async throws
    {
        try await Receiver.with { receiver in
            for path in ["/api/push/tOkEn?status=up&msg=OK&ping=", "/beats/abc?x=1"] {
                let told = ["HEARTBEAT_URL": receiver.web + path]
                #expect(try await platform.backup(filesOnly + ["--quiet"], told).status == 0)
                let broken = ["--no-redis", "--quiet"]
                #expect(try await platform.backup(broken, told.merging(["PGPORT": "1"]) { $1 }).status == 3)
            }
            let calls = try await receiver.calls()
            try #require(calls.count == 3, "\(calls)")
            #expect(calls[0].hasPrefix("GET /api/push/tOkEn?status=up&msg=mssante%20sur%20"), "\(calls)")
            #expect(calls[1].hasPrefix("GET /api/push/tOkEn?status=down&msg=mssante%20sur%20"), "\(calls)")
            #expect(calls[2] == "GET /beats/abc?x=1", "\(calls)")
        }
    }

    @Test func `an address is told as it was meant, and a proxy that spells it otherwise is followed, no other`()
        async throws
    {
        try await Receiver.with { receiver in
            let uuid = "6d0f0d0e-0000-4000-8000-000000000000"
            for (address, calls) in [
                (" '\(receiver.web)/beats/a b'\r\n", ["GET /beats/a%20b"]),
                ("\(receiver.web)/moved/beats", ["GET /moved/beats", "GET /kuma/moved/beats"]),
                (
                    "\(receiver.web)/moved/\(uuid)",
                    ["/start", ""].flatMap {
                        ["POST /moved/\(uuid)\($0)", "POST /kuma/moved/\(uuid)\($0)"]
                    }
                ),
            ] {
                let known = try await receiver.calls().count
                let run = try await platform.backup(filesOnly + ["--quiet"], ["HEARTBEAT_URL": address])
                #expect(run.status == 0 && run.error == "", "\(run)")
                #expect(try await Array(receiver.calls().dropFirst(known)) == calls)
            }
            let walled = ["HEARTBEAT_URL": "\(receiver.web)/walled/beats"]
            let run = try await platform.backup(["notify", "--test"], walled)
            #expect(
                run.status == 1 && run.error.says("notify.redirected", ["code": "302", "server": "\(receiver.web)"]),
                "\(run)")
        }
    }

    @Test func `a check of healthchecks_io that goes by a name hears of beginnings and failures`() async throws {
        try await Receiver.with { receiver in
            let check = "http://hc-ping.com/pInGkEy/nightly"
            let told = ["HEARTBEAT_URL": check + "?create=1", "http_proxy": receiver.web]
            #expect(try await platform.backup(filesOnly + ["--quiet"], told).status == 0)
            #expect(try await platform.backup(["--retenton", "3"], told).status == 1)
            let calls = try await receiver.calls()
            #expect(calls == ["/start", "", "/fail"].map { "POST \(check)\($0)?create=1" }, "\(calls)")
        }
    }

    @Test func `a password of a mail server holds any character, as it is or as URLs have it`() async throws {
        try await Receiver.with { receiver in
            for login in ["me@example.com:p@ss/w#r?d é", "me%40example.com:p%40ss%2Fw%23r%3Fd%20%C3%A9"] {
                let told = [
                    "ALERT_EMAIL": "Ánna <admin@example.com>", "SMTP_URL": "smtps://\(login)@\(receiver.mailByTLS)",
                    "CURL_CA_BUNDLE": receiver.certificate,
                ]
                let run = try await platform.backup(filesOnly + ["--quiet"], told)
                #expect(run.status == 0 && run.error == "", "\(run)")
            }
            #expect(try await receiver.logins() == Array(repeating: "me@example.com:p@ss/w#r?d é", count: 2))
        }
    }

    @Test func `a certificate that curl refuses is said with its cure`() async throws {
        try await Receiver.with { receiver in
            let told = ["ALERT_EMAIL": "admin@example.com", "SMTP_URL": "smtps://a:b@\(receiver.mailByTLS)"]
            let run = try await platform.backup(["notify", "--test"], told)
            #expect(run.status == 1 && run.error.says("notify.certificate-refused"), "\(run)")
            #expect(run.error.says("notify.certificate-refused.fix") && !run.error.contains("web page"), "\(run)")
        }
    }

    @Test func `a command line that is mistyped on a terminal alarms nobody, by cron it does`() async throws {
        try await Receiver.with { receiver in
            let told = ["SLACK_WEBHOOK_URL": "\(receiver.web)/slack"]
            let terminal = ["python3", "-c", "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"]
            let run = try await platform.backup(["--retenton", "3"], told, by: terminal)
            #expect(run.status == 1 && run.output.contains("--retenton"), "\(run)")
            #expect(try await receiver.calls() == [])
            #expect(try await platform.backup(["--retenton", "3"], told).status == 1)
            #expect(try await receiver.calls() == ["POST /slack"])
        }
    }
}
