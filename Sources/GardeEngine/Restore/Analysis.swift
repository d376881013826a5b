import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A component that is restored: where it goes, and what from.
struct RestoreItem: Sendable {
    let source: Source
    let load: any Load
    let files: RestoreFiles
    let backup: FoundBackup

    func through(_ load: any Load) -> RestoreItem {
        RestoreItem(source: source, load: load, files: files, backup: backup)
    }
}

extension RestoreItem {
    /// Tables that come back empty.
    func sayWithoutRows(_ console: any Reporter) {
        let tables = backup.manifest?.withoutRows[source.id] ?? []
        if !tables.isEmpty {
            console.warning(Text("restore.without-rows", ["name": source.id, "list": shorten(tables)]))
        }
    }
}

/// Everything that can be known before anything stops: the backup read to its end, and what would stop the swap.
struct Analysis {
    let ground: RestoreGround
    let console: any Reporter
    /// Places the only archive that is restored while it is read.
    var eager: EagerPlacing?

    private var plan: RestorePlan { ground.plan }
    private var choice: BackupChoice { BackupChoice(plan: plan, console: console) }

    /// What is restored, in order, and whether the machine is bare; throws `Refusals` with all that stands against it, and
    /// `NothingMissing` where nothing is to be done.
    func run() async throws -> (items: [RestoreItem], isBare: Bool) {
        let (items, damaged) = try await items()
        let isBare = try await ground.isBare(for: items)
        let failures = damaged + (try await targets(of: isBare ? items.filter(\.source.kind.comesFirst) : items))
        guard failures.isEmpty else { throw Refusals(failures: failures) }
        for item in items {
            console.info(.found(item))
            item.sayWithoutRows(console)
        }
        return (items, isBare)
    }

    /// What the backup holds of what is chosen, and what is wrong with it.
    ///
    /// `keepsOldData` where a safety copy will be made of what is there.
    func items(keepsOldData: Bool = true) async throws -> ([RestoreItem], [Failure]) {
        let names = plan.chosen.map(\.id)
        let backups = try await choice.backups(of: names)
        try lookAtPassedOver(backups.values.map(\.name))
        sayOwners(of: backups.values.map(\.name))
        sayFlaws(of: backups)
        for path in Set(backups.values.filter(\.mayBeUnfinished).map(\.folder.string)) {
            console.warning(.mayBeUnfinished(path))
        }
        try lookAtPretences(of: backups, names)
        try plan.refuse(lacking: Set(backups.keys))
        for name in names where backups[name] == nil { console.info(.notInBackup(name)) }
        let sources = plan.chosen.filter { backups[$0.id] != nil }
        guard !sources.isEmpty else { throw Failure.nothingInBackup }
        let used = backups.filter { name, _ in sources.contains { $0.id == name } }.map(\.value)
        try await (used + pointedTo(by: backups.filter { name, _ in sources.contains { $0.id == name } }))
            .open(with: plan.decrypt)
        if keepsOldData { try await lookAtSafetyKeys(used) }
        var (items, failures) = ([RestoreItem](), [Failure]())
        for outcome in await console.withProgress({ await examine(sources, backups) }) {
            switch outcome {
            case .success(let item): items.append(item)
            case .failure(let refusals): failures += refusals.failures
            }
        }
        guard !failures.isEmpty, try await choosesOthers(than: backups) else { return (items, failures) }
        for failure in failures { console.warning(failure.text) }
        return try await self.items(keepsOldData: keepsOldData)
    }

    /// Whether the newest good of another disk are older ones, now that these were read.
    private func choosesOthers(than backups: [Component.ID: FoundBackup]) async throws -> Bool {
        guard plan.shelf != plan.backupRoot else { return false }
        let next = try? await choice.backups(of: plan.chosen.map(\.id))
        try Task.checkCancellation()
        return next.map { $0.mapValues(\.name) != backups.mapValues(\.name) } ?? false
    }

    /// What has not changed lies in other backups; one that is missing is said when it is read.
    private func pointedTo(by backups: [Component.ID: FoundBackup]) async -> [FoundBackup] {
        var found: [FoundBackup] = []
        for (name, backup) in backups where backup.isPointer(name) {
            found += (try? backup.chain(of: name, in: plan.backupRoot)) ?? []
        }
        return found
    }

    /// Of backups that were named; `latest` says it itself.
    private func sayOwners(of used: [String]) {
        guard !plan.source.isLatest else { return }
        for (owner, made) in History(plan.backupRoot, of: plan.identity).others {
            for id in Set(made.map(\.backup.id)).intersection(used) { console.warning(.isOfOther(id, owner)) }
        }
    }

    /// What `latest` would pass over, of backups that were named.
    private func sayFlaws(of backups: [Component.ID: FoundBackup]) {
        guard !plan.source.isLatest else { return }
        let standing = Standing(plan.backupRoot)
        for (name, backup) in backups.sorted(by: { $0.key < $1.key }) {
            guard let manifest = backup.manifest else { continue }
            let isHere = settledPath(backup.folder.removingLastComponent()) == settledPath(plan.backupRoot)
            let all = standing.flaws(of: manifest, name)
            let said = isHere ? Flaw.allCases.filter(all.contains) : standing.marks(of: manifest, name)
            for flaw in said { console.warning(.namedFlawed(name, backup.name, flaw.text)) }
        }
    }

    private func examine(
        _ sources: [Source], _ backups: [Component.ID: FoundBackup]
    ) async -> [Result<RestoreItem, Refusals>] {
        await withTaskGroup(of: (Int, Result<RestoreItem, Refusals>)?.self) { group in
            for (place, source) in sources.enumerated() {
                guard let backup = backups[source.id], let load = ground.loads[source.id] else { continue }
                group.addTask { (place, await examine(source, load, backup)) }
            }
            let done = await group.reduce(into: []) { $0.append($1) }.compactMap(\.self)
            return done.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func examine(_ source: Source, _ load: any Load, _ backup: FoundBackup) async -> Result<
        RestoreItem, Refusals
    > {
        let chain: [FoundBackup]
        do { chain = try await choice.chain(of: source.id, backup) } catch {
            return .failure(Refusals(failures: [error]))
        }
        let reader = await source.kind.dumpReader(plan.site)
        let bytes = chain.bytes(of: source.id)
        console.info(.reads(source.id, backup.name, bytes))
        let alongside = eager?.reading(source, load, chain)
        let (findings, earlier, succession) = await console.reading(source.id, bytes) { meter in
            await Examination.run(
                chain, source.id, dumpReader: reader, decrypt: plan.decrypt, isPartial: plan.view != nil, meter: meter,
                alongside: alongside)
        }
        let failures = (earlier + findings).compactMap(\.failure)
        guard failures.isEmpty else {
            await remember(earlier + findings)
            return .failure(Refusals(failures: failures))
        }
        let decrypt = plan.decrypt ?? Decrypt()
        let files = RestoreFiles(
            id: backup.name, files: findings.map { $0.usable(decrypt) }, earlier: earlier.map { $0.usable(decrypt) },
            succession: succession, goal: backup.manifest?.wal[source.id]?.restorePoint,
            until: plan.until.flatMap { moment in
                let leads = findings.contains { $0.file.part.leadsOn }
                return leads || backup.manifest?.isBeyond(moment, source.id) == true ? moment : nil
            })
        return .success(RestoreItem(source: source, load: load, files: files, backup: backup))
    }

    /// As `verify` does: rotation, increments and `latest` go by it.
    private func remember(_ findings: [Examination.Finding]) async {
        guard !Task.isCancelled else { return }
        await Verified.record(findings, of: plan.backupRoot, in: plan.backupRoot)
        guard plan.shelf != plan.backupRoot else { return }
        await Verified.record(findings, of: plan.shelf, in: plan.backupRoot, place: Verified.place(of: plan.shelf))
    }

    /// `latest` must not go back further than it says: a newer backup whose manifest is damaged is refused by name.
    private func lookAtPassedOver(_ used: [String]) throws {
        let last = plan.until?.id ?? "9"
        guard plan.source.isLatest, let newest = used.filter({ $0 <= last }).max() else { return }
        let history = History(plan.shelf)
        let damaged = history.damaged.filter { $0 > newest && $0 <= last }.map { plan.shelf.appending($0) }
        guard damaged.isEmpty else {
            throw Refusals(failures: damaged.map { Manifest.unread(in: $0) ?? .newerIsDamaged($0.string, newest) })
        }
        let known = Set(history.committed)
        for id in history.ids.sorted() where id > newest && id <= last && !known.contains(id) {
            let path = plan.shelf.appending(id)
            // A second name of another backup is none.
            guard path.isFolder, realPath(path).lastComponent?.string == id else { continue }
            console.warning(.passedOver(path.string))
        }
    }

    /// What is missing although the manifest says it is there is refused; what is readable without a key is said.
    private func lookAtPretences(of backups: [Component.ID: FoundBackup], _ names: [Component.ID]) throws {
        let distinct = Dictionary(backups.values.map { ($0.name, $0) }) { one, _ in one }.values
        let failures = distinct.flatMap { backup in
            backup.pretences.filter { name, _ in
                names.contains(name) && backups[name].map { $0.name == backup.name } ?? true
            }.map(\.failure)
        }
        for failure in failures where !failure.isAbsence { console.warning(failure.text) }
        let absent = failures.filter(\.isAbsence)
        guard absent.isEmpty else { throw Refusals(failures: absent) }
    }

    private func lookAtSafetyKeys(_ backups: [FoundBackup]) async throws {
        let found = try await plan.safetyKeys(backups)
        for warning in found.warnings { console.warning(warning) }
        for finding in found.findings { console.warning(finding.text) }
    }

    /// What stands against each target.
    func targets(of items: [RestoreItem]) async throws(NothingMissing) -> [Failure] {
        var failures: [Failure] = []
        for item in items {
            do {
                try await console.withProgress {
                    try await console.working(on: item) { try await item.load.analyze(item.files) }
                }
            } catch let nothing as NothingMissing {
                throw nothing
            } catch let refusals as Refusals { failures += refusals.failures } catch {
                failures.append(Failure(describing: error).of(item.source.id))
            }
        }
        return failures
    }
}

extension Failure {
    static let nothingInBackup = Failure("restore.nothing-in-backup")
}

extension Failure {
    static func newerIsDamaged(_ path: String, _ older: String) -> Failure {
        Failure("restore.newer-is-damaged", ["path": path, "older": older])
    }
}

extension Text {
    static func passedOver(_ path: String) -> Text {
        Text("restore.passed-over", ["path": path])
    }

    fileprivate static func isOfOther(_ id: String, _ owner: Identity) -> Text {
        let name = [owner.recipe, owner.shown].filter { !$0.isEmpty }.joined(separator: " ")
        return Text("restore.is-of-other", ["id": id, "name": name])
    }

    static func notInBackup(_ name: Component.ID) -> Text {
        Text("restore.not-in-backup", ["name": name])
    }

    /// From its first second a restore says what it is at.
    fileprivate static func reads(_ name: Component.ID, _ id: String, _ bytes: Int) -> Text {
        Text("restore.reads", ["name": name, "size": Bytes(bytes), "id": id])
    }

    /// Component, backup, size with all that it builds on, age.
    static func found(_ item: RestoreItem) -> Text {
        let age = item.backup.manifest?.start.map { Duration.seconds(max(0, LocalTime.now().seconds - $0.seconds)) }
        let links = Set((item.files.earlier + item.files.files).map { $0.path.removingLastComponent() }).count
        return Text(
            links == 1 ? "restore.found" : "restore.found-chain",
            [
                "name": item.source.id, "id": item.backup.name, "size": Bytes(item.files.contentBytes),
                "age": age ?? "?",
                "chain": Text.chain(of: links),
            ])
    }

    /// `count` backups that make up one state: a full one and increments.
    static func chain(of count: Int) -> Text {
        Text("restore.chain", ["count": count])
    }
}

extension Text {
    static func namedFlawed(_ name: Component.ID, _ id: String, _ flaw: Text) -> Text {
        Text("restore.named-flawed", ["name": name, "id": id, "flaw": flaw])
    }
}

extension Failure {
    /// What `--only` names is no wish that can be left open.
    static func notHeld(_ names: [Component.ID], _ source: String, _ command: String) -> Failure {
        Failure(
            "restore.not-held",
            ["list": names.map(\.name).joined(separator: ", "), "source": source, "command": command])
    }
}
