import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Roles with their memberships and settings on another server than theirs, or on one that lost them, from the command line.
@Suite(.tags(.server)) struct PostgresRolesBackTests {
    private static let majors = PostgresMajorsTests.areInstalled ? [15, 16, 18] : [15]
    private static let newMajors = PostgresMajorsTests.areInstalled ? [16, 18] : []

    /// A server of a test and one folder of backups for all of them.
    private struct Server {
        let major: Int
        let root: [String: String]
        let scratch: Scratch

        @discardableResult
        func sql(_ text: String, _ database: String = "postgres") async throws -> String {
            try await GardeTestSupport.sql(text, root, database: database)
        }

        /// As a superuser, or as `app`.
        func run(_ words: String..., as user: String? = nil) async throws -> ToolResult {
            try scratch.write("site/.env", "")
            var variables = root.merging([
                "PGDATABASE": "app", "PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string,
                "PATH": try await PostgresMajorsTests.path(major),
            ]) { $1 }
            if let user { variables.merge(["PGUSER": user, "PGPASSWORD": "x"]) { $1 } }
            return try await runBackup(words, variables, recipe: "database")
        }

        func save(as user: String? = nil) async throws {
            let backup = try await run("backup", as: user)
            try #require(backup.status == 0, "\(backup.error)")
        }

        /// Of the roles that somebody made.
        func memberships() async throws -> String {
            try await sql(
                """
                SELECT string_agg(roleid::regrole || '>' || member::regrole || '<' || grantor::regrole, ' '
                ORDER BY roleid::regrole::text, member::regrole::text) FROM pg_auth_members WHERE roleid > 16383
                """)
        }

        func settings(of role: String) async throws -> String {
            try await sql("SELECT rolconfig FROM pg_roles WHERE rolname = '\(role)'")
        }
    }

    private func with(_ major: Int, in scratch: Scratch, _ body: (Server) async throws -> Void) async throws {
        try await withServer("postgres", in: scratch("server-\(major)"), ["\(major)"]) { root in
            try await body(Server(major: major, root: root, scratch: scratch))
        }
    }

    private static let app = "CREATE ROLE app LOGIN PASSWORD 'x'; CREATE DATABASE app OWNER app;"

    @Test(arguments: newMajors)
    func `memberships come back on 16 and later, whoever granted them before`(major: Int) async throws {
        let scratch = Scratch()
        try await with(15, in: scratch) { old in
            try await old.sql(
                """
                \(Self.app) CREATE ROLE postgres SUPERUSER; CREATE ROLE boss CREATEROLE; CREATE ROLE ro; CREATE ROLE rw;
                CREATE ROLE lead; CREATE ROLE member; SET ROLE postgres; GRANT ro TO app; RESET ROLE;
                SET ROLE boss; GRANT rw TO app; RESET ROLE; GRANT ro TO lead WITH ADMIN OPTION;
                SET ROLE lead; GRANT ro TO member;
                """)
            try await old.sql("CREATE TABLE t AS SELECT 1 AS x", "app")
            try await old.save()
        }
        try await with(major, in: scratch) { new in
            let restore = try await new.run("restore", "--yes", "latest")
            #expect(restore.status == 0, "\(restore.error)")
            #expect(
                try await new.memberships() == "ro>app<mssante ro>lead<mssante ro>member<lead rw>app<mssante\n")
        }
    }

    @Test(arguments: newMajors)
    func `memberships that others granted are taken back with a restore that fails, and so are those others`(
        major: Int
    ) async throws {
        let scratch = Scratch()
        try await with(15, in: scratch) { old in
            try await old.sql(
                """
                \(Self.app) CREATE ROLE aa; CREATE ROLE ro; CREATE ROLE lead; CREATE ROLE member; CREATE ROLE zz; CREATE ROLE later;
                GRANT ro TO lead WITH ADMIN OPTION; GRANT zz TO aa WITH ADMIN OPTION; CREATE ROLE zm;
                SET ROLE lead; GRANT ro TO member, later; RESET ROLE; SET ROLE aa; GRANT zz TO zm; RESET ROLE;
                ALTER ROLE lead SET work_mem = '1MB';
                """)
            try await old.sql(Self.refusedLater, "app")
            try await old.save()
        }
        try await with(major, in: scratch) { new in
            let there = "\(Self.app) CREATE ROLE ro; CREATE ROLE lead; CREATE ROLE member;"
            try await new.sql(there)
            let restore = try await new.run("restore", "--yes", "latest")
            #expect(restore.status == 1, "\(restore.error)")
            #expect(try await new.memberships() == "\n", "\(restore.error)")
            #expect(try await new.settings(of: "lead") == "\n")
            let roles = "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname !~ '^pg_'"
            #expect(try await new.sql(roles) == "app lead member mssante ro\n", "\(restore.error)")
        }
    }

    /// A row that servers from 16 on refuse: by then the roles are there.
    private static let refusedLater = """
        CREATE FUNCTION ok(int) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
        RETURN current_setting('server_version_num')::int < 160000; END $$;
        CREATE TABLE t (x int CHECK (ok(x))); INSERT INTO t VALUES (1);
        """

    @Test(arguments: majors)
    func `a role that is there without settings gets those of the backup, the one that restores too`(
        major: Int
    ) async throws {
        let scratch = Scratch()
        try await with(major, in: scratch) { server in
            try await server.sql("\(Self.app) ALTER ROLE app SUPERUSER; CREATE ROLE web LOGIN; CREATE ROLE other;")
            try await server.sql("SET ROLE app; CREATE TABLE t AS SELECT 1 AS x", "app")
            try await server.sql(
                """
                ALTER ROLE app SET search_path = app, "$user", "été, ""x"; ALTER ROLE app SET statement_timeout = 1;
                ALTER ROLE app SET default_transaction_read_only = on; ALTER ROLE app SET temp_file_limit = 0;
                ALTER ROLE web SET search_path = ''; ALTER ROLE web SET work_mem = '1MB';
                ALTER ROLE other SET work_mem = '1MB'; ALTER ROLE other SET lock_timeout = '7s';
                """)
            let (own, web) = (try await server.settings(of: "app"), try await server.settings(of: "web"))
            try await server.sql(
                "ALTER ROLE app SET role = 'web'; ALTER ROLE app SET session_preload_libraries = 'absent'")
            try await server.save()
            let change = """
                ALTER ROLE app RESET ALL; ALTER ROLE web RESET ALL; ALTER ROLE other RESET lock_timeout;
                ALTER ROLE other SET work_mem = '2MB';
                """
            try await server.sql(change)
            let restore = try await server.run("restore", "--yes", "latest", as: "app")
            #expect(restore.status == 0, "\(restore.error)")
            #expect(try await server.settings(of: "app") == own)
            #expect(try await server.settings(of: "web") == web)
            #expect(try await server.settings(of: "other") == "{work_mem=2MB}\n")
            #expect(restore.error.contains("other: lock_timeout, work_mem"), "\(restore.error)")
            #expect(restore.error.contains("ALTER ROLE \"app\" SET \"role\" TO 'web';"), "\(restore.error)")
            #expect(restore.error.contains("\"session_preload_libraries\" TO 'absent';"), "\(restore.error)")
        }
    }

    @Test(
        arguments: [(15, "CREATEDB CREATEROLE"), (15, "CREATEROLE")]
            + newMajors.flatMap { [($0, "CREATEDB CREATEROLE"), ($0, "CREATEROLE")] })
    func `a role with CREATEROLE makes the roles of the backup; what only a superuser gives is named`(
        major: Int, attributes: String
    ) async throws {
        let scratch = Scratch()
        try await with(major, in: scratch) { server in
            try await server.sql("\(Self.app) ALTER ROLE app \(attributes); CREATE ROLE web;")
            try await server.sql(
                """
                CREATE ROLE ro LOGIN CONNECTION LIMIT 3; CREATE ROLE repl LOGIN REPLICATION;
                GRANT ro TO app; GRANT pg_monitor TO repl; ALTER ROLE ro SET work_mem = '1MB';
                ALTER ROLE ALL SET lock_timeout = '7s'; ALTER ROLE app SET work_mem = '3MB'; GRANT pg_monitor TO web;
                """)
            try await server.sql("SET ROLE app; CREATE TABLE t AS SELECT 1 AS x; GRANT SELECT ON t TO ro", "app")
            try await server.save(as: "app")
            try await server.sql("DROP OWNED BY ro; DELETE FROM t", "app")
            try await server.sql(
                """
                DROP ROLE ro, repl; ALTER ROLE app RESET ALL; ALTER ROLE ALL RESET ALL; REVOKE pg_monitor FROM web;
                """)
            let restore = try await server.run("restore", "--yes", "latest", as: "app")
            #expect(restore.status == 0, "\(restore.error)")
            let found = """
                SELECT rolcanlogin, rolconnlimit, rolconfig, pg_has_role('app', oid, 'USAGE'),
                has_table_privilege('ro', 't', 'SELECT'), (SELECT x FROM t) FROM pg_roles WHERE rolname = 'ro'
                """
            let now = try await server.sql(found, "app")
            #expect(now == "t|3|{work_mem=1MB}|t|t|1\n", "\(restore.error)")
            let replicates = "SELECT rolcanlogin, rolreplication FROM pg_roles WHERE rolname = 'repl'"
            #expect(try await server.sql(replicates) == "t|f\n")
            #expect(try await server.settings(of: "app") == "{work_mem=3MB}\n")
            #expect(restore.error.contains("ALTER ROLE \"repl\" WITH REPLICATION;"), "\(restore.error)")
            #expect(restore.error.contains("ALL: lock_timeout"), "\(restore.error)")
            // Before 16 whoever makes roles may give all but superusers.
            #expect(restore.error.contains("GRANT \"pg_monitor\" TO \"web\"") == (major >= 16), "\(restore.error)")
        }
    }

    @Test(arguments: majors)
    func `settings of all roles are saved and come back where the server has no other`(major: Int) async throws {
        let scratch = Scratch()
        try await with(major, in: scratch) { server in
            try await server.sql(
                """
                \(Self.app) ALTER ROLE ALL SET search_path = app, "$user", "été, ""x", ''; ALTER ROLE ALL SET work_mem = '5MB';
                ALTER ROLE ALL SET my.setting = E'a''b\\\\c\\nd';
                ALTER ROLE ALL SET session_preload_libraries = 'plpgsql'; ALTER ROLE ALL SET lock_timeout = '7s';
                """)
            try await server.sql("CREATE TABLE public.t AS SELECT 1 AS x", "app")
            let saved = try await server.sql(Self.ofAll)
            try await server.save()
            let read = "gunzip -c $(find \"$0\" -name '*_roles_*.gz') | sed '/restrict /d; /^CREATE ROLE/d'"
            let script = try await run("sh", ["-c", read, scratch("backups").string])
            #expect(script.output.hasPrefix("ALTER ROLE ALL SET"), "\(script)")
            try await server.sql("ALTER ROLE ALL RESET ALL; ALTER ROLE ALL SET lock_timeout = '9s'")
            let restore = try await server.run("restore", "--yes", "latest")
            #expect(restore.status == 0, "\(restore.error)")
            #expect(restore.error.contains("ALL: lock_timeout"), "\(restore.error)")
            let library = "ALTER ROLE ALL SET \"session_preload_libraries\" TO 'plpgsql';"
            #expect(restore.error.contains(library), "\(restore.error)")
            try await server.sql("\(library) ALTER ROLE ALL SET lock_timeout = '7s'")
            #expect(try await server.sql(Self.ofAll) == saved)
            // By hand, as the guide of the format has it.
            try await server.sql("ALTER ROLE ALL RESET ALL")
            try await server.sql(script.output)
            #expect(try await server.sql(Self.ofAll) == saved)
        }
    }

    private static let ofAll = """
        SELECT string_agg(s, '|' ORDER BY s) FROM pg_db_role_setting, unnest(setconfig) AS s
        WHERE setdatabase = 0 AND setrole = 0
        """
}
