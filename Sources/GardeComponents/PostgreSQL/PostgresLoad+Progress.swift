import GardeCore
import GardeIO
import GardeWords

extension PostgresLoad {
    /// Shows how large a database has become while `work` fills it: several processes read the dump, each somewhere.
    ///
    /// It will be about as large as the live one, or as the dump where that is larger.
    func showingSize(
        of database: String, likely bytes: Int, _ session: PostgresSession, _ work: () async throws -> Void
    ) async throws {
        guard site.console.showsProgress else { return try await work() }
        let meter = Meter()
        let live = await size(of: session.target, session) ?? 0
        site.console.track(name, meter, total: max(live, bytes))
        defer { site.console.untrack(name) }
        async let _: Void = follow(database, meter, session)
        try await work()
    }

    private func follow(_ database: String, _ meter: Meter, _ session: PostgresSession) async {
        // What an empty one takes was not loaded.
        guard let start = await size(of: database, session) else { return }
        let steps = 25
        while !Task.isCancelled {
            let grown = (await size(of: database, session) ?? 0) - start - meter.bytes
            // The server is asked seldom, the line moves all the same.
            for _ in 1...steps where (try? await Task.sleep(for: .milliseconds(200))) != nil {
                meter.add(max(0, grown) / steps)
            }
        }
    }

    func size(of database: String, _ session: PostgresSession) async -> Int? {
        let rows = try? await session.rows("SELECT pg_catalog.pg_database_size(\(SQL.literal(database)));")
        return rows?.first?.first.flatMap { Int($0) }
    }
}
