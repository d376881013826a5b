import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Sums of the type `money`, which a server writes and reads by its locale.
@Suite(.tags(.server)) struct PostgresMoneyTests {
    private static let table = """
        CREATE TABLE prices (p money, list money[]); INSERT INTO prices VALUES (1234.56::numeric::money, '{1,2}');
        INSERT INTO prices VALUES ((-0.05)::numeric::money, NULL);
        """
    private static let sums = "SELECT string_agg(p::numeric::text, ' ' ORDER BY p) FROM prices"

    @Test(.enabled("no locale can be made here") { await works("test", "-e", "/usr/share/i18n/locales/de_DE") })
    func `sums are what they were on a server with another locale, which has to have that of the backup`() async throws
    {
        let scratch = Scratch()
        try scratch.write("locales/.keep", "")
        try scratch.write("site/.env", "")
        _ = try await run("localedef", ["-i", "de_DE", "-f", "UTF-8", scratch("locales/de_DE.UTF-8").string])
        _ = try await run("chmod", ["-R", "go+rX", scratch.path.string])
        var variables = ["PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string]
        variables["POSTGRES_DB"] = "app"
        let locales = ["LOCPATH": scratch("locales").string]
        try await withServer("postgres", in: scratch("server"), ["lc_monetary=de_DE.UTF-8"], locales) { server in
            let site = variables.merging(server) { $1 }
            try await sql("CREATE DATABASE app", server, database: "postgres")
            try await sql(Self.table, server, database: "app")
            #expect(try await sql("SELECT max(p) FROM prices", server, database: "app").contains("1.234,56"))
            #expect(try await runBackup(["backup"], site, recipe: "database").status == 0)
            for other in ["de_DE.UTF-8", "C"] {
                try await sql("ALTER SYSTEM SET lc_monetary = '\(other)'", server, database: "postgres")
                try await sql("SELECT pg_reload_conf(); DROP DATABASE app", server, database: "postgres")
                let run = try await runBackup(["restore", "--yes", "latest"], site, recipe: "database")
                #expect(run.status == 0, "\(other): \(run.error)")
                #expect(try await sql(Self.sums, server, database: "app") == "-0.05 1234.56\n", "\(other)")
            }
        }
        try await withServer("postgres", in: scratch("bare")) { server in
            let run = try await runBackup(
                ["restore", "--yes", "latest"], variables.merging(server) { $1 }, recipe: "database")
            #expect(run.status == 1, "\(run.error)")
            #expect(run.error.says("postgres.missing-locale", ["name": "de_DE.UTF-8"], in: .english), "\(run.error)")
            #expect(
                try await sql("SELECT count(*) FROM pg_database WHERE datname ~ 'app'", server, database: "postgres")
                    == "0\n")
        }
    }
}
