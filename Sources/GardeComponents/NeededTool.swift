import GardeCore
package import GardeIO
import SystemPackage

/// A program that a run needs.
package struct NeededTool: Sendable {
    package let name: String
    /// Prints its version, where it runs: here or in the server's container.
    package let version: Invocation
    /// What it has to fit, such as `PostgreSQL 15`.
    package let server: String?
    /// The package that brings it here.
    package let package: String

    package init(_ name: String, _ version: Invocation, for server: String? = nil, package: String) {
        (self.name, self.version, self.server, self.package) = (name, version, server, package)
    }
}

extension Postgres {
    package var clientPackage: String? { "postgresql-client" }

    package func tools(_ site: Site) async throws -> [NeededTool] {
        let server = try await PostgresServer.reach(self, site)
        let path: String =
            switch server.reach {
            case .here: try await PostgresClient.forServer(major: server.major).path("pg_dump")
            case .container: "pg_dump"
            }
        return [
            NeededTool(
                "pg_dump", server.reach.invocation(path, ["--version"]), for: "PostgreSQL \(server.major)",
                package: "postgresql-client-\(server.major)")
        ]
    }

    package func strangeSlots(_ request: CaptureRequest) async -> [StrangeSlot] {
        guard let increments = increments(request), let server = try? await PostgresServer.reach(self, request.site),
            server.major >= 13
        else { return [] }
        return (try? await increments.strangeSlots(server, request.site.names)) ?? []
    }
}

extension Redis {
    package var clientPackage: String? { "redis-tools" }

    package func tools(_ site: Site) async throws -> [NeededTool] {
        let reach = try await site.reach(place)
        let name = RedisClient.name(for: reach)
        return [NeededTool(name, reach.invocation(name, ["--version"]), package: "redis-tools")]
    }
}

extension MariaDB {
    package var clientPackage: String? { "mariadb-client" }

    package func tools(_ site: Site) async throws -> [NeededTool] {
        let server = try await MariaDBServer.reach(self, site)
        let name = server.dumper
        return [NeededTool(name, server.reach.invocation(name, ["--version"]), package: "mariadb-client")]
    }
}

extension SQLite {
    package var clientPackage: String? { "sqlite3" }

    package func tools(_ site: Site) async throws -> [NeededTool] {
        [NeededTool("sqlite3", Invocation("sqlite3", ["--version"]), package: "sqlite3")]
    }
}

/// A replication slot that is named as ours are, and is none of a platform that is known here.
package struct StrangeSlot: Sendable, Hashable {
    package let name: String
    /// Bytes of write-ahead log that the server keeps for it.
    package let bytes: Int
    /// Where its platform was, of one whose backups lie here and that is gone.
    package let platform: String?
    /// Removes it.
    package var sql: String { "SELECT pg_drop_replication_slot('\(name)');" }
}

extension PostgresIncrements {
    /// `names` are those of the recipe's components, whose own slots are none.
    func strangeSlots(_ server: PostgresServer, _ names: Set<String>) async throws -> [StrangeSlot] {
        let own = Set(names.union([component.name]).map(slot(of:)))
        let history = History(backupRoot)
        let others = Dictionary(grouping: history.backups, by: { Identity($0) })
            .flatMap { other, backups in
                Set(backups.flatMap(\.wal.keys)).map { (slot(of: $0.name, other), other) }
            }
        let platforms = Dictionary(others) { one, _ in one }
        let rows = try await server.rows(
            """
            select slot_name, coalesce(pg_current_wal_lsn() - restart_lsn, 0)::bigint from pg_replication_slots
            where slot_type = 'physical' and not active and slot_name ~ '^garde_.*_[0-9a-f]{12}$'
            and not pg_is_in_recovery() order by 1
            """)
        return rows.compactMap { row in
            guard row.count == 2, !own.contains(row[0]) else { return nil }
            let platform = platforms[row[0]]
            // One that is there goes on with it; one of another machine cannot be seen from here.
            if let platform, platform != identity,
                platform.host != hostName() || (try? FilePath(platform.platform).stat()) != nil
            {
                return nil
            }
            return StrangeSlot(
                name: row[0], bytes: Int(row[1]) ?? 0, platform: platform == identity ? nil : platform?.shown)
        }
    }
}
