import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite struct HealthTests {
    private let scratch = Scratch()

    /// Of one component, saved so many minutes ago; `words` come on top of it.
    private func health(minutesAgo: Int, name: String = "site", @RecipeBuilder words: () -> Recipe) async throws
        -> Health
    {
        let now = LocalTime.now()
        let time = now.adding(seconds: -60 * minutesAgo)
        try scratch.write(
            "data/backups/\(time.id)/manifest.json",
            """
            {"backup": {"id": "\(time.id)", "type": "full", "date": "\(time.iso8601)", "duration_seconds": 1,
              "size_bytes": 1, "encrypted": false, "errors": 0},
             "components": {"\(name)": true}, "system": {"hostname": "\(hostName())", "os": "o"},
             "application": {"version": "v", "commit": "c"}, "files": []}
            """)
        let settings = Settings(
            arguments: Arguments(["status"], program: "x"), environment: [:], recipe: words(), root: scratch.path.string
        )
        return await Health.look(
            words(), settings, root: scratch.path, console: silent(), at: now)
    }

    private func silent() -> Console { Console(.english, .init(quiet: true, keepsLog: false), environment: [:]) }

    @Test(arguments: [(14, true), (16, false)])
    func `the recipe's objective is the limit`(minutes: Int, isFresh: Bool) async throws {
        let health = try await health(minutesAgo: minutes) {
            files("site", "/srv/www")
            objectives(rpo: .minutes(15), rto: .hours(4))
        }
        #expect(health.components.map(health.isFresh) == [isFresh])
        #expect(health.problems.isEmpty == isFresh)
        let (never, limit) = (Text("status.never-restored")[.english], Text("status.at-most")[.english])
        #expect(health.table(.english).lines(nil).last?.hasSuffix("\(never) (\(limit) 4 h)") == true)
        #expect(Metrics(health).text.contains("garde_backup_objective_seconds{recipe=\"\"} 900\n"))
    }

    @Test(arguments: [(25, true), (27, false)])
    func `without one a backup a day is enough`(hours: Int, isFresh: Bool) async throws {
        let health = try await health(minutesAgo: 60 * hours) { files("site", "/srv/www") }
        #expect(health.problems.isEmpty == isFresh)
    }

    @Test func `objectives below a minute and a second word are refused`() {
        let findings = HealthTests.recipe {
            files("site", "/srv/www")
            objectives(rpo: .minutes(0))
            objectives(rpo: .days(1))
            metrics(to: "a.prom")
            metrics(to: "../b.prom")
        }.findings { _ in nil }.map { $0.line(.english) }
        #expect(findings.count == 4)
        #expect(
            findings.contains {
                $0.says("recipe.too-few", ["written": "objectives(rpo:)"], in: .english)
                    && $0.says("recipe.too-few.fix", ["least": 1], in: .english)
            })
        #expect(findings.contains { $0.says("recipe.repeated-word", ["word": "objectives"], in: .english) })
        #expect(findings.contains { $0.says("recipe.repeated-word", ["word": "metrics"], in: .english) })
    }

    @Test(arguments: [(3 * 3600, true), (5 * 3600, false)])
    func `the last restore of everything is held against the objective`(seconds: Int, isShort: Bool) async throws {
        try scratch.write("data/backups/notes", "")
        try RestoreTime(seconds: seconds, bytes: 1_000_000, end: .now())
            .write(Identity(platform: scratch.path.string, recipe: ""), in: scratch("data/backups"))
        let health = try await health(minutesAgo: 1) {
            files("site", "/srv/www")
            objectives(rpo: .minutes(15), rto: .hours(4))
        }
        #expect(health.problems.isEmpty == isShort)
        #expect(
            health.problems.first?.line(.english).says(
                "status.restore-too-long.why", ["expected": "5 h"], in: .english)
                == (isShort ? nil : true))
        let row = try #require(health.table(.english).lines(nil).last)
        let (about, limit) = (Text("status.about", ["time": "\(seconds / 3600) h"]), Text("status.at-most"))
        #expect(row.contains("\(about[.english]) (\(limit[.english]) 4 h)  "), "\(row)")
        #expect(row.says("status.restored", ["bytes": "1.0 MB"], in: .english) && row.hasSuffix("1.0 MB"), "\(row)")
        #expect(Metrics(health).text.contains("garde_restore_expected_seconds{recipe=\"\"} \(seconds)\n"))
        #expect(health.restored?.expected(for: 2_000_000) == 2 * seconds)
        #expect(health.restored?.expected(for: 10) == seconds)
    }

    private static func recipe(@RecipeBuilder _ words: () -> Recipe) -> Recipe { words() }

    @Test func `what was found damaged inside of encrypted files has not passed verify`() async throws {
        var health = try await health(minutesAgo: 1) { files("site", "/srv/www") }
        let times = [LocalTime(id: "20250301_020000")!, LocalTime(id: "20250201_020000")!]
        health.verified = [
            Verified(.badInside, "20250301_010000", at: times[0]), Verified(.outside, "20250201_010000", at: times[1]),
        ]
        let name = "garde_backup_last_verified_timestamp_seconds{recipe=\"\"}"
        #expect(Metrics(health).text.contains("\(name) \(times[1].seconds)\n"))
    }

    @Test func `names in metrics hold any character, and each series stands once`() async throws {
        var health = try await health(minutesAgo: 1) { files("site", "/srv/www") }
        health.certificates = [
            .init(name: "a \"b\" \\ c\nd é", end: 20), .init(name: "a \"b\" \\ c\nd é", end: 10),
        ]
        health.copies = [.init(url: "s3://bucket/a", last: nil, waiting: 2)]
        let text = Metrics(health).text
        #expect(
            text.contains("{recipe=\"\",certificate=\"a \\\"b\\\" \\\\ c\\\\x0ad é\"} 10\n") && !text.contains(" 20\n"))
        #expect(text.contains("garde_remote_waiting_backups{recipe=\"\",destination=\"s3://bucket/a\"} 2\n"))
        let check = try await run("promtool", ["check", "metrics"], input: text)
        #expect(check.status == 0 && check.output + check.error == "", "\(check)")
        #expect(health.problems.count == 3, "expired certificates, and a place that nothing was ever sent to")
    }
}
