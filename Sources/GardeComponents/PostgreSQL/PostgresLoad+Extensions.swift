import GardeCore
import GardeWords

/// Extensions that a server must be ready for before a dump of them goes in.
extension PostgresLoad {
    /// Those whose library the server has to load at its start, each with that library.
    private static let preloaded = [
        "citus": "citus", "pg_cron": "pg_cron", "pgaudit": "pgaudit", "timescaledb": "timescaledb", "vchord": "vchord",
        "vectors": "vectors",
    ]

    /// Where pg_cron lets itself be made besides the database of `cron.database_name`: that of its own tests.
    private static let cron = (name: "pg_cron", place: "contrib_regression")

    /// Of the extensions that the dump has and the server knows.
    func extensionFindings(_ names: Set<String>, _ session: PostgresSession) async throws -> [Failure] {
        var found: [Failure] = []
        let needed = names.sorted().compactMap { Self.preloaded[$0] }
        let loaded = try await needed.isEmpty ? nil : loadedLibraries(session)
        let missing = loaded.map { loaded in needed.filter { !loaded.contains($0) } } ?? []
        if !missing.isEmpty {
            let value = ([loaded].compactMap(\.self).filter { !$0.isEmpty } + missing).joined(separator: ",")
            found.append(
                Failure(
                    "postgres.not-preloaded", ["list": missing.joined(separator: ", "), "value": value]))
        }
        if names.contains(Self.cron.name), try await !session.databases(named: Self.cron.place).isEmpty {
            found.append(Failure("postgres.cron-place", ["name": Self.cron.name, "database": Self.cron.place]))
        }
        return found
    }

    /// As the server has the setting; nil for a role that may not read it.
    private func loadedLibraries(_ session: PostgresSession) async throws -> String? {
        let may = session.facts.isSuperuser ? "true" : "pg_has_role('pg_read_all_settings', 'USAGE')"
        let sql = "select current_setting('shared_preload_libraries') where \(may);"
        return try await session.rows(sql).first?.first
    }

    /// Makes an empty database; `creation` follows its name.
    ///
    /// One that is to have pg_cron has another name for a moment: an extension stays in a database that is renamed.
    func createEmpty(
        _ database: String, _ creation: String, _ schema: DumpSchema, _ journal: Journal, _ session: PostgresSession
    ) async throws {
        let (name, place) = (SQL.identifier(database), Self.cron.place)
        try await session.run("CREATE DATABASE \(name)\(creation);")
        guard schema.extensions.contains(Self.cron.name) else { return }
        let oid = try await session.databases(named: database).first?.oid ?? ""
        try journal.record(id, Step.place.rawValue, place, oid)
        try await session.run("ALTER DATABASE \(name) RENAME TO \(place);")
        try await session.run("CREATE EXTENSION \(Self.cron.name);", in: place)
        try await session.run("ALTER DATABASE \(place) RENAME TO \(name);")
    }

    /// pg_cron's worker, which ended with the sessions in its database, is started with the server alone.
    func stoppedCron(in database: String, _ session: PostgresSession) async throws -> Failure? {
        // Nobody else may read its settings.
        guard session.facts.isSuperuser else { return nil }
        let sql = """
            SELECT 1 FROM pg_extension WHERE extname = '\(Self.cron.name)' AND current_setting('cron.database_name', true) =
            current_database() AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name ~ '^pg_cron');
            """
        return try await session.rows(sql, in: database).isEmpty
            ? nil : Failure("postgres.cron-stopped", ["database": database])
    }
}
