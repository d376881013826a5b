import GardeIO
package import SystemPackage

/// Rotation of the copies in one place, by the rules of its own and with the guards of every rotation.
///
/// Only what this machine's recipe made counts and goes; nothing here is ever judged by what lies there.
package struct RemotePruning: Sendable {
    private let store: any RemoteStore
    private let keep: Retention
    private let backupRoot: FilePath
    private let identity: Identity
    private let console: Console

    package init(
        at destination: Destination, _ access: RemoteAccess, keep: Retention, backupRoot: FilePath, identity: Identity,
        console: Console
    ) {
        store = access.store(for: destination)
        (self.keep, self.backupRoot, self.identity, self.console) = (keep, backupRoot, identity, console)
    }

    /// The failures say what was not done.
    package func run() async throws -> [Failure] {
        try await finishRemovals()
        let fetched = Fetched(store: store, backupRoot: backupRoot, console: console)
        defer { fetched.remove() }
        let ids = try await fetched.ids()
        try await fetched.manifests(ids)
        let ours = History(fetched.folder).backups.filter { Identity($0) == identity }
        let newest = History(backupRoot).backups.first?.backup.id ?? ""
        let strangers = ours.map(\.backup.id).filter { $0 > newest }
        guard strangers.isEmpty else { return [.notRotated(.neverMade(strangers, store.address))] }
        let rotation = try await rotation(of: ours)
        for warning in rotation.warnings { console.warning(warning) }
        if let hold = rotation.hold { return [.heldThere(hold, store.address)] }
        for id in rotation.removals { try await remove(id) }
        try await note.replace(
            with: Set(ours.map(\.backup.id)).subtracting(rotation.removals).union([LocalTime.now().iso8601]))
        console.info(.rotatedThere(rotation.removals.count, ours.count - rotation.removals.count, store.address))
        return []
    }

    /// What is locked there stays, and what it builds on.
    private func rotation(of ours: [Manifest]) async throws -> Rotation {
        let accepted = Acceptances(backupRoot).uuids
        let all = ours.compactMap { SavedBackup($0, accepted: accepted) }
        let rules = Rotation.Rules(
            keep: keep, now: Moment(.now()), last: note.lines.flatMap(Rotation.Last.init))
        let plain = Rotation(all, rules)
        guard plain.hold == nil, !plain.removals.isEmpty else { return plain }
        var locked: Set<String> = []
        for id in plain.removals {
            guard let why = try await lock(on: id) else { continue }
            locked.insert(id)
            console.warning(.locked(id, store.address, why))
        }
        let marked = all.map { backup in
            var backup = backup
            backup.isLocked = locked.contains(backup.id)
            return backup
        }
        return locked.isEmpty ? plain : Rotation(marked, rules)
    }

    private func lock(on id: String) async throws -> Text? {
        for file in try await files(id) {
            if let why = try await withRetries(console, id, { try await store.lock(on: "\(id)/\(file)") }) {
                return why
            }
        }
        return nil
    }

    // MARK: Removing

    /// The manifest first: from then on it is no backup any more, wherever this ends.
    private func remove(_ id: String) async throws {
        try Task.checkCancellation()
        try await record.set(.removing, id: id, uuid: "-", at: store.address)
        let names = try await files(id)
        let order = names.filter { $0 == Sending.manifest } + names.filter { $0 != Sending.manifest }
        for name in order { try await withRetries(console, id) { try await store.remove("\(id)/\(name)") } }
        try await record.set(nil, id: id, uuid: "-", at: store.address)
        console.info(.removedThere(id, store.address))
    }

    /// What an earlier run had begun to remove.
    private func finishRemovals() async throws {
        for line in record.lines(store.address) where line.state == .removing { try await remove(line.id) }
    }

    private func files(_ id: String) async throws -> [String] {
        try await withRetries(console, id) { try await store.files(in: id, withDigests: false) }.map(\.name)
            .filter { !$0.contains("/") }
    }

    private var record: RemoteRecord { RemoteRecord(backupRoot) }

    /// The time of the last rotation there, and the ids that it left.
    private var note: LineFile {
        let place = SHA256.hexadecimal(of: Array(store.address.url.utf8)).prefix(12)
        return LineFile(backupRoot.appending(".rotated-\(place)"))
    }
}

extension Failure {
    static func heldThere(_ hold: Rotation.Hold, _ address: RemoteAddress) -> Failure {
        let held = Failure.held(hold, "")
        return Failure(
            Text(
                "no old copy is removed in \(address.url)",
                fr: "aucune ancienne copie n'est supprimée dans \(address.url)"),
            why: held.why,
            fix: Text(
                "Look at them. Type: list --remote \(address.url)",
                fr: "Regardez-les. Tapez : list --remote \(address.url)"))
    }

    static func neverMade(_ ids: [String], _ address: RemoteAddress) -> Failure {
        let list = shorten(ids)
        return Failure(
            Text(
                "\(address.url) holds backups that this machine never made",
                fr: "\(address.url) contient des sauvegardes que cette machine n'a jamais faites"),
            why: Text("newer than the newest one here: \(list)", fr: "plus récentes que la dernière d'ici : \(list)"),
            fix: Text(
                "Find out who writes there; change that access. Nothing is removed until they are gone.",
                fr: "Cherchez qui y écrit ; changez cet accès. Rien n'est supprimé tant qu'elles y sont."))
    }
}

extension Text {
    static func locked(_ id: String, _ address: RemoteAddress, _ why: Text) -> Text {
        Text(
            "\(id) in \(address.url) is \(why[.english]): it stays",
            fr: "\(id) dans \(address.url) est \(why[.french]) : elle reste")
    }

    static func removedThere(_ id: String, _ address: RemoteAddress) -> Text {
        Text("removed \(id) from \(address.url)", fr: "\(id) supprimée de \(address.url)")
    }

    static func rotatedThere(_ removed: Int, _ stay: Int, _ address: RemoteAddress) -> Text {
        Text(
            "rotation in \(address.url): \(removed) removed, \(stay) stay",
            fr: "rotation dans \(address.url) : supprimées \(removed), conservées \(stay)")
    }
}
