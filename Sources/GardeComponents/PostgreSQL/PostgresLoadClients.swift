import GardeCore
import GardeWords

/// Clients that no stop of services reaches: of another machine, or with `--no-stop` all of them.
extension PostgresLoad {
    /// Between the safety copy and the exchange nothing keeps what they commit.
    func warnOfClients(_ session: PostgresSession) async throws {
        let clients = try await session.clients(but: site.session, text)
        guard !clients.isEmpty else { return }
        site.console.warning(.clientsWrite(clients, in: session.target))
    }
}

/// Sessions of one program by one role from one address.
struct PostgresClients: Sendable, Hashable {
    let count: Int
    let user: String
    /// Empty for a socket of the machine, and where only the server's owner may know it.
    let address: String
    let program: String

    fileprivate var description: String {
        (address.isEmpty ? user : "\(user)@\(address)") + (program.isEmpty ? "" : " (\(program))")
    }
}

extension PostgresSession {
    /// The sessions in the database that are not of this run, nor a query's helpers.
    fileprivate func clients(but ours: String, _ text: PostgresText) async throws -> [PostgresClients] {
        let sql = """
            select count(*), usename, host(client_addr), application_name from pg_stat_activity
            where pid in (select pid from (\(sessions(in: [target]))) as s) and application_name <> \(SQL.literal(ours))
            and coalesce(backend_type, '') <> 'parallel worker' group by 2, 3, 4 order by 2, 3, 4;
            """
        return try await rows(sql, text: text).map {
            PostgresClients(
                count: Int($0[0]) ?? 0, user: text.shown($0[1]), address: $0[2], program: text.shown($0[3]))
        }
    }
}

extension Text {
    static func clientsWrite(_ clients: [PostgresClients], in database: String) -> Text {
        let count = clients.reduce(0) { $0 + $1.count }
        let list = clients.prefix(8).map(\.description).joined(separator: ", ") + (clients.count > 8 ? ", …" : "")
        return Text("postgres.clients-write", ["database": database, "count": count, "list": list])
    }
}
