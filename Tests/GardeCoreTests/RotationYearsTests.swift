import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Rotation over synthetic years of backups.
@Suite struct RotationYearsTests {
    @Test func `two years of the guide's cron lines leave exactly what its table promises`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            var site = SyntheticSite()
            let end = LocalTime(id: "20260315_180000")!
            for run in SyntheticSite.cron(from: LocalTime(id: "20240316_000000")!, to: end) { site.run(run) }
            let rotation = site.rotation(at: end)
            #expect(rotation.removals == [])
            let golden = String(
                decoding: try FilePath("\(packageFolder)/Tests/golden/two-years-of-cron.txt").read(), as: UTF8.self)
            #expect(rotation.table(.english).lines(nil) == golden.lines)

            #expect(site.held == 0, "a run that is in order is never held back")

            let sundays = ["20260315", "20260308", "20260301", "20260222", "20260215"]
            let weeks = ["20260208", "20260201", "20260125", "20260118", "20260111", "20260104", "20251228"]
            // The last days of August and November were Sundays too.
            let months = [
                "20260131_02", "20251231_02", "20251130_03", "20251031_02", "20250930_02", "20250831_03", "20250731_02",
                "20250630_02", "20250531_02", "20250430_02",
            ]
            let fulls =
                days(before: "20260315_020000", 31) + (sundays + weeks).map { "\($0)_030000" }
                + months.map { "\($0)0000" }
            let increments = ["000000", "060000", "120000", "180000"].flatMap { hour in
                days(before: "20260315_\(hour)", 8)
            }
            // What the increment at midnight of the eighth day builds on began the day before.
            let chain = ["20260307_060000", "20260307_120000", "20260307_180000"]
            #expect(Set(rotation.rows.map(\.name)) == Set(fulls + increments + chain))
        }
    }

    @Test func `increments by the hour on a base a week are never held back, and survive a clock that jumps`() {
        var site = SyntheticSite()
        let begin = LocalTime(id: "20250105_000000")!
        for hour in 0..<24 * 24 {
            let time = begin.adding(seconds: 3600 * hour)
            site.run(.init(time: time, isIncrement: hour % (24 * 7) != 0))
        }
        #expect(site.held == 0 && site.removed > 24 * 7)
        let before = site.backups.count
        for hour in 0..<5 {
            let time = begin.adding(seconds: 3600 * (24 * 24 + hour))
            site.run(.init(time: time, isIncrement: hour > 0), clockOffBy: 40 * 86400)
            site.check("hour \(hour) after the jump")
        }
        #expect(site.held == 5 && site.backups.count == before + 5)
    }

    @Test(arguments: 1...4)
    func `a year of missed days, failures, wrong clocks and chains breaks no promise`(seed: Int) {
        var (chance, site) = (Chance(UInt64(seed)), SyntheticSite())
        var (clock, skew, silence) = (LocalTime(id: "20240601_000000")!, 0, 0)
        for _ in 0..<330 {
            if chance(1, in: 60) { skew = [-400, -40, -2, 1, 40, 400].map { $0 * 86400 }[chance.below(6)] }
            if chance(1, in: 4) { skew = 0 }
            if chance(1, in: 50) { silence = chance.below(40) }
            clock = clock.adding(seconds: 86400)
            silence -= 1
            guard silence < 0 else { continue }
            for run in SyntheticSite.cron(from: clock, to: clock.adding(seconds: 86399)) where !chance(1, in: 10) {
                site.run(run, clockOffBy: skew, isWhole: !chance(1, in: 15), isSuspect: chance(1, in: 150))
                if chance(1, in: 20) { site.acceptAll() }
                site.check("seed \(seed), \(run.time.id), clock off by \(skew / 86400) days")
            }
        }
        #expect(site.removed > 300, "rotation happened at all")
    }
}

/// The same numbers for the same seed.
struct Chance {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    mutating func callAsFunction(_ count: Int, in all: Int) -> Bool { below(all) < count }
}
