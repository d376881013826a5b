import GardeCore
import GardeIO
import GardeTestSupport
import Testing

/// `keep(incrementals: .days(2, hourly: 7, daily: 30))` over a year of quarter hours.
@Suite struct ThinningTests {
    @Test func `a year of quarter hours leaves as many as its table has, each with all that it builds on`() {
        var site = QuarterSite()
        let begin = LocalTime(id: "20250101_000000")!
        for day in 0..<365 {
            for quarter in 0..<96 { site.run(begin.adding(seconds: 86400 * day + 900 * quarter)) }
            // Daily at the end; a year of days would take as many seconds.
            guard day > 330 || day % 7 == 6 else { continue }
            site.rotate(at: begin.adding(seconds: 86400 * (day + 1)))
            site.check("day \(day)")
        }
        // Two days whole, five of hours, 23 of days; a full of each of 30 days, and of older weeks and months.
        #expect((370...420).contains(site.backups.count), "\(site.backups.count)")
        #expect(site.removed > 365 * 90)
        #expect(site.held == 0, "nothing was ever held back")
        let ages = Dictionary(grouping: site.backups.values) { site.now.day - $0.start.day }.mapValues(\.count)
        #expect(ages[2] == 96 && ages[7] == 25 && ages[8] == 2 && ages[30] == 2, "\(ages)")
    }

    @Test func `what a chain that goes on builds on is left as it is`() {
        var site = QuarterSite(fullEvery: 10)
        let begin = LocalTime(id: "20250101_000000")!
        for quarter in 0..<96 * 9 { site.run(begin.adding(seconds: 900 * quarter)) }
        site.rotate(at: begin.adding(seconds: 86400 * 9))
        #expect(site.backups.count == 96 * 9)
    }

    /// A chain of mail and uploads that has ended, a full one of today, and what the rules of one day and of days make of it.
    private func thinned(
        _ chain: [SavedBackup], keep: Retention = keeping(daily: 30, incrementals: .days(1, daily: 20))
    ) -> Rotation {
        var chain = chain
        for index in chain.indices { (chain[index].isReadable, chain[index].isOfIncrements) = (true, true) }
        let now = days(before: "20250120_020000", 3).map { full($0, ["mail", "uploads"]) }
        let base = full("20250110_000000", ["mail", "uploads"])
        let rules = Rotation.Rules(keep: keep, now: start("20250120_030000"), last: nil, isForced: true, merges: true)
        return Rotation([base] + chain + now, rules)
    }

    private func increment(_ id: String, on parents: [Component.ID: String]) -> SavedBackup {
        SavedBackup(
            id: id, uuid: "uuid-\(id)", start: start(id),
            contents: parents.mapValues { .increment(on: ["uuid-\($0)", "uuid-20250110_000000"]) })
    }

    @Test func `what lies between two that stay is put into the later one, of every component, and goes`() {
        let (one, two, three) = ("20250110_010000", "20250110_020000", "20250110_030000")
        let chain = [
            increment(one, on: ["mail": "20250110_000000", "uploads": "20250110_000000"]),
            increment(two, on: ["mail": one, "uploads": one]), increment(three, on: ["mail": two, "uploads": two]),
        ]
        let rotation = thinned(chain)
        #expect(rotation.removals == [two, one])
        for component in ["mail", "uploads"] as [Component.ID] {
            #expect(rotation.merges.filter { $0.component == component }.map(\.into) == [three])
            #expect(rotation.merges.first { $0.component == component }?.between == [two, one])
        }
        #expect(rotation.rows.first { $0.name == one }?.into == three)
    }

    @Test func `what stays for one component's sake takes in what lies below it, and nothing above it does`() {
        let ids = (1...6).map { "20250110_0\($0)0000" }
        var chain = ids.enumerated().map { place, id in
            let parent = place == 0 ? "20250110_000000" : ids[place - 1]
            return increment(id, on: ["mail": parent, "uploads": parent])
        }
        // Of uploads it can neither be put into another nor take one in; of mail it can.
        chain[2].bad = ["uploads"]
        let rotation = thinned(chain)
        #expect(Set(rotation.removals) == [ids[4], ids[3], ids[0]])
        for component in ["mail", "uploads"] as [Component.ID] {
            let merges = rotation.merges.filter { $0.component == component }
            #expect(Set(merges.map { [$0.into] + $0.between }) == [[ids[5], ids[4], ids[3]], [ids[1], ids[0]]])
        }
    }

    @Test func `what compact made does not end the chain that it is of`() {
        let ids = ["20250118_010000", "20250118_020000", "20250118_030000"]
        var chain = [full("20250118_000000", ["mail"])] + increments(on: "20250118_000000", ids[0], 3)
        for index in chain.indices { (chain[index].isReadable, chain[index].isOfIncrements) = (true, index > 0) }
        var made = full(LocalTime(id: chain[3].id)!.adding(seconds: 1).id, ["mail"])
        made.isCompacted = true
        let keep = keeping(daily: 30, incrementals: .days(1, daily: 20))
        let rules = Rotation.Rules(keep: keep, now: start("20250122_030000"), last: nil, isForced: true, merges: true)
        let rotation = Rotation(chain + [made], rules)
        #expect(rotation.merges.isEmpty, "\(rotation.merges)")
        made.isCompacted = false
        #expect(!Rotation(chain + [made], rules).merges.isEmpty)
    }

    @Test func `the newest state stays where nothing came after it for days`() {
        var chain = [full("20250110_000000", ["mail"])] + increments(on: "20250110_000000", "20250110_010000", 4)
        for index in chain.indices { chain[index].isReadable = true }
        let keep = keeping(daily: 30, incrementals: .days(1))
        let rules = Rotation.Rules(keep: keep, now: start("20250115_030000"), last: nil, isForced: true)
        let rotation = Rotation(chain, rules)
        #expect(rotation.removals.isEmpty)
        #expect(rotation.rows[0].fate == .stays(["mail": .lastGood]))
    }

    @Test func `what is encrypted, damaged or somebody else's is not put together`() {
        for change in [{ $0.isReadable = false }, { $0.bad = ["mail"] }] as [(inout SavedBackup) -> Void] {
            var chain = [full("20250110_000000", ["mail"])] + increments(on: "20250110_000000", "20250110_000100", 4)
            for index in chain.indices { chain[index].isReadable = true }
            change(&chain[2])
            let now = days(before: "20250120_020000", 3).map { full($0, ["mail"]) }
            let rules = Rotation.Rules(
                keep: keeping(daily: 30, incrementals: .days(1, daily: 20)), now: start("20250120_030000"),
                last: nil, isForced: true, merges: true)
            let rotation = Rotation(chain + now, rules)
            #expect(!rotation.removals.contains(chain[2].id))
            #expect(!rotation.merges.contains { $0.between.contains(chain[2].id) })
        }
    }
}

/// Every quarter of an hour a backup of mail and a database in increments, and of Redis whole; a full one at midnight.
private struct QuarterSite {
    var fullEvery = 1
    private(set) var backups: [String: SavedBackup] = [:]
    private(set) var (removed, held) = (0, 0)
    private(set) var now = Moment(seconds: 0, day: 0, month: 0)
    private var last: Rotation.Last?
    private var newest: SavedBackup?
    private var base: SavedBackup?
    private var runs = 0
    /// After which backup what an increment holds begins.
    private var begins: [String: String] = [:]

    init(fullEvery: Int = 1) { self.fullEvery = fullEvery }

    mutating func run(_ time: LocalTime) {
        let isFull = runs.isMultiple(of: 96 * fullEvery)
        runs += 1
        let on = SavedBackup.Content.increment(on: [newest, base].compactMap { $0?.id })
        var new = SavedBackup(
            id: time.id, uuid: time.id, start: Moment(time),
            contents: ["mail": isFull ? .full : on, "postgresql": isFull ? .full : on, "redis": .full])
        (new.isOfIncrements, new.isReadable) = (!isFull, true)
        if isFull { base = new } else { begins[new.id] = newest?.id }
        (backups[new.id], newest) = (new, new)
    }

    mutating func rotate(at time: LocalTime) {
        now = Moment(time)
        let keep = keeping(daily: 30, weekly: 12, monthly: 12, incrementals: .days(2, hourly: 7, daily: 30))
        let planned = Rotation(Array(backups.values), .init(keep: keep, now: now, last: last, merges: true))
        for merge in planned.merges { put(merge) }
        let rotation = Rotation(Array(backups.values), .init(keep: keep, now: now, last: last))
        #expect(Set(planned.removals) == Set(rotation.removals), "the plan is what happens")
        removed += rotation.removals.count
        held += rotation.hold == nil ? 0 : 1
        for id in rotation.removals { backups[id] = nil }
        last = .init(seconds: now.seconds, left: Set(backups.keys))
    }

    private mutating func put(_ merge: Rotation.Merge) {
        guard let old = backups[merge.into], let first = merge.between.last.flatMap({ backups[$0] }) else {
            Issue.record("\(merge) names what is not there")
            return
        }
        var contents = old.contents
        contents[merge.component] = first.contents[merge.component]
        var new = SavedBackup(id: old.id, uuid: old.uuid, start: old.start, contents: contents)
        (new.isOfIncrements, new.isReadable) = (true, true)
        backups[new.id] = new
        if merge.component == "mail" { begins[new.id] = begins[first.id] }
    }

    func check(_ said: String) {
        let wrong = backups.values.filter { backup in
            guard case .increment(let on)? = backup.contents["mail"] else { return false }
            let isThere = on.allSatisfy { backups[$0] != nil } && begins[backup.id] == on.first
            return !isThere || backup.contents["postgresql"] != backup.contents["mail"]
        }
        #expect(wrong.isEmpty, "\(said): of these something is missing, or lies in a hole: \(wrong.map(\.id))")
    }
}
