import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A dump read to its end by `pg_restore` without a server: what it is made of, and how much.
struct DumpContent: Sendable, Hashable {
    let schema: DumpSchema
    let counts: DumpCounts
    let text: PostgresText

    /// Reads the dump twice, of the first time only the beginning; the rows are what proves that it is whole.
    ///
    /// Throws a `Failure` when `pg_restore` cannot read it.
    static func read(
        _ source: [any Filter], _ session: PostgresSession, hear: @escaping @Sendable (String) -> Void
    ) async throws -> DumpContent {
        let (schema, text, _) = try await Self.schema(source, session, hear: hear)
        let counts = DumpCount(text)
        let rows = try await session.tool("pg_restore", ["--data-only", "-f", "-"])
        try await reading { try await pipeline(source + [Child(rows, hear: hear)] + text.filters + [counts]) }
        return DumpContent(schema: schema, counts: counts.counts, text: text)
    }

    /// Reads the beginning alone: what the dump is made of, and the script that says so.
    static func schema(
        _ source: [any Filter], _ session: PostgresSession, hear: @escaping @Sendable (String) -> Void
    ) async throws -> (schema: DumpSchema, text: PostgresText, script: [UInt8]) {
        let schema = Collect()
        let tables = try await session.tool("pg_restore", ["--create", "--schema-only", "-f", "-"])
        try await reading {
            do { try await pipeline(source + [Child(tables, hear: hear), schema]) } catch Errno.brokenPipe {
                // It had read all that it wanted: had it failed, that would have been the reason.
            }
        }
        let text = PostgresText(of: DumpSchema(schema.bytes))
        let script = try await utf8(schema.bytes, text)
        return (DumpSchema(script), text, script)
    }

    private static func utf8(_ schema: [UInt8], _ text: PostgresText) async throws -> [UInt8] {
        guard case .converted(let encoding) = text else { return text.utf8(schema) }
        return try await PostgresText.converted(schema, from: encoding)
    }

    private static func reading(_ work: () async throws -> Void) async throws {
        do { try await work() } catch let failed as ToolFailed { throw Failure.dumpUnreadable(failed.said) }
    }
}

extension ToolFailed {
    /// What every pg_restore says of a dump that a newer pg_dump made.
    package var isOlderThanDump: Bool { said.contains { $0.contains("unsupported version") } }
}

extension Failure {
    static func dumpMissing(_ name: String) -> Failure {
        Failure("postgres.dump-missing", ["name": name])
    }

    static func dumpUnreadable(_ said: [String]) -> Failure {
        let why = said.joined(separator: " / ")
        let isNewer = said.contains { $0.contains("unsupported version") }
        return Failure(
            "postgres.dump-unreadable",
            [
                "why": why,
                "fix":
                    (isNewer
                    ? Text("postgres.newer-dump")
                    : Text("postgres.choose-another")),
            ])
    }
}
