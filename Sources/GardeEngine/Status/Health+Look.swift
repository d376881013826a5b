import GardeComponents
import GardeDestinations
package import GardeCore
internal import GardeWords
package import GardeIO
package import SystemPackage

extension Health {
    /// Looks at the backups, and at what the next ones need; nothing is changed. A server is asked only for what it holds
    /// back for the next increment.
    package static func look(
        _ recipe: Recipe, _ settings: Settings, root: FilePath, console: any Reporter, at now: LocalTime = .now()
    ) async -> Health {
        let backupRoot = settings.backupRoot
        let sources = recipe.sources.filter { settings.isChosen($0, "BACKUP") }
        var health = Health(
            recipe: recipe.name,
            place: Place(
                host: hostName(), root: root, backupRoot: backupRoot, variables: settings.typedVariables), now: now,
            objectives: recipe.objectives ?? .standard)
        health.seeBackups(sources.map(\.id))
        await health.seeHeldLogs(sources.filter(\.kind.savesCluster), recipe, settings, console)
        health.seeRuns()
        health.seeBeats(recipe, sources)
        health.seeCopies(settings.remotes(recipe).map(\.address))
        await health.seeKeys(settings.recipients)
        await health.seeCertificates(sources, console)
        await health.seeElsewhere(recipe, settings, console)
        return health
    }

    private mutating func seeBackups(_ components: [Component.ID]) {
        let root = place.backupRoot
        let (history, standing) = (History(root, of: identity), Standing(root, now: now))
        // What `compact` made says less of the log than the increment that it was made of.
        let made = history.backups.filter { $0.compacted == nil } + history.backups.filter { $0.compacted != nil }
        self.components = components.map { id in
            for manifest in made where ["full", "incremental"].contains(manifest.backup.type) {
                guard manifest.components[id] == true, standing.flaws(of: manifest, id).isEmpty,
                    let links = chain(manifest, id), !links.contains(where: { standing.isBad($0.name, id) })
                else { continue }
                let bytes = links.reduce(0) { $0 + $1.storedBytes(of: id) }
                var saved = Saved(id: id, last: manifest, bytes: bytes, links: links.count)
                saved.window = history.backups.windows(of: id, standing).last
                return saved
            }
            return Saved(id: id, last: nil)
        }
        restorable = components.reduce(0) { $0 + (history.lastGood($1, standing)?.contentBytes(of: $1) ?? 0) }
        let foreign = Set(history.others.values.joined().map(\.backup.id))
        verified = Verified.all(in: root).filter { history.ids.contains($0.id) && !foreign.contains($0.id) }
        warnings += history.predecessors(of: identity).map {
            .predecessor($0, $1, place.command("adopt \(shellWord($0.shown))"))
        }
        // What did not change may have by the next run.
        let expected = self.components.reduce(0) { sum, saved in
            sum + (saved.last.map { $0.isPointer(saved.id) ? saved.bytes : $0.storedBytes(of: saved.id) } ?? 0)
        }
        if let found = try? GardeIO.room(at: nearestFolder(root)) {
            room = Room(free: found.free, total: found.total, expected: expected)
        }
        findings += history.damaged.prefix(1).map {
            .damagedManifest(root.appending($0).string, place.command("verify \($0)"))
        }
        let cut = history.backups.filter { standing.cut[$0.backup.id] != nil }
        findings += cut.prefix(1).map {
            .cut($0.backup.id, standing.cut[$0.backup.id] ?? [], place.command("verify \($0.backup.id)"))
        }
        let suspects = history.backups.filter { one in one.components.keys.contains { standing.isSuspect(one, $0) } }
        findings += suspects.prefix(1).map {
            .suspect($0.backup.id, $0.suspect ?? [], place.command("accept \($0.backup.id)"))
        }
    }

    /// Of components that were saved in increments; a server that does not answer holds up nobody for long.
    private mutating func seeHeldLogs(
        _ sources: [Source], _ recipe: Recipe, _ settings: Settings, _ console: any Reporter
    ) async {
        let logged = sources.filter { source in
            components.contains { $0.id == source.id && $0.last?.wal[source.id] != nil }
        }
        guard !logged.isEmpty else { return }
        let site = await Site(recipe, settings, root: place.root, console: console)
        for source in logged {
            let request = CaptureRequest(
                source: source, site: site, backupRoot: place.backupRoot, otherPaths: [], isIncremental: true)
            guard let held = try? await within(.seconds(10), { await source.kind.held(request) }) else { continue }
            for place in components.indices where components[place].id == source.id { components[place].held = held }
        }
    }

    var identity: Identity { Identity(place.root, recipe, host: place.host) }

    /// All that is needed to bring a component back, the base first; nil when a link is missing.
    private func chain(_ manifest: Manifest, _ component: Component.ID) -> [FoundBackup]? {
        let folder = try? FoundBackup(place.backupRoot.appending(manifest.backup.id))
        guard let folder else { return manifest.isIncrement(component) ? nil : [] }
        return try? folder.chain(of: component, in: place.backupRoot)
    }

    private mutating func seeRuns() {
        let root = place.backupRoot
        (run, restored) = (RunRecord(identity, in: root), RestoreTime(identity, in: root))
        isRunning = RunLock.holder(root) != nil
        let addresses = RemoteRecord(root, of: identity).addresses
        sendingTo = Set(addresses.filter { RunLock.sender(root, identity, to: $0) != nil }.map(\.url))
        if !isRunning { seeUnfinished(Journals(root, of: identity)) }
    }

    private mutating func seeUnfinished(_ journals: Journals) {
        findings += journals.ofOtherRecipe(isHalfDone: true).map { [.unfinishedByOther($0, place.typed)] } ?? []
        // One that cannot be read is none that ended.
        let isGood: Bool
        do {
            guard let own = try journals.unfinished() else { return }
            isGood = Transaction.isGood(own)
        } catch { isGood = false }
        if isGood { warnings.append(.oldDataKept) } else { findings.append(.restoreUnfinished(place.typed)) }
    }

    private mutating func seeCopies(_ steady: [DestinationAddress]) {
        let record = RemoteRecord(place.backupRoot, of: identity)
        let all = steady + record.addresses.filter { !steady.contains($0) }
        let limit = now.adding(seconds: Rotation.tolerance).id
        copies = all.map { address in
            let lines = record.lines(address)
            return Copies(
                url: address.url, last: lines.last { $0.state == .sent && $0.id <= limit }?.id,
                waiting: lines.count { $0.state == .unsent || $0.state == .begun }, isSteady: steady.contains(address))
        }
    }

    private mutating func seeKeys(_ recipients: [Recipient]) async {
        let found = await RecipientKeys.find(recipients, at: now)
        keys = found.keys.compactMap { key in
            key.encryptsUntil.map { Expiry(name: "\(key.name) (\(key.fingerprint))", end: $0) }
        }
        // A key that is about to end ends all backups.
        findings += found.findings + found.warnings.map { Failure("status.see-keys", $0) }
    }

    private mutating func seeElsewhere(_ recipe: Recipe, _ settings: Settings, _ console: any Reporter) async {
        for (source, kept) in await KeptElsewhere.all(recipe, settings, root: place.root, console) {
            switch kept {
            case .failure(let failure): findings.append(failure)
            case .success(let kept):
                elsewhere.append((source.name, kept.text))
                let age = now.seconds - kept.newest.seconds
                if age > objectives.rpo.seconds {
                    findings.append(
                        .tooOld(
                            source.name, kept.newest.iso8601, age, limit: objectives.rpo.seconds, kept.command))
                }
            }
        }
    }

    private mutating func seeCertificates(_ sources: [Source], _ console: any Reporter) async {
        let paths = sources.flatMap(\.kind.certificates)
        let site = Site(
            root: place.root, usesCompose: false, compose: nil, console: console, variable: { _ in nil },
            savedDatabases: [], session: "")
        let found = try? await CertificateExpiry(site: site).all(below: paths.map { place.root.pushing(FilePath($0)) })
        certificates = (found ?? []).map { Expiry(name: "\($0.file) (\($0.1.subject))", end: $0.1.end) }
    }
}

extension KeptElsewhere {
    /// Of each source that has it, or why it cannot be said.
    static func all(
        _ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter
    ) async -> [(Source, Result<KeptElsewhere, Failure>)] {
        let sources = recipe.sources.filter { settings.isChosen($0, "BACKUP") && $0.kind.isKeptElsewhere }
        guard !sources.isEmpty else { return [] }
        let site = await Site(recipe, settings, root: root, console: console)
        var found: [(Source, Result<KeptElsewhere, Failure>)] = []
        for source in sources {
            do {
                if let kept = try await source.kind.keptElsewhere(site) { found.append((source, .success(kept))) }
            } catch { found.append((source, .failure(Failure(describing: error)))) }
        }
        return found
    }
}
