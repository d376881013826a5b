import Garde
import GardeCore
import GardeEngine
import GardeTestSupport
import GardeWords
import Testing

/// When runs are to begin, by the recipe's objectives and what runs took.
@Suite struct ScheduleTests {
    private func schedule(
        _ rpo: TimeSpan, full: Int? = nil, increment: Int? = nil, restore: Int? = nil, rto: TimeSpan? = nil,
        whole: [Component.ID]? = []
    ) throws(Refusals) -> Schedule.Rhythm {
        try Schedule(
            Objectives(rpo: rpo, rto: rto), .init(full: full, increment: increment, restore: restore), whole: whole
        ).rhythm
    }

    @Test func `an interval and a run are no longer than what may be lost`() throws {
        #expect(try schedule(.minutes(15), full: 240, increment: 20) == .increments(every: 12, fullAfter: 1))
        #expect(try schedule(.minutes(15), full: 240, increment: 200) == .increments(every: 10, fullAfter: 4))
        #expect(try schedule(.minutes(15)) == .increments(every: 15, fullAfter: 1))
        #expect(try schedule(.hours(7), full: 3600, increment: 60) == .increments(every: 360, fullAfter: 1))
    }

    @Test func `a full backup a day is enough for a day and what it takes`() throws {
        #expect(try schedule(.hours(26), full: 3600) == .fulls(every: 1440))
        #expect(try schedule(.hours(26), full: 3600, whole: nil) == .fulls(every: 1440))
        #expect(try schedule(.hours(1), full: 900, whole: nil) == .fulls(every: 30))
    }

    @Test func `what cannot be kept is refused with what could be`() {
        func failures(_ body: () throws(Refusals) -> Schedule.Rhythm) -> [Failure] {
            do {
                _ = try body()
                return []
            } catch { return error.failures }
        }
        let long = failures { () throws(Refusals) in try schedule(.minutes(15), increment: 1300, whole: ["redis"]) }
        #expect(long.map(\.id) == ["schedule.run-too-long"])
        #expect(
            long[0].line(.english).says("schedule.write-incremental", ["names": "redis", "least": 23], in: .english))
        let full = failures { () throws(Refusals) in try schedule(.minutes(15), full: 2400, increment: 20) }
        #expect(full.map(\.id) == ["schedule.full-too-long"])
        #expect(full[0].line(.english).says("schedule.write-objective", ["least": 41], in: .english))
        let restore = failures { () throws(Refusals) in try schedule(.hours(1), restore: 20000, rto: .hours(4)) }
        #expect(restore.map(\.id) == ["status.restore-too-long"])
    }

    private func printed(_ arguments: String...) async throws -> [String] {
        let scene = try RecipeScene { _ in
            files("uploads", "up % loads", incremental: true)
            config(".env")
            objectives(rpo: .minutes(15), rto: .hours(4))
        }
        try await scene.shell("mkdir 'up % loads'; echo 1 >'up % loads/1'")
        #expect(try await scene.backup().end == .done)
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let run = try await scene.schedule(arguments)
        #expect(run.end == .done, "\(run)")
        return run.said.split(separator: "\n").map(String.init)
    }

    @Test func `lines for crontab are those that cron takes`() async throws {
        let lines = try await printed()
        #expect(lines.filter { $0.hasPrefix("#") }.count == 2)
        let runs = lines.filter { !$0.hasPrefix("#") }
        #expect(
            runs.map { $0.split(separator: " ").prefix(5).joined(separator: " ") } == [
                "*/12 * * * *", "1 2 * * *", "0 8 * * *", "0 5 1 * *",
            ])
        #expect(runs[0].contains(" backup --type incremental --quiet"))
        #expect(runs[1].hasSuffix(" backup --type full --quiet"))
        #expect(runs.allSatisfy { $0.contains("BACKUP_ROOT=") && $0.contains("PLATFORM_ROOT=") })
    }

    @Test func `units of systemd are those that systemd takes`() async throws {
        let lines = try await printed("--systemd")
        let text = lines.joined(separator: "\n")
        #expect(lines.count { $0.hasPrefix("# /etc/systemd/system/garde-") } == 8)
        #expect(text.contains("OnCalendar=*:0/12:00\n"))
        #expect(text.contains("OnCalendar=*-*-* 02:01:00\nPersistent=true\n"))
        #expect(text.contains("\nEnvironment=\"BACKUP_ROOT="))
        guard try await run("sh", ["-c", "command -v systemd-analyze"]).status == 0 else { return }
        for line in lines where line.hasPrefix("OnCalendar=") {
            let result = try await run("systemd-analyze", ["calendar", String(line.dropFirst("OnCalendar=".count))])
            #expect(result.status == 0, "\(result)")
        }
    }
}
