import GardeCore
import GardeTestSupport
import GardeIO
import GardeWords
import Glibc
import Testing

@Suite struct RotationTests {
    @Test func `two years of dailies leave 31, and the newest of the older weeks and months`() {
        let dailies = days(before: "20260322_020000", 730).map { full($0) }
        let stays = rotated(dailies, at: "20260322_020500")
        #expect(stays.prefix(31) == dailies.map(\.id).prefix(31))
        #expect(
            stays.dropFirst(31).map { String($0.prefix(8)) } == [
                "20260215", "20260208", "20260201", "20260131", "20260125", "20260118", "20260111", "20260104",
                "20251231", "20251130", "20251031", "20250930", "20250831", "20250731", "20250630", "20250531",
                "20250430",
            ])
    }

    @Test func `a week is the ISO week, over the turn of the year too`() {
        let backups = ["20241229_020000", "20241230_020000", "20250101_020000", "20250105_020000", "20250106_020000"]
        let stays = rotated(
            (backups + days(before: "20250301_020000", 3)).map { full($0) }, at: "20250301_030000",
            keeping(daily: 1, weekly: 10, monthly: 0))
        #expect(stays.suffix(3) == ["20250106_020000", "20250105_020000", "20241229_020000"])
    }

    @Test func `what is as many days old as it may be stays, whatever the hour and the clock's changes`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            for now in ["20240331_030500", "20240430_020500", "20241027_030500", "20241126_000100"] {
                let dailies = days(before: now, 90).map { full($0) }
                let stays = rotated(dailies, at: now, keeping(daily: 30, weekly: 0, monthly: 0))
                #expect(stays == dailies.map(\.id).prefix(31).map(\.self), "\(now)")
            }
        }
    }

    @Test func `a folder stays as long as one of its components keeps it`() {
        let all = days(before: "20250301_020000", 100).map { id in
            full(id, ["mail"] + (id == "20250110_020000" ? ["redis"] : []))
        }
        let stays = rotated(all, at: "20250301_030000", keeping(daily: 2, weekly: 0, monthly: 0))
        #expect(stays == ["20250301_020000", "20250228_020000", "20250227_020000", "20250110_020000"])
    }

    @Test func `increments stay for seven days, with all that they build on`() {
        let chain = [full("20250220_020000", ["mail"])] + increments(on: "20250220_020000", "20250221_000000", 10)
        let backups = chain + days(before: "20250301_020000", 5).map { full($0, ["mail"]) }
        let (seven, nine) = (
            keeping(daily: 1, weekly: 0, monthly: 0), keeping(daily: 1, weekly: 0, monthly: 0, incrementals: .days(9))
        )
        #expect(rotated(backups, at: "20250302_235900", seven).count == 3 + 1 + 10)
        #expect(rotated(backups, at: "20250303_000100", seven).count == 3)
        #expect(rotated(backups, at: "20250303_000100", nine).count == 3 + 1 + 10)
    }

    @Test func `what an increment builds on stays when the folder is kept for something else`() {
        var backups = [full("20250101_020000", ["mail"])] + increments(on: "20250101_020000", "20250102_000000", 3)
        let last = backups.removeLast()
        backups.append(
            SavedBackup(
                id: last.id, uuid: last.uuid, start: last.start,
                contents: last.contents.merging(["postgresql": .full]) { $1 }))
        let now = days(before: "20250401_020000", 3).map { full($0, ["mail", "postgresql"]) }
        #expect(rotated(backups + now, at: "20250401_030000").count == 7)
        let bash = backups.map { backup in
            SavedBackup(
                id: backup.id, start: backup.start,
                contents: backup.contents.mapValues { $0.isIncrement ? .increment(on: []) : $0 })
        }
        #expect(rotated(bash + now, at: "20250401_030000").count == 7, "increments that name nothing")
    }

    @Test func `where the middle of a chain cannot be read, all that it may build on stays`() {
        let chain = increments(on: "20250220_020000", "20250221_000000", 40)
        let backups = [full("20250220_020000", ["mail"]), full("20250219_020000", ["mail"])] + chain
        let unread = chain[25].id
        let read = backups.filter { $0.id != unread }
        for rules in [keeping(daily: 1, weekly: 0, monthly: 0), keeping(daily: 1, incrementals: .days(1, daily: 3))] {
            let (whole, torn) = (
                rotated(backups, at: "20250303_000100", rules), rotated(read, at: "20250303_000100", rules)
            )
            #expect(Set(torn).isSuperset(of: chain[..<25].map(\.id)), "\(torn)")
            #expect(Set(torn).isSuperset(of: whole.filter { $0 != unread }))
            #expect(torn.contains("20250220_020000"))
        }
        let baseless = rotated(
            backups.filter { $0.id != "20250220_020000" }, at: "20250303_000100",
            keeping(daily: 1, weekly: 0, monthly: 0))
        #expect(baseless.count == 1 + 40, "a base builds on nothing: \(baseless)")
    }

    @Test func `the last three good fulls stay however old; what is incomplete is none of them`() {
        let old = ["20200105_020000", "20200104_020000", "20200103_020000", "20200102_020000"].map { full($0) }
        let new = full("20250301_020000")
        #expect(
            rotated(old + [new], at: "20250301_030000") == ["20250301_020000", "20200105_020000", "20200104_020000"])
        let lacking = ["20200107_020000", "20200106_020000"].map { id in
            SavedBackup(id: id, start: start(id), contents: ["mail": .full], isWhole: false)
        }
        #expect(
            rotated(old + lacking + [new], at: "20250301_030000").suffix(2) == ["20200105_020000", "20200104_020000"])
    }

    @Test func `a good backup stands for its week before a newer one that lacks something`() {
        let lacking = SavedBackup(
            id: "20250112_020000", start: start("20250112_020000"), contents: ["mail": .full], isWhole: false)
        let now = days(before: "20250301_020000", 3).map { full($0, ["mail"]) }
        let stays = rotated(
            [lacking, full("20250111_020000", ["mail"])] + now, at: "20250301_030000",
            keeping(daily: 1, weekly: 12, monthly: 0))
        #expect(stays.last == "20250111_020000" && stays.count == 4)
    }

    @Test func `what verify found damaged stands for no week, no month and no day, but for what is young`() {
        let week = ["20250112_020000", "20250111_020000", "20250105_020000"]
        var found = week.map { full($0, ["mail", "redis"]) }
        found[0].bad = ["mail"]
        found[2].bad = ["mail", "redis"]
        var young = full("20250228_020000", ["mail", "redis"])
        young.bad = ["mail", "redis"]
        let now = days(before: "20250301_010000", 1).map { full($0, ["mail", "redis"]) }
        let stays = rotated(
            found + now + [young], at: "20250301_030000", keeping(daily: 1, weekly: 12, monthly: 0))
        #expect(stays == ["20250301_010000", "20250228_020000", "20250112_020000", "20250111_020000"])
    }

    @Test func `an increment on a damaged base is nothing new of its component`() {
        var base = full("20250220_020000", ["mail"])
        base.bad = ["mail"]
        let chain = [base] + increments(on: base.id, "20250221_000000", 36)
        let old = days(before: "20250210_020000", 3).map { full($0, ["mail"]) } + [full("20240101_000000", ["mail"])]
        let rules = keeping(daily: 5, weekly: 0, monthly: 0)
        #expect(rotated(chain + old, at: "20250301_233000", rules).count == 1 + 36 + 4, "nothing good for 19 days")
    }

    @Test func `a run that lacks one component is good for the others`() {
        var lacking = SavedBackup(
            id: "20250112_020000", start: start("20250112_020000"), contents: ["mail": .full, "redis": .full],
            isWhole: false)
        lacking.lacks = ["redis"]
        let now = days(before: "20250301_020000", 3).map { full($0, ["mail", "redis"]) }
        let stays = rotated(
            [lacking, full("20250111_020000", ["mail"]), full("20250110_020000", ["redis"])] + now,
            at: "20250301_030000", keeping(daily: 1, weekly: 12, monthly: 0))
        #expect(stays.suffix(2) == ["20250112_020000", "20250110_020000"])
    }

    @Test func `what lies in the future stays, is not counted, and is told`() {
        let backups = ["20260101_000000", "20250301_040000", "20250103_020000", "20250102_020000", "20250101_020000"]
        let result = rotation(backups.map { full($0) }, at: "20250301_023000", keeping(daily: 1, weekly: 0, monthly: 0))
        #expect(result.removals == ["20250101_020000"])
        #expect(result.rows.first?.fate == .stays(["mail": .future, "postgresql": .future]))
        let (stays, future) = (Text("prune.verdict-stays")[.english], Text("prune.future")[.english])
        #expect(result.table(.english).lines(nil).first == "20260101_000000  \(stays)  -306 d  \(future)")
    }

    @Test func `a component without anything good for over eight days keeps all that holds it`() {
        let mail = days(before: "20250301_020000", 60).map { full($0, ["mail"]) }
        let redis = days(before: "20250220_020000", 40).map { full($0.replacing("_02", with: "_03"), ["redis"]) }
        let rules = keeping(daily: 5, weekly: 0, monthly: 0)
        #expect(rotated(mail + redis, at: "20250301_030000", rules).count == 6 + 40)
        #expect(rotated(mail + redis, at: "20250228_030000", rules).count == 7 + 3)
        #expect(rotated(mail + redis, at: "20250301_030000", rules, isForced: true).count == 6 + 3)
    }

    @Test func `more than three, or twice what came since the last rotation, do not go at once`() {
        let dailies = days(before: "20250301_020000", 20).map { full($0) }
        let rules = keeping(daily: 13, weekly: 0, monthly: 0)
        let now = "20250301_030000"
        let hold = rotation(dailies, at: now, rules, last: last(dailies.dropFirst(2)))
        #expect(hold.hold == .tooMany(6, limit: 4) && hold.removals == [])
        #expect(rotation(dailies, at: now, rules, last: last(dailies.dropFirst(3))).removals.count == 6)
        #expect(rotation(dailies, at: now, rules, last: nil).hold == .tooMany(6, limit: 3), "none is known")
        #expect(rotation(dailies, at: now, rules, last: nil, isForced: true).removals.count == 6)
        #expect(rotation(dailies, at: "20250226_030000", rules, last: nil).removals.count == 3)
    }

    @Test func `what a whole day brings may go at its end, though one run was the last`() {
        let hourly = (0..<24).map { hour in
            full(LocalTime(id: "20250301_220000")!.adding(seconds: -3600 * hour).id)
        }
        let old = (0..<24).map { full(LocalTime(id: "20250130_220000")!.adding(seconds: -3600 * $0).id) }
        let seen = Array(hourly.dropFirst() + old)
        let rules = keeping(daily: 29, weekly: 0, monthly: 0)
        #expect(rotation(hourly + old, at: "20250301_220100", rules, last: last(seen)).removals.count == 24)
        let jumped = rotation(hourly + old, at: "20250301_220100", rules, last: last(seen, "20250201_000000"))
        #expect(jumped.hold == .tooMany(24, limit: 3), "who knows whether the clock is right")
    }

    @Test func `a chain counts once, and its last increment goes first`() {
        let chain = [full("20250101_020000", ["mail"])] + increments(on: "20250101_020000", "20250101_060000", 20)
        let now = days(before: "20250301_020000", 3).map { full($0, ["mail"]) }
        let (all, rules) = (chain + now, keeping(daily: 3, weekly: 0, monthly: 0))
        let result = rotation(all, at: "20250301_030000", rules, last: last(all))
        #expect(result.hold == nil && result.removals == chain.map(\.id).reversed())
        let jumped = rotation(all, at: "20250301_030000", rules, last: last(all, "20250222_000000"))
        #expect(jumped.hold == .tooMany(21, limit: 3), "unless the clock may have jumped")
    }

    @Test func `a suspect backup holds everything until it is accepted, force or not`() {
        let dailies = days(before: "20250301_020000", 40).map { full($0) }
        let suspect = SavedBackup(
            id: "20250220_030000", start: start("20250220_030000"), contents: ["mail": .full], isSuspect: true)
        let rules = keeping(daily: 30, weekly: 0, monthly: 0)
        let held = rotation(dailies + [suspect], at: "20250301_030000", rules, isForced: true)
        #expect(held.hold == .suspect(["20250220_030000"]) && held.removals == [])
        #expect(rotation(dailies, at: "20250301_030000", rules, isForced: true).removals.count == 9)
    }

    @Test func `nothing goes when the newest backup is incomplete`() {
        let failed = SavedBackup(
            id: "20250301_023000", start: start("20250301_023000"), contents: ["mail": .full], isWhole: false)
        let held = rotation(
            days(before: "20250301_020000", 40).map { full($0) } + [failed], at: "20250301_030000",
            keeping(daily: 30, weekly: 0, monthly: 0), isForced: true)
        #expect(held.hold == .incomplete("20250301_023000") && held.removals == [])
    }

    @Test func `of safety copies the newest two stay, others for 30 days`() {
        let names = ["20250228_000000", "20250130_000000", "20250129_000000", "20250128_000000"]
        let copies = Dictionary(uniqueKeysWithValues: names.map { ("pre_restore_\($0)", start($0)) })
        let rules = Rotation.Rules(keep: keeping(daily: 30), now: start("20250228_120000"), last: nil)
        #expect(Rotation([], copies: copies, rules).removals == ["pre_restore_20250128_000000"])
        let later = Rotation.Rules(keep: keeping(daily: 30), now: start("20260101_000000"), last: nil)
        #expect(Rotation([], copies: copies, later).removals.count == 2)
    }

    @Test func `increments that name each other end neither the rotation nor the rest`() {
        let loop = [("20250101_060000", "b"), ("20250101_120000", "a")].map { id, parent in
            SavedBackup(
                id: id, uuid: parent == "a" ? "b" : "a", start: start(id),
                contents: ["mail": .increment(on: [parent])])
        }
        let now = days(before: "20250301_020000", 3).map { full($0, ["mail"]) }
        #expect(Set(rotation(loop + now, at: "20250301_030000", keeping(daily: 3)).removals) == Set(loop.map(\.id)))
    }
}

// MARK: Backups that a test has

func start(_ id: String) -> Moment { Moment(LocalTime(id: id)!) }

/// Rules as a recipe says them.
func keeping(daily: Int, weekly: Int = 12, monthly: Int = 12, incrementals: IncrementRetention = .days(7)) -> Retention
{
    Recipe([keep(daily: daily, weekly: weekly, monthly: monthly, incrementals: incrementals)]).retention!
}

/// Ids of so many days, newest first, at the same hour.
func days(before last: String, _ count: Int) -> [String] {
    let (noon, clock) = (LocalTime(id: last.prefix(9) + "120000")!, last.suffix(7))
    return (0..<count).map { String(noon.adding(seconds: -86400 * $0).id.prefix(8) + clock) }
}

func full(_ id: String, _ components: [Component.ID] = ["mail", "postgresql"]) -> SavedBackup {
    SavedBackup(
        id: id, uuid: "uuid-\(id)", start: start(id),
        contents: Dictionary(uniqueKeysWithValues: components.map { ($0, .full) }))
}

/// Increments every six hours, oldest first, each on the one before.
func increments(on base: String, _ first: String, _ count: Int) -> [SavedBackup] {
    let begin = LocalTime(id: first)!
    return (0..<count).reduce(into: []) { chain, number in
        let time = begin.adding(seconds: 6 * 3600 * number)
        chain.append(
            SavedBackup(
                id: time.id, uuid: "uuid-\(time.id)", start: Moment(time),
                contents: ["mail": .increment(on: [chain.last?.uuid ?? "uuid-\(base)", "uuid-\(base)"])]))
    }
}

func rotation(
    _ backups: [SavedBackup], at now: String, _ keep: Retention = keeping(daily: 30),
    last: Rotation.Last? = .init(seconds: 0, left: []), isForced: Bool = false
) -> Rotation {
    Rotation(backups, .init(keep: keep, now: start(now), last: last, isForced: isForced))
}

/// A rotation that left these.
func last(_ left: some Sequence<SavedBackup>, _ time: String = "20250228_120000") -> Rotation.Last {
    Rotation.Last(seconds: start(time).seconds, left: Set(left.map(\.id)))
}

/// What stays, newest first, when much may go at once.
func rotated(
    _ backups: [SavedBackup], at now: String, _ rules: Retention = keeping(daily: 30), isForced: Bool = false
) -> [String] {
    let result = rotation(backups, at: now, rules, isForced: isForced)
    return result.rows.map(\.name).filter { !result.removals.contains($0) }
}

func useZone(_ name: String) {
    setenv("TZ", name, 1)
    tzset()
}
