import GardeIO
import SystemPackage

/// What a restore takes from a place away from this machine.
extension Fetched {
    /// The backup of each component, fetched with what it builds on and nothing more; `which` is an id or `latest`.
    /// Throws `Failure.encrypted` before it fetches what cannot be opened.
    func backups(
        of components: [String], _ which: String, _ identity: Identity, decrypts: Bool
    ) async throws -> [String: FoundBackup] {
        if let finding = await store.finding() { throw finding }
        do {
            let holders =
                which == "latest"
                ? try await newest(components, identity)
                : try await [which: held(by: which, components)]
            var found: [String: FoundBackup] = [:]
            for (id, held) in holders.sorted(by: { $0.key < $1.key }) where !held.isEmpty {
                if try manifest(id).backup.encrypted, !decrypts { throw Failure.encrypted }
                if held.contains(Manifest.incrementalComponent) { try await withChain(of: id) }
                try await files(of: id, held)
                let backup = try FoundBackup(folder.appending(id))
                for component in held { found[component] = backup }
            }
            return found
        } catch let failed as ToolFailed { throw Failure.remote(failed, store) }
    }

    private func held(by id: String, _ components: [String]) async throws -> Set<String> {
        let manifest = try await fetchedManifest(id)
        let held = manifest.files.map { $0.map(\.component) } ?? Array(manifest.components.filter(\.value).keys)
        return Set(held).intersection(components)
    }

    /// Of each component the newest backup that holds it, by id; of one machine only.
    private func newest(_ components: [String], _ identity: Identity) async throws -> [String: Set<String>] {
        try await manifests(ids())
        let history = History(folder)
        let ours = try ofOneMachine(history, identity)
        var found: [String: Set<String>] = [:]
        for component in components {
            guard let holder = ours.first(where: { $0.components[component] == true }) else { continue }
            found[holder.backup.id, default: []].insert(component)
        }
        guard let newest = found.keys.max() else { throw Failure.noCopies(store.address) }
        let damaged = history.damaged.filter { $0 > newest }.map { "\(store.address.url)/\($0)" }
        guard damaged.isEmpty else { throw Refusals(failures: damaged.map { .newerIsDamaged($0, newest) }) }
        return found
    }

    /// The backups of a recipe, newest first: this machine's where it has any there, else those of the only one that has.
    func ofOneMachine(_ history: History, _ identity: Identity) throws(Failure) -> [Manifest] {
        let all = history.backups.filter { $0.recipe == nil || $0.recipe == identity.recipe }
        let machines = Dictionary(grouping: all, by: \.machine)
        if let ours = machines["\(identity.host):\(identity.platform)"] { return ours }
        guard machines.count < 2 else {
            throw .severalMachines(machines.mapValues { $0[0].backup.id }, store.address)
        }
        return all
    }

    /// Fetches the manifests of what an increment builds on.
    func withChain(of id: String) async throws {
        let manifest = try await fetchedManifest(id)
        guard manifest.isIncrement(Manifest.incrementalComponent), let base = manifest.backup.base else { return }
        let between = try await ids().filter { base...id ~= $0 }
        let missing = between.filter { (try? folder.appending($0).stat()) == nil }
        try await manifests(missing)
    }

    private func fetchedManifest(_ id: String) async throws -> Manifest {
        if let here = Manifest(in: folder.appending(id)) { return here }
        try await manifests([id])
        return try manifest(id)
    }
}

extension Manifest {
    /// Where it was made, as `host:/path/of/the/platform`.
    var machine: String { "\(system.hostname):\(system.platform ?? "")" }
}

extension Failure {
    /// `newest` has each machine's newest backup.
    fileprivate static func severalMachines(_ newest: [String: String], _ address: RemoteAddress) -> Failure {
        let list = newest.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return Failure(
            Text(
                "\(address.url) holds backups of several machines",
                fr: "\(address.url) contient des sauvegardes de plusieurs machines"),
            why: Text("the newest of each: \(shorten(list))", fr: "la dernière de chacune : \(shorten(list))"),
            fix: Text("Give an id instead of latest.", fr: "Donnez un identifiant au lieu de latest."))
    }
}
