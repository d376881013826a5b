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

    private func replay(
        _ text: String, before: String, replaces: Bool = false, major: Int = 15, isSuperuser: Bool = true
    ) -> RolesReplay {
        let server = RolesReplay.Server(
            roles: ["me", "old", "group", "pg_monitor"], user: "me", major: major, isSuperuser: isSuperuser,
            givable: ["group"])
        return RolesReplay(
            RolesScript(Array(text.utf8)), before: RolesScript(Array(before.utf8)), server: server, replaces: replaces)
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

    @Test func `roles that exist keep what they have, and get memberships, and settings where they have none`() {
        let replay = replay(backup, before: server, replaces: false)
        #expect(
            replay.forward.map(\.sql) == [
                #"CREATE ROLE "new";"#, #"ALTER ROLE "new" WITH LOGIN;"#, #"COMMENT ON ROLE "new" IS 'x';"#,
                #"ALTER ROLE "old" SET "work_mem" TO '1MB';"#, #"GRANT "group" TO "old";"#,
                #"GRANT "pg_monitor" TO "new";"#,
            ])
        #expect(replay.back.map(\.sql) == [#"ALTER ROLE "old" RESET ALL;"#, #"REVOKE "group" FROM "old";"#])
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

    private func all(_ parts: [RoleStatement]) -> [String] { parts.map(\.sql) }

    @Test func `a grantor is named where he may grant, and undone last`() {
        let text = """
            CREATE ROLE new; GRANT "group" TO me WITH ADMIN OPTION GRANTED BY old; GRANT "group" TO old GRANTED BY me;
            GRANT "group" TO new WITH ADMIN OPTION GRANTED BY old; GRANT pg_monitor TO old GRANTED BY new;
            """
        let granted = [
            #"GRANT "group" TO "me" WITH ADMIN OPTION;"#, #"GRANT "group" TO "old" GRANTED BY "me";"#,
            #"GRANT "group" TO "new" WITH ADMIN OPTION;"#, #"GRANT pg_monitor TO "old";"#,
        ].map { $0.replacing(" pg_monitor", with: " \"pg_monitor\"") }
        let newer = replay(text, before: server, major: 16)
        #expect(all(newer.forward).dropFirst() == granted[...])
        #expect(
            all(newer.back) == [
                #"REVOKE "pg_monitor" FROM "old";"#, #"REVOKE "group" FROM "old" GRANTED BY "me";"#,
                #"REVOKE "group" FROM "me";"#,
            ])
        let older = replay(text, before: server)
        #expect(
            all(older.forward).dropFirst() == [
                #"GRANT "group" TO "me" WITH ADMIN OPTION GRANTED BY "old";"#, granted[1],
                #"GRANT "group" TO "new" WITH ADMIN OPTION GRANTED BY "old";"#, granted[3],
            ])
    }

    @Test func `who is no superuser says nothing that only one may, and has it named`() {
        let text = """
            CREATE ROLE new; ALTER ROLE new WITH NOSUPERUSER INHERIT CREATEDB REPLICATION NOBYPASSRLS;
            CREATE ROLE plain; ALTER ROLE plain WITH NOSUPERUSER NOREPLICATION; CREATE ROLE me; CREATE ROLE old;
            ALTER ROLE old SET work_mem TO '1MB'; ALTER ROLE me SET work_mem TO '2MB'; ALTER ROLE ALL SET work_mem TO '3MB';
            GRANT new TO me WITH ADMIN OPTION, INHERIT FALSE, SET FALSE GRANTED BY old; GRANT pg_monitor TO new;
            GRANT plain TO me WITH ADMIN OPTION, INHERIT TRUE GRANTED BY old; GRANT "group" TO new GRANTED BY old;
            """
        let before = "CREATE ROLE me; ALTER ROLE me WITH CREATEDB; CREATE ROLE old;"
        let replay = replay(text, before: before, major: 16, isSuperuser: false)
        #expect(
            all(replay.forward) == [
                #"CREATE ROLE "new";"#, #"ALTER ROLE "new" WITH INHERIT CREATEDB;"#, #"CREATE ROLE "plain";"#,
                #"GRANT "plain" TO "me" WITH INHERIT TRUE;"#, #"GRANT "group" TO "new";"#,
            ])
        #expect(all(replay.late) == [#"ALTER ROLE "me" SET "work_mem" TO '2MB';"#])
        #expect(all(replay.back) == [#"ALTER ROLE "me" RESET ALL;"#])
        #expect(
            all(replay.refused) == [
                #"ALTER ROLE "new" WITH REPLICATION;"#, #"ALTER ROLE "old" SET "work_mem" TO '1MB';"#,
                #"ALTER ROLE ALL SET "work_mem" TO '3MB';"#, #"GRANT "pg_monitor" TO "new";"#,
            ])
    }
}
