package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A PostgreSQL database by `pg_dump`, and the server's roles by `pg_dumpall`.
package struct PostgresCapture: Capture {
    package let name: String
    let postgres: Postgres
    let site: Site

    package func parts() -> [Part] { [.dump, .roles] }

    package func check() async throws {
        let server = try await PostgresServer.reach(postgres, site)
        let client = try await server.client()
        if client.major > server.major {
            let command = await PostgresPackage.command(server.major)
            site.console.warning(.newerClient(client.major, server: server.major, command))
        }
        warnOfUnsavedDatabases(server)
        await warnOfSearchPath(server)
        if !server.readsPasswords { site.console.warning(.rolesWithoutPasswords(server.user)) }
    }

    package func save(to files: ComponentFiles) async throws {
        let server = try await PostgresServer.reach(postgres, site)
        let client = try await server.client()
        if try await !server.hasTables() { files.holdsNothing(.noTable(server.database)) }
        try await files.store(.dump, dump(server, client))
        do { try await files.store(.roles, roles(server, client)) } catch {
            try Task.checkCancellation()
            files.lacks(.rolesNotSaved(name, error))  // the database without the roles is worth more than nothing
        }
    }

    /// Uncompressed inside, since gzip comes after; whole only when `pg_restore` has read it to its end.
    private func dump(_ server: PostgresServer, _ client: PostgresClient) -> [any Filter] {
        let hear = site.hear(name)
        return [
            Child(
                server.invocation(client.path("pg_dump"), ["-Fc", "-Z0", "--no-password", "-d", server.connection]),
                hear: hear),
            Prove(with: server.invocation(client.path("pg_restore"), ["-f", "/dev/null"]), hear: hear),
        ]
    }

    private func roles(_ server: PostgresServer, _ client: PostgresClient) -> [any Filter] {
        let limits = server.readsPasswords ? [] : ["--no-role-passwords"]
        let all = server.invocation(
            client.path("pg_dumpall"), ["--roles-only", "--no-password", "-l", server.connection] + limits)
        return [Child(all, hear: site.hear(name)), Inspect(RolesInspector())]
    }

    private func warnOfUnsavedDatabases(_ server: PostgresServer) {
        let saved = site.savedDatabases.union([server.database, "postgres"])
        let others = server.databases.filter { !saved.contains($0) }
        if !others.isEmpty { site.console.warning(.unsavedDatabases(others)) }
    }

    /// A session inside a container outlives the `docker exec` that we ended.
    package func release() async { try? await PostgresServer.endSessions(postgres, site) }
}

/// Whether `pg_dumpall` came to its end: it closes its output with a line of its own.
package struct RolesInspector: StreamInspector {
    private var tail: [UInt8] = []

    package init() {}

    mutating func see(_ chunk: [UInt8]) { tail = Array((tail + chunk).suffix(400)) }

    func end() throws {
        let ending = String(decoding: tail, as: UTF8.self)
        guard ending.contains("PostgreSQL database cluster dump complete") else { throw Failure.rolesCutShort }
    }
}

extension Failure {
    static func rolesNotSaved(_ name: String, _ error: any Error) -> Failure {
        let cause = Failure(describing: error)
        return Failure("postgres.roles-not-saved", ["name": name, "why": cause.text, "fix": Text.useAdministrator])
    }

    static let rolesCutShort = Failure("postgres.roles-cut-short")
}

extension Text {
    /// A managed server gives nobody a superuser.
    static let useAdministrator = Text("postgres.use-administrator")

    static func newerClient(_ client: Int, server: Int, _ command: String) -> Text {
        Text("postgres.newer-client", ["server": server, "client": client, "command": command])
    }

    static func noTable(_ database: String) -> Text {
        Text("postgres.no-table", ["database": database])
    }

    static func unsavedDatabases(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("postgres.unsaved-databases", ["list": list])
    }

    static func rolesWithoutPasswords(_ user: String) -> Text {
        Text("postgres.roles-without-passwords", ["user": user])
    }
}
