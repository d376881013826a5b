import GardeCore
import GardeWords

extension PostgresCapture {
    /// pg_dump empties `search_path` for its session. Behind a pooler that gives connections away after each
    /// transaction, such as PgBouncer's `pool_mode = transaction`, the platform's next queries then find no table.
    func warnOfPooler(_ server: PostgresServer) async {
        guard server.reach == .here, (try? await server.hasSharedSessions()) == true else { return }
        site.console.warning(Text("postgres.shared-sessions", ["database": server.database]))
    }
}

extension PostgresServer {
    /// A value that nobody sets, of a setting that changes no result.
    private static let mark = "0.640625"

    /// Whether what one session sets is there in the next; poolers give away first the connection that was used last.
    fileprivate func hasSharedSessions() async throws -> Bool {
        _ = try await rows("set geqo_seed = \(Self.mark)")
        guard try await rows("select current_setting('geqo_seed')") == [[Self.mark]] else { return false }
        _ = try await rows("reset all")
        return true
    }
}
