import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `compact`: makes a full backup of an increment and all that it builds on, as a run of that moment would have saved it.
/// The field calls it a synthetic full: no source is asked.
///
/// It stands beside the increment, a second later by its id, and rotation counts it as the full backup of that moment.
package struct Compact {
    private let plan: RestorePlan
    private let ground: RestoreGround
    private let sync: Sync
    private let console: any Reporter

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) async throws {
        let plan = try await RestorePlan(recipe, settings, root: root, console: console)
        (self.plan, self.console) = (plan, console)
        ground = try await RestoreGround(plan, recipe.services, Unwell())
        sync = Sync(
            backupRoot: plan.backupRoot, destinations: settings.remotes(recipe), access: plan.access,
            identity: plan.identity, typed: plan.typed, console: console)
    }

    /// `which` is the id of a backup in BACKUP_ROOT. Throws `Refusals` when it, or what it builds on, cannot be restored.
    package func run(_ which: String) async throws -> ExitCode {
        guard LocalTime.isID(which), let manifest = Manifest(in: plan.backupRoot.appending(which)) else {
            throw Failure.noSuchBackup(which, plan.backupRoot.string)
        }
        guard !manifest.increments.isEmpty else {
            console.info(.isWholeAlready(which))
            return .done
        }
        let made = History(plan.backupRoot, of: plan.identity).backups.first { $0.compacted == which }
        if let made {
            console.info(.isCompacted(which, made.backup.id))
            return .done
        }
        let lock = plan.isDryRun ? nil : try await takeLock()
        defer { lock?.end() }
        if let journal = try Journals(plan.backupRoot, of: plan.identity).unfinished(), !Transaction.isGood(journal) {
            throw Failure.restoreUnfinished(plan.typed)
        }
        if !plan.isDryRun {
            for name in BackupFolder.sweep(plan.backupRoot) { console.info(.swept(name)) }
            await RecoveryGround.sweep(beside: plan.scratch)
        }
        let id = try freeID(after: which)
        let items = try await items(of: manifest)
        let keys = try await plan.safetyKeys(items.map(\.backup)).keys
        guard let lock else {
            console.info(.wouldCompact(which, items.map(\.source.name)))
            return .done
        }
        return await send(try await make(id, manifest, of: items, for: keys), lock)
    }

    private func takeLock() async throws -> HeldLock {
        console.openLog(plan.backupRoot.appending("backup.log").string)
        return try await HeldLock(
            RunLock(
                plan.backupRoot, "\(plan.recipe) compact", apartFrom: .own(plan.identity), wait: plan.lockWait, console)
        )
    }

    /// Everything that it holds, read to its end; what the recipe no longer names has nobody to put it together.
    private func items(of manifest: Manifest) async throws -> [RestoreItem] {
        let (items, damaged) = try await Analysis(ground: ground, console: console).items()
        guard damaged.isEmpty else { throw Refusals(failures: damaged) }
        let held = Set(manifest.components.filter(\.value).keys)
        let unknown = held.subtracting(items.map(\.source.id))
        guard unknown.isEmpty else { throw Failure.notOfRecipe(manifest.backup.id, unknown.map(\.name).sorted()) }
        let bytes = items.flatMap { $0.files.earlier + $0.files.files }.reduce(0) { sum, file in
            sum + ((try? Int(file.path.stat().size)) ?? 0)
        }
        let free = try room(at: plan.backupRoot).free
        guard free > bytes else { throw Failure.notEnoughRoom(plan.backupRoot.string, bytes, free) }
        return items
    }

    // MARK: Making it

    private func make(
        _ id: String, _ old: Manifest, of items: [RestoreItem], for keys: [OpenPGPKey]
    ) async throws -> Manifest {
        let began = ContinuousClock.now
        let folder = try BackupFolder.begin(id: id, in: plan.backupRoot, for: keys)
        do {
            try await console.withProgress {
                for item in items { try await put(item, into: folder) }
            }
            try await Canary(folder, console).prove()
            let manifest = compacted(old, in: folder, items)
            try await folder.commit(manifest)
            let chain = Set(items.flatMap { $0.files.earlier + $0.files.files }.map { $0.path.removingLastComponent() })
            console.success(.compacted(old.backup.id, folder.id, chain.count, manifest, .now - began))
            return manifest
        } catch {
            folder.abandon()
            throw error
        }
    }

    /// The second after the increment's: any later one could pass a run that holds a newer state.
    private func freeID(after old: String) throws -> String {
        let taken = History(plan.backupRoot).ids
        let next = Self.next(old)
        guard taken.contains(next) else { return next }
        let own = History(plan.backupRoot, of: plan.identity).backups
        let compacted = Set(own.compactMap(\.compacted))
        let others = own.filter { !$0.increments.isEmpty }.map(\.backup.id).filter {
            !taken.contains(Self.next($0)) && !compacted.contains($0)
        }
        // The nearest later one holds all of this one, and more.
        let other = others.filter { $0 > old }.min() ?? others.max()
        throw Failure.noIDBetween(old, next, other.map { plan.typed.line("compact \($0)") })
    }

    private static func next(_ id: String) -> String { LocalTime(id: id)!.adding(seconds: 1).id }

    /// What was written is read back and put together once more: it must come to the same bytes.
    private func put(_ item: RestoreItem, into folder: BackupFolder) async throws {
        let (id, meter) = (item.source.id, Meter())
        console.track(id.name, meter, total: item.files.contentBytes)
        defer { console.untrack(id.name) }
        do {
            for part in try await item.load.whole(item.files) {
                try await folder.land(
                    part.part, of: id, part.source, level: plan.level, progress: meter, knowsContent: true)
            }
        } catch let error as CancellationError { throw error } catch {
            throw Refusals(failures: [Failure(describing: error).of(id)])
        }
        // What no key here opens cannot be read back.
        guard folder.keys.isEmpty || folder.keys.contains(where: Keyring.own.holdsPrivateHalf) else { return }
        try await readBack(item, in: folder)
    }

    private func readBack(_ item: RestoreItem, in folder: BackupFolder) async throws {
        let id = item.source.id
        let wanted = Dictionary(uniqueKeysWithValues: folder.contents(of: id).map { ($0.part, $0.sha256) })
        let written = folder.files.filter { $0.component == id }.compactMap { file in
            FileNames.backup(id: folder.id).part(of: file.name, in: id).map {
                RestoreFile(
                    path: folder.path.appending(file.name), part: $0, contentBytes: file.contentBytes,
                    decrypt: plan.decrypt ?? Decrypt())
            }
        }
        var read: [String: String] = [:]
        for part in try await item.load.whole(RestoreFiles(id: folder.id, files: written)) {
            let plain = Tally()
            try await pipeline(part.source + [plain])
            read[part.part.infix + part.part.ending] = plain.result.sha256
        }
        guard read == wanted, !read.isEmpty else { throw Refusals(failures: [Failure.compactDiffers.of(id)]) }
    }

    /// Of the increment's moment, with what is missing in any part of its chain.
    private func compacted(_ old: Manifest, in folder: BackupFolder, _ items: [RestoreItem]) -> Manifest {
        let history = Dictionary(
            History(plan.backupRoot).backups.map { ($0.backup.id, $0) }
        ) { first, _ in first }
        let lacks = items.filter { item in
            (item.files.earlier + item.files.files).contains { file in
                let id = file.path.removingLastComponent().lastComponent?.string ?? ""
                return history[id]?.lacks?.contains(item.source.id) == true
            }
        }.map(\.source.id)
        let all = Set(lacks).union(old.lacks ?? [])
        // Who looked at the increment need not look again.
        let isAccepted = Standing(plan.backupRoot).accepted.contains(old.backup.uuid ?? "")
        return Manifest(
            backup: .init(
                id: folder.id, type: "full", date: old.backup.date, durationSeconds: old.backup.durationSeconds,
                sizeBytes: folder.files.reduce(0) { $0 + $1.bytes }, encrypted: !folder.keys.isEmpty,
                recipients: folder.keys.map(\.fingerprint), errors: max(old.backup.errors, all.count), uuid: newUUID()),
            components: old.components, increments: [:], system: old.system, application: old.application,
            recipe: old.recipe, tool: "garde \(gardeVersion)", suspect: isAccepted ? [] : old.suspect,
            lacks: all.sorted(),
            subjects: old.subjects, withoutRows: old.withoutRows, files: folder.files.sorted { $0.name < $1.name },
            compacted: old.backup.id)
    }

    private func send(_ manifest: Manifest, _ lock: HeldLock) async -> ExitCode {
        var (sync, failures) = (sync, [Failure]())
        do { failures = try await sync.run(manifest, mayPrune: false, lock) { _ in }.sending } catch {
            failures = [.notSent(manifest.backup.id, Failure(describing: error))]
        }
        for failure in failures { console.error(failure) }
        return failures.isEmpty ? .done : .incomplete
    }
}

extension Failure {
    fileprivate static func notOfRecipe(_ id: String, _ names: [String]) -> Failure {
        Failure("compact.not-of-recipe", ["id": id, "list": names.joined(separator: ", ")])
    }

    /// `other` is what a person types for an increment that can be compacted.
    fileprivate static func noIDBetween(_ id: String, _ next: String, _ other: String?) -> Failure {
        let fix = other.map { Text("compact.other", ["command": $0]) } ?? Text("compact.no-other")
        return Failure("compact.no-id-between", ["id": id, "next": next, "fix": fix])
    }

    fileprivate static let compactDiffers = Failure("compact.differs")
}

extension Text {
    fileprivate static func isWholeAlready(_ id: String) -> Text { Text("compact.is-whole", ["id": id]) }

    fileprivate static func isCompacted(_ id: String, _ new: String) -> Text {
        Text("compact.done-before", ["id": id, "new": new])
    }

    fileprivate static func wouldCompact(_ id: String, _ names: [String]) -> Text {
        Text("compact.would", ["id": id, "list": names.joined(separator: ", ")])
    }

    fileprivate static func compacted(
        _ old: String, _ new: String, _ links: Int, _ manifest: Manifest, _ took: Duration
    ) -> Text {
        Text(
            "compact.done",
            [
                "old": old, "new": new, "chain": Text.chain(of: links), "size": Bytes(manifest.backup.sizeBytes),
                "took": took,
            ])
    }
}
