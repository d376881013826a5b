package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The way of a database of another name.
extension PostgresLoad: DatabaseLoad {
    /// Bytes of a name, by PostgreSQL's NAMEDATALEN: what is longer it cuts.
    private static let longestName = 63

    package func analyze(_ files: RestoreFiles, as database: String) async throws {
        guard !database.isEmpty, database.utf8.count <= Self.longestName, !database.utf8.contains(0) else {
            throw Failure("postgres.beside-name", ["database": database])
        }
        let session = try await open()
        guard !session.facts.exchanges else {
            throw Failure("postgres.beside-not-allowed", ["user": session.facts.user])
        }
        guard try await session.databases(named: database).isEmpty else { throw Failure.besideExists(database) }
        let files = try await recovered(files, session)
        let content = try await content(files, session)
        var found = rightsFindings(session, content.schema)
        // Roles are the server's, and so those of the live database too: none is made.
        found += try await dumpFindings(session, content, nil)
        let owners = content.schema.owners.union(content.schema.owner.map { [$0] } ?? [])
        found += [
            try await giftFinding(session, owners), try await moneyFinding(files, content.schema, session),
        ].compactMap(\.self)
        found += try await roomFindings(session, files)
        guard found.isEmpty else { throw Failure.together(found, database) }
    }

    /// Under a name of its own until it is whole: only that one is ever dropped.
    package func load(_ files: RestoreFiles, as database: String, _ journal: Journal) async throws {
        let session = try await open()
        let files = try await recovered(files, session)
        let content = try await content(files, session)
        let schema = content.schema
        let stamp = LocalTime.now().id
        let names = Names(database, stamp: stamp)
        try journal.record(id, Step.database.rawValue, names.live, names.new, names.old)
        try await create(names.new, schema, journal, session)
        try await load(files, content, into: names.new, stamp, journal, session)
        await analyzeTables(in: names.new, session)
        try await compare(files, with: names.new)
        try await apply(schema.settings, to: names.new, session)
        for subscription in schema.subscriptions {
            site.console.warning(.subscriptionIsOff(text.shown(subscription.name), text.shown(subscription.slot)))
        }
        try await openTimescale(names.new, schema, session)
        let rename = "ALTER DATABASE \(SQL.identifier(names.new)) RENAME TO \(SQL.identifier(database));"
        do { try await session.run(rename) } catch let failure as Failure {
            guard try await session.databases(named: database).isEmpty else { throw Failure.besideExists(database) }
            throw failure
        }
        // It is whole; TimescaleDB's launcher finds it by itself, too, a minute later.
        do { try await endTimescale(in: database, session) } catch let failure as Failure {
            site.console.warning(failure.text)
        }
    }
}

extension Failure {
    fileprivate static func besideExists(_ database: String) -> Failure {
        Failure("postgres.beside-exists", ["database": database])
    }
}
