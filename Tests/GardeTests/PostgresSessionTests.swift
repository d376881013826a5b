import Garde
import GardeTestSupport
import GardeWords
import Testing

/// Several databases of one server in a run.
@Suite(.tags(.server)) struct PostgresSessionTests {
    @Test(.timeLimit(.minutes(3)))
    func `a restore does not wait for a standby that the server waits for and that is gone`() async throws {
        try await PostgresBench.with(["synchronous_standby_names=gone"]) { bench in
            try await bench.sql("CREATE DATABASE mssante")
            try await bench.sql("CREATE TABLE t AS SELECT 1 AS n", "mssante")
            let files = try await bench.backup("mssante")
            try await bench.sql("INSERT INTO t VALUES (2)", "mssante")
            try await bench.restore(bench.load("mssante"), files)
            #expect(try await bench.sql("SELECT * FROM t", "mssante") == "1\n")
        }
    }

    @Test func `a database that fails ends no session of another one of the same run`() async throws {
        try await PostgresBench.with { bench in
            var scene = try RecipeScene { _ in
                postgres("closed", database: "closed", in: .here)
                postgres("busy", database: "busy", in: .here)
            }
            let password = bench.variables["PGPASSWORD"] ?? ""
            try await bench.sql("CREATE ROLE saver LOGIN PASSWORD '\(password)' IN ROLE pg_read_all_data")
            for name in ["closed", "busy"] {
                try await bench.sql("CREATE DATABASE \(name)")
                try await bench.sql("CREATE TABLE t AS SELECT 1 AS n", name)
            }
            try await bench.sql("ALTER TABLE t ENABLE ROW LEVEL SECURITY", "closed")
            scene.variables = bench.variables.merging(["POSTGRES_USER": "saver", "PGUSER": "saver"]) { $1 }
            let holder = Task {
                try await bench.sql("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(4)", "busy")
            }
            let locks = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
            while try await bench.sql(locks) == "0\n" { try await Task.sleep(for: .milliseconds(50)) }
            let run = try await scene.backup()
            _ = try await holder.value
            #expect(run.end == .incomplete && run.said.says("postgres.may-not-dump", in: .english), "\(run)")
            let saved = try scene.newest().components
            #expect(saved["busy"] == true && saved["closed"] == false, "\(run)")
        }
    }
}
