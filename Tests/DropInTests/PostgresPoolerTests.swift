import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Backups that do not reach the server itself, but a pooler in front of it.
@Suite(.tags(.server)) struct PostgresPoolerTests {
    /// What a backup says that goes through a pooler in `mode`, and whether the platform finds its table afterwards.
    private func backup(through mode: String) async throws -> (said: String, finds: Bool) {
        let scratch = Scratch()
        return try await withServer("postgres", in: scratch("server")) { server in
            try await sql("CREATE DATABASE app", server, database: "postgres")
            try await sql("CREATE TABLE visits AS SELECT 1 AS n", server, database: "app")
            try scratch.write("site/.env", "")
            return try await withServer("pooler", in: scratch("pooler"), [mode], server) { pooler in
                let through = server.merging(pooler) { $1 }
                let run = try await runBackup(
                    ["backup"],
                    through.merging([
                        "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
                        "POSTGRES_DB": "app",
                    ]) { $1 }, recipe: "database")
                #expect(run.status == 0, "\(run.error)")
                let found = try? await sql("SELECT n FROM visits", through, database: "app")
                return (run.error, found == "1\n")
            }
        }
    }

    @Test func `a pooler through which settings leak is named, since it would harm the platform's queries`()
        async throws
    {
        let (said, finds) = try await backup(through: "transaction")
        #expect(said.says("postgres.shared-sessions", ["database": "app"], in: .english), "\(said)")
        #expect(!finds, "what the warning tells of")
    }

    @Test func `one that cleans what a session leaves is fine`() async throws {
        let (said, finds) = try await backup(through: "session")
        #expect(!said.says("postgres.shared-sessions", ["database": "app"], in: .english), "\(said)")
        #expect(finds)
    }
}
