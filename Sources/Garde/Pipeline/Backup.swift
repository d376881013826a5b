import GardeIO
import SystemPackage

/// One run of backup.sh: from the lock to the report, a line a stage.
package struct Backup: Sendable {
    let plan: Plan
    let console: Console

    package init(_ plan: Plan, _ console: Console) { (self.plan, self.console) = (plan, console) }

    /// Throws `Refusals` when nothing can be saved, `CancellationError` when the run was ended; nothing is left then.
    package func run() async throws -> ExitCode {
        let began = ContinuousClock.now
        let lock = try await takeLock()
        defer { withExtendedLifetime(lock) {} }
        sweep()
        console.info(.begins(plan.type, plan.components.map(\.source.name)))
        let (history, accepted) = (History(plan.backupRoot), Acceptances(plan.backupRoot).uuids)
        let refused = try await preflight(history, accepted)
        let start = LocalTime.now()
        let folder = try BackupFolder.begin(id: history.nextID(at: start), in: plan.backupRoot)
        do {
            let results = await saveAll(into: folder, except: refused, history, accepted)
            try Task.checkCancellation()
            guard results.contains(where: \.isSaved) else { throw Refusals(failures: results.flatMap(\.failures)) }
            let manifest = await manifest(folder, results, start, took: .now - began)
            try await folder.commit(manifest)
            let end = summarize(folder, results, manifest, took: .now - began)
            folder.touch()
            return end
        } catch {
            folder.abandon()
            throw error
        }
    }

    // MARK: Before

    private func takeLock() async throws -> FileLock {
        let preflight = Preflight(plan: plan, console: console)
        let findings = preflight.place()
        guard findings.isEmpty else { throw Refusals(failures: findings + (await preflight.components()).values) }
        try Durable.createFolders(plan.backupRoot)
        console.openLog(plan.backupRoot.appending("backup.log").string)
        return try await RunLock(plan, console).take()
    }

    private func sweep() {
        for name in BackupFolder.sweep(plan.backupRoot) { console.info(.swept(name)) }
    }

    private func preflight(_ history: History, _ accepted: Set<String>) async throws -> [String: Failure] {
        let preflight = Preflight(plan: plan, console: console)
        let findings = preflight.room(history, accepted)
        let refused = await preflight.components()
        try Task.checkCancellation()
        guard findings.isEmpty else { throw Refusals(failures: findings + refused.values) }
        guard refused.count < plan.components.count else { throw Refusals(failures: Array(refused.values)) }
        return refused
    }

    // MARK: Components, side by side

    private func saveAll(
        into folder: BackupFolder, except refused: [String: Failure], _ history: History, _ accepted: Set<String>
    ) async -> [ComponentResult] {
        await console.withProgress {
            await withTaskGroup(of: ComponentResult.self) { group in
                for component in plan.components {
                    let last = history.lastGood(component.source.name, accepted: accepted)
                    group.addTask {
                        if let failure = refused[component.source.name] {
                            return ComponentResult(component.source, .failed(failure))
                        }
                        return await save(component, into: folder, last?.contentBytes(of: component.source.name))
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
    }

    private func save(_ component: Plan.Component, into folder: BackupFolder, _ last: Int?) async -> ComponentResult {
        let name = component.source.name
        let (progress, began, lacking) = (Meter(), ContinuousClock.now, Lacking())
        console.track(name, progress, total: last)
        defer { console.untrack(name) }
        let files = ComponentFiles(
            component: name, id: folder.id, progress: progress,
            land: { file, source, meter in
                try await folder.land(file, of: name, source, level: plan.level, progress: meter)
            }, incomplete: lacking.add)
        do { try await component.capture.save(to: files) } catch {
            folder.discard(name)
            await withoutCancellation { try? await within(.seconds(3)) { await component.capture.release() } }
            return ComponentResult(component.source, .failed(Failure(describing: error)))
        }
        let bytes = folder.files.filter { $0.component == name }.reduce(0) { $0 + $1.contentBytes }
        var result = ComponentResult(component.source, .saved, lacks: lacking.failures, took: .now - began)
        if let last, Double(bytes) < Double(last) * component.source.suspectBelow {
            result.suspicion = .shrank(name, from: last, to: bytes, folder.id)
        }
        return result
    }

    // MARK: After

    private func manifest(
        _ folder: BackupFolder, _ results: [ComponentResult], _ start: LocalTime, took: Duration
    ) async -> Manifest {
        let facts = await MachineFacts.collect(plan)
        return Manifest(
            backup: .init(
                id: folder.id, type: plan.type, date: start.iso8601, durationSeconds: Int(took.components.seconds),
                sizeBytes: folder.files.reduce(0) { $0 + $1.bytes },
                encrypted: false, errors: results.count { !$0.isWhole }, uuid: newUUID()),
            components: Dictionary(uniqueKeysWithValues: results.map { ($0.name, $0.isSaved) }),
            system: facts.system, application: facts.application, recipe: plan.recipe, tool: "garde \(gardeVersion)",
            suspect: results.filter { $0.suspicion != nil }.map(\.name),
            files: folder.files.sorted { $0.name < $1.name })
    }

    private func summarize(
        _ folder: BackupFolder, _ results: [ComponentResult], _ manifest: Manifest, took: Duration
    ) -> ExitCode {
        let order = Dictionary(uniqueKeysWithValues: plan.components.enumerated().map { ($1.source.name, $0) })
        for result in results.sorted(by: { order[$0.name, default: 0] < order[$1.name, default: 0] }) {
            if result.isSaved { console.info(.saved(result.name, manifest.storedBytes(of: result.name), result.took)) }
            for failure in result.failures { console.error(failure) }
        }
        console.info(.nothingRotated)
        for warning in console.warnings { console.warning(warning) }
        let isDone = results.allSatisfy { $0.isWhole && $0.suspicion == nil }
        let place = plan.backupRoot.appending(folder.id).string
        let total = Text.committed(place, manifest.backup.sizeBytes, took)
        if isDone { console.success(total) } else { console.error(.incomplete(place)) }
        return isDone ? .done : .incomplete
    }
}
