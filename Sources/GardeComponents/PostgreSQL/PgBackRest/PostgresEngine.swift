/// What saves a PostgreSQL database.
public struct PostgresEngine: Sendable, Hashable {
    /// Nil where Garde does it by itself.
    let stanza: String?

    /// `pg_dump` and `pg_dumpall`, and with `incremental` a base backup and the write-ahead log.
    public static let dump = PostgresEngine(stanza: nil)

    /// The site's own pgBackRest, which keeps the data in its repository; Garde's backups name what it made.
    public static func pgBackRest(stanza: String) -> PostgresEngine { PostgresEngine(stanza: stanza) }
}
