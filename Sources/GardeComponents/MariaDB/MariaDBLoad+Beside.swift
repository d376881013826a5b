import GardeCore
import GardeIO
import GardeWords
import Synchronization
import SystemPackage

/// The way of a database of another name: as one that was not there before.
extension MariaDBLoad: DatabaseLoad {
    /// Characters of a name, by MariaDB's limit.
    private static let longestName = 64

    func analyze(_ files: RestoreFiles, as database: String) async throws {
        guard !database.isEmpty, database.unicodeScalars.count <= Self.longestName, database.last != " ",
            !database.unicodeScalars.contains("\0")
        else { throw Failure("mariadb.beside-name", ["database": database]) }
        let server = try await open()
        // A second database would leave open which one every backup is about.
        guard server.named != nil else { throw Failure.mariadbNotNamed(try await server.databases()) }
        try await checkIsFree(database, server)
        try await analyze(files, server, needs: Self.needed.filter { $0 != "CREATE USER" })
    }

    private func checkIsFree(_ database: String, _ server: MariaDBServer) async throws {
        let sql = "SELECT 1 FROM information_schema.schemata WHERE schema_name = \(MariaDBSQL.literal(database))"
        guard try await server.rows(sql).isEmpty else {
            throw Failure("mariadb.beside-exists", ["database": database])
        }
    }

    /// Under a name of its own until its tables are whole; accounts are the server's, and none is made. Its events stay
    /// off: nobody wants what they do done twice.
    func load(_ files: RestoreFiles, as database: String, _ journal: Journal) async throws {
        let server = try await open()
        try await stage(files, as: Names(database, stamp: LocalTime.now().id), journal, server)
        seen.staged.withLock { $0 = (MariaDBEvents.off($0.code), nil) }
        do { try await swap(journal, asNew: true) } catch let failure as Failure {
            let isOurs = journal.entries.contains { $0.owner == .component(id) && $0.step == Step.code.rawValue }
            if !isOurs { try await checkIsFree(database, server) }
            throw failure
        }
        try await makeWaitingViews(server)
        let place = MariaDBSQL.literal(database)
        let events = try await server.rows(
            "SELECT event_name, status FROM information_schema.events WHERE event_schema = \(place)")
        for event in events where event[1] == "ENABLED" {
            try await server.run("ALTER EVENT \(MariaDBSQL.name(database, event[0])) DISABLE;")
        }
        if !events.isEmpty { site.console.info(Text("mariadb.events-off", ["list": shorten(events.map { $0[0] })])) }
        let differences = try await differences(try await outline(files), database, server)
        guard differences.isEmpty else { throw Failure.mariadbDiffers(database, differences) }
    }
}
