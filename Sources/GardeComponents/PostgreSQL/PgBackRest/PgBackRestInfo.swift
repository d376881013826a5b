import GardeCore
import GardeIO
import GardeWords

/// What `pgbackrest info --output=json` says of a stanza.
struct PgBackRestInfo: Decodable, Sendable {
    let name: String
    let status: Status
    /// Oldest first.
    let backup: [Backup]
    let archive: [Archive]
    let db: [Database]

    struct Status: Decodable, Sendable {
        /// 0 for what is well; 2 for a stanza that has no backup yet.
        let code: Int
        let message: String
    }

    struct Backup: Decodable, Sendable {
        let label: String
        /// `full`, `diff` or `incr`.
        let type: String
        let timestamp: Span
        let info: Size
        /// Whether pages of it had wrong checksums.
        let error: Bool?
        /// Only of one that was asked for.
        let tablespace: [Tablespace]?
    }

    struct Span: Decodable, Sendable {
        /// Seconds since 1970.
        let start: Int
        let stop: Int
    }

    struct Size: Decodable, Sendable {
        /// Of the cluster, in bytes.
        let size: Int
    }

    struct Archive: Decodable, Sendable {
        /// The newest segment; nil for none.
        let max: String?
    }

    struct Database: Decodable, Sendable {
        let system: UInt64

        enum CodingKeys: String, CodingKey { case system = "system-id" }
    }

    struct Tablespace: Decodable, Sendable { let name: String }

    /// Throws a `Failure` for what names no stanza.
    init(_ text: [UInt8]) throws {
        guard let all = try? JSON.decode(text, as: [PgBackRestInfo].self), let first = all.first else {
            throw Failure.pgBackRestRecordStrange
        }
        self = first
    }

    /// Whether there is such a stanza in a repository.
    var isThere: Bool { ![1, 3].contains(status.code) }

    /// The newest cluster that it is of.
    var system: UInt64? { db.last?.system }
}

/// What a backup of Garde's says of pgBackRest's: the stanza as it was, with the one backup that the run made.
struct PgBackRestRecord: Sendable {
    let stanza: String
    let backup: PgBackRestInfo.Backup

    /// Throws a `Failure` for anything else.
    init(_ text: [UInt8]) throws {
        let info = try PgBackRestInfo(text)
        guard info.backup.count == 1 else { throw Failure.pgBackRestRecordStrange }
        (stanza, backup) = (info.name, info.backup[0])
    }

    init(_ file: RestoreFile) async throws {
        let content = Collect(limit: PgBackRest.limit)
        try await pipeline(file.source + [content])
        try self.init(content.bytes)
    }
}

/// Whether a stream is such a record.
struct PgBackRestInspector: StreamInspector {
    private var text: [UInt8] = []

    mutating func see(_ chunk: [UInt8]) { text += chunk.prefix(PgBackRest.limit - text.count) }

    func end() throws { _ = try PgBackRestRecord(text) }
}
