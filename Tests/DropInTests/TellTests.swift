import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `--tell` of `status` and `verify`: who hears what they find, and how often.
@Suite struct TellTests {
    let old: OldBackups

    init() throws { old = try OldBackups() }

    private func call(_ words: [String], _ variables: [String: String]) async throws -> ToolResult {
        let places = ["PLATFORM_ROOT": old.platform.string, "BACKUP_ROOT": old.root.string]
        return try await runBackup(words, places.merging(variables) { $1 })
    }

    private func makeWell() async throws {
        #expect(try await run("sh", ["-c", "rm -r \"$0\"/2*", old.root.string]).status == 0)
        try old.add(LocalTime.now().adding(seconds: -600))
    }

    @Test func `what status finds is told once, again once it is something else, and once when all is well`()
        async throws
    {
        try old.add(daysAgo: 9)
        try await Receiver.with { receiver in
            func status() async throws -> ToolResult {
                try await call(["status", "--quiet", "--tell"], receiver.everybody)
            }
            for _ in 1...2 {
                let bad = try await status()
                #expect(bad.status == 1 && bad.output == "" && bad.error.says("status.too-old"), "\(bad)")
                #expect(try await Set(receiver.calls()) == ["POST /slack", "POST /hook"])
                #expect(try await [receiver.slack().count, receiver.letters().count] == [1, 1])
            }
            try old.scratch.write("backups/20200102_000000/manifest.json", "{")
            #expect(try await status().status == 1)
            try await makeWell()
            for _ in 1...2 { #expect(try await status().status == 0) }
            let texts = try await receiver.slack()
            try #require(texts.count == 3)
            let found = Text("notify.ending-found", ["command": "status"])
            #expect(texts[0].says("notify.subject", ["recipe": "mssante", "end": found]), "\(texts)")
            #expect(texts[0].says("status.too-old") && texts[0].says("notify.next"), "\(texts)")
            #expect(texts[1].contains("20200102_000000"), "\(texts)")
            #expect(texts[2].says("notify.ending-well", ["command": "status"]), "\(texts)")
            let letters = try await receiver.letters()
            #expect(letters.count == 3 && letters[0].says("status.too-old"), "\(letters)")
            let filter = "[.event, .outcome, .recovery, .error_ids[0]] | @json"
            var read: [String] = []
            for body in try await receiver.bodies("/hook") {
                read += try await run("jq", ["-r", filter], input: body).output.lines
            }
            #expect(
                read.first == #"["status","failed",false,"status.too-old"]"#
                    && read.last == #"["status","done",true,null]"#, "\(read)")
        }
    }

    @Test func `another backup that status finds damaged is news, the same one is none`() async throws {
        try await Receiver.with { receiver in
            try old.add(LocalTime.now().adding(seconds: -600))
            for day in 1...2 {
                try old.scratch.write("backups/2020010\(day)_000000/manifest.json", "{")
                for _ in 1...2 {
                    #expect(try await call(["status", "--tell"], receiver.everybody).status == 1)
                    #expect(try await receiver.slack().count == day)
                }
            }
            #expect(try await receiver.slack().last?.contains("20200102_000000") == true)
        }
    }

    @Test func `each damaged backup that verify finds is told, by the call that finds it`()
        async throws
    {
        let id = try old.add(daysAgo: 2)
        try await Receiver.with { receiver in
            func verify(_ which: String) async throws {
                #expect(try await call(["verify", which, "--quiet", "--tell"], receiver.everybody).status == 1)
            }
            for _ in 1...2 { try await verify("latest") }
            let texts = try await receiver.slack()
            #expect(texts.count == 1 && texts[0].says("notify.ending-found", ["command": "verify"]), "\(texts)")
            #expect(texts[0].contains(id), "\(texts)")
            // The same id of a failure, and other news.
            let next = try old.add(daysAgo: 1)
            try await verify("latest")
            #expect(try await receiver.slack().last?.contains(next) == true)
            try await verify(id)
            #expect(try await receiver.slack().count == 3)
        }
    }

    @Test func `who was not reached is told the next time, alone`() async throws {
        try old.add(daysAgo: 9)
        try await Receiver.with { receiver in
            let told = ["SLACK_WEBHOOK_URL": "\(receiver.web)/500/s", "ALERT_WEBHOOK_URL": "\(receiver.web)/hook"]
            for _ in 1...2 {
                let status = try await call(["status", "--tell"], told)
                #expect(status.status == 1 && status.error.says("notify.not-told", ["name": "Slack"]), "\(status)")
            }
            let calls = try await receiver.calls()
            #expect(calls.count { $0 == "POST /500/s" } == 6 && calls.count { $0 == "POST /hook" } == 1, "\(calls)")
        }
    }

    @Test func `settings that are refused are told, and nobody is told without being asked, or on a dry run`()
        async throws
    {
        try old.add(daysAgo: 9)
        try await Receiver.with { receiver in
            for words in [["status"], ["status", "--tell", "--dry-run"], ["verify", "--quiet"]] {
                #expect(try await call(words, receiver.everybody).status == 1)
            }
            #expect(try await receiver.calls() == [])
            for _ in 1...2 {
                let refused = try await call(["status", "--tell", "--nonsense"], receiver.everybody)
                #expect(refused.status == 1, "\(refused)")
            }
            let texts = try await receiver.slack()
            #expect(texts.count == 1 && texts[0].contains("--nonsense"), "\(texts)")
        }
    }
}
