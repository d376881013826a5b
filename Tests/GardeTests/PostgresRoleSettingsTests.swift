import Garde
import GardeIO
import GardeTestSupport
import Testing

/// What is set for sessions of roles that are there already.
@Suite(.tags(.server)) struct PostgresRoleSettingsTests {
    private static let found = """
        SELECT string_agg(setrole::regrole || ' ' || setconfig::text, ' ' ORDER BY setrole::regrole::text)
        FROM pg_db_role_setting WHERE setdatabase = 0
        """

    @Test func `those of all roles and of our own come with the database, and go again when that is taken back`()
        async throws
    {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante; ALTER ROLE ALL SET lock_timeout = '9s'")
            let before = try await bench.sql(Self.found)
            let roles = """
                ALTER ROLE ALL SET work_mem TO '5MB'; ALTER ROLE ALL SET lock_timeout TO '7s';
                ALTER ROLE ALL SET no_such_parameter TO '1'; CREATE ROLE mssante;
                ALTER ROLE mssante SET search_path TO 'a', 'b';
                """
            let files = try bench.with(roles: roles, try await bench.backup("mssante"))
            let (load, journal) = (try bench.load("mssante"), try bench.journal())
            try await load.analyze(files)
            try await load.stage(files, journal)
            #expect(try await bench.sql(Self.found) == before)
            try await load.swap(journal)
            try await load.check(files)
            let now = "- {lock_timeout=9s,work_mem=5MB} mssante {\"search_path=a, b\"}\n"
            #expect(try await bench.sql(Self.found) == now)
            #expect(try bench.said().says("postgres.role-settings-kept", ["list": "ALL: lock_timeout"], in: .english))
            let left = ["failure": "ERROR:  unrecognized"]
            #expect(try bench.said().says("postgres.parameter-left-out", left, in: .english))
            try await bench.undo("mssante", journal.entries)
            #expect(try await bench.sql(Self.found) == before)
            #expect(try bench.leftovers().isEmpty)
        }
    }
}
