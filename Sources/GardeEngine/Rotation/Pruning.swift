import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Rotation of the backups of one folder of this machine, while the lock is held.
package struct Pruning {
    let backupRoot: FilePath
    let root: FilePath
    let recipe: String
    let keep: Retention
    let level: Int
    var isForced = false
    /// Whether somebody asked for it: by itself, increments are put together once a day.
    var isAsked = false
    let console: any Reporter
    let typed: TypedCommand

    var own: Identity { Identity(root, recipe) }

    /// Removes what may go and says each with its reason; the failures say what was not done.
    func run() async -> [Failure] {
        let looks = keep.incrementals.thins && (isAsked || isFirstOfDay)
        let canMerge = looks ? await canMerge() : merges
        var rotation = rotation(merges: looks && canMerge)
        for warning in rotation.warnings { console.warning(warning) }
        if let hold = rotation.hold { return [.held(hold, command(for: hold))] }
        do {
            if !rotation.merges.isEmpty {
                try await Merging(backupRoot: backupRoot, level: level, console: console).run(rotation.merges)
                rotation = self.rotation(merges: false)
                if let hold = rotation.hold { return [.held(hold, command(for: hold))] }
            }
            try rotation.carryOut(in: backupRoot, console) { try BackupFolder.remove($0, in: backupRoot) }
            try await Inventory.record(backupRoot, of: own, merges: canMerge)
        } catch { return [.notRotated(Failure(describing: error))] }
        return []
    }

    /// What would happen now, or at another time, or once `new` is there too.
    func rotation(at now: LocalTime = .now(), adding new: SavedBackup? = nil, merges: Bool? = nil) -> Rotation {
        Inventory(backupRoot, of: own).rotation(
            keep, at: now, adding: new, isForced: isForced, merges: merges ?? self.merges)
    }

    private var merges: Bool { Inventory.merges(in: backupRoot, of: own) }

    /// Where the disk has no way to put increments together, that is said and not tried.
    private func canMerge() async -> Bool {
        if await Durable.exchangesNames(in: backupRoot) { return true }
        console.info(Text("prune.cannot-merge", ["disk": mountPoint(of: backupRoot)]))
        return false
    }

    private var isFirstOfDay: Bool {
        let last = rotationNote(own, in: backupRoot).lines.flatMap(Rotation.Last.init)
        return last.map { LocalTime(secondsSince1970: $0.seconds).day != LocalTime.now().day } ?? true
    }

    /// What a person types to go on all the same; the settings of this run count there too.
    func command(for hold: Rotation.Hold) -> String {
        switch hold {
        case .suspect(let ids): return ids.map { typed.line("accept \($0)") }.joined(separator: "; ")
        case .incomplete: return typed.line("backup")
        case .tooMany:
            let settings = [("DAYS", keep.daily), ("WEEKLY", keep.weekly), ("MONTHLY", keep.monthly)]
            return typed.line("prune --yes", with: settings.map { "RETENTION_\($0)=\($1)" })
        }
    }
}

extension Pruning {
    /// Nil where nothing is rotated.
    init?(_ plan: Plan, _ console: any Reporter) {
        guard let keep = plan.retention else { return nil }
        self.init(
            backupRoot: plan.backupRoot, root: plan.root, recipe: plan.recipe, keep: keep, level: plan.level,
            console: console,
            typed: plan.typed)
    }
}

extension Rotation {
    /// Removes one after the other by `remove`, and stops at the first that fails: what is left can be restored.
    func carryOut(in place: FilePath, _ console: any Reporter, remove: (String) throws -> Void) throws {
        let rows = Dictionary(rows.map { ($0.name, $0) }) { first, _ in first }
        for name in removals {
            try Task.checkCancellation()
            try remove(name)
            if let row = rows[name] { console.info(.removed(row)) }
        }
        console.info(.rotated(place.string, removals.count, rows.count - removals.count))
    }
}
