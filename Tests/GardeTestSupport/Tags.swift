package import Testing

extension Tag {
    /// Starts servers of its own: PostgreSQL, Redis, MariaDB, sshd, an S3 API, a receiver of notifications.
    @Tag package static var server: Self
    /// Starts containers on the tests' Docker engine, and is skipped where there is none.
    @Tag package static var engine: Self
}
