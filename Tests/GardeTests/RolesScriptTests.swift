import Garde
import GardeTestSupport
import Testing

@Suite struct RolesScriptTests {
    private func sql(_ text: String) -> [String] { RolesScript(Array(text.utf8)).statements.map(\.sql) }

    @Test(arguments: [
        ("CREATE ROLE a;", #"CREATE ROLE "a";"#),
        (
            #"ALTER ROLE "é ""x""" WITH NOSUPERUSER LOGIN CONNECTION LIMIT 50 PASSWORD 'p''\' VALID UNTIL '2037-12-31';"#,
            #"ALTER ROLE "é ""x""" WITH NOSUPERUSER LOGIN CONNECTION LIMIT 50 PASSWORD E'p''\\' VALID UNTIL '2037-12-31';"#
        ),
        ("ALTER ROLE a SET search_path TO 'm', 'public';", #"ALTER ROLE "a" SET "search_path" TO 'm', 'public';"#),
        (#"ALTER ROLE a SET "x"."y" TO '$$;';"#, #"ALTER ROLE "a" SET "x"."y" TO '$$;';"#),
        (
            #"ALTER ROLE ALL SET "search_path" TO 'a', '', 'x, "y';"#,
            #"ALTER ROLE ALL SET "search_path" TO 'a', '', 'x, "y';"#
        ),
        ("COMMENT ON ROLE a IS 'l''x';", #"COMMENT ON ROLE "a" IS 'l''x';"#),
        ("GRANT a TO b WITH ADMIN OPTION GRANTED BY c;", #"GRANT "a" TO "b" WITH ADMIN OPTION GRANTED BY "c";"#),
        (
            "GRANT a TO b WITH ADMIN OPTION, INHERIT FALSE, SET FALSE;",
            #"GRANT "a" TO "b" WITH ADMIN OPTION, INHERIT FALSE, SET FALSE;"#
        ),
    ])
    func `statements about roles are read and written anew`(text: String, written: String) {
        #expect(sql(text) == [written])
        #expect(sql(written) == [written])
    }

    /// Each kind of trick that a roles file may try; nothing of it may run.
    static let hostile = [
        "CREATE TABLE owned (x int);", "DROP DATABASE postgres;", "\\! touch /tmp/owned",
        "ALTER ROLE mssante RENAME TO x;",
        "COPY (SELECT 1) TO PROGRAM 'touch /tmp/owned';", "CREATE ROLE a; \\! touch /tmp/owned",
        "DO $$ BEGIN EXECUTE 'CREATE TABLE owned ()'; END $$;", "ALTER ROLE ALL SUPERUSER;",
        "ALTER ROLE a SET work_mem TO '1MB' \\; CREATE TABLE owned ();", "ALTER SYSTEM SET archive_command TO 'x';",
        "CREATE ROLE b SUPERUSER ROLE c;", "COMMENT ON ROLE a IS 'x' || pg_read_file('/etc/passwd');",
        "ALTER ROLE a PASSWORD 'x' /* ; */; CREATE/**/TABLE owned ();", "GRANT ALL ON DATABASE postgres TO a;",
        "ALTER ROLE a IN DATABASE postgres SET work_mem TO '1MB';", "CREATE ROLE :'x';", "SET ROLE a;",
        "GRANT a TO PUBLIC;",
        "ALTER ROLE a SET work_mem FROM CURRENT;", "SELECT 'CREATE ROLE z' \\gexec", "CREATE USER u;",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC; CREATE TABLE owned (); END;", "\\i /etc/passwd",
        "CREATE ROLE E'\\x27; CREATE TABLE owned ();", "CREATE ROLE \"a\u{0}b\";", "\\copy t from program 'id'",
    ]

    @Test(arguments: hostile) func `nothing but statements about roles is taken from a roles file`(text: String) {
        let script = RolesScript(Array(text.utf8))
        #expect(!script.leftOut.isEmpty)
        #expect(
            script.statements.allSatisfy {
                $0.sql.hasPrefix("CREATE ROLE \"a\"") || $0.sql.hasPrefix("ALTER ROLE \"a\"")
            })
    }

    @Test func `a quote that closes too early opens nothing`() {
        let tricks = """
            ALTER ROLE a PASSWORD 'x''; CREATE TABLE owned (); --';
            COMMENT ON ROLE a IS $x$ $y$; CREATE TABLE owned (); $x$;
            ALTER ROLE "a""; CREATE TABLE owned (); --" LOGIN;
            """
        #expect(
            sql(tricks) == [
                #"ALTER ROLE "a" WITH PASSWORD 'x''; CREATE TABLE owned (); --';"#,
                #"COMMENT ON ROLE "a" IS ' $y$; CREATE TABLE owned (); ';"#,
                #"ALTER ROLE "a""; CREATE TABLE owned (); --" WITH LOGIN;"#,
            ])
    }

    @Test func `the warning names kinds of statements, never what is in them`() {
        let script = RolesScript(Array("ALTER ROLE a PASSWORD 'secret' BOGUS; DROP TABLE secret; \\! secret".utf8))
        #expect(script.leftOut == ["ALTER ROLE", "DROP TABLE", "\\!"])
    }

    private func replay(_ text: String, before: String, replaces: Bool) -> RolesReplay {
        RolesReplay(
            RolesScript(Array(text.utf8)), before: RolesScript(Array(before.utf8)),
            server: RolesReplay.Server(roles: ["me", "old", "group", "pg_monitor"], user: "me"), replaces: replaces)
    }

    private let backup = """
        CREATE ROLE me; ALTER ROLE me WITH SUPERUSER PASSWORD 'mine';
        CREATE ROLE old; ALTER ROLE old WITH LOGIN PASSWORD 'then'; ALTER ROLE old SET work_mem TO '1MB';
        CREATE ROLE new; ALTER ROLE new WITH LOGIN; COMMENT ON ROLE new IS 'x';
        GRANT "group" TO old GRANTED BY gone; GRANT pg_monitor TO new; GRANT "group" TO stranger;
        """
    private let server = """
        CREATE ROLE me; CREATE ROLE old; ALTER ROLE old WITH NOLOGIN CONNECTION LIMIT 5 PASSWORD 'now';
        COMMENT ON ROLE old IS 'now'; CREATE ROLE "group";
        """

    @Test func `roles that exist keep everything, memberships are added`() {
        let replay = replay(backup, before: server, replaces: false)
        #expect(
            replay.forward.map(\.sql) == [
                #"CREATE ROLE "new";"#, #"ALTER ROLE "new" WITH LOGIN;"#, #"COMMENT ON ROLE "new" IS 'x';"#,
                #"GRANT "group" TO "old";"#, #"GRANT "pg_monitor" TO "new";"#,
            ])
        #expect(replay.back.map(\.sql) == [#"REVOKE "group" FROM "old";"#])
        #expect(replay.drops.map(\.sql) == [#"DROP ROLE IF EXISTS "new";"#])
        #expect(replay.skipped == ["stranger"])
    }

    @Test func `with the settings' file restored, roles become what they were, our own excepted`() {
        let replay = replay(backup, before: server, replaces: true)
        let altered = replay.forward.map(\.sql).filter { $0.contains("\"old\"") && !$0.hasPrefix("GRANT") }
        #expect(
            altered == [
                #"ALTER ROLE "old" WITH LOGIN PASSWORD 'then' CONNECTION LIMIT -1;"#, #"ALTER ROLE "old" RESET ALL;"#,
                #"ALTER ROLE "old" SET "work_mem" TO '1MB';"#, #"COMMENT ON ROLE "old" IS NULL;"#,
            ])
        #expect(
            replay.back.map(\.sql) == [
                #"ALTER ROLE "old" WITH NOLOGIN CONNECTION LIMIT 5 PASSWORD 'now';"#, #"ALTER ROLE "old" RESET ALL;"#,
                #"COMMENT ON ROLE "old" IS 'now';"#, #"REVOKE "group" FROM "old";"#,
            ])
        #expect(!replay.forward.contains { $0.role == "me" })
    }
}
