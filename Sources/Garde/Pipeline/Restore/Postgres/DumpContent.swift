import GardeIO
import SystemPackage

/// A dump read to its end by `pg_restore` without a server: what it is made of, and how much.
struct DumpContent: Sendable, Hashable {
    let schema: DumpSchema
    let counts: DumpCounts

    /// Reads the dump twice, of the first time only the beginning; the rows are what proves that it is whole.
    ///
    /// Throws a `Failure` when `pg_restore` cannot read it.
    static func read(
        _ source: [any Filter], _ session: PostgresSession, hear: @escaping @Sendable (String) -> Void
    ) async throws -> DumpContent {
        let schema = Collect()
        let tables = try await session.tool("pg_restore", ["--create", "--schema-only", "-f", "-"])
        try await reading {
            do { try await pipeline(source + [Child(tables, hear: hear), schema]) } catch Errno.brokenPipe {
                // It had read all that it wanted: had it failed, that would have been the reason.
            }
        }
        let encoding = DumpSchema(schema.bytes).encoding
        let counts = DumpCount()
        let rows = try await session.tool("pg_restore", ["--data-only", "-f", "-"])
        let text = [Child(rows, hear: hear)] + PostgresEncoding.filters(encoding)
        try await reading { try await pipeline(source + text + [counts]) }
        let bytes = try await PostgresEncoding.text(schema.bytes, encoding)
        return DumpContent(schema: DumpSchema(bytes), counts: counts.counts)
    }

    private static func reading(_ work: () async throws -> Void) async throws {
        do { try await work() } catch let failed as ToolFailed { throw Failure.dumpUnreadable(failed.said) }
    }
}

extension Failure {
    static func dumpMissing(_ name: String) -> Failure {
        Failure(
            Text("the backup holds no dump of \(name)", fr: "la sauvegarde ne contient pas de dump de \(name)"))
    }

    static func dumpUnreadable(_ said: [String]) -> Failure {
        let why = said.joined(separator: " / ")
        let isNewer = said.contains { $0.contains("unsupported version") }
        return Failure(
            Text("the database's dump cannot be read", fr: "le dump de la base est illisible"), why: Text(why, fr: why),
            fix: isNewer
                ? Text(
                    "It was made by a newer pg_dump: install that postgresql-client, or restore into a newer server.",
                    fr:
                        "Il vient d'un pg_dump plus récent : installez ce postgresql-client, ou restaurez dans un serveur "
                        + "plus récent.")
                : Text("Choose another backup.", fr: "Choisissez une autre sauvegarde."))
    }
}
