import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Copies what was saved to every place away from this machine, and removes there what may go.
///
/// The backup here stands whatever happens: a place that is not there is a failure of the run's, no more, and the next
/// run sends what this one could not.
struct Sync: Sendable {
    let backupRoot: FilePath
    var destinations: [CopyPlace]
    let access: DestinationAccess
    let identity: Identity
    let typed: TypedCommand
    let console: any Reporter
    /// The program that lies beside the backups; nil where it does not.
    var program: ProgramCopy?

    var record: RemoteRecord { RemoteRecord(backupRoot, of: identity) }

    /// What was not done: copies that are not proven, and old ones that could not go.
    struct Undone: Sendable {
        /// What a later run may still send.
        var sending: [Failure] = []
        /// What no run sends as it lies here: nothing is to wait for it.
        var lost: [Failure] = []
        var pruning: [Failure] = []
        /// Who else sends copies of the platform, so that nothing here is to be changed or removed.
        var sender: String?
    }

    /// Notes the backup as to be sent to each place; whoever sends next, or sends now, sends it.
    private func note(_ new: Manifest) async throws {
        guard !destinations.isEmpty else { return }
        try await record.forget(except: Set(History(backupRoot).backups.map(\.backup.id)))
        for place in destinations { try await record.set(.unsent, new, at: place.address) }
    }

    /// Sends the backup and what else waits; old copies go only when `mayPrune` and all is sent.
    ///
    /// Without `lock`, so that backups and restores go on meanwhile, however long it takes; what these leave to be sent is
    /// sent too, until something fails. Each time the lock is held again `between` is called: nothing is read then. In the
    /// end it is not held where another run has it for too long.
    mutating func run(
        _ new: Manifest, mayPrune: Bool, _ lock: HeldLock, between: (Undone) async -> Void
    ) async throws -> Undone {
        try await note(new)
        var own = try claim(lock)
        let left = destinations.filter { place in !own.contains { $0.place == place } }
        destinations = own.map(\.place)
        var undone = Undone()
        repeat {
            let seen = waitingLines
            if !own.isEmpty { lock.letGo() }
            let round = await sendToAll(mayPrune: mayPrune, seen)
            (undone.sending, undone.pruning) = (round.sending, round.pruning)
            undone.lost += round.lost
            do {
                guard try await lock.takeAgain() else {
                    // Who notes something from here on sends it, or has been seen.
                    own = []
                    let holder = RunLock.holder(backupRoot) ?? "?"
                    undone.sending += unseen(seen).map { .notSent($0.id, .lockHeld(holder)) }
                    break
                }
            } catch {
                undone.sending.append(.notRotated(Failure(describing: error)))
                break
            }
            undone.sender =
                RunLock.sender(backupRoot, .own(identity), besides: destinations.map(\.address))
                ?? left.first { !waiting($0.address).isEmpty }?.address.url
            await between(undone)
            guard undone.sending.isEmpty, !Task.isCancelled, !unseen(seen).isEmpty else { break }
        } while true
        withExtendedLifetime(own) {}
        return undone
    }

    /// The places that no other run sends to, each with its lock.
    private func claim(_ lock: HeldLock) throws -> [(place: CopyPlace, lock: FileLock)] {
        try destinations.compactMap { place in
            if let lock = try lock.takeSending(identity, to: place.address) { return (place, lock) }
            let holder = RunLock.sender(backupRoot, identity, to: place.address) ?? "?"
            console.info(Text("copy.left-to", ["url": place.address.url, "holder": holder]))
            return nil
        }
    }

    private func sendToAll(mayPrune: Bool, _ seen: Set<RemoteRecord.Line>) async -> Undone {
        var undone = Undone()
        for place in destinations {
            let (unsent, lost) = await console.withProgress { await send(to: place) }
            undone.sending += unsent
            undone.lost += lost
            if unsent.isEmpty { await program?.send(to: place, access.store(for: place)) }
            // What came meanwhile is sent first.
            guard unsent.isEmpty, lost.isEmpty, mayPrune, unseen(seen).isEmpty, let keep = place.keep else { continue }
            undone.pruning += await prune(place, keep)
        }
        return undone
    }

    /// Nothing is sent; what a run of now would do, with the store asked whether it lets anybody in.
    func describe(_ id: String) async -> [Failure] {
        var failures: [Failure] = []
        for place in destinations {
            let store = access.store(for: place)
            console.info(.wouldSend(waiting(place.address).map(\.id) + [id], place, by: store.tool))
            if let refusal = await refusal(of: store) { failures.append(refusal) }
        }
        return failures
    }

    private func refusal(of store: any Destination) async -> Failure? {
        if let finding = await store.finding() { return finding }
        do { _ = try await store.folders() } catch { return .remote(error, store) }
        return nil
    }

    /// Says before anything is saved which copies will not be made.
    func look() async {
        for place in destinations {
            guard let finding = await access.store(for: place).finding() else { continue }
            console.warning(finding.text)
        }
    }

    // MARK: Sending

    private func send(to place: CopyPlace) async -> (unsent: [Failure], lost: [Failure]) {
        let store = access.store(for: place)
        var current = waiting(store.address).last?.id ?? "?"
        if let finding = await store.finding() { return ([.notSent(current, finding)], []) }
        var (unsent, lost) = ([Failure](), [Failure]())
        do {
            var round = Round(
                far: FarSide(try await withRetries(console, store.address.url) { try await store.sizes() }))
            unsent += try await alarms(store.address, round.far)
            try await takeUpLost(store.address)
            for line in waiting(store.address) {
                try Task.checkCancellation()
                current = line.id
                do { try await send(line, place, store, &round) } catch {
                    let failure = try await failure(of: line, error, store, &round)
                    if round.lost.contains(line.id) { lost.append(failure) } else { unsent.append(failure) }
                }
            }
        } catch {
            let failure = Task.isCancelled ? Failure.endedWhileSending : Failure.remote(error, store)
            unsent.append(.notSent(current, failure))
        }
        return (unsent, lost)
    }

    /// Of all places; one that was begun is the same still.
    private var waitingLines: Set<RemoteRecord.Line> {
        Set(
            destinations.flatMap { waiting($0.address) }.map {
                RemoteRecord.Line(state: .unsent, id: $0.id, uuid: $0.uuid, url: $0.url)
            })
    }

    /// What other runs have noted since.
    private func unseen(_ seen: Set<RemoteRecord.Line>) -> [RemoteRecord.Line] {
        waitingLines.subtracting(seen).sorted { $0.id < $1.id }
    }

    private func waiting(_ address: DestinationAddress) -> [RemoteRecord.Line] {
        record.lines(address).filter { $0.state == .unsent || $0.state == .begun }
    }

    /// With what it builds on, the base first.
    private func send(
        _ line: RemoteRecord.Line, _ place: CopyPlace, _ store: any Destination, _ round: inout Round
    ) async throws {
        guard let backup = local(line) ?? merged(line, round.far) else {
            if let unread = Manifest.unread(in: backupRoot.appending(line.id)) { throw unread }
            console.warning(.goneUnsent(line.id, store.address))
            return try await record.set(nil, id: line.id, uuid: line.uuid, at: store.address)
        }
        if local(line) == nil {
            try await record.set(line.state, backup, at: store.address)
            try await record.set(nil, id: line.id, uuid: line.uuid, at: store.address)
        }
        if try await isPartOfFailure(backup, store, &round) { return }
        for link in try backup.links(in: backupRoot)
        where !isProven(link.manifest, at: store.address, round.far) {
            let isNew = round.far.isNew(link.manifest.backup.id)
            do {
                try await Sending(
                    place: place, store: store, folder: link.folder, backup: link.manifest, record: record,
                    console: console, isNew: isNew
                ).run()
            } catch {
                try await note(error, of: link.manifest, store, &round)
                throw error
            }
            round.far.add(link.manifest, of: backupRoot)
        }
    }

    /// Whether it is there. One that was sent before others were put into it is there as it was, with all that it built on.
    private func isProven(_ backup: Manifest, at address: DestinationAddress, _ far: FarSide) -> Bool {
        let sent = record.lines(address).filter { $0.id == backup.backup.id && $0.state == .sent }
        if sent.contains(where: { $0.uuid == backup.backup.uuid }) {
            return far.lacking(backup, of: backupRoot).isEmpty
        }
        return !sent.isEmpty && !backup.standsFor.isEmpty && far.hasManifest(backup.backup.id)
    }

    /// What increments that waited became when they were put together; not where the one of before lies there already.
    private func merged(_ line: RemoteRecord.Line, _ far: FarSide) -> Manifest? {
        guard !far.hasManifest(line.id) else { return nil }
        return Manifest(in: backupRoot.appending(line.id)).flatMap { $0.standsFor.isEmpty ? nil : $0 }
    }

    /// The backup of a line, where it is still here.
    func local(_ line: RemoteRecord.Line) -> Manifest? {
        Manifest(in: backupRoot.appending(line.id)).flatMap {
            $0.backup.uuid == line.uuid || line.uuid == "-" ? $0 : nil
        }
    }

    /// What no run of anybody's leaves: copies gone that were proven to be there, and copies from the future. What is
    /// gone there and still here is sent again.
    private func alarms(_ address: DestinationAddress, _ far: FarSide) async throws -> [Failure] {
        let limit = LocalTime.now().adding(seconds: Rotation.tolerance).id
        let future = far.folders.filter { LocalTime.isID($0) && $0 > limit }
        if !future.isEmpty { console.warning(.fromFuture(future.sorted(), address)) }
        let lines = record.lines(address)
        // A rotation of ours that was cut short goes on by itself.
        let leaving = Set(lines.filter { $0.state == .removing }.map(\.id))
        let sent = lines.filter { $0.state == .sent && $0.id <= limit && !leaving.contains($0.id) }
        let found = Holes(sent, in: far, of: backupRoot, local: local)
        for line in found.holes {
            try await record.set(local(line).map { _ in .begun }, id: line.id, uuid: line.uuid, at: address)
        }
        for line in found.expired { try await record.set(nil, id: line.id, uuid: line.uuid, at: address) }
        return found.holes.isEmpty ? [] : [.vanished(found.holes.map(\.id), address)]
    }

    private func prune(_ place: CopyPlace, _ keep: Retention) async -> [Failure] {
        do {
            return try await RemotePruning(
                at: place, access, keep: keep, typed: typed, identity: identity, console: console
            ).run()
        } catch { return [.notRotated(.remote(error, access.store(for: place)))] }
    }
}

extension Sync {
    init(_ plan: Plan, _ console: any Reporter) {
        self.init(
            backupRoot: plan.backupRoot, destinations: plan.destinations, access: plan.access,
            identity: plan.identity, typed: plan.typed, console: console, program: ProgramCopy(plan, console))
    }
}

extension Failure {
    /// The backup is good here and missing there.
    static func notSent(_ id: String, _ reason: Failure) -> Failure {
        Failure("copy.not-sent", ["id": id, "why": reason.withoutFix.text, "fix": reason.fix])
    }

    /// Were proven to be there.
    static func vanished(_ ids: [String], _ address: DestinationAddress) -> Failure {
        let list = shorten(ids)
        return Failure("copy.vanished", ["url": address.url, "why": list])
    }

    private var withoutFix: Failure { Failure("copy.without-fix", what, why: why) }

    static let endedWhileSending = Failure("copy.ended-while-sending")
}

extension Text {
    static func wouldSend(_ ids: [String], _ place: CopyPlace, by tool: String) -> Text {
        let list = shorten(ids)
        return Text("copy.would-send", ["url": place.address.url, "tool": tool, "list": list])
    }

    static func goneUnsent(_ id: String, _ address: DestinationAddress) -> Text {
        Text("copy.gone-unsent", ["id": id, "url": address.url])
    }

    static func fromFuture(_ ids: [String], _ address: DestinationAddress) -> Text {
        let list = shorten(ids)
        return Text("copy.from-future", ["url": address.url, "list": list])
    }
}
