import Garde
import GardeTestSupport
import Testing

/// Programs that stay connected to a database while it is restored.
@Suite(.tags(.server)) struct PostgresClientsTests {
    /// With a client on the database, which belongs to `app`.
    private func with(_ rights: String, _ body: (PostgresBench) async throws -> Void) async throws {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE ROLE app LOGIN \(rights) PASSWORD 'x'; CREATE DATABASE mssante OWNER app")
            try await bench.sql("SET ROLE app; CREATE TABLE t AS SELECT 1 AS x", "mssante")
            let client = bench.variables.merging(["PGUSER": "app", "PGPASSWORD": "x", "PGAPPNAME": "till"]) { $1 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await sql("SELECT pg_sleep(600)", client, database: "mssante") }
                let count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'till'"
                while try await bench.sql(count) == "0\n" { try await Task.sleep(for: .milliseconds(50)) }
                try await body(bench)
                group.cancelAll()
            }
        }
    }

    @Test(arguments: ["CREATEDB", "NOCREATEDB"])
    func `clients that stay connected are named before the exchange, with what becomes of their rows`(
        rights: String
    ) async throws {
        try await with(rights) { bench in
            let files = try await bench.backup("mssante")
            let (load, journal) = (try bench.load("mssante", as: "app", password: "x"), try bench.journal())
            try await load.analyze(files)
            #expect(try !bench.said().contains("other session"))
            try await load.stage(files, journal)
            let said = try bench.said()
            #expect(said.contains("mssante has one other session: app"), "\(said)")
            #expect(said.contains("(till). What they write from the safety copy on is lost"), "\(said)")
            try await load.swap(journal)
            try await load.check(files)
            for entry in journal.entries { try await load.finish(entry) }
            let next = try bench.journal()
            try await load.stage(files, next)
            #expect(try bench.said().split(separator: "other session").count == 2)
            for entry in next.entries.reversed() { try await load.undo(entry) }
        }
    }

    @Test func `where services go on the analysis names the clients already`() async throws {
        try await with("CREATEDB") { bench in
            let files = try await bench.backup("mssante")
            try await bench.load("mssante", as: "app", password: "x", servicesRun: true).analyze(files)
            #expect(try bench.said().contains("mssante has one other session: app"))
        }
    }
}
