package import GardeCore
internal import GardeWords
import GardeIO
import Synchronization
package import SystemPackage

/// A PostgreSQL database's way back: a new database beside the live one, then both renamed in one transaction.
///
/// Its journal holds six kinds of steps, each enough to be taken back by another process: `place`, `roles`, `dump` (the
/// decompressed file), `database` (the new one, by name) and `swap` (both, by name and number); for a role that may
/// not create databases `exchange` instead of the last three.
package struct PostgresLoad: Load {
    package let id: Component.ID
    let postgres: Postgres
    let site: Site
    /// A folder of this user alone that stays until the restore is over, killed or not.
    let scratch: FilePath
    /// Whether existing roles become what the backup says of them: only when `.env` is restored too.
    let replacesRoles: Bool
    /// Whether services go on writing (`--no-stop`).
    let servicesRun: Bool
    private let other: @Sendable () -> String?
    let seen = Seen()

    /// What was read of the backup, so that it need not be read again.
    final class Seen: Sendable {
        let content = Mutex<DumpContent?>(nil)
        /// What gives our own role the password that it has in the backup.
        let ownPassword = Mutex<[RoleStatement]>([])
        /// Settings of our own role and of all roles, which it gets with the database.
        let lateSettings = Mutex<[RoleStatement]>([])
        /// The number of the database that was counted and then given the name.
        let swapped = Mutex<String?>(nil)
        /// What the swap loads where no new database may be made.
        let exchange = Mutex<Exchange?>(nil)
        /// Of an increment: what a server aside gave.
        let recovered = Mutex<PostgresRecovered?>(nil)
    }

    package init(
        _ id: Component.ID, _ postgres: Postgres, _ site: Site, scratch: FilePath, replacesRoles: Bool,
        servicesRun: Bool = false, otherPassword: @escaping @autoclosure @Sendable () -> String? = nil
    ) {
        (self.id, self.postgres, self.site, self.scratch) = (id, postgres, site, scratch)
        (self.replacesRoles, self.servicesRun, other) = (replacesRoles, servicesRun, otherPassword)
    }

    /// The password of our own role in the `.env` on the other side of the exchange; tried when ours is refused, and
    /// given to that role by the swap. Nil until that `.env` is staged, and where none is exchanged.
    var otherPassword: String? { other() }

    /// How the dump's names go to the server and come back; right once `content` was read.
    var text: PostgresText { seen.content.withLock { $0?.text } ?? .utf8 }

    func open() async throws -> PostgresSession {
        try await PostgresSession.open(postgres, site, otherPassword: otherPassword, hear: site.hear(id))
    }

    /// Read once in a process.
    func content(_ files: RestoreFiles, _ session: PostgresSession) async throws -> DumpContent {
        if let content = seen.content.withLock({ $0 }) { return content }
        guard let dump = files.first(.dump) else { throw Failure.dumpMissing(name) }
        let content = try await DumpContent.read(dump.source, session, hear: site.hear(id))
        seen.content.withLock { $0 = content }
        return content
    }

    // MARK: The other way

    package func undo(_ entry: Journal.Entry) async throws {
        switch Step(rawValue: entry.step) {
        case .roles: try await undoRoles(entry, try await open())
        case .dump: try await removeDump(entry)
        case .database: try await open().drop(Names(entry).new)
        case .place: try await dropPlace(entry, try await open())
        case .swap: try await undoSwap(entry, try await open())
        case .exchange: try await undoExchange(entry, try await open())
        case nil: return
        }
    }

    package func kept(_ entry: Journal.Entry) -> String? {
        Step(rawValue: entry.step) == .swap && !entry.text(4).isEmpty ? Names(entry).old : nil
    }

    package func finish(_ entry: Journal.Entry) async throws {
        switch Step(rawValue: entry.step) {
        case .roles:
            let path = FilePath(entry.text(0))
            // Its folder goes before the journal does.
            if (try? path.stat()) != nil { try Durable.remove(path) }
        case .dump: try await removeDump(entry)
        case .swap: try await dropOld(entry, try await open())
        case .exchange: try await finishExchange(entry, try await open())
        case .place: try await dropPlace(entry, try await open())
        case .database, nil: return
        }
    }

    /// By its number too, where that was known: another one of this name is somebody else's.
    private func dropPlace(_ entry: Journal.Entry, _ session: PostgresSession) async throws {
        let (name, oid) = (entry.text(0), entry.text(1))
        if !oid.isEmpty {
            guard try await session.database(oid: oid)?.name == name else { return }
        }
        try await session.drop(name)
    }

    private func removeDump(_ entry: Journal.Entry) async throws {
        try await PostgresScratch(try await site.reach(postgres.place), folder: entry.text(0)).remove()
    }
}

extension PostgresLoad {
    /// The kinds of steps in the journal, with their arguments.
    enum Step: String {
        /// A database without an encoding, by name, for roles whose names are bytes of an old one; by name and number one
        /// that has this name for a moment.
        case place
        /// The file with the SQL that takes the roles back, and the database to type it in, empty for the usual one.
        case roles
        /// The folder of the decompressed dump, on the server's side.
        case dump
        /// Names: live, new, old.
        case database
        /// Names: live, new, old; numbers: new, live (empty when there was none); whether live took connections.
        case swap
        /// The database, the stamp, then the schemas: `=` and a name for one that was there, `+` for one that is made.
        case exchange
    }

    /// The three names of a database in a restore.
    struct Names: Sendable, Hashable {
        let live: String
        let new: String
        let old: String

        init(_ live: String, stamp: String) {
            self.live = live
            new = SQL.name(live, "_garde_new_\(stamp)")
            old = SQL.name(live, "_garde_old_\(stamp)")
        }

        init(_ entry: Journal.Entry) { (live, new, old) = (entry.text(0), entry.text(1), entry.text(2)) }
    }
}
