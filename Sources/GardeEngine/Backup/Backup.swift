import GardeComponents
package import GardeCore
import GardeDestinations
package import GardeWords
import GardeIO
import SystemPackage

/// One run of backup.sh: from the lock to the report, a line a stage.
package struct Backup: Sendable {
    let plan: Plan
    let console: any Reporter
    /// Nil when nobody looks on.
    let watch: RunWatch?
    private let surroundings: Surroundings?

    package init(_ plan: Plan, _ console: any Reporter, _ watch: RunWatch? = nil) {
        (self.plan, self.console, self.watch) = (plan, console, watch)
        surroundings = plan.around.map { Surroundings($0, plan.identity, in: plan.backupRoot) }
    }

    /// Throws `Refusals` when nothing can be saved, `CancellationError` when the run was ended; nothing is left then.
    package func run() async throws -> ExitCode {
        let lock = try await takeLock()
        defer { lock.end() }
        defer { if lock.isHeld { Workplace.sweep(plan.backupRoot) } }
        guard let surroundings else { return try await runLocked(lock) }
        return try await surroundings.around { try await runLocked(lock) }
    }

    private func runLocked(_ lock: HeldLock) async throws -> ExitCode {
        let began = ContinuousClock.now
        await watch?.begins(console)
        let journals = Journals(plan.backupRoot, of: plan.identity)
        journals.emptyScratch()
        await RecoveryGround.sweep(beside: journals.scratch)
        if let failure = Preflight(plan: plan, console: console).unfinishedRestore() { throw failure }
        sweep()
        console.info(.begins(plan.type, plan.components.map(\.source.name)))
        let history = History(plan.backupRoot, of: plan.identity)
        let standing = Standing(plan.backupRoot)
        for component in plan.components { sayOtherSubject(component, history) }
        if let moved = history.moved(plan) { console.warning(moved) }
        if plan.recipients.isEmpty, let last = history.backups.first?.backup, last.encrypted {
            console.warning(.noLongerEncrypted(last.id))
        }
        let (refused, keys) = try await preflight(history, standing)
        try await surroundings?.begin()
        let start = LocalTime.now()
        let folder = try BackupFolder.begin(id: history.nextID(at: start), in: plan.backupRoot, for: keys)
        do {
            let recipients = Set(keys.map(\.fingerprint))
            let saver = Saver(
                components: plan.components, level: plan.level, console: console, acceptCommand: plan.acceptCommand,
                former: { plan.former($0, for: recipients) },
                formerWithoutRows: { component in
                    let name = component.source.id
                    return history.lastGood(name, standing, of: component.subject)?.withoutRows[name] ?? []
                })
            let results = await saver.saveAll(into: folder, except: refused) { component in
                let name = component.source.id
                // A word for what lies elsewhere has no size of its own.
                guard !component.source.kind.isKeptElsewhere else { return nil }
                return history.lastGood(name, standing, of: component.subject)?.contentBytes(of: name)
            }
            try Task.checkCancellation()
            guard results.contains(where: \.isSaved) else { throw Refusals(failures: results.flatMap(\.failures)) }
            await surroundings?.hasRead(results)
            try Task.checkCancellation()
            try await Canary(folder, console).prove()
            let type = results.contains { $0.lineage != nil } ? "incremental" : "full"
            let manifest = await Manifest(plan, folder, results, type: type, start: start, took: .now - began)
            try await folder.commit(manifest)
            watch?.committed(manifest)
            await surroundings?.committed(plan.backupRoot.appending(folder.id))
            await settle(manifest)
            await remember(results)
            let end = await finish(folder, results, manifest, since: began, history, lock)
            if History(plan.backupRoot).ids.max() == folder.id { folder.touch() }
            return end
        } catch {
            folder.abandon()
            sweepIndexes()
            throw error
        }
    }

    // MARK: Before

    private func takeLock() async throws -> HeldLock {
        let preflight = Preflight(plan: plan, console: console)
        let findings = preflight.place()
        guard findings.isEmpty else {
            await sweepDecrypted()
            throw Refusals(failures: findings + named(await preflight.components()))
        }
        try Durable.createFolders(plan.backupRoot)
        console.openLog(plan.backupRoot.appending("backup.log").string)
        let isAlone = plan.around?.words.isEmpty == false
        let lock = try await HeldLock(
            RunLock(
                plan.backupRoot, "\(plan.recipe) backup", apartFrom: isAlone ? .anybody : .none, wait: plan.lockWait,
                console), isKept: isAlone)
        try await Durable.probe(plan.backupRoot)
        return lock
    }

    private func sweepIndexes() {
        for component in plan.components where component.source.canBeIncrement {
            IndexDraft.sweep(component.source.id, of: plan.identity, in: plan.backupRoot)
        }
    }

    private func sweep() {
        for name in BackupFolder.sweep(plan.backupRoot) { console.info(.swept(name)) }
        sweepIndexes()
        Fetched.sweep(plan.backupRoot)
        Scratchpad.sweep(plan.backupRoot)
        Workplace.sweep(plan.backupRoot)
    }

    /// Decrypted dumps that a killed restore left go also when this run is refused; a restore under way holds the lock.
    private func sweepDecrypted() async {
        let journals = Journals(plan.backupRoot, of: plan.identity)
        await RecoveryGround.sweep(beside: journals.scratch)
        guard journals.hasScratch else { return }
        guard let lock = try? FileLock.take(plan.backupRoot.appending(".lock"), note: "") else { return }
        withExtendedLifetime(lock) { journals.emptyScratch() }
    }

    /// A name that stands for something else now is compared with nothing.
    private func sayOtherSubject(_ component: Plan.Component, _ history: History) {
        let name = component.source.id
        guard let before = history.newest(name)?.subjects?[name], let now = component.subject, before != now
        else { return }
        console.warning(.otherSubject(name, before, now))
    }

    private func preflight(_ history: History, _ standing: Standing) async throws -> (
        [Component.ID: Failure], [OpenPGPKey]
    ) {
        let preflight = Preflight(plan: plan, console: console)
        let (keys, unfit) = await preflight.keys()
        let findings = preflight.room(history, standing) + unfit + (await preflight.around())
        let refused = await preflight.components()
        await Sync(plan, console).look()
        try Task.checkCancellation()
        guard findings.isEmpty else { throw Refusals(failures: findings + named(refused)) }
        guard refused.count < plan.components.count else { throw Refusals(failures: named(refused)) }
        return (refused, keys)
    }

    /// In the recipe's order, each with its component's name.
    private func named(_ refused: [Component.ID: Failure]) -> [Failure] {
        plan.components.compactMap { refused[$0.source.id]?.of($0.source.id) }
    }

    // MARK: After

    /// The backup stands; what cannot be done now costs the next run time, no more.
    private func settle(_ manifest: Manifest) async {
        for component in plan.components where manifest.components[component.source.id] == true {
            do { try await component.capture.committed(manifest) } catch {
                let failure = Failure(describing: error).of(component.source.id)
                console.warning(failure.text)
            }
        }
    }

    /// For the next increment; without, it saves what has not changed once more.
    private func remember(_ results: [ComponentResult]) async {
        for result in results {
            guard let record = result.record else { continue }
            do { try await record.write(result.id, of: plan.identity, in: plan.backupRoot) } catch {
                console.warning(Failure(describing: error).of(result.id).text)
            }
        }
    }

    /// The report, with what was rotated; the backup exists, so nothing throws any more.
    private func finish(
        _ folder: BackupFolder, _ results: [ComponentResult], _ manifest: Manifest,
        since began: ContinuousClock.Instant, _ history: History, _ lock: HeldLock
    ) async -> ExitCode {
        let order = Dictionary(uniqueKeysWithValues: plan.components.enumerated().map { ($1.source.id, $0) })
        for result in results.sorted(by: { order[$0.id, default: 0] < order[$1.id, default: 0] }) {
            if let id = result.unchangedSince {
                console.info(.unchanged(result.id, id, result.took))
            } else if result.isSaved {
                console.info(.saved(result.id, manifest.storedBytes(of: result.id), result.took))
            }
            for failure in result.failures { console.error(failure) }
        }
        let isDone = results.allSatisfy { $0.isWhole && $0.suspicion == nil }
        await ProgramCopy(plan, console)?.place()
        Workplace.sweep(plan.backupRoot)
        let (undone, rotating) = await sendAndRotate(manifest, isDone, lock)
        let unowned = [history.firstBesideOthers(plan)].compactMap(\.self)
        let failures = results.flatMap(\.undone) + undone.sending + undone.lost + undone.pruning + rotating + unowned
        console.repeatWarnings()
        let place = plan.backupRoot.appending(folder.id).string
        let total = Text.committed(place, manifest.backup.sizeBytes, .now - began)
        let isWell = await surroundings?.isWell ?? true
        if isDone, failures.isEmpty, isWell { console.success(total) } else if isDone { console.info(total) }
        for failure in failures { console.error(failure) }
        if !isDone { console.error(.incomplete(place)) }
        return isDone && failures.isEmpty ? .done : .incomplete
    }

    private func sendAndRotate(
        _ manifest: Manifest, _ isDone: Bool, _ lock: HeldLock
    ) async -> (Sync.Undone, rotating: [Failure]) {
        var (sync, rotating) = (Sync(plan, console), [Failure]())
        if !sync.destinations.isEmpty { watch?.sends() }
        do {
            let undone = try await sync.run(manifest, mayPrune: isDone, lock) { undone in
                if let sender = undone.sender { return console.info(.rotationLeft(to: sender)) }
                rotating = await rotate(isDone && undone.sending.isEmpty)
            }
            if !lock.isHeld { console.info(.rotationLeft(to: RunLock.holder(plan.backupRoot) ?? "?")) }
            return (undone, rotating)
        } catch { return (Sync.Undone(sending: [.notSent(manifest.backup.id, Failure(describing: error))]), rotating) }
    }

    private func rotate(_ isDone: Bool) async -> [Failure] {
        guard let pruning = Pruning(plan, console) else { return [] }
        guard isDone else {
            console.info(.notRotated)
            return []
        }
        return await pruning.run()
    }
}

extension Text {
    fileprivate static func rotationLeft(to holder: String) -> Text { Text("prune.left-to", ["holder": holder]) }
}
