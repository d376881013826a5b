package import GardeCore
import GardeWords
import GardeIO
import Synchronization

extension PostgresLoad {
    /// Shuts both databases, ends their sessions, and renames both in one transaction.
    ///
    /// The name's new owner takes connections from the moment of the commit.
    package func swap(_ journal: Journal) async throws {
        let session = try await open()
        seen.swapped.withLock { $0 = nil }
        if let exchange = seen.exchange.withLock({ $0 }) {
            try await swapExchange(exchange, journal, session)
            return try await setLate(journal, session)
        }
        let staged = journal.entries.last { $0.owner == .component(id) && $0.step == Step.database.rawValue }
        guard let staged else { throw Failure.nothingStaged(name) }
        let names = Names(staged)
        let found = try await session.databases(named: names.live, names.new)
        guard let new = found.first(where: { $0.name == names.new }) else { throw Failure.nothingStaged(name) }
        let live = found.first { $0.name == names.live }
        try journal.record(
            id, Step.swap.rawValue, names.live, names.new, names.old, new.oid, live?.oid ?? "",
            "\(live?.allowsConnections ?? true)")
        try await rename([(live == nil ? "" : names.live, names.old), (names.new, names.live)], session)
        try await endTimescale(in: names.live, session)
        if live != nil, let failure = try await stoppedCron(in: names.live, session) {
            try journal.record(lacks: failure, of: id)
        }
        seen.swapped.withLock { $0 = new.oid }
        try await setLate(journal, session)
        if journal.entries.contains(where: { $0.owner == .component(id) && $0.step == Step.roles.rawValue }) {
            try await setOwnPassword(session)
        }
    }

    /// Renames in one transaction, in this order, an empty name being left out; the last database is open then.
    private func rename(_ steps: [(from: String, to: String)], _ session: PostgresSession) async throws {
        let steps = steps.filter { !$0.from.isEmpty }
        for step in steps { try await session.allowConnections(false, to: step.from) }
        var statements = steps.map { "ALTER DATABASE \(SQL.identifier($0.from)) RENAME TO \(SQL.identifier($0.to));" }
        if let last = steps.last {
            statements.append("ALTER DATABASE \(SQL.identifier(last.to)) ALLOW_CONNECTIONS true;")
        }
        var refusal: (any Error)?
        for _ in 0..<3 {
            // Somebody may have been on the way in when the door was shut.
            try await session.endSessions(in: steps.map(\.from))
            do { return _ = try await session.run(transaction(statements)) } catch let failure as Failure {
                refusal = failure
            }
        }
        throw refusal ?? Failure.sessionsStay(steps.map(\.from))
    }

    /// Whatever a kill has left: both names as they were, or one, or none.
    func undoSwap(_ entry: Journal.Entry, _ session: PostgresSession) async throws {
        let names = Names(entry)
        let new = try await session.database(oid: entry.text(3))
        let live = try await session.database(oid: entry.text(4))
        if !entry.text(4).isEmpty, live == nil { throw Failure.oldDatabaseGone(names.live) }
        let newHoldsName = new?.name == names.live
        let back = [
            (newHoldsName ? names.live : "", names.new), (live?.name == names.old ? names.old : "", names.live),
        ]
        if newHoldsName || live?.name == names.old { try await rename(back, session) }
        // Whoever could change nothing may not change this back either, and need not.
        let now = try await session.database(oid: entry.text(4))?.allowsConnections
        if let now, now != (entry.text(5) == "true") { try await session.allowConnections(!now, to: names.live) }
        try? await endTimescale(in: names.live, session)
        if let failure = try? await stoppedCron(in: names.live, session) { site.console.warning(failure.text) }
    }

    /// The old database, by name and number, so that nothing else is ever dropped.
    func dropOld(_ entry: Journal.Entry, _ session: PostgresSession) async throws {
        let names = Names(entry)
        guard let old = try await session.database(oid: entry.text(4)), old.name == names.old else { return }
        try await session.drop(names.old)
    }
}
