package import GardeCore
import GardeIO
package import GardeWords

extension Postgres {
    package func keptElsewhere(_ site: Site) async throws -> KeptElsewhere? {
        guard let tool = try await PgBackRest.unasked(self, site) else { return nil }
        let info = try await tool.info()
        guard info.isThere, let first = info.backup.first?.timestamp.stop, let last = info.backup.last?.timestamp.stop
        else { throw Failure.pgBackRestNoStanza(info, tool) }
        return KeptElsewhere(
            text: Text(
                "postgres.pgbackrest-kept",
                [
                    "stanza": info.name, "count": info.backup.count,
                    "first": LocalTime(secondsSince1970: first).iso8601,
                    "last": LocalTime(secondsSince1970: last).iso8601, "segment": info.archive.last?.max ?? "-",
                ]), newest: LocalTime(secondsSince1970: last), command: tool.typed("--type=incr backup"))
    }

    package func lostElsewhere(_ file: RestoreFile, _ site: Site) async throws -> Failure? {
        guard file.part == .pgBackRest, let tool = try await PgBackRest.unasked(self, site) else { return nil }
        try await tool.find()
        let record = try await PgBackRestRecord(file)
        return try await tool.record(record.backup.label) == nil
            ? .pgBackRestGone(record.backup.label, tool) : nil
    }
}
