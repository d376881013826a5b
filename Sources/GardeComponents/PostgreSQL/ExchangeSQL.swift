import GardeCore
/// The statements that move what a role owns in a schema into another one and back, all in the transaction around them.
struct ExchangeSQL {
    /// Makes the names of the schemas aside, and the number of the lock, its own.
    let stamp: String
    /// Schemas whose content is exchanged, in the order of their numbers.
    let schemas: [String]
    /// Those that the dump makes.
    let made: [String]

    /// Empty; there as long as the exchange holds. Its comment puts the default privileges of before back: only its owner
    /// changes that.
    var mark: String { "garde_before_\(stamp)" }
    private func aside(_ place: Int) -> String { "\(mark)_\(place)" }
    private func failed(_ place: Int) -> String { "garde_failed_\(stamp)_\(place)" }

    /// Of a restore's transaction, and of whoever takes it back.
    private var number: String { stamp.filter { $0 != "_" } }
    static let begin = "BEGIN; SET LOCAL lock_timeout = '30s';"

    /// The transaction's beginning: nobody holds what moves, and it is away.
    func moveAway(ending sessions: String) -> String {
        let steps = schemas.enumerated().map { place, schema in
            "CREATE SCHEMA \(aside(place));\n\(Self.move(from: schema, to: aside(place)))"
        }
        return """
            \(Self.begin) SELECT pg_advisory_xact_lock(\(number));
            SELECT count(pg_terminate_backend(pid)) FROM (\(sessions)) AS s WHERE may_end;
            \(DefaultPrivileges.kept)
            \\gset garde_
            \(DefaultPrivileges.reset)
            CREATE SCHEMA \(mark);
            COMMENT ON SCHEMA \(mark) IS :'garde_privileges';
            \(steps.joined(separator: "\n"))

            """
    }

    /// Ends the session of a killed restore, and waits until its transaction is over, one way or the other.
    var settle: String {
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1
        AND (classid::bigint << 32 | objid::bigint) = \(number) AND pid <> pg_backend_pid();
        SET lock_timeout = '30s'; SELECT pg_advisory_lock(\(number));
        """
    }

    /// One transaction: what was loaded goes, what was there is in its place again.
    var takeBack: String {
        var steps = schemas.enumerated().map { place, schema in
            """
            CREATE SCHEMA \(failed(place));
            \(Self.move(from: schema, to: failed(place)))
            \(Self.move(from: aside(place), to: schema))
            DROP SCHEMA \(aside(place));
            """
        }
        steps += schemas.indices.map { "DROP SCHEMA \(failed($0)) CASCADE;" }
        steps += made.map { "DROP SCHEMA IF EXISTS \(SQL.identifier($0)) CASCADE;" }
        return """
            \(Self.begin)
            \(DefaultPrivileges.reset)
            SELECT obj_description('\(mark)'::regnamespace, 'pg_namespace')
            \\gexec
            DROP SCHEMA \(mark);
            \(steps.joined(separator: "\n"))
            \(Self.dropLoose)
            COMMIT;
            """
    }

    var dropAside: String {
        ([mark] + schemas.indices.map(aside)).map { "DROP SCHEMA IF EXISTS \($0) CASCADE;" }.joined(separator: "\n")
    }

    /// psql runs each row: tables take their indexes, keys, triggers and own sequences along.
    private static func move(from schema: String, to other: String) -> String {
        """
        SELECT format('ALTER %s %s SET SCHEMA %I', case o.type when 'statistics object' then 'statistics' else o.type end,
        o.identity, \(SQL.literal(other))) FROM (\(objects)) AS x, pg_identify_object(x.class, x.object, 0) AS o
        WHERE x.schema = \(SQL.literal(schema)) AND pg_has_role(x.owner, 'USAGE') ORDER BY x.class, x.object
        \\gexec
        """
    }

    /// Of the whole database, which has to be ours and, when there are none before, was loaded.
    static let loose = """
        SELECT o.type, o.identity FROM (
        SELECT 'pg_publication'::regclass::oid AS class, oid AS object, pubowner AS owner FROM pg_publication
        UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner FROM pg_foreign_server
        UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwowner FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'pg_event_trigger'::regclass, oid, evtowner FROM pg_event_trigger
        ) AS x, pg_identify_object(x.class, x.object, 0) AS o WHERE pg_has_role(x.owner, 'USAGE') AND NOT EXISTS
        (SELECT FROM pg_depend d WHERE d.classid = x.class AND d.objid = x.object AND d.deptype = 'e')
        """

    /// Their constructors are the superuser's, and would stand in the way.
    static let ranges = """
        SELECT 'type' AS type, t.oid::regtype::text AS identity FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
        WHERE typtype = 'r' AND nspname !~ '^(pg_|information_schema$)' AND pg_has_role(typowner, 'USAGE') AND NOT EXISTS
        (SELECT FROM pg_depend WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype = 'e')
        """

    private static let dropLoose = """
        SELECT format('DROP %s IF EXISTS %s CASCADE', replace(type, 'foreign-data', 'foreign data'), identity)
        FROM (\(loose)) AS l
        \\gexec
        """

    /// All that has a schema and is not moved with a table, less what is PostgreSQL's or an extension's.
    static let objects = """
        SELECT n.nspname AS schema, x.class, x.object, x.owner FROM (
        SELECT relnamespace AS space, 'pg_class'::regclass::oid AS class, oid AS object, relowner AS owner FROM pg_class c
        WHERE relkind IN ('r', 'p', 'f', 'v', 'm') OR relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
        AND d.deptype IN ('a', 'i'))
        UNION ALL SELECT typnamespace, 'pg_type'::regclass, oid, typowner FROM pg_type WHERE typtype IN ('e', 'd', 'r', 'm')
        OR typtype = 'c' AND EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c')
        UNION ALL SELECT pronamespace, 'pg_proc'::regclass, oid, proowner FROM pg_proc
        UNION ALL SELECT oprnamespace, 'pg_operator'::regclass, oid, oprowner FROM pg_operator
        UNION ALL SELECT opcnamespace, 'pg_opclass'::regclass, oid, opcowner FROM pg_opclass
        UNION ALL SELECT opfnamespace, 'pg_opfamily'::regclass, oid, opfowner FROM pg_opfamily
        UNION ALL SELECT collnamespace, 'pg_collation'::regclass, oid, collowner FROM pg_collation
        UNION ALL SELECT connamespace, 'pg_conversion'::regclass, oid, conowner FROM pg_conversion
        UNION ALL SELECT cfgnamespace, 'pg_ts_config'::regclass, oid, cfgowner FROM pg_ts_config
        UNION ALL SELECT dictnamespace, 'pg_ts_dict'::regclass, oid, dictowner FROM pg_ts_dict
        UNION ALL SELECT stxnamespace, 'pg_statistic_ext'::regclass, oid, stxowner FROM pg_statistic_ext
        ) AS x JOIN pg_namespace n ON n.oid = x.space AND n.nspname !~ '^(pg_|information_schema$)'
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = x.class AND d.objid = x.object AND d.deptype = 'e')
        """

    /// Those where we may put something, less what moved aside before.
    static let open = """
        SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|garde_(before|failed)_[0-9]{8}_[0-9]{6}(_[0-9]+)?$)'
        AND has_schema_privilege(oid, 'CREATE') ORDER BY 1;
        """

    /// Ends the transaction by an error unless every table has its rows, and every sequence its number.
    func check(_ counts: DumpCounts) -> String {
        let rows = counts.rows.sorted { $0.key.sql < $1.key.sql }.map { ($0.key.sql, "count(*)", $0.value) }
        let sequences = counts.sequences.sorted { $0.key.sql < $1.key.sql }.map {
            ($0.key.sql, "last_value", $0.value.last)
        }
        let values = (rows + sequences).map { "(\(SQL.literal($0.0)), '\($0.1)', \($0.2))" }
        guard !values.isEmpty else { return "" }
        let mark = "$garde_\(stamp)$"
        return """
            DO \(mark) DECLARE want record; found bigint; wrong text[]; BEGIN
            FOR want IN SELECT * FROM (VALUES \(values.joined(separator: ",\n"))) AS v (name, what, number) LOOP
            EXECUTE format('SELECT %s FROM %s %s', want.what, case when want.what = 'count(*)' and (SELECT relkind FROM
            pg_catalog.pg_class WHERE oid = want.name::regclass) <> 'p' then 'ONLY' else '' end, want.name) INTO found;
            IF found <> want.number THEN wrong := wrong || format('%s %s/%s', want.name, found, want.number); END IF;
            END LOOP;
            IF wrong IS NOT NULL THEN RAISE EXCEPTION 'not as in the dump: %', array_to_string(wrong[1:8], ', '); END IF;
            END \(mark);

            """
    }
}
