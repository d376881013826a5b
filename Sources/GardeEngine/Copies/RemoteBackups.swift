import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What a restore takes from a place away from this machine.
extension Fetched {
    /// The backup of each component, fetched with what it builds on and nothing more; `which` is an id or `latest`, the
    /// latter as of `moment` where there is one; for `refusal` see `Latest`. Throws `Failure.encrypted` before it fetches what cannot be opened.
    func backups(
        of components: [Component.ID], _ which: String, _ identity: Identity, _ subjects: [Component.ID: String],
        _ typed: TypedCommand, decrypts: Bool, until moment: LocalTime? = nil,
        refusal: (Identity, String) -> Failure? = { _, _ in nil }
    ) async throws -> [Component.ID: FoundBackup] {
        if let finding = await store.finding() { throw finding }
        return try await store.explaining {
            let holders = try await holders(
                of: components, which, identity, subjects, typed, until: moment, refusal: refusal)
            var found: [Component.ID: FoundBackup] = [:]
            for (id, held) in holders.sorted(by: { $0.key < $1.key }) where !held.isEmpty {
                if try manifest(id).backup.encrypted, !decrypts { throw Failure.encrypted }
                try await withChains(of: id, held)
                try await files(of: id, held)
                let backup = try FoundBackup(folder.appending(id))
                for component in held { found[component] = backup }
            }
            return found
        }
    }

    /// The same by their manifests alone, which are all that is fetched.
    func manifests(
        of components: [Component.ID], _ which: String, _ identity: Identity, _ subjects: [Component.ID: String],
        _ typed: TypedCommand, until moment: LocalTime?
    ) async throws -> [Component.ID: FoundBackup] {
        if let finding = await store.finding() { throw finding }
        return try await store.explaining {
            var found: [Component.ID: FoundBackup] = [:]
            for (id, held) in try await holders(of: components, which, identity, subjects, typed, until: moment) {
                let backup = try FoundBackup(folder.appending(id))
                for component in held { found[component] = backup }
            }
            return found
        }
    }

    private func holders(
        of components: [Component.ID], _ which: String, _ identity: Identity, _ subjects: [Component.ID: String],
        _ typed: TypedCommand, until moment: LocalTime?, refusal: (Identity, String) -> Failure? = { _, _ in nil }
    ) async throws -> [String: Set<Component.ID>] {
        which == "latest"
            ? try await latest(components, identity, subjects, typed, until: moment, refusal)
            : try await [which: held(by: which, components)]
    }

    private func held(by id: String, _ components: [Component.ID]) async throws -> Set<Component.ID> {
        let manifest = try await fetchedManifest(id)
        let held = manifest.files.map { $0.map(\.component) } ?? Array(manifest.components.filter(\.value).keys)
        return Set(held).union(manifest.pointers).intersection(components)
    }

    /// Of each component the newest good copy that holds it, by id; of one machine only.
    private func latest(
        _ components: [Component.ID], _ identity: Identity, _ subjects: [Component.ID: String], _ typed: TypedCommand,
        until moment: LocalTime?, _ refusal: (Identity, String) -> Failure?
    ) async throws -> [String: Set<Component.ID>] {
        try await manifests(ids())
        let history = History(folder, of: identity, Adoptions(backupRoot))
        let url = store.address.url
        let standing = Standing(backupRoot, at: url)
        let ids = try await Latest(
            history, identity, standing, of: subjects, in: folder, called: url, console
        ) { (backup, component) throws(Failure) in
            try backup.chain(of: component, in: backupRoot)
        } command: {
            typed.line("restore \(url)/\($0)")
        }.ids(of: components, until: moment, refusal: refusal)
        guard let newest = ids.values.max() else { throw Failure.noCopies(store.address) }
        let last = moment?.id ?? "9"
        let damaged = history.damaged.filter { $0 > newest && $0 <= last }
        guard damaged.isEmpty else {
            throw Refusals(
                failures: damaged.map { id in
                    Manifest.unread(in: folder.appending(id), called: "\(url)/\(id)/\(CopiedFile.manifest)")
                        ?? .newerIsDamaged("\(url)/\(id)", newest)
                })
        }
        return Dictionary(grouping: ids.keys) { ids[$0]! }.mapValues(Set.init)
    }

    /// The copies of a recipe, newest first: this machine's where it has any there, else those of the only one that has.
    func ofOneMachine(_ identity: Identity, _ command: (String) -> String) throws(Failure) -> [Manifest] {
        let history = History(folder, of: identity, Adoptions(backupRoot))
        guard history.backups.isEmpty else { return history.backups }
        let others = history.others.filter { $0.key.recipe == identity.recipe || $0.key.isUnnamed }
        guard others.count < 2 else { throw .severalMachines(others, store.address.url, command) }
        return others.first?.value ?? []
    }

    /// Fetches the manifests of what an increment builds on.
    func withChains(of id: String, _ components: Set<Component.ID>? = nil) async throws {
        let manifest = try await fetchedManifest(id)
        let wanted = manifest.increments.keys.filter { components?.contains($0) != false }
        guard let base = wanted.compactMap({ manifest.lineage(of: $0)?.base }).min() else { return }
        let between = try await ids().filter { base <= $0 && $0 <= id }
        let missing = between.filter { (try? folder.appending($0).stat()) == nil }
        try await manifests(missing)
    }

    private func fetchedManifest(_ id: String) async throws -> Manifest {
        if let here = Manifest(in: folder.appending(id)) { return here }
        try await manifests([id])
        return try manifest(id)
    }
}
