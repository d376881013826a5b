/// The rules, applied: every reason to keep a backup, by its id and component.
struct Keeping {
    private(set) var reasons: [String: [Component.ID: Rotation.Stay]] = [:]
    /// What is put together so that what lies between can go.
    private(set) var merges: [Rotation.Merge] = []
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
        let increments = rules.keep.incrementals
        let (stepped, daily) = holders.divided { backup in
            backup.contents[component] != .full || increments.thins && backup.isOfIncrements
        }
        for backup in daily where age(backup) <= rules.keep.daily {
            keep([backup], component, .young(rules.keep.daily))
        }
        for backup in stepped where age(backup) <= increments.count {
            keep([backup], component, .young(increments.count))
        }
        keep(last(stepped, component, of: \.hour, until: increments.hourly), component, .ofHour)
        keep(last(stepped, component, of: \.day, until: increments.daily), component, .ofDay)
        // What verify found damaged stands for nothing.
        let counted = fulls.filter { !$0.bad.contains(component) }
        let good = counted.filter { $0.isGood(component) }
        let ofWeek = newest(counted, good, \.start.week, rules.now.week, last: rules.keep.weekly)
        keep(ofWeek, component, .week)
        let ofMonth = newest(counted, good, \.start.month, rules.now.month, last: rules.keep.monthly)
        keep(ofMonth, component, .month)
        keep(Array(good.prefix(3)), component, .lastGood)
        let last = holders.first { $0.isGood(component) && !chains.hasBad(below: $0, component) }
        if let last { keep([last], component, .lastGood) }
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

    /// Of those that are at most so many days old the newest of each hour or day, a good one where there is one.
    private func last(
        _ holders: [SavedBackup], _ component: Component.ID, of period: KeyPath<Moment, Int>, until days: Int
    ) -> [SavedBackup] {
        let counted = holders.filter { age($0) <= days }
        return Dictionary(grouping: counted) { $0.start[keyPath: period] }.values
            .compactMap { group in group.first { $0.isGood(component) } ?? group.first }
    }

    /// What is in a folder that stays has to stay restorable; what lies between two that stay is put into the later one where
    /// that can be done.
    private mutating func keepChains(_ backups: [SavedBackup]) {
        let growing = rules.merges ? chains.growing(backups.filter { !$0.isFuture(rules.now) }) : []
        var open = backups.filter { reasons[$0.id] != nil }
        var mergeable: [(child: SavedBackup, component: Component.ID)] = []
        while true {
            if let child = open.popLast() {
                for component in child.contents.keys.sorted() {
                    if mayMerge(child, component, growing) {
                        mergeable.append((child, component))
                    } else {
                        need(chains.parents(of: child, component), component, by: child, &open)
                    }
                }
            } else if let next = mergeable.max(by: { $0.child.start < $1.child.start }) {
                mergeable.removeAll { $0.child.id == next.child.id && $0.component == next.component }
                merge(next.child, next.component, growing, &open)
            } else {
                break
            }
        }
        merges = merges.compactMap(cut)
    }

    /// As far down as the first one that stays after all, for another component's sake: it takes in what lies below itself.
    private func cut(_ merge: Rotation.Merge) -> Rotation.Merge? {
        let between = Array(merge.between.prefix { reasons[$0] == nil })
        return between.isEmpty
            ? nil : Rotation.Merge(into: merge.into, component: merge.component, between: between)
    }

    private mutating func need(
        _ parents: [SavedBackup], _ component: Component.ID, by child: SavedBackup, _ open: inout [SavedBackup]
    ) {
        for parent in parents {
            if reasons[parent.id] == nil { open.append(parent) }
            keep([parent], component, .needed(by: child.id))
        }
    }

    /// What a run will build on stays as it is, and so do copies elsewhere of what it builds on.
    private func mayMerge(_ backup: SavedBackup, _ component: Component.ID, _ growing: Set<String>) -> Bool {
        rules.merges && rules.keep.incrementals.thins && backup.isReadable && !backup.bad.contains(component)
            && !growing.contains(backup.id) && !chains.isTorn(backup, component)
            && chains.parents(of: backup, component).first?.contents[component] != .full
            && backup.contents[component]?.isIncrement == true
    }

    private mutating func merge(
        _ child: SavedBackup, _ component: Component.ID, _ growing: Set<String>, _ open: inout [SavedBackup]
    ) {
        var (between, below) = ([SavedBackup](), chains.parents(of: child, component))
        while let next = below.first, reasons[next.id] == nil, mayPass(next, component, growing), between.count < 1000 {
            between.append(next)
            below = chains.parents(of: next, component)
        }
        if !between.isEmpty {
            merges.append(Rotation.Merge(into: child.id, component: component, between: between.map(\.id)))
        }
        need(below + chains.parents(of: child, component).suffix(1), component, by: child, &open)
    }

    private func mayPass(_ backup: SavedBackup, _ component: Component.ID, _ growing: Set<String>) -> Bool {
        backup.isReadable && backup.contents[component]?.isIncrement == true && !backup.bad.contains(component)
            && !growing.contains(backup.id) && !chains.isTorn(backup, component)
            && !chains.parents(of: backup, component).isEmpty
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

extension [SavedBackup] {
    /// Those of which it is true, and the others.
    fileprivate func divided(_ isFirst: (SavedBackup) -> Bool) -> ([SavedBackup], [SavedBackup]) {
        (filter(isFirst), filter { !isFirst($0) })
    }
}
