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
        _ settings: [String] = [slotLimit], _ body: (RecipeScene, PostgresBench) async throws -> Void
    ) async throws {
        try await with(settings) { bench in
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
