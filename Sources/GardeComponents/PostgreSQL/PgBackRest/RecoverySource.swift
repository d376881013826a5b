package import GardeCore
import GardeIO
import GardeWords

/// Where the data folder of a server aside comes from, and the log that leads it on.
package protocol RecoverySource: Sendable {
    /// What the data and the log in it take, in bytes.
    var bytes: (data: Int, log: Int) { get }

    /// What the server is started with.
    var environment: [String: String] { get }

    /// Puts the data into the place, which is empty.
    func fill(
        _ place: RecoveryPlace, to target: PostgresRecovery.Target, hear: @escaping @Sendable (String) -> Void
    ) async throws

    /// The server's `restore_command`, once the place is filled; nil where the place holds all the log.
    func restoreCommand(_ place: RecoveryPlace) async throws -> String?
}

/// A base backup of Garde's, and the log after it.
package struct ArchivedBase: RecoverySource {
    let base: RestoreFile
    let wal: [RestoreFile]

    package init(_ base: RestoreFile, _ wal: [RestoreFile]) { (self.base, self.wal) = (base, wal) }

    package var bytes: (data: Int, log: Int) { (base.contentBytes, wal.reduce(0) { $0 + $1.contentBytes }) }
    package var environment: [String: String] { [:] }

    package func fill(
        _ place: RecoveryPlace, to target: PostgresRecovery.Target, hear: @escaping @Sendable (String) -> Void
    ) async throws {
        for archive in [base] + wal { try await place.unpack(archive.source, hear: hear) }
    }

    package func restoreCommand(_ place: RecoveryPlace) async throws -> String? { nil }
}

/// A backup in the repository of the site's pgBackRest, which has the log after it too.
struct PgBackRestBase: RecoverySource {
    let tool: PgBackRest
    let backup: PgBackRestInfo.Backup

    /// Throws a `Failure` when the repository does not have it any more, or it cannot lie aside.
    init(_ record: PgBackRestRecord, _ tool: PgBackRest, _ live: LiveServer) async throws {
        let label = record.backup.label
        try await tool.find()
        guard try await tool.record(label) != nil else { throw Failure.pgBackRestGone(label, tool) }
        let spaces = record.backup.tablespace ?? []
        guard spaces.isEmpty else { throw Failure.pgBackRestTablespaces(tool, label, spaces.map(\.name)) }
        // Made after this backup, the log may make them once more, in the same place.
        guard live.tablespaces.isEmpty else { throw Failure.pgBackRestLog(tool, label, live.tablespaces) }
        (self.tool, backup) = (tool, record.backup)
    }

    var bytes: (data: Int, log: Int) { (backup.info.size, 0) }
    var environment: [String: String] { tool.environment }

    func fill(
        _ place: RecoveryPlace, to target: PostgresRecovery.Target, hear: @escaping @Sendable (String) -> Void
    ) async throws {
        let words =
            switch target {
            case .time(let time): ["--type=time", "--target=\(time)", "--target-action=promote"]
            case .restorePoint(let name): ["--type=name", "--target=\(name)", "--target-action=promote"]
            case .immediate: ["--type=immediate", "--target-action=promote"]
            }
        try await tool.restore(backup.label, words, into: place)
    }

    /// As pgBackRest wrote it, with what it was configured by.
    func restoreCommand(_ place: RecoveryPlace) async throws -> String? {
        let lines = try await place.text("postgresql.auto.conf")?.split(separator: "\n") ?? []
        let start = "restore_command = '"
        return lines.last { $0.hasPrefix(start) && $0.hasSuffix("'") }
            .map { String($0.dropFirst(start.count).dropLast()).replacing("''", with: "'") }
    }
}
