import GardeCore
import GardeWords

/// What a restore cannot make again, or not whole: functions in it look for their tables by `search_path`, which is
/// empty while a dump is loaded.
struct PostgresSearchPath: Sendable, Hashable {
    /// Materialised views and indexes, each with its function: the restore goes on without their data, or without them.
    var derived: [String] = []
    /// Tables with a check, of their own or of a domain's, a generated column or a computed partition key: their rows would
    /// be refused.
    var tables: [String] = []

    /// For what a function is used (1: something derived, 2: a check, 3: what is computed of a row), in words, the function, the
    /// schemas of what it names, empty where a name of its body is one of several schemas, and whether it may read tables.
    ///
    /// Functions are read, never run: a backup has rights that whoever wrote them may lack.
    ///
    /// A body names something of its user's without a schema; parsed bodies (`BEGIN ATOMIC`) have their names resolved,
    /// and a function with a `search_path` of its own has what it needs.
    static let query = """
        with recursive rules as (
          select r.ev_class as relation, d.refclassid as class, d.refobjid as object from pg_rewrite r
          join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid where d.refobjid <> r.ev_class
        ), views(view, relation) as (
          select oid, oid from pg_class where relkind = 'm' and relispopulated
          union select v.view, r.object from views v join rules r on r.relation = v.relation
          join pg_class c on r.class = 'pg_class'::regclass and c.oid = r.object and c.relkind = 'v'
        ), uses(kind, relation, function) as (
          select 1, v.view, r.object from views v join rules r on r.relation = v.relation and r.class = 'pg_proc'::regclass
          union select 1, d.objid, d.refobjid from pg_depend d join pg_class c on c.oid = d.objid and c.relkind in ('i', 'I')
          where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_proc'::regclass
          union select 2, c.conrelid, d.refobjid from pg_depend d join pg_constraint c on c.oid = d.objid and c.contype = 'c'
          where d.classid = 'pg_constraint'::regclass and d.refclassid = 'pg_proc'::regclass and c.conrelid <> 0
          union select 3, a.attrelid, d.refobjid from pg_depend d join pg_attrdef f on f.oid = d.objid
          join pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum and to_jsonb(a) ->> 'attgenerated' = 's'
          where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_proc'::regclass
          union select 3, d.objid, d.refobjid from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'p'
          where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_proc'::regclass
          union select 2, a.attrelid, d.refobjid from pg_depend d join pg_constraint c on c.oid = d.objid
          join pg_attribute a on a.atttypid = c.contypid join pg_class t on t.oid = a.attrelid and t.relkind in ('r', 'p')
          where d.classid = 'pg_constraint'::regclass and d.refclassid = 'pg_proc'::regclass and c.contypid <> 0
        ), own(name, after, schema, reads) as (
          select relname::text, '($|[^[:alnum:]_$])', relnamespace::regnamespace::text, true
          from pg_class where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
          and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
          union select proname::text, '"?\\s*\\(', pronamespace::regnamespace::text, lanname not in ('c', 'internal')
          from pg_proc join pg_language on pg_language.oid = prolang where pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
        )
        select u.kind, u.relation::regclass || ' (' || p.oid::regprocedure || ')', p.oid::regprocedure,
        case when found.most = 1 then found.schemas else '' end, found.reads from uses u
        join pg_proc p on p.oid = u.function join pg_language l on l.oid = p.prolang
        join lateral (select max(n) as most, string_agg(distinct schema, ', ') as schemas, bool_or(reads) as reads from (
          select own.name, min(own.schema) as schema, count(distinct own.schema) as n, bool_or(own.reads) as reads from own where p.prosrc ~*
          ('(^|[^."[:alnum:]_$])"?' || regexp_replace(own.name, '([^[:alnum:]_])', '\\\\\\1', 'g') || own.after)
          group by own.name) named) found on found.schemas is not null
        where l.lanname in ('sql', 'plpgsql') and to_jsonb(p) ->> 'prosqlbody' is null
        and coalesce(array_to_string(p.proconfig, ' '), '') !~ 'search_path=' and p.prosrc !~* 'search_path'
        order by least(u.kind, 2), 2
        """

    init(_ rows: [[String]]) {
        for row in rows where row.count == 5 {
            if row[0] == "1" { derived.append(row[1]) } else { tables.append(row[1]) }
        }
    }

    var warnings: [Text] {
        (derived.isEmpty ? [] : [.reliesOnSearchPath(derived)])
            + (tables.isEmpty ? [] : [.tableReliesOnSearchPath(tables)])
    }
}

extension PostgresCapture {
    /// Found from the catalogue alone; a server that does not answer this is saved all the same.
    func warnOfSearchPath(_ server: PostgresServer) async {
        guard let rows = try? await server.rows(PostgresSearchPath.query) else { return }
        for warning in PostgresSearchPath(rows).warnings { site.console.warning(warning) }
    }
}

extension Text {
    private static let cure = "ALTER FUNCTION … SET search_path = pg_catalog, public;"

    fileprivate static func reliesOnSearchPath(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("postgres.relies-on-search-path", ["list": list, "cure": cure])
    }

    fileprivate static func tableReliesOnSearchPath(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("postgres.table-relies-on-search-path", ["list": list, "cure": cure])
    }
}
