import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import Glibc
import SystemPackage
import Testing

/// A server that speaks another language than ours, as `initdb` makes it of the machine's.
@Suite(
    .tags(.server),
    .enabled(
        if: ["i18n/locales/de_DE", "locale/de/LC_MESSAGES/postgres-15.mo"].allSatisfy {
            access("/usr/share/\($0)", R_OK) == 0
        }, "no German server can be made here"))
struct PostgresLanguageTests {
    private static let settings = [PostgresBench.slotLimit, "lc_messages=de_DE.UTF-8"]

    /// Where the server finds its language.
    private func withLocale(_ body: ([String: String]) async throws -> Void) async throws {
        let scratch = Scratch()
        try scratch.write("locales/.keep", "")
        _ = try await run("localedef", ["-i", "de_DE", "-f", "UTF-8", scratch("locales/de_DE.UTF-8").string])
        _ = try await run("chmod", ["-R", "go+rX", scratch.path.string])
        try await body(["LOCPATH": scratch("locales").string])
    }

    @Test func `a segment that is gone though the slot holds it is a hole`() async throws {
        try await withLocale { locale in
            try await PostgresBench.withIncrements(Self.settings, locale) { scene, bench in
                #expect(try await bench.tool("psql", ["-c", "SELECT 1/0"]).error.contains("FEHLER"))
                #expect(try await scene.backup().end == .done)
                _ = try await run("rm", [bench.lastSegment(of: scene).string])
                let run = try await scene.backup()
                #expect(run.end == .incomplete, "\(run.said)")
                #expect(run.said.says("postgres.hole-not-received", in: .english), "\(run.said)")
                #expect(run.said.says("postgres.chain-ended", in: .english), "\(run.said)")
                #expect(!run.said.says("postgres.log-again", in: .english), "\(run.said)")
                #expect(try await scene.backup().end == .done)
                #expect(try scene.isIncrement())
            }
        }
    }

    @Test func `rights that a dump lacks are named with what gives them`() async throws {
        try await withLocale { locale in
            try await PostgresBench.with(Self.settings, locale) { bench in
                var scene = try RecipeScene { _ in postgres(database: "shop", in: .here) }
                try await bench.sql("CREATE ROLE saver LOGIN PASSWORD '\(bench.variables["PGPASSWORD"] ?? "")'")
                try await bench.sql("CREATE DATABASE shop")
                try await bench.sql("CREATE TABLE t AS SELECT 1 AS n; SELECT lo_create(4242)", "shop")
                scene.variables = bench.variables.merging(["POSTGRES_USER": "saver", "PGUSER": "saver"]) { $1 }
                for (command, mended) in [
                    ("GRANT pg_read_all_data TO \"saver\";", "ALTER TABLE t ENABLE ROW LEVEL SECURITY"),
                    ("ALTER ROLE \"saver\" BYPASSRLS;", "SELECT 1"),
                ] {
                    let run = try await scene.backup()
                    #expect(run.said.says("postgres.may-not-dump", in: .english), "\(run.said)")
                    #expect(run.said.contains(command), "\(run.said)")
                    try await bench.sql("\(command) \(mended)", "shop")
                }
                let run = try await scene.backup()
                #expect(run.said.says("postgres.may-not-dump", in: .english), "\(run.said)")
                #expect(run.said.says("postgres.use-administrator", in: .english), "\(run.said)")
                try await bench.sql("GRANT SELECT ON LARGE OBJECT 4242 TO saver", "shop")
                #expect(try await scene.backup().end == .done)
            }
        }
    }

    @Test(arguments: [Self.settings, []])
    func `a database that is not there, one that is shut and one that the role may not enter are told apart`(
        settings: [String]
    )
        async throws
    {
        try await withLocale { locale in
            try await PostgresBench.with(settings, locale) { bench in
                try await bench.sql("CREATE ROLE saver LOGIN PASSWORD '\(bench.variables["PGPASSWORD"] ?? "")'")
                try await bench.sql("CREATE DATABASE shut")
                try await bench.sql("ALTER DATABASE shut ALLOW_CONNECTIONS false")
                try await bench.sql("CREATE DATABASE private")
                try await bench.sql("REVOKE CONNECT ON DATABASE private FROM PUBLIC")
                for (name, id) in [
                    ("absent", "postgres.no-such-database"), ("shut", "postgres.database-closed"), ("private", nil),
                ] {
                    var scene = try RecipeScene { _ in postgres(database: name, in: .here) }
                    scene.variables = bench.variables.merging(["POSTGRES_USER": "saver", "PGUSER": "saver"]) { $1 }
                    let run = try await scene.backup()
                    for one in ["postgres.no-such-database", "postgres.database-closed"] {
                        #expect(run.said.says(one, ["name": name], in: .english) == (one == id), "\(run.said)")
                    }
                    #expect(run.said.contains(name) && !run.said.contains("pg_isready"), "\(run.said)")
                }
            }
        }
    }
}
