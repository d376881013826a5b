import Garde
import GardeTestSupport
import GardeWords
import Testing

/// What belongs to other roles than the one that restores, who is no superuser.
@Suite(.tags(.server)) struct PostgresOwnerTests {
    @Test func `a database of another role is refused before anything, and a swap that changed nothing is taken back`()
        async throws
    {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE ROLE app LOGIN CREATEDB PASSWORD 'x'; CREATE DATABASE mssante OWNER app")
            try await bench.sql("SET ROLE app; CREATE TABLE t AS SELECT 1 AS x", "mssante")
            let files = try await bench.backup("mssante")
            try await bench.sql("CREATE TABLE of_another ()", "mssante")
            let mixed = try await bench.backup("mssante")
            let gift = await #expect(throws: Failure.self) {
                try await bench.load("mssante", as: "app", password: "x").analyze(mixed)
            }
            #expect(
                gift?.line(.english).says("postgres.belongs-to-superuser.fix", ["owner": "mssante"], in: .english)
                    == true)
            try await bench.sql("CREATE ROLE other; ALTER TABLE of_another OWNER TO other", "mssante")
            let others = try await bench.backup("mssante")
            let role = await #expect(throws: Failure.self) {
                try await bench.load("mssante", as: "app", password: "x").analyze(others)
            }
            #expect(role?.line(.english).contains("GRANT \"other\" TO \"app\";") == true)
            try await bench.sql("DROP TABLE of_another", "mssante")
            try await bench.sql("ALTER DATABASE mssante OWNER TO mssante")
            let load = try bench.load("mssante", as: "app", password: "x")
            let refusal = await #expect(throws: Failure.self) { try await load.analyze(files) }
            let line = refusal?.line(.english) ?? ""
            #expect(
                line.says(
                    "postgres.database-of-another", ["database": "mssante", "owner": "mssante", "user": "app"],
                    in: .english
                ), "\(line)")
            #expect(line.contains("ALTER DATABASE \"mssante\" OWNER TO \"app\";"))
            // As it is when the database changes hands after the analysis.
            let journal = try bench.journal()
            try await load.stage(files, journal)
            await #expect(throws: Failure.self) { try await load.swap(journal) }
            for entry in journal.entries.reversed() { try await load.undo(entry) }
            #expect(try await bench.databases() == ["mssante"])
            #expect(try await bench.sql("SELECT x FROM t", "mssante") == "1\n")
        }
    }

    @Test func `sessions that may not be ended are named with the right that ends them`() async throws {
        try await PostgresBench.with { bench in
            try await bench.sql(
                "CREATE ROLE app LOGIN CREATEDB PASSWORD 'x'; CREATE ROLE web; CREATE DATABASE mssante OWNER app")
            try await bench.sql("SET ROLE app; CREATE TABLE t AS SELECT 1 AS x", "mssante")
            let files = try await bench.backup("mssante")
            try await bench.sql("ALTER ROLE web LOGIN PASSWORD 'y'")
            let load = try bench.load("mssante", as: "app", password: "x")
            let web = bench.variables.merging(["PGUSER": "web", "PGPASSWORD": "y"]) { $1 }
            let journal = try bench.journal()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await sql("SELECT pg_sleep(600)", web, database: "mssante") }
                let count = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'web'"
                while try await bench.sql(count) == "0\n" { try await Task.sleep(for: .milliseconds(50)) }
                try await load.analyze(files)
                #expect(
                    try bench.said().says("postgres.sessions-of-others", ["list": "web", "user": "app"], in: .english))
                try await load.stage(files, journal)
                let refusal = await #expect(throws: Failure.self) { try await load.swap(journal) }
                #expect(refusal?.line(.english).contains("GRANT pg_signal_backend TO \"app\";") == true)
                for entry in journal.entries.reversed() { try await load.undo(entry) }
                try await bench.sql("GRANT pg_signal_backend TO app")
                let second = try bench.journal()
                try await load.stage(files, second)
                try await load.swap(second)
                try await load.check(files)
                group.cancelAll()
            }
        }
    }

    @Test func `settings of the role and of the database are set aside for our sessions`() async throws {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante")
            try await bench.sql("CREATE TABLE t AS SELECT 1 AS x", "mssante")
            let files = try await bench.backup("mssante")
            try await bench.sql(
                """
                ALTER ROLE mssante SET statement_timeout = '1ms'; ALTER ROLE mssante SET search_path = trap;
                ALTER ROLE mssante SET default_transaction_read_only = on;
                """)
            let variables = bench.variables.merging([
                "PGOPTIONS": "-c statement_timeout=0 -c default_transaction_read_only=off"
            ]) { $1 }
            let own = { try await GardeTestSupport.sql($0, variables, database: "mssante") }
            _ = try await own("DROP TABLE public.t")
            try await bench.restore(bench.load("mssante"), files)
            #expect(try await own("SELECT x FROM public.t") == "1\n")
        }
    }
}
