/// The rules, applied: every reason to keep a backup, by its id and component.
struct Keeping {
    private(set) var reasons: [String: [Component.ID: Rotation.Stay]] = [:]
    let chains: Chains
    private let rules: Rotation.Rules

    /// `backups` newest first.
    package init(_ backups: [SavedBackup], _ rules: Rotation.Rules) {
        (chains, self.rules) = (Chains(backups), rules)
        for backup in backups where backup.holdsMore { keep([backup], .holdsMore) }
        for backup in backups where backup.isLocked { keep([backup], .locked) }
        for backup in backups { if let other = backup.stranger { keep([backup], .stranger(other)) } }
        for backup in backups where backup.isFuture(rules.now) { keep([backup], .future) }
        let counted = backups.filter { !$0.isFuture(rules.now) && $0.stranger == nil }
        for component in Set(counted.flatMap(\.contents.keys)) {
            apply(to: component, counted.filter { $0.contents[component] != nil })
        }
        keepChains(backups)
    }

    private mutating func apply(to component: Component.ID, _ holders: [SavedBackup]) {
        let fulls = holders.filter { $0.contents[component] == .full }
        for backup in holders {
            let days = backup.contents[component] == .full ? rules.keep.daily : rules.keep.incrementals.count
            if age(backup) <= days { keep([backup], component, .young(days)) }
        }
        // What verify found damaged stands for nothing.
        let counted = fulls.filter { !$0.bad.contains(component) }
        let good = counted.filter { $0.isGood(component) }
        let ofWeek = newest(counted, good, \.start.week, rules.now.week, last: rules.keep.weekly)
        keep(ofWeek, component, .week)
        let ofMonth = newest(counted, good, \.start.month, rules.now.month, last: rules.keep.monthly)
        keep(ofMonth, component, .month)
        keep(Array(good.prefix(3)), component, .lastGood)
        let last = holders.first { $0.isGood(component) && !chains.hasBad(below: $0, component) }
        let isStale = last.map { age($0) > 8 } ?? true
        if isStale, !rules.isForced { keep(holders, component, .stale) }
    }

    /// Of each of the last so many weeks or months the newest, a good one where there is one.
    private func newest(
        _ fulls: [SavedBackup], _ good: [SavedBackup], _ period: KeyPath<SavedBackup, Int>, _ now: Int, last count: Int
    ) -> [SavedBackup] {
        let (ids, counted) = (Set(good.map(\.id)), fulls.filter { now - $0[keyPath: period] < count })
        return Dictionary(grouping: counted) { $0[keyPath: period] }.values
            .compactMap { group in group.first { ids.contains($0.id) } ?? group.first }
    }

    /// What is in a folder that stays has to stay restorable.
    private mutating func keepChains(_ backups: [SavedBackup]) {
        var open = backups.filter { reasons[$0.id] != nil }
        while let child = open.popLast() {
            for component in child.contents.keys {
                for parent in chains.parents(of: child, component) {
                    if reasons[parent.id] == nil { open.append(parent) }
                    keep([parent], component, .needed(by: child.id))
                }
            }
        }
    }

    private func age(_ backup: SavedBackup) -> Int { rules.now.day - backup.start.day }

    private mutating func keep(_ backups: [SavedBackup], _ why: Rotation.Stay) {
        for backup in backups { for component in backup.contents.keys { keep([backup], component, why) } }
    }

    /// The first reason counts.
    private mutating func keep(_ backups: [SavedBackup], _ component: Component.ID, _ why: Rotation.Stay) {
        for backup in backups where reasons[backup.id]?[component] == nil {
            reasons[backup.id, default: [:]][component] = why
        }
    }
}
