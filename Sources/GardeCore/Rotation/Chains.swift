/// What increments build on.
struct Chains {
    private let byName: [String: SavedBackup]
    /// By id and component: what the bash pair's increments build on, which name nothing.
    private let before: [String: [Component.ID: SavedBackup]]
    private let backups: [SavedBackup]

    /// `backups` newest first.
    package init(_ backups: [SavedBackup]) {
        let named = backups.map { ($0.id, $0) } + backups.compactMap { backup in backup.uuid.map { ($0, backup) } }
        byName = Dictionary(named) { first, _ in first }
        before = Self.before(backups)
        self.backups = backups
    }

    /// Of each increment without a named parent, the newest older backup with its component.
    private static func before(_ backups: [SavedBackup]) -> [String: [Component.ID: SavedBackup]] {
        var (last, found) = ([Component.ID: SavedBackup](), [String: [Component.ID: SavedBackup]]())
        for backup in backups.reversed() {
            for (component, content) in backup.contents {
                if content == .increment(on: []) { found[backup.id, default: [:]][component] = last[component] }
                last[component] = backup
            }
        }
        return found
    }

    /// The next one down the component's chain, and the base, where they are there.
    func parents(of backup: SavedBackup, _ component: Component.ID) -> [SavedBackup] {
        guard case .increment(let named) = backup.contents[component] else { return [] }
        let unnamed = before[backup.id]?[component]
        let found = isTorn(backup, component) ? below(backup, component) : []
        return (found + named.compactMap { byName[$0] } + [unnamed].compactMap(\.self)).filter { $0.id != backup.id }
    }

    /// Whether the next one down the component's chain is not there: it may be one that cannot be read now.
    func isTorn(_ backup: SavedBackup, _ component: Component.ID) -> Bool {
        guard case .increment(let named) = backup.contents[component], let next = named.first else { return false }
        return byName[next] == nil
    }

    /// Whatever one that cannot be read may build on, and the chain's base, where it is there, last.
    private func below(_ backup: SavedBackup, _ component: Component.ID) -> [SavedBackup] {
        // A base builds on nothing.
        guard case .increment(let named) = backup.contents[component], named.first != named.last else { return [] }
        let base = named.last.flatMap { byName[$0] }
        return backups.filter { other in
            other.contents[component] != nil && other.start < backup.start && other.stranger == backup.stranger
                && base.map { $0.start < other.start } != false
        }
    }

    /// Of all its components, each once.
    private func parents(of backup: SavedBackup) -> [SavedBackup] {
        var seen = Set<String>()
        return backup.contents.keys.sorted().flatMap { parents(of: backup, $0) }.filter { seen.insert($0.id).inserted }
    }

    /// What the next run may build on, and all that this builds on: of each component the newest backup's chain, not what
    /// `compact` made of it.
    ///
    /// `backups` newest first.
    func growing(_ backups: [SavedBackup]) -> Set<String> {
        var open = Set(backups.filter { $0.stranger == nil }.flatMap(\.contents.keys)).compactMap { component in
            backups.first { $0.stranger == nil && !$0.isCompacted && $0.contents[component] != nil }
        }
        var found = Set<String>()
        while let next = open.popLast() {
            if found.insert(next.id).inserted { open += parents(of: next) }
        }
        return found
    }

    /// Whether an increment builds on what `verify` found damaged, however far down.
    func hasBad(below backup: SavedBackup, _ component: Component.ID) -> Bool {
        var (open, seen) = ([backup], Set<String>())
        while let next = open.popLast(), seen.insert(next.id).inserted {
            let parents = parents(of: next, component)
            if parents.contains(where: { $0.bad.contains(component) }) { return true }
            open += parents.filter { !seen.contains($0.id) }
        }
        return false
    }

    /// What identifies the chain of a backup that holds nothing but an increment; any other is its own.
    func root(_ backup: SavedBackup) -> String {
        var (root, seen) = (backup, Set<String>())
        while root.isIncrementOnly, seen.insert(root.id).inserted, let next = parents(of: root).last { root = next }
        return root.id
    }

    /// Each before those that it builds on, so that what is left after an interruption can be restored.
    func leavesFirst(_ backups: [SavedBackup]) -> [SavedBackup] {
        var children: [String: Int] = [:]
        for backup in backups { for parent in parents(of: backup) { children[parent.id, default: 0] += 1 } }
        var open = backups.filter { children[$0.id] == nil }
        var (order, going) = ([SavedBackup](), Set(backups.map(\.id)))
        while let next = open.popLast() {
            order.append(next)
            for parent in parents(of: next) where going.contains(parent.id) {
                children[parent.id, default: 0] -= 1
                if children[parent.id] == 0 { open.append(parent) }
            }
        }
        // Those that name each other build on nothing.
        going.subtract(order.map(\.id))
        return order + backups.filter { going.contains($0.id) }
    }
}
