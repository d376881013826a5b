import Garde
import GardeTestSupport
import GardeWords
import Testing

@Suite(.tags(.server)) struct PostgresSubscriptionTests {
    @Test func `what is said of a restored subscription makes it replicate again`() async throws {
        try await PostgresBench.with(["wal_level=logical"]) { bench in
            try await bench.sql("CREATE DATABASE publisher; CREATE DATABASE mssante")
            let table = "CREATE TABLE t (x int PRIMARY KEY); INSERT INTO t VALUES (1);"
            try await bench.sql("\(table) CREATE PUBLICATION p FOR TABLE t", "publisher")
            let (socket, port) = (bench.variables["POSTGRES_SOCKET"]!, bench.variables["PGPORT"]!)
            try await bench.sql(
                """
                \(table) CREATE SUBSCRIPTION "S" CONNECTION 'host=\(socket) port=\(port) user=mssante dbname=publisher'
                PUBLICATION p WITH (connect = false, slot_name = 'fente')
                """, "mssante")
            let files = try await bench.backup("mssante")
            try await bench.sql("ALTER SUBSCRIPTION \"S\" SET (slot_name = NONE); DROP SUBSCRIPTION \"S\"", "mssante")
            try await bench.restore(bench.load("mssante"), files)

            let said = try bench.said()
            let lines = [
                "ALTER SUBSCRIPTION \"S\" ENABLE;",
                "ALTER SUBSCRIPTION \"S\" REFRESH PUBLICATION WITH (copy_data = false);",
            ]
            let slot = "SELECT pg_create_logical_replication_slot('fente', 'pgoutput');"
            #expect(
                said.says(
                    "postgres.subscription-is-off", ["enable": lines[0], "refresh": lines[1], "make": slot],
                    in: .english), "\(said)")
            try await bench.sql(slot, "publisher")
            for line in lines { try await bench.sql(line, "mssante") }
            try await bench.sql("INSERT INTO t VALUES (2)", "publisher")
            while try await bench.sql("SELECT count(*) FROM t", "mssante") != "2\n" {
                try await Task.sleep(for: .milliseconds(100))
            }
            let busy = try await bench.backup("publisher")
            let refusal = await #expect(throws: Failure.self) { try await bench.load("publisher").analyze(busy) }
            #expect(refusal?.line(.english).says("postgres.slot-is-read", ["reader": "S, pid"], in: .english) == true)
            try await bench.sql("DROP SUBSCRIPTION \"S\"", "mssante")
        }
    }

    @Test func `a package is named with where it can be had`() {
        let policy = { (candidate: String) in "postgresql-client-17:\n  Installed: (none)\n  Candidate: \(candidate)\n"
        }
        #expect(PostgresPackage.isOffered(policy("17.10-1.pgdg12+1")))
        #expect(!PostgresPackage.isOffered(policy("(none)")) && !PostgresPackage.isOffered(""))
        #expect(PostgresPackage.command("postgresql-client-15", isKnown: true) == "apt install postgresql-client-15")
        #expect(
            PostgresPackage.command("postgresql-client-17", isKnown: false)
                == "apt install postgresql-common && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y"
                + " && apt install postgresql-client-17")
    }
}
