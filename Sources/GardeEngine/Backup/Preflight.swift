import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Looks at everything that a run needs, before anything is written; all findings at once.
struct Preflight {
    let plan: Plan
    let console: any Reporter

    /// What keeps anything from being written to BACKUP_ROOT.
    func place() -> [Failure] { [diskMounted(), closed()].compactMap(\.self) }

    /// Whether a run as large as the last one fits.
    func room(_ history: History, _ standing: Standing) -> [Failure] {
        guard let room = try? GardeIO.room(at: nearestFolder(plan.backupRoot)) else { return [] }
        let expected = plan.components.reduce(0) { sum, component in
            let name = component.source.id
            let last = plan.isIncrement(component.source) ? history.newest(name) : history.lastGood(name, standing)
            // What an old script wrote lies there until the run ends.
            let times = component.source.script == nil ? 1 : 2
            return sum + times * (last?.storedBytes(of: component.source.id) ?? 0)
        }
        guard room.free > expected else { return [.notEnoughRoom(plan.backupRoot.string, expected, room.free)] }
        if room.free < 10 << 30 { console.warning(.littleRoom(plan.backupRoot.string, room.free)) }
        return []
    }

    /// The keys to encrypt to, and what stands against them; what is shown tells people who will read the backup.
    func keys() async -> (keys: [OpenPGPKey], findings: [Failure]) {
        let found = await RecipientKeys.find(plan.recipients)
        for key in found.keys { console.info(.encryptsTo(key)) }
        for warning in found.warnings { console.warning(warning) }
        return (found.keys, found.findings)
    }

    /// Which programs are missing that are to run around the run.
    func around() async -> [Failure] { await plan.around?.findings() ?? [] }

    /// Which components can be saved; what stands against the others goes with their names.
    func components() async -> [Component.ID: Failure] {
        await withTaskGroup(of: (Component.ID, Failure?).self) { group in
            for component in plan.components {
                group.addTask {
                    do { try await component.capture.check() } catch {
                        return (component.source.id, Failure(describing: error))
                    }
                    return (component.source.id, nil)
                }
            }
            var failures: [Component.ID: Failure] = [:]
            for await (name, failure) in group { failures[name] = failure }
            return failures
        }
    }

    /// A mount point of fstab above BACKUP_ROOT that is not mounted: the backups would fill the system's own disk.
    private func diskMounted() -> Failure? {
        unmountedPoint(above: plan.backupRoot).map { .diskNotMounted($0.string) }
    }

    /// What a restore left half done is no state to save: the next backups would take it for the platform's. Asked while
    /// the lock is held: a restore that goes on is waited for.
    func unfinishedRestore() -> Failure? {
        let journals = Journals(plan.backupRoot, of: plan.identity)
        let journal: Journal?
        do { journal = try journals.unfinished() } catch { return Failure(describing: error) }
        if let journal, !Transaction.isGood(journal) { return .restoreUnfinished(typed) }
        if journal != nil { console.warning(.oldDataKept) }
        if let twin = journals.ofOtherHost() { console.warning(.unfinishedElsewhere(twin, typed)) }
        return journals.ofOtherRecipe(isHalfDone: true).map { .unfinishedByOther($0, typed) }
    }

    private var typed: TypedCommand { plan.typed }

    private func closed() -> Failure? {
        let folder = nearestFolder(plan.backupRoot)
        guard (try? folder.stat().type) == .directory else { return .notWritable(plan.backupRoot.string) }
        switch whyNotWritable(folder) {
        case nil: return nil
        case .some(.permissionDenied): return .notWritable(plan.backupRoot.string)
        case let reason?: return .notWritten(NotWritten(path: plan.backupRoot, reason: reason))
        }
    }
}

extension Text {
    /// Of a platform in the same folder of a host with another name: perhaps this one, as it was called before.
    fileprivate static func unfinishedElsewhere(_ twin: Identity, _ typed: TypedCommand) -> Text {
        let adopt = typed.line("adopt \(shellWord(twin.shown))")
        return Text("backup.unfinished-elsewhere", ["shown": twin.shown, "adopt": adopt])
    }

    static let oldDataKept = Text("backup.old-data-kept")
}

extension Failure {
    static func restoreUnfinished(_ typed: TypedCommand) -> Failure {
        let abandon = typed.line(Abandonment.words)
        return Failure("backup.restore-unfinished", ["abandon": abandon])
    }

    static func notWritable(_ folder: String) -> Failure {
        Failure("backup.not-writable", ["folder": folder])
    }

}

extension Text {
    static func littleRoom(_ folder: String, _ free: Int) -> Text {
        Text("backup.little-room", ["free": Bytes(free), "folder": folder])
    }
}
