import GardeComponents
import GardeCore
import GardeWords
import GardeIO

// What --until asks for: everything as it was at a moment, as near before it as backups hold it.

extension Manifest {
    /// The last moment of a component that the backup can give back: that of its write-ahead log, else when its run was over.
    func end(of component: Component.ID) -> LocalTime? {
        wal[component]?.nextSecond ?? start?.adding(seconds: backup.durationSeconds)
    }

    /// When the last of these components was saved; nil where it holds none of them.
    func end(of several: [Component.ID]) -> LocalTime? {
        several.filter { components[$0] == true }.compactMap { end(of: $0) }.max()
    }

    /// Whether it holds what a component became after a moment, and can stop before that.
    func isBeyond(_ moment: LocalTime, _ component: Component.ID) -> Bool {
        isIncrement(component) && wal[component]?.nextSecond.map { $0 > moment } == true
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

extension History {
    /// Those that were over at `moment`.
    ///
    /// Throws a `Failure` with the window that is held where `moment` lies outside.
    func held(at moment: LocalTime, _ components: [Component.ID]) throws(Failure) -> History {
        let ends = backups.compactMap { $0.end(of: components) }
        guard let first = ends.min(), let last = ends.max() else { return self }
        guard (first...last).contains(moment) else { throw .outsideWindow(moment, first, last) }
        return filtered { manifest in manifest.end(of: components).map { $0 <= moment } == true }
    }

    /// From when to when a component can be restored to any moment, oldest first: a window ends where the write-ahead log
    /// has a hole, or a new base began.
    func windows(of component: Component.ID) -> [(first: LocalTime, last: LocalTime)] {
        var windows: [(id: String, first: LocalTime, last: LocalTime)] = []
        for manifest in backups.reversed() {
            guard let position = manifest.wal[component], let first = position.nextSecond, let last = position.time
            else { continue }
            let parent = manifest.lineage(of: component)?.parent
            if let place = windows.lastIndex(where: { $0.id == parent }) {
                (windows[place].id, windows[place].last) = (manifest.backup.id, last)
            } else if parent == nil {
                windows.append((manifest.backup.id, first, last))
            }
        }
        return windows.filter { $0.first < $0.last }.map { ($0.first, $0.last) }
    }

    /// The same ids, but for databases whose write-ahead log leads to `moment` exactly: the increment that holds it.
    func exact(
        at moment: LocalTime, _ ids: [Component.ID: String], of components: [Component.ID], _ standing: Standing
    ) -> [Component.ID: String] {
        var ids = ids
        for component in components {
            guard let later = backups.last(where: { $0.isBeyond(moment, component) }),
                let parent = backups.first(where: { $0.backup.id == later.lineage(of: component)?.parent }),
                let start = parent.wal[component]?.nextSecond, start <= moment,
                standing.flaws(of: later, component).isEmpty
            else { continue }
            ids[component] = later.backup.id
        }
        return ids
    }
}

extension Failure {
    fileprivate static func outsideWindow(_ moment: LocalTime, _ first: LocalTime, _ last: LocalTime) -> Failure {
        Failure(
            "restore.outside-window",
            ["moment": moment.readable, "first": first.readable, "last": last.readable])
    }
}

extension RestoreItem {
    /// Which moment it gets, where one was asked for.
    func sayMoment(_ asked: LocalTime) -> Text? {
        if files.until != nil { return Text("restore.until-exact", ["name": source.id, "moment": asked.readable]) }
        guard let start = backup.manifest?.start else { return nil }
        let time = backup.manifest?.wal[source.id]?.time ?? start
        return Text(
            "restore.until-nearest",
            [
                "name": source.id, "moment": time.readable,
                "gap": Duration.seconds(max(0, asked.seconds - time.seconds)),
            ])
    }
}
