import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Saves components side by side into one folder; each fails or succeeds by itself.
struct Saver: Sendable {
    let components: [Plan.Component]
    let level: Int
    let console: any Reporter
    /// What accepts a backup of this run that shrank, as a person types it; nil where whatever is there is right.
    let acceptCommand: (@Sendable (_ id: String) -> String)?
    /// The backup to point to where a component has not changed, in a run that may; nil where nothing is remembered.
    var former: (@Sendable (Plan.Component) -> Former?)?
    private let shares = ServerShares()
    /// Tables that the last good backup of a component has no rows of: with others left out, sizes tell nothing.
    var formerWithoutRows: @Sendable (Plan.Component) -> [String] = { _ in [] }

    /// `last` gives the bytes that a component held, before compression, when it was last good.
    func saveAll(
        into folder: BackupFolder, except refused: [Component.ID: Failure], last: @Sendable (Plan.Component) -> Int?
    ) async -> [ComponentResult] {
        await console.withProgress {
            await withTaskGroup(of: ComponentResult.self) { group in
                for component in components {
                    let last = last(component)
                    group.addTask {
                        if let failure = refused[component.source.id] {
                            return ComponentResult(component.source, .failed(failure))
                        }
                        return await save(component, into: folder, last)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
    }

    private func save(_ component: Plan.Component, into folder: BackupFolder, _ last: Int?) async -> ComponentResult {
        let name = component.source.id
        let (progress, began, notes) = (Meter(), ContinuousClock.now, ComponentNotes())
        console.track(name.name, progress, total: last)
        defer { console.untrack(name.name) }
        let former = self.former.flatMap { $0(component) }
        let isRemembered = self.former != nil && component.source.showsUnchanged
        let files = ComponentFiles(
            component: name, in: folder.id, since: former?.record.mark, progress: progress,
            land: { part, source, meter in
                try await folder.land(
                    part, of: name, source, level: level, progress: meter, knowsContent: isRemembered)
            }, sharing: shares, share: { try folder.share($0, of: name, from: $1) }, notes: notes)
        do { try await component.capture.save(to: files) } catch {
            folder.discard(name)
            await withoutCancellation { try? await within(.seconds(3)) { await component.capture.release() } }
            return ComponentResult(component.source, .failed(Failure(describing: error)))
        }
        let said = notes.current
        var result = ComponentResult(component.source, .saved, lacks: said.lacks, took: .now - began)
        (result.lineage, result.wal, result.withoutRows) = (said.lineage, said.wal, said.withoutRows)
        result.undone = said.undone
        if let former, said.isUnchanged { return result.pointing(to: former, at: former.record.mark) }
        result.suspicion = acceptCommand.flatMap {
            let isSame = !TablePatterns.areOther(
                component.source.kind.excludedData, for: said.withoutRows, than: formerWithoutRows(component))
            return suspicion(
                of: component.source, folder.contentBytes(of: name), isSame ? last : nil, said, $0(folder.id))
        }
        // What nobody has looked at, and what is not whole, is nothing to compare with.
        guard isRemembered, result.suspicion == nil, result.isWhole, result.lineage == nil else { return result }
        let parts = folder.contents(of: name)
        if let former, former.record.holds(parts) {
            folder.discard(name)
            return result.pointing(to: former, at: said.mark)
        }
        result.record = ContentRecord(id: folder.id, mark: said.mark, parts: parts)
        return result
    }

    private func suspicion(
        of source: Source, _ bytes: Int, _ last: Int?, _ said: ComponentNotes.State, _ command: String
    ) -> Failure? {
        if let (before, now) = said.shrank { return .lost(source.id, from: before, to: now, command) }
        if let (before, now) = said.shrankElsewhere { return .shrank(source.id, from: before, to: now, command) }
        // Once it was accepted, as little again is as good.
        if let what = said.nothing, last.map({ bytes < $0 }) ?? true {
            return .holdsNothing(source.id, what, command)
        }
        guard let last, said.lineage == nil, Double(bytes) < Double(last) * source.suspectBelow else { return nil }
        return .shrank(source.id, from: last, to: bytes, command)
    }
}

extension ComponentResult {
    /// The component has not changed since another backup, which holds its files.
    fileprivate func pointing(to former: Former, at mark: String?) -> ComponentResult {
        var result = self
        (result.lineage, result.unchangedSince) = (former.lineage, former.record.id)
        if mark != former.record.mark {
            result.record = ContentRecord(id: former.record.id, mark: mark, parts: former.record.parts)
        }
        return result
    }
}

extension Manifest {
    /// Of a folder in which everything has landed.
    init(
        _ plan: Plan, _ folder: BackupFolder, _ results: [ComponentResult], type: String, start: LocalTime,
        took: Duration
    ) async {
        let facts = await MachineFacts.collect(plan)
        self.init(
            backup: .init(
                id: folder.id, type: type, date: start.iso8601, durationSeconds: Int(took.components.seconds),
                sizeBytes: folder.files.reduce(0) { $0 + $1.bytes }, encrypted: !folder.keys.isEmpty,
                recipients: folder.keys.map(\.fingerprint), errors: results.count { !$0.isWhole }, uuid: newUUID()),
            components: Dictionary(uniqueKeysWithValues: results.map { ($0.id, $0.isSaved) }),
            increments: Dictionary(
                uniqueKeysWithValues: results.compactMap { one in one.lineage.map { (one.id, $0) } }),
            system: facts.system, application: facts.application, recipe: plan.recipe, tool: "garde \(gardeVersion)",
            suspect: results.filter { $0.suspicion != nil }.map(\.id),
            lacks: results.filter { !$0.isWhole }.map(\.id),
            subjects: Dictionary(
                uniqueKeysWithValues: plan.components.compactMap { one in one.subject.map { (one.source.id, $0) } }),
            wal: Dictionary(uniqueKeysWithValues: results.compactMap { one in one.wal.map { (one.id, $0) } }),
            withoutRows: Dictionary(
                uniqueKeysWithValues: results.filter { !$0.withoutRows.isEmpty }.map { ($0.id, $0.withoutRows) }),
            files: folder.files.sorted { $0.name < $1.name })
    }
}
