import GardeCore
import GardeIO

/// What a server holds back of its write-ahead log for the next increment.
package struct HeldLog: Sendable, Hashable {
    /// 0 where it was given up.
    package let bytes: Int
    /// Beyond this it gives it up; nil where nothing limits it.
    package let limit: Int?
    /// It was given up: the next run saves everything.
    package let isLost: Bool

    package init(bytes: Int, limit: Int?, isLost: Bool) {
        (self.bytes, self.limit, self.isLost) = (bytes, limit, isLost)
    }

    /// More than half of what it may be.
    package var isNearLimit: Bool { limit.map { bytes > $0 / 2 } ?? false }
}

extension PostgresIncrements {
    /// Nil without a slot; servers of 13 and newer.
    func held(by server: PostgresServer) async throws -> HeldLog? {
        let sql = """
            select coalesce(wal_status, 'lost'), coalesce(pg_current_wal_lsn() - restart_lsn, 0)::bigint,
            (select setting::bigint << 20 from pg_settings where name = 'max_slot_wal_keep_size')
            from pg_replication_slots where slot_name = \(SQL.literal(slot)) and not pg_is_in_recovery()
            """
        guard let row = try await server.rows(sql).first, row.count == 3 else { return nil }
        return HeldLog(
            bytes: Int(row[1]) ?? 0, limit: Int(row[2]).flatMap { $0 < 0 ? nil : $0 },
            isLost: row[0] == "lost" || row[0] == "unreserved")
    }
}

extension Postgres {
    package func held(_ request: CaptureRequest) async -> HeldLog? {
        guard incremental, let increments = increments(request),
            let server = try? await PostgresServer.reach(self, request.site),
            server.major >= 13
        else { return nil }
        return try? await increments.held(by: server)
    }
}
