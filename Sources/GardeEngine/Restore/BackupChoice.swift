import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The backups that the argument of a restore, or of a look, means.
struct BackupChoice {
    let plan: RestorePlan
    let console: any Reporter

    /// That of each component, unpacked or fetched where it lies elsewhere.
    func backups(of names: [Component.ID]) async throws -> [Component.ID: FoundBackup] {
        try await plan.source.backups(of: names, in: plan.backupRoot) {
            let ids = try await latest(names)
            // Of a platform that has backups, none of which holds it.
            if ids.isEmpty, !plan.history.backups.isEmpty {
                try plan.refuse(lacking: [])
            }
            return ids
        } unpack: {
            try await Unpacked.archive($0, into: plan.backupRoot, console)
        } fetch: { place, name in
            try await fetched(place).backups(
                of: names, name, plan.identity, await subjects(), plan.typed, decrypts: plan.decrypt != nil,
                until: plan.until, refusal: refusal)
        }
    }

    /// What the components' names stand for here, as far as that can be known.
    func subjects() async -> [Component.ID: String] {
        var found: [Component.ID: String] = [:]
        for source in plan.chosen { found[source.id] = await source.kind.subject(plan.site) }
        return found
    }

    private func latest(_ names: [Component.ID]) async throws -> [Component.ID: String] {
        let root = plan.shelf
        var asked: Set<String> = []
        return try await Latest(
            plan.history, plan.identity, plan.standing, of: subjects(), in: root,
            called: root.string, console
        ) { (backup, component) async throws(Failure) in
            // What the copies lack of a chain, they lack for all of it.
            let base = backup.manifest?.lineage(of: component)?.base ?? backup.name
            let isNew = asked.insert("\(component.name) \(base)").inserted
            return try await chain(of: component, backup, mayFetch: isNew)
        } command: {
            plan.typedRestore(ofShelf: $0)
        }.ids(of: names, until: plan.until, refusal: refusal)
    }

    /// Why backups of another platform are not taken for this one's. On another disk or place they are meant, as far as
    /// somebody reads whose they are before data goes: what nobody is asked replaces nothing of theirs.
    private func refusal(of other: Identity, _ newest: String) -> Failure? {
        guard !plan.holdsNothing else { return nil }
        if plan.source == .latest(in: nil) {
            return .othersOnly(other, plan.shelf.string, plan.typedRestore(ofShelf: newest))
        }
        guard plan.replacesUnasked else { return nil }
        let until = plan.until.map { "--until \($0.iso8601) " } ?? ""
        return .othersUnasked(
            other, plan.argument, plan.typedRestore(until + shellWord(plan.argument)),
            plan.typed.line("adopt \(shellWord(other.shown))"))
    }

    func fetched(_ place: DestinationAddress) -> Fetched {
        let store = plan.access.store(for: CopyPlace(address: place))
        return Fetched(store: store, backupRoot: plan.backupRoot, console: console)
    }

    /// What is gone from here is fetched from the places that copies went to.
    func chain(
        of component: Component.ID, _ backup: FoundBackup, mayFetch: Bool = true
    ) async throws(Failure) -> [FoundBackup] {
        let missing: Failure
        do { return try backup.chain(of: component, in: plan.backupRoot) } catch { missing = error }
        guard mayFetch else { throw missing }
        for place in RemoteRecord.places(of: plan.backupRoot) {
            let fetched = fetched(place)
            do {
                try await fetched.links(of: backup, component)
                return try backup.chain(of: component, in: plan.backupRoot, fetched.folder)
            } catch { console.warning(Failure.remote(error, fetched.store).text) }
        }
        throw missing
    }
}
