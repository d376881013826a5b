import Garde
import GardeCore
import GardeEngine
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `schedule(…)` of a recipe: its lines and timers, what is refused, and what `status` misses.
@Suite struct RecipeScheduleTests {
    private func printed(
        _ arguments: [String], @RecipeBuilder _ words: () -> Recipe
    ) async throws -> RecipeScene.Run {
        let recipe = words()
        let scene = try RecipeScene { _ in files("uploads", "uploads", incremental: true) }
        return try await scene.with(GardeTests.recipe { files("uploads", "uploads", incremental: true) } + recipe)
            .schedule(arguments)
    }

    /// The five fields and the words of each line.
    private func lines(@RecipeBuilder _ words: () -> Recipe) async throws -> [String] {
        let run = try await printed([], words)
        #expect(run.end == .done, "\(run)")
        return run.said.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: " ")
            let start = fields.firstIndex { ["backup", "status", "verify"].contains($0) } ?? fields.endIndex
            return (fields.prefix(5) + fields[start...]).joined(separator: " ")
        }
    }

    private let looks = ["0 8 * * * status --quiet --tell", "0 5 1 * * verify --quiet --tell"]

    @Test func `what the recipe says is what crontab gets, no two runs in the same minute`() async throws {
        let both = try await lines { schedule(every: .minutes(15), full: .daily(at: "02:00")) }
        #expect(
            both == [
                "0 2 * * * backup --type full --quiet", "7-59/15 * * * * backup --type incremental --quiet",
            ] + looks)
        let apart = try await lines { schedule(every: .hours(6), full: .weekly(on: .sunday, at: "3:30")) }
        #expect(
            apart == ["30 3 * * 0 backup --type full --quiet", "0 */6 * * * backup --type incremental --quiet"] + looks)
        let several = try await lines {
            files("more", "more")
            schedule(every: .hours(1), only: ["uploads"])
            schedule(every: .minutes(30), only: ["more"])
            schedule(full: .daily(at: "23:59"))
        }
        #expect(
            several == [
                "59 23 * * * backup --type full --quiet", "*/30 * * * * backup --type full --quiet --only more",
                "1 * * * * backup --type incremental --quiet --only uploads",
            ] + looks)
    }

    @Test func `timers begin when the lines do`() async throws {
        let run = try await printed(["--systemd"]) {
            schedule(every: .minutes(15), full: .daily(at: "02:00"))
            schedule(full: .weekly(on: .monday, at: "12:05"), only: ["uploads"])
        }
        #expect(run.end == .done)
        for calendar in ["*:7/15:00", "*-*-* 02:00:00\nPersistent=true", "Mon *-*-* 12:05:00\nPersistent=true"] {
            #expect(run.said.contains("OnCalendar=\(calendar)\n"), "\(run)")
        }
        #expect(run.said.contains("-full-uploads.timer\n") && run.said.contains("-increment.timer\n"))
        guard try await GardeTestSupport.run("sh", ["-c", "command -v systemd-analyze"]).status == 0 else { return }
        for line in run.said.split(separator: "\n") where line.hasPrefix("OnCalendar=") {
            let result = try await GardeTestSupport.run(
                "systemd-analyze", ["calendar", String(line.dropFirst("OnCalendar=".count))])
            #expect(result.status == 0, "\(result)")
        }
    }

    @Test func `a schedule that no crontab can have, or that keeps no objective, is refused`() {
        func findings(@RecipeBuilder _ words: () -> Recipe) -> [String] {
            let recipe = GardeTests.recipe { files("uploads", "uploads") } + words()
            return recipe.findings { _ in nil }.map { $0.line(.english) }
        }
        func better(_ text: String) -> [String: any Sayable] { ["better": text] }
        let cases: [(TimeSpan, String)] = [
            (.seconds(90), ".minutes(1) or .minutes(2)"), (.minutes(7), ".minutes(6) or .minutes(10)"),
            (.hours(5), ".hours(4) or .hours(6)"), (.days(2), ".days(1)"), (.seconds(0), ".minutes(1)"),
        ]
        for (every, text) in cases {
            let found = findings { schedule(every: every) }
            #expect(found.count == 1 && found[0].says("schedule.uneven.fix", better(text), in: .english), "\(found)")
        }
        for time in ["2", "24:00", "02:60", "", "2:00:00", "+2:00"] {
            #expect(findings { schedule(full: .daily(at: time)) }[0].says("schedule.time", in: .english), "\(time)")
        }
        let seldom = findings {
            schedule(every: .hours(1), full: .daily(at: "02:00"))
            objectives(rpo: .minutes(30))
        }
        #expect(seldom.count == 1 && seldom[0].says("schedule.too-seldom.fix", ["least": 60], in: .english))
        #expect(
            findings { schedule(full: .weekly(on: .friday, at: "1:00")) }[0].says("schedule.too-seldom", in: .english))
        #expect(
            findings { schedule(every: .hours(1), only: ["upload"]) }[0].says(
                "schedule.unknown", ["name": "upload"], in: .english))
        #expect(
            findings {
                mail()
                schedule(every: .hours(1), only: ["mail"])
            }[0].says("schedule.leaves-out", ["names": "uploads"], in: .english))
        #expect(
            findings { schedule(every: .minutes(1), full: .daily(at: "02:00")) }[0].says(
                "schedule.no-minute", in: .english))
        let twice = findings {
            schedule(every: .hours(1))
            schedule(full: .daily(at: "02:00"))
        }
        #expect(twice.count == 1 && twice[0].says("recipe.repeated-word", ["word": "schedule"], in: .english))
    }

    @Test func `a run as long as the last ones is part of what may be lost`() async throws {
        let scene = try RecipeScene { _ in
            files("uploads", "uploads")
            schedule(every: .minutes(15))
            objectives(rpo: .minutes(15))
        }
        try await scene.shell("mkdir uploads")
        #expect(try await scene.schedule([]).end == .done)
        #expect(try await scene.backup().end == .done)
        let run = try await scene.schedule([])
        #expect(run.end == nil && run.said.says("schedule.too-seldom", ["names": "uploads"], in: .english), "\(run)")
    }

    // MARK: What was missed

    private let scratch = Scratch()

    /// The problems of a platform at this time, with backups of these times and types.
    private func missed(
        at now: String, _ backups: [(String, String)], @RecipeBuilder _ words: () -> Recipe
    ) async throws -> [String] {
        for (id, type) in backups {
            let time = LocalTime(id: id)!
            try scratch.write(
                "data/backups/\(id)/manifest.json",
                """
                {"backup": {"id": "\(id)", "type": "\(type)", "date": "\(time.iso8601)", "duration_seconds": 1,
                  "size_bytes": 1, "encrypted": false, "errors": 0},
                 "components": {"uploads": true}, "system": {"hostname": "\(hostName())", "os": "o"},
                 "application": {"version": "v", "commit": "c"}, "files": []}
                """)
        }
        let recipe = GardeTests.recipe { files("uploads", "/srv/uploads", incremental: true) } + words()
        let settings = Settings(
            arguments: Arguments(["status"], program: "x"), environment: [:], recipe: recipe, root: scratch.path.string)
        let console = Console(.english, .init(quiet: true, keepsLog: false), environment: [:])
        let health = await Health.look(
            recipe, settings, root: scratch.path, console: console, at: LocalTime(id: now)!)
        return health.problems.filter { $0.id == "status.missed" }.map { $0.line(.english) }
    }

    @Test(arguments: [("101000", nil), ("101600", nil), ("102000", "10:15"), ("113000", "11:15")])
    func `a run that did not begin at its time is a problem, with that time`(now: String, time: String?) async throws {
        let found = try await missed(at: "20260310_\(now)", [("20260310_100005", "full")]) {
            schedule(every: .minutes(15))
        }
        #expect(found.count == (time == nil ? 0 : 1))
        if let time {
            #expect(found.first?.says("status.missed", ["time": "2026-03-10 \(time)"], in: .english) == true)
        }
    }

    @Test func `a full backup that was missed is one, whatever increments there are`() async throws {
        let backups = [("20260309_020004", "full"), ("20260310_060003", "incremental")]
        let found = try await missed(at: "20260310_070000", backups) {
            schedule(every: .hours(6), full: .daily(at: "02:00"))
        }
        #expect(found.count == 1)
        #expect(found.first?.says("status.missed", ["time": "2026-03-10 02:00"], in: .english) == true, "\(found)")
        #expect(found.first?.contains("backup --type full --quiet") == true)
        #expect(try await missed(at: "20260309_070000", Array(backups.prefix(1))) { keep(daily: 3) } == [])
    }
}

/// The words of both.
private func + (one: Recipe, other: Recipe) -> Recipe { Recipe(one.words + other.words) }
