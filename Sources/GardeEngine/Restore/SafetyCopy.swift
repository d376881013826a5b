import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A copy of what a restore is about to replace, by the engine of every backup: `pre_restore_<ts>/`.
struct SafetyCopy {
    let plan: RestorePlan
    let console: any Reporter

    /// What was made: the copy's folder, nil when there is none, and the components that it does not have whole.
    struct Made {
        let folder: FilePath?
        let lacking: Set<Component.ID>
    }

    /// Saves what the items will replace.
    ///
    /// Throws `Refusals` when something is there and cannot be saved, unless the restore is forced: then the old data
    /// stays aside, and the copy goes without it.
    func make(of items: [RestoreItem]) async throws -> Made {
        let began = ContinuousClock.now
        let start = LocalTime.now()
        let components = items.map {
            Plan.Component(
                source: $0.source,
                capture: $0.source.kind.capture(
                    CaptureRequest(
                        source: $0.source, site: plan.site, backupRoot: plan.backupRoot,
                        otherPaths: plan.otherPaths($0.source), isSafetyCopy: true)))
        }
        let (present, unread) = try await presence(of: components)
        var lacking = unread
        guard !present.isEmpty else { return Made(folder: nil, lacking: lacking) }
        let folder = try BackupFolder.begin(
            id: plan.safetyCopy.lastComponent?.string ?? "", in: plan.backupRoot, names: .safety,
            for: try await plan.safetyKeys(items.map(\.backup)).keys)
        console.info(.savesOld(present.map(\.source.name)))
        do {
            let saver = Saver(components: present, level: plan.level, console: console, acceptCommand: nil)
            let results = await OldData.$isSpokenOf.withValue(true) {
                await saver.saveAll(into: folder, except: [:]) { one in likely(one.source, items) }
            }
            try Task.checkCancellation()
            let failures = results.flatMap(\.failures)
            guard failures.isEmpty || plan.force else { throw Refusals(failures: failures + [.safetyCopyFailed]) }
            for failure in failures { console.warning(failure.text) }
            lacking.formUnion(results.filter { !$0.failures.isEmpty }.map(\.id))
            guard results.contains(where: \.isSaved) else {
                folder.abandon()
                return Made(folder: nil, lacking: lacking)
            }
            try await addEnvironment(to: folder, of: present)
            let manifest = await Manifest(
                plan.asPlan(present), folder, results, type: "safety", start: start, took: .now - began)
            try await folder.commit(manifest)
        } catch {
            folder.abandon()
            throw error
        }
        try await prove(plan.safetyCopy)
        return Made(folder: plan.safetyCopy, lacking: lacking)
    }

    /// About as much as the backup holds; of a part nobody can tell.
    private func likely(_ source: Source, _ items: [RestoreItem]) -> Int? {
        plan.view == nil ? items.first { $0.source.id == source.id }?.files.contentBytes : nil
    }

    /// The guide's own `.env.safety`, for whoever needs nothing else.
    private func addEnvironment(to folder: BackupFolder, of components: [Plan.Component]) async throws {
        guard let config = components.first(where: \.source.holdsEnvironment) else { return }
        let path = plan.root.appending(".env")
        guard (try? path.stat().type) == .regular else { return }
        try await folder.land(
            .environment, of: config.source.id, [FileSource(path)], level: plan.level, progress: Meter())
    }

    /// The components that are there and can be read, and those that are there and cannot.
    private func presence(of components: [Plan.Component]) async throws -> ([Plan.Component], Set<Component.ID>) {
        var (present, unread, failures) = ([Plan.Component](), Set<Component.ID>(), [Failure]())
        for component in components {
            do {
                try await OldData.$isSpokenOf.withValue(true) { try await component.capture.check() }
                present.append(component)
            } catch {
                let failure = Failure(describing: error)
                let isAbsent = failure.isAbsence ? true : await component.source.kind.isAbsent(plan.site)
                if isAbsent {
                    console.info(.absentNow(component.source.id))
                } else {
                    unread.insert(component.source.id)
                    failures.append(failure.of(component.source.id))
                }
            }
        }
        guard failures.isEmpty || plan.force else { throw Refusals(failures: failures + [.safetyCopyFailed]) }
        for failure in failures { console.warning(failure.text) }
        return (present, unread)
    }

    /// A copy that cannot be read back is none; what only somebody else can open is looked at from outside.
    private func prove(_ folder: FilePath) async throws {
        let copy = try FoundBackup(folder)
        let isOpen = (try? await [copy].open(with: plan.decrypt)) != nil
        let examination = Examination(backup: copy, dumpReader: nil, decrypt: isOpen ? plan.decrypt : nil)
        let failures = await examination.run(copy.files, shownBy: console).compactMap(\.failure)
        guard failures.isEmpty else { throw Refusals(failures: failures + [.safetyCopyFailed]) }
        console.info(.safetyCopy(folder.string, plan.typedReturn(to: copy)))
    }
}

extension RestorePlan {
    /// Paths that belong to the recipe's other sources.
    func otherPaths(_ source: Source) -> [String] { all.filter { $0 != source }.flatMap(\.paths) }

    /// The same as a backup's plan, for the manifest of a safety copy.
    func asPlan(_ components: [Plan.Component]) -> Plan {
        Plan(
            recipe: recipe, root: root, backupRoot: backupRoot, type: "safety", level: level, isDryRun: false,
            lockWait: lockWait, components: components, leftOut: [], usesCompose: site.usesCompose, appVersion: nil,
            retention: nil, typed: typed)
    }
}

extension Failure {
    static let safetyCopyFailed = Failure("restore.safety-copy-failed")
}

extension Text {
    static func absentNow(_ name: Component.ID) -> Text {
        Text("restore.absent-now", ["name": name])
    }

    fileprivate static func savesOld(_ names: [String]) -> Text {
        Text("restore.saves-old", ["list": names.joined(separator: ", ")])
    }

    static func safetyCopy(_ folder: String, _ command: String) -> Text {
        Text("restore.safety-copy", ["folder": folder, "command": command])
    }
}
