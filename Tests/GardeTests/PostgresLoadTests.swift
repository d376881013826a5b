import Garde
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct PostgresLoadTests {
    @Test func `a dropped database comes back as it was, with settings, grants, comment and roles`() async throws {
        try await PostgresBench.with { bench in
            try await bench.fill("mssante")
            try await bench.sql("ALTER DATABASE mssante CONNECTION LIMIT 77")
            let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            try await bench.sql(
                """
                DROP DATABASE mssante;
                DROP ROLE mssante_app, "équipe soins", "lecteur d'exploitation", "Rôle ""cité"" 🩺";
                """)
            try await bench.restore(bench.load("mssante"), files)
            #expect(try await bench.picture("mssante") == before)
            #expect(try await bench.databases() == ["mssante"])
            #expect(try bench.leftovers().isEmpty)
        }
    }
}
