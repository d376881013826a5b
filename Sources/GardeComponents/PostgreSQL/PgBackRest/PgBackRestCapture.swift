import GardeCore
import GardeIO
import GardeWords

/// A PostgreSQL cluster by the site's pgBackRest: the data goes into its repository, its word for them into ours.
struct PgBackRestCapture: Capture {
    let id: Component.ID
    let postgres: Postgres
    let site: Site
    /// Whether this run is to be an increment.
    let isIncremental: Bool
    let suspectBelow: Double

    func parts() async -> [Part] { [.pgBackRest] }

    func check() async throws {
        let tool = try await tool()
        try await tool.find()
        let info = try await tool.info()
        guard info.isThere else { throw Failure.pgBackRestNoStanza(info, tool) }
        let server = try await PostgresServer.reach(postgres, site)
        let system = try await server.rows("select system_identifier from pg_control_system()").first?.first
        if let system, let known = info.system, system != "\(known)" {
            throw Failure.pgBackRestOtherCluster(tool, known: "\(known)", system)
        }
        try await tool.check()
    }

    func save(to files: ComponentFiles) async throws {
        let tool = try await tool()
        let before = try await tool.info().backup
        let type = isIncremental ? "incr" : "full"
        try await tool.backup(type: type)
        let known = Set(before.map(\.label))
        guard let made = try await tool.info().backup.last(where: { !known.contains($0.label) }),
            let record = try await tool.record(made.label)
        else { throw Failure.pgBackRestGone("?", tool) }
        if made.type != type { site.console.info(.pgBackRestMadeFull(id, made.label)) }
        if let last = before.last?.info.size, Double(made.info.size) < Double(last) * suspectBelow {
            files.shrankElsewhere(from: last, to: made.info.size)
        }
        try await files.store(.pgBackRest, [MemorySource(record), Inspect(PgBackRestInspector())])
        if made.error == true { files.lacks(.pgBackRestPages(made.label, tool)) }
    }

    private func tool() async throws -> PgBackRest {
        let session = try await PostgresSession.open(postgres, site, hear: { _ in })
        let user = try await session.liveServer().user(session.reach)
        guard let tool = PgBackRest(postgres, session.reach, user: user, hear: site.hear(id)) else {
            throw Failure.pgBackRestRecordStrange
        }
        return tool
    }
}
