import GardeCore
import GardeTestSupport
import GardeIO
import Testing

/// A site whose backups are facts only: it makes them, rotates after each good one, and knows what must hold.
struct SyntheticSite {
    struct Run { let time: LocalTime, isIncrement: Bool }

    private(set) var backups: [SavedBackup] = []
    private(set) var removed = 0
    /// Runs after which nothing was removed although something would have gone.
    private(set) var held = 0
    private var last: Rotation.Last?
    private var count = 0
    /// What the last run found and took away.
    private var before: [SavedBackup] = []
    private var gone: [String] = []
    private var now = Moment(seconds: 0, day: 0, month: 0)
    /// What the last rotation was when the last run began.
    private var lastBefore: Rotation.Last?

    /// The guide's lines: full at 2, increments of mail every six hours, full again on Sundays at 3.
    static func cron(from first: LocalTime, to last: LocalTime) -> [Run] {
        stride(from: first.seconds, through: last.seconds, by: 3600).compactMap { seconds in
            let time = LocalTime(secondsSince1970: seconds)
            let (hour, isSunday) = (time.id.dropFirst(9).prefix(2), (time.day + 4) % 7 == 0)
            switch hour {
            case "02" where !isSecondTwo(time): return Run(time: time, isIncrement: false)
            case "03" where isSunday: return Run(time: time, isIncrement: false)
            case "00", "06", "12", "18": return Run(time: time, isIncrement: true)
            default: return nil
            }
        }
    }

    /// cron runs a line once in the hour that comes twice; in the one that is missing, Sunday's stands for both.
    private static func isSecondTwo(_ time: LocalTime) -> Bool { time.adding(seconds: -3600).id == time.id }

    mutating func run(_ run: Run, clockOffBy skew: Int = 0, isWhole: Bool = true, isSuspect: Bool = false) {
        count += 1
        let time = run.time.adding(seconds: skew)
        let (parent, base) = (mail.last, mail.last { $0.contents["mail"] == .full })
        let on = [parent, base].compactMap { $0?.uuid }
        // Two runs of a clock that goes back share no id.
        let id = backups.contains { $0.id == time.id } ? "\(time.id)-\(count)" : time.id
        backups.append(
            SavedBackup(
                id: id, uuid: "uuid-\(count)", start: Moment(time),
                contents: run.isIncrement
                    ? ["mail": base == nil ? .full : .increment(on: on)] : ["mail": .full, "postgresql": .full],
                isWhole: isWhole, isSuspect: isSuspect))
        (before, gone, now) = (backups, [], Moment(time.adding(seconds: 240)))
        lastBefore = last
        let rotation = rotation(at: time.adding(seconds: 240))
        gone = rotation.removals
        removed += gone.count
        held += rotation.hold == nil ? 0 : 1
        backups.removeAll { gone.contains($0.id) }
        if rotation.hold == nil { last = .init(seconds: now.seconds, left: Set(backups.map(\.id))) }
    }

    mutating func acceptAll() {
        backups = backups.map { old in
            SavedBackup(
                id: old.id, uuid: old.uuid, start: old.start, contents: old.contents, isWhole: old.isWhole)
        }
    }

    func rotation(at now: LocalTime) -> Rotation {
        Rotation(backups, .init(keep: keeping(daily: 30), now: Moment(now), last: last))
    }

    private var mail: [SavedBackup] { backups.filter { $0.contents["mail"] != nil } }

    // MARK: What must hold after every run

    func check(_ said: String) {
        let (comment, stay) = (Comment(rawValue: said), before.filter { !gone.contains($0.id) })
        for component in ["mail", "postgresql"] as [Component.ID] {
            let good = before.filter { $0.contents[component] == .full && $0.isGood(component) && !isAhead($0) }
            let last = good.sorted { $0.start > $1.start }.prefix(3).map(\.id)
            #expect(Set(last).isDisjoint(with: gone), comment)
        }
        let young = before.filter { isAhead($0) || now.day - $0.start.day <= ($0.isIncrementOnly ? 7 : 30) }
        #expect(Set(young.map(\.id)).isDisjoint(with: gone), comment)
        if before.contains(where: \.isSuspect) || newest?.isWhole == false { #expect(gone.isEmpty, comment) }
        checkNumber(comment)
        // Interrupted after any of its removals, everything that is left can be restored.
        if !gone.isEmpty { for cut in gone.indices { #expect(orphans(without: gone.prefix(cut)) == [], comment) } }
        #expect(orphans(without: gone[...]) == [], comment)
        let again = Rotation(stay, .init(keep: keeping(daily: 30), now: now, last: .init(seconds: 0, left: [])))
        if !gone.isEmpty { #expect(again.removals == [], comment) }
    }

    /// No flood: three or twice what came, and after a jump of the clock by every single folder.
    private func checkNumber(_ comment: Comment) {
        let newcomers = before.count { lastBefore?.left.contains($0.id) == false }
        guard let lastBefore, 0...345_600 ~= now.seconds - lastBefore.seconds else {
            return #expect(gone.count <= max(3, 2 * newcomers), comment)
        }
        let ofLastDay = before.count { 0..<86400 ~= now.seconds - $0.start.seconds }
        let fulls = before.filter { gone.contains($0.id) && !$0.isIncrementOnly }.compactMap(\.uuid)
        let chains = before.filter { gone.contains($0.id) && $0.isIncrementOnly }.compactMap(\.named.last)
        #expect(Set(fulls + chains).count <= max(3, 2 * max(newcomers, ofLastDay)), comment)
    }

    private var newest: SavedBackup? {
        before.filter { !isAhead($0) }.max { ($0.start.seconds, $0.id) < ($1.start.seconds, $1.id) }
    }

    private func isAhead(_ backup: SavedBackup) -> Bool { backup.start.seconds > now.seconds + 7200 }

    /// Increments whose parent or base is not there.
    private func orphans(without gone: ArraySlice<String>) -> [String] {
        let stay = before.filter { !gone.contains($0.id) }
        let names = Set(stay.compactMap(\.uuid))
        return stay.filter { !$0.named.allSatisfy(names.contains) }.map(\.id)
    }
}

extension SavedBackup {
    /// What its increments build on, each one's base last.
    fileprivate var named: [String] {
        contents.values.flatMap { if case .increment(let named) = $0 { named } else { [String]() } }
    }
}
