import GardeCore
import GardeWords
import GardeIO
import Synchronization
import SystemPackage

/// How increments of a PostgreSQL server are made: a base backup of the whole cluster beside a full dump, then the
/// write-ahead log from where the parent's ended.
///
/// A physical slot holds what the next increment needs. It goes on only when a backup is committed, and stays a segment
/// behind: that the server still has the parent's last segment, byte for byte, proves that nothing lies between.
struct PostgresIncrements: Sendable {
    let component: Component.ID
    /// Whose backups an increment may build on.
    let identity: Identity
    let backupRoot: FilePath
    /// Whether this run is to be one.
    let isWanted: Bool
    let fullEvery: Days
    /// Whether the limit of what a slot keeps may be set where the server has none.
    var maySet = false

    /// One for each component of each platform's recipe, and each place of backups: each goes on by itself.
    var slot: String { slot(of: component.name) }

    func slot(of name: String) -> String { slot(of: name, identity) }

    func slot(of name: String, _ identity: Identity) -> String {
        let parts = [identity.mark, name, settledPath(backupRoot).string]
        let digest = SHA256.hexadecimal(of: Array(parts.joined(separator: "\0").utf8)).prefix(12)
        return SQL.name("garde_" + name.replacing("-", with: "_"), "_\(digest)")
    }

    /// Where the log of an increment ends. A run that failed may have made one for the same id, and several components of
    /// one server are saved in one run.
    private func newRestorePoint(_ backup: String) -> String {
        let digits = String(UInt32.random(in: 0 ... .max), radix: 16)
        return SQL.name("garde_\(component)", "_\(backup)_\(digits)")
    }

    private struct Parent {
        let lineage: Lineage
        let position: WALPosition
        /// Nothing was saved since, not even a dump.
        let isNewest: Bool
        /// The most that the database's tables took, at the base or now.
        let pages: Int
    }

    private func parent(_ database: String) throws(NewBase) -> Parent {
        // What `compact` made goes on from an increment, which it leaves where it is.
        let made = History(backupRoot, of: identity).backups.filter { $0.compacted == nil }
        guard let newest = made.first(where: { $0.components[component] == true }) else { throw .noBackup }
        // A dump alone ends no chain: the slot tells whether the log goes on.
        guard
            let manifest = made.first(where: { $0.components[component] == true && $0.wal[component] != nil }),
            let position = manifest.wal[component]
        else { throw .noPosition }
        let lineage = try manifest.lineage(
            forChildOf: component, of: database, in: backupRoot, fullEvery: fullEvery)
        let base = History(backupRoot).backups.first { $0.backup.id == lineage.base }
        if let base, Standing(backupRoot).isSuspect(base, component) { throw .suspect(lineage.base) }
        return Parent(
            lineage: lineage, position: position, isNewest: manifest.backup.id == newest.backup.id,
            pages: max(position.pages, base?.wal[component]?.pages ?? 0))
    }

    /// Whether the last backup is one that an increment could go on from.
    var isUnderWay: Bool {
        let saved = History(backupRoot, of: identity).backups.first { $0.components[component] == true }
        return saved?.wal[component] != nil
    }

    /// What an increment would build on; throws a `NewBase`.
    func lineage(_ database: String) throws(NewBase) -> Lineage { try parent(database).lineage }

    // MARK: An increment

    /// Stores the write-ahead log since the parent, to a restore point of this run; throws a `NewBase` when a whole
    /// backup is needed instead. After anything else that it throws, the log is still there.
    func saveLog(
        _ server: PostgresServer, to files: ComponentFiles, suspectBelow: Double,
        _ hear: @escaping @Sendable (String) -> Void
    ) async throws {
        let parent = try parent(server.database)
        let facts = try await WALServer.ask(server, slot: slot)
        if let obstacle = facts.obstacle(server) {
            // The run that met it first has let go of the slot, and said so.
            throw parent.isNewest || facts.slot != nil ? NewBase.hole(obstacle) : NewBase.noPosition
        }
        if let hole = facts.hole(since: parent.position, slot: slot) { throw NewBase.hole(hole) }
        // Much less than before is for a whole dump, and for whoever looks at it.
        if Double(facts.pages) < Double(parent.pages) * suspectBelow {
            throw NewBase.hole(Text("postgres.shrank", ["before": parent.pages, "now": facts.pages]))
        }
        let position = parent.position
        let since = "\(position.timeline) \(position.end) \(position.lastSha256)"
        let key = "log of \(facts.system) \(server.where) since \(since)"
        let end = try await files.once(key, .wal) { try await receiveLog(since: position, facts, server, files, hear) }
        files.descends(from: parent.lineage)
        files.stands(at: end.of(pages: facts.pages))
    }

    /// To a restore point that is made for it.
    private func receiveLog(
        since position: WALPosition, _ facts: WALServer, _ server: PostgresServer, _ files: ComponentFiles,
        _ hear: @escaping @Sendable (String) -> Void
    ) async throws -> WALPosition {
        let mark = try await RestorePoint.make(newRestorePoint(files.backup), server)
        guard mark.moment > position.moment else {
            throw NewBase.hole(Text("postgres.hole-clock", ["before": position.moment, "now": mark.moment]))
        }
        let bytes = facts.segmentBytes
        let known = WALSegment(before: position.end, timeline: position.timeline, bytes: bytes)
        let last = WALSegment(before: mark.end, timeline: position.timeline, bytes: bytes)
        let receipt = try await receipt(server, hear)
        do {
            try await receipt.prepare()
            try await receipt.findRoom(for: known.through(last).count * bytes)
            try await receipt.receive(known, through: last)
            guard try await receipt.sha256(known) == position.lastSha256 else {
                throw NewBase.hole(Text("postgres.hole-differs", ["name": known.name]))
            }
            do { try await receipt.prove(from: position.end, to: mark.end, timeline: position.timeline) } catch let
                failed
                as ToolFailed
            { throw NewBase.hole(Text("postgres.hole-unreadable", ["why": failed.said.joined(separator: " ")])) }
            let sha256 = try await receipt.sha256(last)
            try await files.store(.wal, [receipt.tar(known.next.through(last))])
            await receipt.remove()
            return WALPosition(
                system: facts.system, timeline: position.timeline, segmentBytes: bytes, end: last.next.start,
                lastSha256: sha256, moment: mark.moment, pages: facts.pages, restorePoint: mark.name)
        } catch {
            await withoutCancellation { await receipt.remove() }
            throw error
        }
    }

    /// What a killed run left.
    func removeReceived(_ server: PostgresServer, _ hear: @escaping @Sendable (String) -> Void) async {
        try? await receipt(server, hear).remove()
    }

    /// Bases of the last day: a fault that stays would make one each run.
    var recentBases: Int {
        let day = LocalTime.now().seconds - 86_400
        return History(backupRoot, of: identity).backups.count { manifest in
            manifest.wal[component] != nil && !manifest.isIncrement(component)
                && (manifest.start?.seconds ?? 0) > day
        }
    }

    private func receipt(
        _ server: PostgresServer, _ hear: @escaping @Sendable (String) -> Void
    ) async throws -> WALReceipt {
        WALReceipt(server: server, client: try await server.client(), folder: folder(server.reach), hear: hear)
    }

    /// Plain segments are in it: a folder of mode 0700, and gone again soon.
    func folder(_ reach: Reach) -> FilePath {
        let name = "garde-wal-\(component)-\(identity.mark)"
        return reach == .here ? backupRoot.appending(".\(name)") : FilePath("/tmp").appending(name)
    }

    // MARK: A base

    /// Stores a base backup; throws a `Failure` that says why there is none, the dump stands all the same.
    func saveBase(_ server: PostgresServer, to files: ComponentFiles, _ hear: @escaping @Sendable (String) -> Void)
        async throws
    {
        let facts = try await WALServer.ask(server, slot: slot)
        await removeReceived(server, hear)
        try await reserve(facts, server)
        let start = try await WALServer.ask(server, slot: slot).slot?.start
        // What came between another database's base and this one's slot would be missing.
        let serves = { (base: WALPosition) in start.map { $0 < base.end } ?? false }
        // What fails of a server that can send fails for the next database too, after as long a time.
        let mayPass = { @Sendable in await !WALServer.canSend(server) }
        let key = "base of \(facts.system) \(server.where)"
        let saved = try await files.once(key, .base, serves: serves, mayPass: mayPass) {
            try await receiveBase(facts, server, files, hear)
        }
        files.stands(at: saved.of(pages: facts.pages))
    }

    private func receiveBase(
        _ facts: WALServer, _ server: PostgresServer, _ files: ComponentFiles,
        _ hear: @escaping @Sendable (String) -> Void
    ) async throws -> WALPosition {
        let found = Mutex<BaseArchive?>(nil)
        let client = try await server.client()
        let backup = server.invocation(
            client.path("pg_basebackup"),
            [
                "-D", "-", "-Ft", "-X", "fetch", "-c", "fast", "-l", "garde_\(files.backup)",
                "--manifest-checksums=SHA256", "--no-password", "-d", server.connection,
            ])
        let proof = InspectTar { reader in
            let base = try BaseArchive(reader)
            found.withLock { $0 = base }
        }
        try await files.store(.base, [Child(backup, hear: hear), proof])
        guard let base = found.withLock({ $0 }), base.system == facts.system else {
            throw Failure.baseDiffers("global/pg_control")
        }
        let last = WALSegment(before: base.end, timeline: base.timeline, bytes: facts.segmentBytes)
        guard let held = base.segments[last.name], held.bytes == last.bytes else {
            throw Failure.baseDiffers("pg_wal/\(last.name)")
        }
        return WALPosition(
            system: base.system, timeline: base.timeline, segmentBytes: last.bytes, end: last.next.start,
            lastSha256: held.sha256, moment: try await RestorePoint.now(server), pages: facts.pages, restorePoint: nil)
    }

    /// A slot that holds anything serves: it goes on when the backup is committed. One that lost what it held is made anew.
    private func reserve(_ facts: WALServer, _ server: PostgresServer) async throws {
        if let slot = facts.slot {
            guard slot.isPhysical, !slot.isActive else { throw Failure.slotTaken(self.slot) }
            if slot.start != nil, slot.status == "reserved" || slot.status == "extended" { return }
            try await Self.drop(self.slot, server)
        }
        _ = try await server.rows("select pg_create_physical_replication_slot(\(SQL.literal(slot)), true)")
    }

    /// Slots of Garde's that nobody is at and that are none of this recipe's components, `names`: those of other
    /// platforms, and of what is gone.
    func otherSlots(_ server: PostgresServer, but names: Set<String>) async throws -> [String] {
        let own = names.union([component.name]).map(slot(of:))
        return try await server.rows(
            """
            select slot_name from pg_replication_slots where slot_type = 'physical' and not active
            and slot_name ~ '^garde_.*_[0-9a-f]{12}$' and slot_name not in (\(SQL.list(own))) order by 1
            """
        ).map { $0[0] }
    }

    // MARK: The slot

    /// Lets the server remove what a committed backup holds.
    func advance(to position: WALPosition, _ server: PostgresServer) async throws {
        let first = WALSegment(before: position.end, timeline: position.timeline, bytes: position.segmentBytes).start
        // A new one begins within a segment, and holds all of it.
        let sql = """
            select pg_replication_slot_advance(slot_name, \(SQL.literal("\(first)"))) from pg_replication_slots
            where slot_name = \(SQL.literal(slot)) and restart_lsn < \(SQL.literal("\(first)"))
            """
        _ = try await server.rows(sql)
    }

    /// Nothing there is no error.
    static func drop(_ slot: String, _ server: PostgresServer) async throws {
        _ = try await server.rows(
            """
            select pg_drop_replication_slot(slot_name) from pg_replication_slots
            where slot_name = \(SQL.literal(slot)) and not active
            """)
    }
}

/// A named place in the write-ahead log, at which a recovery can stop.
private struct RestorePoint {
    let name: String
    /// The end of the segment's last record.
    let end: LSN
    /// The server's time, ISO 8601 in UTC.
    let moment: String

    private static let time = #"to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"#

    /// Makes one, and ends the segment that it lies in.
    ///
    /// A recovery to a time stops at a commit that is later: one is made, so that it stops here at the latest.
    static func make(_ name: String, _ server: PostgresServer) async throws -> RestorePoint {
        let moment = try await server.rows("select \(time), txid_current()").first?[0]
        let sql = """
            with point as materialized (select pg_create_restore_point(\(SQL.literal(name))) as place)
            select place, pg_switch_wal() from point
            """
        guard let moment, let row = try await server.rows(sql).first, row.count == 2, let place = LSN(row[0]),
            let end = LSN(row[1]), end >= place
        else { throw Failure.noRestorePoint(name) }
        return RestorePoint(name: name, end: end, moment: moment)
    }

    static func now(_ server: PostgresServer) async throws -> String {
        try await server.rows("select \(time)").first?[0] ?? ""
    }
}

extension Failure {
    fileprivate static func noRestorePoint(_ name: String) -> Failure {
        Failure("postgres.no-restore-point", ["name": name])
    }

    static func slotTaken(_ slot: String) -> Failure {
        Failure("postgres.slot-taken", ["slot": slot, "sql": "SELECT pg_drop_replication_slot('\(slot)');"])
    }
}
