import GardeCore
import GardeWords
import GardeIO

/// What a server says of its write-ahead log, and of the slot that holds it for the next increment.
struct WALServer: Sendable, Hashable {
    let system: String
    /// Nil where the server is in recovery.
    let timeline: Int?
    let segmentBytes: Int
    let end: LSN?
    private let level: String
    private let mayReplicate: Bool
    private let mayMark: Bool
    /// `-1` where nothing limits what a slot keeps.
    private let keeps: String
    private let freeSlots: Int
    private let senders: Int
    private let tablespaces: [String]
    /// What the database's tables take, in pages, as of their last VACUUM or TRUNCATE; no lock is waited for.
    let pages: Int
    let slot: Slot?

    struct Slot: Sendable, Hashable {
        let isPhysical: Bool
        let isActive: Bool
        /// `reserved`, `extended`, `unreserved` or `lost`.
        let status: String
        /// Where what it holds begins.
        let start: LSN?
    }

    /// Servers of 13 and newer; `slot` is what ours is called.
    static func ask(_ server: PostgresServer, slot: String) async throws -> WALServer {
        let sql = """
            select system_identifier, in_recovery, case when in_recovery then '' else
            substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end, case when in_recovery then '' else
            pg_current_wal_lsn()::text end, pg_size_bytes(current_setting('wal_segment_size')),
            current_setting('wal_level'), (select rolsuper or rolreplication from pg_roles where rolname = current_user),
            has_function_privilege('pg_create_restore_point(text)', 'execute')
            and has_function_privilege('pg_switch_wal()', 'execute'), current_setting('max_slot_wal_keep_size'),
            current_setting('max_replication_slots')::int - (select count(*) from pg_replication_slots),
            current_setting('max_wal_senders'), (select string_agg(spcname, ', ' order by 1) from pg_tablespace
            where spcname not in ('pg_default', 'pg_global')),
            (select coalesce(sum(relpages), 0) from pg_class where relkind in ('r', 'm', 't') and oid > 16383)
            from pg_control_system(), (select pg_is_in_recovery() as in_recovery) r
            """
        let row = try await server.rows(sql).first ?? []
        guard row.count == 13 else { throw Failure.postgresUnreachable(row, server.reach) }
        return WALServer(
            system: row[0], timeline: Int(row[2], radix: 16), segmentBytes: Int(row[4]) ?? 0, end: LSN(row[3]),
            level: row[5], mayReplicate: row[6] == "t", mayMark: row[7] == "t", keeps: row[8],
            freeSlots: Int(row[9]) ?? 0, senders: Int(row[10]) ?? 0,
            tablespaces: row[11].isEmpty ? [] : [row[11]], pages: Int(row[12]) ?? 0,
            slot: try await slotState(slot, server))
    }

    private static func slotState(_ name: String, _ server: PostgresServer) async throws -> Slot? {
        let sql = """
            select slot_type, active, coalesce(wal_status, 'lost'), coalesce(restart_lsn::text, '')
            from pg_replication_slots where slot_name = \(SQL.literal(name))
            """
        guard let row = try await server.rows(sql).first, row.count == 4 else { return nil }
        return Slot(isPhysical: row[0] == "physical", isActive: row[1] == "t", status: row[2], start: LSN(row[3]))
    }

    /// Whether it takes sessions at this moment, and has a WAL sender free.
    static func canSend(_ server: PostgresServer) async -> Bool {
        let sql = "select count(*) < current_setting('max_wal_senders')::int from pg_stat_replication"
        return (try? await server.rows(sql).first?.first) == "t"
    }

    /// What is proposed to those who have no limit.
    static let usualLimit = "10GB"

    /// Limits what slots keep, for good; false where something does already. What the server says of it is thrown.
    static func limitSlots(_ server: PostgresServer) async throws -> Bool {
        func limit() async throws -> String? {
            try await server.rows("select current_setting('max_slot_wal_keep_size')").first?.first
        }
        guard try await limit() == "-1" else { return false }
        _ = try await server.rows("alter system set max_slot_wal_keep_size = '\(usualLimit)'")
        _ = try await server.rows("select pg_reload_conf()")
        for _ in 0..<50 where try await limit() == "-1" { try await Task.sleep(for: .milliseconds(100)) }
        return true
    }

    /// Why no increments can be made of it, with what to type; nil where they can.
    func obstacle(_ server: PostgresServer) -> Text? {
        let role = SQL.identifier(server.user)
        if timeline == nil { return Text("postgres.wal-standby") }
        if level == "minimal" { return Text("postgres.wal-minimal") }
        if senders < 1 { return Text("postgres.wal-senders") }
        let missing = [
            mayReplicate ? nil : "ALTER ROLE \(role) REPLICATION;",
            mayMark ? nil : "GRANT EXECUTE ON FUNCTION pg_create_restore_point(text), pg_switch_wal() TO \(role);",
        ].compactMap(\.self)
        if !missing.isEmpty {
            return Text(
                "postgres.wal-rights",
                ["user": server.user, "database": server.database, "sql": missing.joined(separator: " ")])
        }
        if let names = tablespaces.first { return Text("postgres.wal-tablespaces", ["names": names]) }
        if keeps == "-1" { return Text("postgres.wal-unlimited", ["size": Self.usualLimit]) }
        if slot == nil, freeSlots < 1 { return Text("postgres.wal-slots") }
        return nil
    }

    /// What is missing between `position` and now; nil where nothing is.
    func hole(since position: WALPosition, slot name: String) -> Text? {
        if system != position.system {
            return Text("postgres.hole-system", ["before": position.system, "now": system])
        }
        if let timeline, timeline != position.timeline {
            return Text("postgres.hole-timeline", ["before": position.timeline, "now": timeline])
        }
        if segmentBytes != position.segmentBytes { return Text("postgres.hole-segments") }
        guard let slot else { return Text("postgres.hole-no-slot", ["slot": name]) }
        guard slot.isPhysical, !slot.isActive else { return Text("postgres.hole-slot-taken", ["slot": name]) }
        let first = WALSegment(before: position.end, timeline: position.timeline, bytes: segmentBytes).start
        // A slot holds all of the segment that it begins in.
        guard let start = slot.start, start < LSN(bytes: first.bytes + UInt64(segmentBytes)),
            slot.status == "reserved" || slot.status == "extended"
        else {
            return Text("postgres.hole-removed", ["slot": name])
        }
        if let end, end < position.end {
            return Text("postgres.hole-rewound", ["end": "\(position.end)", "now": "\(end)"])
        }
        return nil
    }
}
