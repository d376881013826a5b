import GardeComponents
import GardeCore
import GardeWords
import GardeIO

// What --until asks for: everything as it was at a moment, as near before it as backups hold it.

extension Manifest {
    /// When what the backup gives back of a component was over: at its restore point, of an increment by the write-ahead
    /// log; at the end of the run, of anything else.
    func end(of component: Component.ID) -> LocalTime? {
        logged(component)?.nextSecond ?? start?.adding(seconds: backup.durationSeconds)
    }

    /// Where the log of an increment ended; a full backup gives back its dump.
    func logged(_ component: Component.ID) -> WALPosition? { isIncrement(component) ? wal[component] : nil }

    /// Whether a log that is kept elsewhere leads on from it, to any later moment.
    func leadsOn(_ component: Component.ID) -> Bool {
        (files ?? []).contains { file in
            file.component == component
                && FileNames.backup(id: backup.id).part(of: file.name, in: component)?.leadsOn == true
        }
    }

    /// Whether it holds what a component became after a moment, and can stop before that.
    func isBeyond(_ moment: LocalTime, _ component: Component.ID) -> Bool {
        logged(component)?.nextSecond.map { $0 > moment } == true
    }
}

extension WALPosition {
    /// The second of the restore point.
    var time: LocalTime? { LocalTime(iso8601: moment.prefix(19) + "Z") }

    /// The first whole second that does not come before it.
    var nextSecond: LocalTime? {
        let fraction = moment.dropFirst(19).filter { $0.isNumber && $0 != "0" }
        return fraction.isEmpty ? time : time?.adding(seconds: 1)
    }
}

extension [Manifest] {
    /// Throws the `Failure` that names the window that is held where `moment` lies outside.
    func hold(_ moment: LocalTime, of components: [Component.ID]) throws(Failure) {
        let ends = components.flatMap { component in
            filter { $0.components[component] == true }.compactMap { $0.end(of: component) }
        }
        let leads = contains { manifest in components.contains { manifest.leadsOn($0) } }
        guard let first = ends.min(), let last = leads ? LocalTime.now() : ends.max() else { return }
        guard (first...last).contains(moment) else { throw .outsideWindow(moment, first, last) }
    }

    /// The increment whose log leads to `moment` exactly, of these, newest first; nil where none does, or several by
    /// clocks that were put.
    func leading(to moment: LocalTime, of component: Component.ID) -> Manifest? {
        let taken = takenIn(component)
        let found = filter { later in
            guard !taken.contains(later.backup.id), later.isBeyond(moment, component),
                let id = later.lineage(of: component)?.parent,
                let start = first(where: { $0.backup.id == id })?.wal[component]?.nextSecond
            else { return false }
            return start <= moment
        }
        guard found.count == 1, ascends(to: found[0], component) else { return nil }
        return found[0]
    }

    /// Those whose log a later one holds as well: what was put together and is not removed yet is there twice.
    private func takenIn(_ component: Component.ID) -> Set<String> {
        let ends = Dictionary(compactMap { one in one.wal[component].map { (one.backup.id, $0.end) } }) { one, _ in one
        }
        let stretches = compactMap { one -> (id: String, base: String, start: LSN, end: LSN)? in
            let id = one.backup.id
            guard let lineage = one.lineage(of: component), let start = ends[lineage.parent], let end = ends[id] else {
                return nil
            }
            return (id, lineage.base, start, end)
        }
        var (taken, reached) = (Set<String>(), [String: LSN]())
        for stretch in stretches.sorted(by: { ($0.start, $1.end) < ($1.start, $0.end) }) {
            if let end = reached[stretch.base], stretch.end <= end { taken.insert(stretch.id) }
            reached[stretch.base] = Swift.max(reached[stretch.base] ?? stretch.end, stretch.end)
        }
        return taken
    }

    /// Whether each link of a chain ended after the one before.
    private func ascends(to last: Manifest, _ component: Component.ID) -> Bool {
        var manifest = last
        while let id = manifest.lineage(of: component)?.parent {
            guard let parent = first(where: { $0.backup.id == id }), let end = manifest.wal[component]?.moment,
                let start = parent.wal[component]?.moment, start < end
            else { return false }
            manifest = parent
        }
        return true
    }

    /// From when to when a component can be restored to any moment, oldest first, of these, newest first: a window ends
    /// where the write-ahead log has a hole, a backup is damaged, a clock was put back, or a new base began.
    func windows(of component: Component.ID, _ standing: Standing) -> [ClosedRange<LocalTime>] {
        var windows: [(id: String, first: LocalTime, end: WALPosition)] = []
        let good = filter { !standing.isBad($0.backup.id, component) }
        let taken = good.takenIn(component)
        for manifest in good.reversed() where !taken.contains(manifest.backup.id) {
            guard let position = manifest.wal[component], let first = position.nextSecond else { continue }
            guard let parent = manifest.lineage(of: component)?.parent else {
                windows.append((manifest.backup.id, first, position))
                continue
            }
            guard let place = windows.lastIndex(where: { $0.id == parent }), windows[place].end.moment < position.moment
            else { continue }
            (windows[place].id, windows[place].end) = (manifest.backup.id, position)
        }
        return windows.compactMap { window in
            window.end.time.flatMap { window.first < $0 ? window.first...$0 : nil }
        }
    }
}

extension Failure {
    fileprivate static func outsideWindow(_ moment: LocalTime, _ first: LocalTime, _ last: LocalTime) -> Failure {
        Failure(
            "restore.outside-window", ["moment": moment.iso8601, "first": first.iso8601, "last": last.iso8601])
    }
}

extension RestoreItem {
    /// Says which moment it gets, where one was asked for; a database that might have had it exactly is warned of.
    func sayMoment(_ asked: LocalTime, _ console: any Reporter) {
        if files.until != nil {
            return console.info(Text("restore.until-exact", ["name": source.id, "moment": asked.iso8601]))
        }
        guard let manifest = backup.manifest, let time = manifest.logged(source.id)?.time ?? manifest.start else {
            return
        }
        let gap = Duration.seconds(asked.seconds - time.seconds)
        let text = Text("restore.until-nearest", ["name": source.id, "moment": time.iso8601, "gap": gap])
        if manifest.wal[source.id] == nil { console.info(text) } else { console.warning(text) }
    }
}
