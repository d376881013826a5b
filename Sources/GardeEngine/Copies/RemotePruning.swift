import GardeComponents
package import GardeDestinations
package import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

/// Rotation of the copies in one place, by the rules of its own and with the guards of every rotation.
///
/// Only what this machine's recipe made counts and goes; nothing here is ever judged by what lies there.
package struct RemotePruning: Sendable {
    private let store: any Destination
    private let keep: Retention
    private let backupRoot: FilePath
    private let identity: Identity
    private let typed: TypedCommand
    private let console: any Reporter

    private let isForced: Bool

    /// `isForced` when somebody asked for it with `--yes`.
    package init(
        at destination: CopyPlace, _ access: DestinationAccess, keep: Retention, typed: TypedCommand,
        identity: Identity,
        isForced: Bool = false, console: any Reporter
    ) {
        store = access.store(for: destination)
        (self.keep, backupRoot, self.typed, self.identity) = (keep, typed.backupRoot, typed, identity)
        (self.isForced, self.console) = (isForced, console)
    }

    /// The failures say what was not done.
    package func run() async throws -> [Failure] {
        try await finishRemovals()
        let ours = try await ours()
        let newest = History(backupRoot, of: identity).backups.first?.backup.id ?? ""
        let strangers = ours.map(\.backup.id).filter { $0 > newest }
        guard strangers.isEmpty else { return [.notRotated(.neverMade(strangers, store.address))] }
        let rotation = try await withoutLocked(ours)
        for warning in rotation.warnings { console.warning(warning) }
        if let hold = rotation.hold { return [.held(hold, command(for: hold), there: store.address)] }
        for id in rotation.removals { try await remove(id) }
        try await note.replace(
            with: Set(ours.map(\.backup.id)).subtracting(rotation.removals).union([LocalTime.now().iso8601]))
        console.info(.rotated(store.address.url, rotation.removals.count, ours.count - rotation.removals.count))
        return []
    }

    /// A table of what stays and what goes; nothing is removed.
    func plan(at time: LocalTime?) async throws -> [Failure] {
        let rotation = try await withoutLocked(ours(), at: time ?? .now())
        let held = rotation.hold.map { Failure.held($0, command(for: $0), there: store.address) }
        if let answer = Answer.current {
            answer.add(
                "places",
                rotation.json(in: store.address.url, keep, at: time ?? .now(), held: held, console.language))
        } else {
            console.plain(Text.rules(store.address.url, keep, at: time)[console.language])
            console.table(rotation.table(console.language))
        }
        return [held].compactMap(\.self)
    }

    /// What this recipe made on this machine, as the manifests there say.
    private func ours() async throws -> [Manifest] {
        let fetched = Fetched(store: store, backupRoot: backupRoot, console: console)
        defer { fetched.remove() }
        try await fetched.manifests(fetched.ids())
        // What the bash pair copied by hand names no platform.
        return History(fetched.folder, of: identity, Adoptions(backupRoot)).backups.filter {
            !Identity($0).isUnnamed
        }
    }

    private func rotation(of ours: [Manifest], at time: LocalTime = .now(), locked: Set<String> = []) -> Rotation {
        let standing = Standing(backupRoot, at: store.address.url)
        let all = ours.compactMap { SavedBackup($0, standing) }.map { backup in
            var backup = backup
            backup.isLocked = locked.contains(backup.id)
            return backup
        }
        let last = note.lines.flatMap(Rotation.Last.init)
        return Rotation(
            all, Rotation.Rules(keep: keep, now: Moment(time), last: last, isForced: isForced))
    }

    /// What is locked there stays, and what it builds on.
    private func withoutLocked(_ ours: [Manifest], at time: LocalTime = .now()) async throws -> Rotation {
        let plain = rotation(of: ours, at: time)
        var locked: Set<String> = []
        for id in plain.removals {
            guard let why = try await lock(on: id) else { continue }
            locked.insert(id)
            console.warning(.locked(id, store.address, why))
        }
        return locked.isEmpty ? plain : rotation(of: ours, at: time, locked: locked)
    }

    /// What a person types to go on all the same.
    private func command(for hold: Rotation.Hold) -> String {
        switch hold {
        case .suspect(let ids): ids.map { typed.line("accept \(store.address.url)/\($0)") }.joined(separator: "; ")
        case .incomplete: typed.line("backup")
        case .tooMany: typed.line("prune --remote --yes")
        }
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
        let order = names.filter { $0 == CopiedFile.manifest } + names.filter { $0 != CopiedFile.manifest }
        for name in order { try await withRetries(console, id) { try await store.remove("\(id)/\(name)") } }
        try await record.forget(id, at: store.address)
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

    private var record: RemoteRecord { RemoteRecord(backupRoot, of: identity) }

    /// The time of the last rotation there, and the ids that it left.
    private var note: LineFile { rotationNote(identity, in: backupRoot, at: store.address.url) }
}

extension Failure {
    static func held(_ hold: Rotation.Hold, _ command: String, there address: DestinationAddress) -> Failure {
        let held = Failure.held(hold, command)
        return Failure("copy.held", ["url": address.url, "why": held.why, "fix": held.fix])
    }

    static func neverMade(_ ids: [String], _ address: DestinationAddress) -> Failure {
        let list = shorten(ids)
        return Failure("copy.never-made", ["url": address.url, "list": list])
    }
}

extension Text {
    static func locked(_ id: String, _ address: DestinationAddress, _ why: Text) -> Text {
        Text("copy.locked", ["id": id, "url": address.url, "why": why])
    }

    static func removedThere(_ id: String, _ address: DestinationAddress) -> Text {
        Text("copy.removed-there", ["id": id, "url": address.url])
    }
}
