import Garde
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct DumpReadTests {
    private func counts(_ text: String) async throws -> DumpCounts {
        let count = DumpCount()
        try await pipeline([MemorySource(text), count])
        return count.counts
    }

    @Test func `rows, sequences and large objects are counted in what pg_restore writes`() async throws {
        let counts = try await counts(
            """
            --
            -- Data for Name: d'été "x"; Type: TABLE DATA; Schema: public; Owner: a
            --

            COPY public."d'été ""x""
            COPY y FROM stdin;" (a, "b;") FROM stdin;
            1\tCOPY z FROM stdin;
            2\t\\\\.
            \\.

            COPY public.empty (x) FROM stdin;
            \\.
            COPY public."no columns"  FROM stdin;


            \\.
            SELECT pg_catalog.setval('"été"."numéro d''ordre"', -777, true);
            SELECT pg_catalog.setval('public.s', 42, false);
            BEGIN;

            SELECT pg_catalog.lo_open('17453', 131072);
            SELECT pg_catalog.lowrite(0, '\\x00');
            SELECT pg_catalog.lo_close(0);

            SELECT pg_catalog.lo_open('17454', 131072);
            SELECT pg_catalog.lo_close(0);
            COMMIT;

            """)
        #expect(counts.rows[QualifiedName("public", "d'été \"x\"\nCOPY y FROM stdin;")] == 2)
        #expect(counts.rows[QualifiedName("public", "empty")] == 0)
        #expect(counts.rows[QualifiedName("public", "no columns")] == 2)
        #expect(counts.sequences[QualifiedName("été", "numéro d'ordre")] == SequenceState(last: -777, isCalled: true))
        #expect(counts.sequences[QualifiedName("public", "s")] == SequenceState(last: 42, isCalled: false))
        #expect(counts.largeObjects == 2)
    }

    @Test func `a dump of INSERT statements is not counted, whatever its strings hold`() async throws {
        let counts = try await counts("INSERT INTO public.t VALUES ('a\nCOPY public.x FROM stdin;\n1\n');\n")
        #expect(counts.isInserts && counts.rows.isEmpty)
    }

    @Test func `what concerns the database itself is found, for any other name`() {
        let schema = DumpSchema(
            Array(
                """
                -- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
                -- Dumped by pg_dump version 16.2
                CREATE DATABASE "d'été" WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE = 'C.UTF-8' TABLESPACE = "Disque 2";
                ALTER DATABASE "d'été" OWNER TO "Équipe";
                \\connect "d'été"
                ALTER DATABASE "d'été" SET "TimeZone" TO 'Europe/Paris';
                ALTER ROLE app IN DATABASE "d'été" SET work_mem TO '8MB';
                ALTER DATABASE other SET work_mem TO '8MB';
                CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;
                CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT ';ALTER DATABASE "d''été" SET x TO y;' $$;
                SET default_tablespace = "Disque 3";
                ALTER TABLE t OWNER TO app;
                SET default_tablespace = '';
                CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false);
                COMMENT ON DATABASE "d'été" IS 'l''essai';
                SET SESSION AUTHORIZATION chef;
                GRANT CONNECT ON DATABASE "d'été" TO lecteur;
                RESET SESSION AUTHORIZATION;
                GRANT SELECT ON TABLE t TO PUBLIC;
                """.utf8))
        #expect(schema.serverMajor == 15 && schema.toolMajor == 16 && schema.database == "d'été")
        #expect(
            schema.owner == "Équipe" && schema.extensions == ["uuid-ossp"] && schema.subscriptions.map(\.name) == ["s"])
        #expect(schema.tablespaces == ["Disque 2", "Disque 3"] && schema.roles == ["app", "lecteur", "Équipe"])
        #expect(
            schema.settings.map { $0.sql("new") } == [
                #"alter database "new" set "TimeZone" to 'Europe/Paris';"#,
                #"alter role app in database "new" set work_mem to '8MB';"#,
                #"comment on database "new" is 'l''essai';"#,
                #"set session authorization chef; grant connect on database "new" to lecteur; RESET SESSION AUTHORIZATION;"#,
            ])
    }

    @Test func `a server before 15 is not told of a locale's provider, which pg_dump names since 15`() {
        let text = """
            -- Dumped from database version 14.9
            -- Dumped by pg_dump version 15.18
            CREATE DATABASE app WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = libc LOCALE = 'C.UTF-8';
            """
        let schema = DumpSchema(Array(text.utf8))
        let whole = " with template = template0 encoding = 'UTF8' locale_provider = libc locale = 'C.UTF-8'"
        #expect(schema.creation(on: 15) == whole)
        #expect(schema.creation(on: 14) == whole.replacing(" locale_provider = libc", with: ""))
    }
}
