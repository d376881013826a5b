import GardeCore
import GardeIO
import GardeWords
import Synchronization
import SystemPackage

/// Views may show what other databases hold, which are restored before or after: what cannot be made in its turn is made
/// once every database has its tables.
extension MariaDBLoad {
    /// What comes once the views are there.
    struct Waiting: Sendable {
        let views: MariaDBViews
        let live: String
        let accounts: MariaDBAccounts?
        let rights: [String]
        let journal: Journal
    }

    /// Makes what the rename did not move, and gives the rights on it.
    func makeCode(
        _ staged: (code: [UInt8], accounts: MariaDBAccounts?), _ live: String, _ rights: [String],
        _ journal: Journal, _ server: MariaDBServer
    ) async throws {
        let views = MariaDBViews(of: staged.code)
        try await load([MemorySource(views.code)], into: live, server)
        let waiting = Waiting(
            views: views, live: live, accounts: staged.accounts, rights: rights, journal: journal)
        if try await makeViews(views, in: live, server) == nil {
            try await giveRights(waiting, server)
        } else {
            seen.waiting.withLock { $0 = waiting }
        }
    }

    /// The other databases are there, if they come at all; what is missing still is named, and nothing else lacks it.
    func makeWaitingViews(_ server: MariaDBServer) async throws {
        let found = seen.waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        guard let found else { return }
        if let why = try await makeViews(found.views, in: found.live, server) {
            let there = Set(try await server.views(of: found.live).map(\.name))
            for view in found.views.all where !there.contains(view.name) {
                try found.journal.record(lacks: .mariadbViewLeftOut(view, found.live, why), of: id)
            }
        }
        try await giveRights(found, server)
    }

    private func giveRights(_ found: Waiting, _ server: MariaDBServer) async throws {
        if let accounts = found.accounts { try await giveAccounts(accounts, found.live, found.journal, server) }
        // Those on what is no longer there are refused.
        _ = try await server.runEach(found.rights)
    }

    /// What the server said where it did not make all of them, since what they show is not there; throws where it refuses
    /// for any other reason.
    private func makeViews(
        _ views: MariaDBViews, in live: String, _ server: MariaDBServer
    ) async throws -> String? {
        let said = Mutex<[String]>([])
        let session = Child(server.session(live, await server.sandbox() + ["--force"])) { line in
            said.withLock { $0.append(line) }
        }
        guard !views.dump.isEmpty else { return nil }
        // The client that goes on after refusals ends well.
        do { try await pipeline([MemorySource(views.dump), session]) } catch let failed as ToolFailed {
            throw server.refusal(failed.said)
        }
        let errors = said.withLock { $0 }.filter { MariaDBRefusal.number(in: $0) != nil }
        guard !errors.isEmpty else { return nil }
        guard let why = MariaDBRefusal.missing(errors) else { throw server.refusal(errors) }
        return why
    }
}

extension Failure {
    fileprivate static func mariadbViewLeftOut(_ view: MariaDBViews.View, _ live: String, _ why: String) -> Failure {
        let command = "USE \(MariaDBSQL.name(live)); \(view.sql)"
        return Failure("mariadb.view-left-out", ["name": "\(live).\(view.name)", "why": why, "command": command])
    }
}
