import GardeCore
import GardeWords

/// TimescaleDB keeps rows in tables of its own making: a dump of them goes in only while its hooks are off, into the
/// very version that it was made of, and from one session.
///
/// Source: TimescaleDB's documentation, "Logical backup with pg_dump and pg_restore", and its `sql/restoring.sql`.
enum Timescale {
    static let name = "timescaledb"

    /// What says since 2.13 which version the tables are of.
    static let metadata = QualifiedName("_timescaledb_catalog", "metadata")

    /// The version in a row of `metadata`, in COPY's text format.
    static func version(_ row: [UInt8]) -> String? {
        let fields = row.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        guard fields.count > 1, fields[0].elementsEqual("timescaledb_version".utf8) else { return nil }
        let version = String(decoding: fields[1], as: UTF8.self)
        return version.wholeMatch(of: /[0-9A-Za-z.-]+/) != nil ? version : nil
    }
}

extension PostgresLoad {
    /// What keeps this server from taking a dump of TimescaleDB's tables.
    func timescaleFindings(_ session: PostgresSession, _ content: DumpContent) async throws -> [Failure] {
        guard content.schema.timescaleSchema != nil else { return [] }
        guard session.facts.isSuperuser else {
            return [Failure("postgres.timescale-superuser", ["user": session.facts.user])]
        }
        guard let version = content.counts.timescaleVersion else { return [] }
        let versions = try await session.rows(
            "select version from pg_available_extension_versions where name = '\(Timescale.name)';")
        // That it is missing is said of all extensions.
        guard !versions.isEmpty, !versions.contains([version]) else { return [] }
        let image = "timescale/timescaledb:\(version)-pg\(session.facts.major)"
        return [Failure("postgres.timescale-version", ["version": version, "image": image])]
    }

    /// Before the first statement of the dump, in a database that is still empty.
    func beginTimescale(in database: String, _ content: DumpContent, _ session: PostgresSession) async throws {
        guard let schema = content.schema.timescaleSchema else { return }
        guard schema == "public" else {
            // The dump makes that schema itself, and the extension in it.
            let name = SQL.identifier(text.held(database))
            try await session.run(
                "ALTER DATABASE \(name) SET timescaledb.restoring = 'on';", in: database, text: text)
            return
        }
        let version = content.counts.timescaleVersion.map { " VERSION \(SQL.literal($0))" } ?? ""
        try await session.run("CREATE EXTENSION \(Timescale.name) WITH SCHEMA public\(version);", in: database)
        try await session.run("SELECT public.timescaledb_pre_restore();", in: database)
    }

    /// Hooks on again, in a database whose jobs do not run yet.
    func openTimescale(_ database: String, _ schema: DumpSchema, _ session: PostgresSession) async throws {
        guard schema.timescaleSchema != nil else { return }
        let name = SQL.identifier(text.held(database))
        try await session.run("ALTER DATABASE \(name) RESET timescaledb.restoring;", in: database, text: text)
    }

    /// Once the database has its name: jobs begin to run in it, some of which remove what is old. Those of a database whose
    /// sessions were ended begin again too.
    func endTimescale(in database: String, _ session: PostgresSession) async throws {
        let sql = """
            SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
            WHERE extname = '\(Timescale.name)';
            """
        guard let place = try await session.rows(sql, in: database).first?.first else { return }
        try await session.run("SELECT \(place).timescaledb_post_restore();", in: database)
    }
}
