import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

extension PostgresBench {
    static let slotLimit = "max_slot_wal_keep_size=2GB"

    /// A platform whose database `mssante`, with a table of numbered rows, is saved in increments.
    static func withIncrements(
        _ settings: [String] = [slotLimit], _ environment: [String: String] = [:],
        _ body: (RecipeScene, PostgresBench) async throws -> Void
    ) async throws {
        try await with(settings, environment) { bench in
            var scene = try RecipeScene { _ in
                postgres(database: "mssante", in: .here, incremental: true)
                config(".env")
            }
            scene.variables = bench.variables
            try await bench.sql("CREATE DATABASE mssante")
            try await writeNumber(1, bench.variables)
            try await body(scene, bench)
        }
    }

    /// A platform two databases of whose server are saved in increments, `mssante` and `shop`.
    static func withTwo(
        _ settings: [String] = [slotLimit], _ body: (RecipeScene, PostgresBench) async throws -> Void
    ) async throws {
        try await with(settings) { bench in
            var scene = try RecipeScene { _ in
                postgres(database: "mssante", in: .here, incremental: true)
                postgres("shop", database: "shop", in: .here, incremental: true)
            }
            scene.variables = bench.variables
            for name in ["mssante", "shop"] {
                try await bench.sql("CREATE DATABASE \(name)")
                try await bench.sql("CREATE TABLE numbers AS SELECT 1 AS n", name)
            }
            try await body(scene, bench)
        }
    }

    /// The server's file that holds the last segment of the newest backup, from which the next increment goes on.
    func lastSegment(of scene: RecipeScene) throws -> FilePath {
        let position = try #require(try scene.newest().wal[.postgresql])
        let number = String(position.end.bytes / UInt64(position.segmentBytes) - 1, radix: 16).uppercased()
        let name = "00000001" + String(repeating: "0", count: 16 - number.count) + number
        return scratch("server").appending("cluster/pg_wal").appending(name)
    }

    /// Lets nobody receive the server's log.
    func refuseReplication() async throws {
        let rules = scratch("server/cluster/pg_hba.conf").string
        let result = try await run("sed", ["-i", "1i host replication all all reject", rules])
        try #require(result.status == 0, "\(result.error)")
        try await sql("SELECT pg_reload_conf()")
    }

    func allowReplication() async throws {
        let rules = scratch("server/cluster/pg_hba.conf").string
        let result = try await run("sed", ["-i", "1d", rules])
        try #require(result.status == 0, "\(result.error)")
        try await sql("SELECT pg_reload_conf()")
    }

    func slots() async throws -> [String] {
        try await sql("SELECT slot_name FROM pg_replication_slots").split(separator: "\n").map(String.init)
    }
}

/// A row, and a role of the same number.
func writeNumber(_ number: Int, _ variables: [String: String]) async throws {
    try await sql(
        """
        CREATE TABLE IF NOT EXISTS numbers (n int, at timestamptz DEFAULT clock_timestamp());
        INSERT INTO numbers VALUES (\(number)); CREATE ROLE role_\(number);
        """, variables, database: "mssante")
}

extension RecipeScene {
    func newest() throws -> Manifest { try #require(History(backups).backups.first) }

    func isIncrement() throws -> Bool { try newest().isIncrement(.postgresql) }
}
