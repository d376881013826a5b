import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension MariaDBLoad {
    func analyze(_ files: RestoreFiles) async throws {
        let server = try await open()
        let facts = try await analyze(files, server, needs: Self.needed)
        try await checkReferences(facts.database, server)
        let broken = try await server.views(of: facts.database).filter(\.isBroken).map(\.name)
        if !broken.isEmpty { site.console.warning(.mariadbBrokenViewsGo(broken)) }
    }

    /// What every new database asks for.
    @discardableResult
    func analyze(
        _ files: RestoreFiles, _ server: MariaDBServer, needs rights: [String]
    ) async throws -> MariaDBFacts {
        let facts = try await server.facts(site)
        _ = try await server.dumperVersion()
        let outline = try await outline(files)
        if let version = outline.version, version > facts.version {
            let failure = Failure.mariadbNewerDump(version, facts.version)
            guard isForced else { throw failure }
            site.console.warning(failure.text)
        }
        try await check(rights, server)
        try await checkPacket(outline, server)
        try await checkRoom(try dump(files).contentBytes, server)
        return facts
    }

    static let needed = [
        "SELECT", "INSERT", "CREATE", "DROP", "ALTER", "TRIGGER", "EVENT", "CREATE ROUTINE", "ALTER ROUTINE",
        "CREATE VIEW",
        "CREATE USER",
    ]

    /// On the whole server: a database is made beside the live one.
    private func check(_ rights: [String], _ server: MariaDBServer) async throws {
        let user = "SUBSTRING_INDEX(CURRENT_USER(), '@', 1)", host = "SUBSTRING_INDEX(CURRENT_USER(), '@', -1)"
        let held = Set(
            try await server.column(
                """
                SELECT privilege_type FROM information_schema.user_privileges
                WHERE grantee IN (CONCAT('''', \(user), '''@''', \(host), ''''), CONCAT('''', CURRENT_ROLE(), '''@'''''))
                """))
        let missing = rights.filter { !held.contains($0) }
        guard !missing.isEmpty else { return }
        throw Failure.mariadbMayNotMake(try await server.column("SELECT CURRENT_USER()").first ?? "", missing)
    }

    /// The server takes no longer statement than it is told to.
    private func checkPacket(_ outline: MariaDBOutline, _ server: MariaDBServer) async throws {
        let limit = try await server.column("SELECT @@global.max_allowed_packet").first.flatMap { Int($0) }
        guard let limit, outline.longest >= limit else { return }
        throw Failure.mariadbPacket(outline.longest, limit)
    }

    /// Another database's foreign keys would follow the old tables.
    private func checkReferences(_ database: String, _ server: MariaDBServer) async throws {
        let place = MariaDBSQL.literal(database)
        let rows = try await server.rows(
            """
            SELECT constraint_schema, table_name FROM information_schema.referential_constraints
            WHERE unique_constraint_schema = \(place) AND constraint_schema <> \(place)
            """
        ).filter { !Names.isOfRestore($0[0]) }
        guard rows.isEmpty else { throw Failure.mariadbReferred(database, rows.map { "\($0[0]).\($0[1])" }) }
    }

    /// Rows and indexes of the new database beside the old one, where the server's disk is to be seen from here.
    private func checkRoom(_ bytes: Int, _ server: MariaDBServer) async throws {
        guard let folder = try await server.column("SELECT @@datadir").first, let free = await free(folder, server),
            free < 2 * bytes
        else { return }
        throw Failure.mariadbNoRoom(2 * bytes, free, folder)
    }

    private func free(_ folder: String, _ server: MariaDBServer) async -> Int? {
        let answer = try? await server.reach.invocation("df", ["-Pk", "--", folder]).capture()
        let fields = answer?.output.split(separator: "\n").last?.split(separator: " ") ?? []
        return answer?.ending.isSuccess == true && fields.count >= 6 ? Int(fields[3]).map { $0 << 10 } : nil
    }
}
