import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// A month of nights, played by moving the clock of real runs.
@Suite(
    .tags(.server), .mailPlatform,
    .enabled("install faketime to run this") { await MovedClock.isHere })
struct MonthTests {
    let platform = MailPlatform.platform!.apart()
    private let words = ["--no-postgres", "--no-redis", "--no-certs", "--quiet"]

    /// What becomes of a night's run at 2.
    private enum Night: Character {
        case good = "g"
        /// cron did not start it.
        case missing = "m"
        case failed = "f"
        case incomplete = "i"
        case killed = "k"
    }

    @Test func `status and metrics follow good, failed and missing runs`() async throws {
        let first = try #require(LocalTime(id: "20260301_020000"))
        let file = platform.folder.appending("garde.prom").string
        var (lastGood, lastText) = (0, "")
        for (day, letter) in "gggigfggmmgkkggfmiggggmgggggf".enumerated() {
            let (night, time) = (try #require(Night(rawValue: letter)), first.adding(seconds: 86400 * day))
            try await run(night, at: time, file)
            let said: Comment = "day \(day), \(night)"
            if night == .good || night == .incomplete { lastGood = time.seconds }
            let status = try await at(time.adding(seconds: 3 * 3600)) { clock in
                try await platform.backup(["status"] + words, by: clock)
            }
            #expect(status.status == (night == .good ? 0 : 1), said)
            #expect(status.error.says("status.too-old") == [.missing, .failed, .killed].contains(night), said)
            if let id = sentence(of: night) { #expect(status.error.says(id), "\(said): \(status)") }
            let text = try await GardeTestSupport.run("cat", [file]).output
            guard night != .missing, night != .killed else {
                #expect(text == lastText, said)
                continue
            }
            let metrics = Sample(text)
            #expect(metrics["garde_backup_last_run_success"] == (night == .good ? 1 : 0), said)
            #expect(0..<600 ~= (metrics["garde_backup_last_run_timestamp_seconds"] ?? 0) - time.seconds, said)
            for name in ["mail", "config"] {
                let last = metrics["garde_backup_last_success_timestamp_seconds", name] ?? 0
                #expect(0..<600 ~= last - lastGood, said)
            }
            lastText = text
        }
        let check = try await GardeTestSupport.run("promtool", ["check", "metrics"], input: lastText)
        #expect(check.status == 0 && check.output + check.error == "", "\(check)")
        let mode = try await GardeTestSupport.run("stat", ["-c", "%a", file]).output
        #expect(mode == "644\n")
        let beside = try await GardeTestSupport.run("ls", ["-A", platform.folder.string]).output
        #expect(!beside.contains(".prom.new"))
    }

    private func run(_ night: Night, at time: LocalTime, _ file: String) async throws {
        guard night != .missing else { return }
        let more = night == .incomplete ? words.filter { $0 != "--no-postgres" } : words
        let wrong = night == .failed ? ["--retention", "0"] : []
        let kill = [
            "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=mkdir", "-e", "inject=mkdir:signal=SIGKILL:when=1",
        ]
        let ended = try await at(time) { clock in
            try await platform.backup(
                more + wrong, ["METRICS_FILE": file, "PGPORT": "1"], by: (night == .killed ? kill : []) + clock)
        }
        // faketime stays above the run that is killed, and ends with 1.
        let expected: [Night: CInt] = [.good: 0, .failed: 1, .incomplete: 3, .killed: 1]
        #expect(ended.status == expected[night], "\(night): \(ended)")
    }

    private func at<Value>(_ time: LocalTime, _ body: ([String]) async throws -> Value) async throws -> Value {
        let ahead = time.seconds - LocalTime.now().seconds
        return try await body(MovedClock.by(seconds: ahead))
    }

    private func sentence(of night: Night) -> String? {
        switch night {
        case .failed: "status.run-bad"
        case .incomplete: "status.run-bad-incomplete"
        case .killed: "status.run-killed"
        case .good, .missing: nil
        }
    }
}

/// The numbers in a file of metrics, by name and, where there is one, by component.
private struct Sample {
    private let lines: [String]

    init(_ text: String) { lines = text.lines }

    subscript(_ name: String, _ component: String? = nil) -> Int? {
        let label = component.map { "component=\"\($0)\"" } ?? ""
        let line = lines.first { $0.hasPrefix("\(name){") && $0.contains(label) }
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }
}
