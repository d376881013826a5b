import GardeCore
package import GardeWords

/// Tables of a backup, and the schema of their own in the live database that they come back into.
package struct TablesBeside: Sendable {
    package struct Table: Sendable {
        package let name: QualifiedName
        let parts: DumpTables.Table
        /// Tables of the dump whose rows are its own: itself, or its partitions.
        let sources: [QualifiedName]
        package let target: QualifiedName
        package let rows: Int
        package let bytes: Int
        let columns: [String]
        /// Partitions whose rows the backup has not.
        let lacking: [QualifiedName]
        /// The columns that the live table still has; nil where there is none.
        let live: [String]?
        /// Whether the live one has a unique index, so that a row that is there already conflicts.
        let hasKey: Bool
        /// Whether the live database has its schema.
        let hasSchema: Bool
        /// Whether it is made of partitions, or is one: its copy is neither.
        let isOfPartitions: Bool

        /// Whether the live database has it not: then the copy itself takes its place.
        var isGone: Bool { live?.isEmpty != false }
    }

    package let database: String
    package let schema: String
    package let tables: [Table]
    /// Settings and statements before the rows.
    let head: String
    let text: PostgresText
    /// Names as the server writes them, in quotes where they need some.
    let quoted: [String: String]

    /// As the dump, and people, call it.
    package func shown(_ name: QualifiedName) -> String { text.shown(name.printed) }
    package func sql(_ name: QualifiedName) -> String { "\(plain(name.schema)).\(plain(name.name))" }

    // MARK: What is said

    /// A line a table: what comes where.
    package var plan: [Text] {
        tables.map {
            Text(
                "postgres.table-plan",
                [
                    "name": shown($0.name), "rows": $0.rows, "size": Bytes($0.bytes), "target": sql($0.target),
                    "database": database,
                ])
        }
    }

    /// What stays out of it.
    package var rest: [Text] {
        tables.flatMap { table in
            DumpTables.Rest.allCases.compactMap { kind in
                table.parts.rest[kind].map {
                    Text(
                        "postgres.table-rest",
                        ["name": shown(table.name), "what": kind.text, "list": shorten($0.map(text.shown))])
                }
            }
        }
    }

    /// Rows that a query of the live table would show, and the new one has not.
    package var lacks: [Failure] {
        tables.flatMap { table in
            [
                table.lacking.isEmpty
                    ? nil
                    : Failure(
                        "postgres.table-lacks",
                        ["name": shown(table.name), "list": shorten(table.lacking.map(shown))]),
                table.parts.heirs.isEmpty
                    ? nil
                    : Failure(
                        "postgres.table-heirs",
                        [
                            "name": shown(table.name), "list": shorten(table.parts.heirs.map(shown)),
                            "first": shown(table.parts.heirs[0]),
                        ]),
            ].compactMap(\.self)
        }
    }

    /// What to type next: to look, to copy rows over, and to end it.
    package func next(_ commands: TableCommands) -> [Text] {
        tables.flatMap { table in
            [
                Text(
                    "postgres.table-look", ["sql": "SELECT count(*) FROM \(sql(table.target));", "database": database]),
                Text("postgres.table-copy", ["name": shown(table.name), "sql": copy(table)]),
                table.isGone && table.isOfPartitions
                    ? Text("postgres.table-plain", ["name": shown(table.name), "command": commands.whole]) : nil,
            ].compactMap(\.self)
        } + [Text("postgres.table-drop", ["sql": "DROP SCHEMA \(plain(schema)) CASCADE;"])]
    }

    /// Rows whose key is there stay as they are, of a table without a key those that are there alike; a table that is gone
    /// comes back as a whole.
    private func copy(_ table: Table) -> String {
        guard let live = table.live, !table.isGone else {
            let first = table.hasSchema ? "" : "CREATE SCHEMA \(plain(table.name.schema)); "
            return "\(first)ALTER TABLE \(sql(table.target)) SET SCHEMA \(plain(table.name.schema));"
        }
        let columns = live.map(plain).joined(separator: ", ")
        let numbers = table.parts.numbersAlways ? " OVERRIDING SYSTEM VALUE" : ""
        let insert = "INSERT INTO \(sql(table.name)) (\(columns))\(numbers) SELECT \(columns) FROM \(sql(table.target))"
        let rest =
            table.hasKey ? "ON CONFLICT DO NOTHING" : "EXCEPT ALL SELECT \(columns) FROM \(sql(table.name))"
        return "\(insert) \(rest);"
    }

    private func plain(_ name: String) -> String { text.shown(quoted[name] ?? SQL.identifier(name)) }

    // MARK: What is done

    /// All before the rows, within a transaction that has begun.
    static func creation(_ schema: String, _ tables: [(target: QualifiedName, columns: String)]) -> String {
        let names = tables.map { SQL.literal($0.target.sql) }.joined(separator: ", ")
        return """
            CREATE SCHEMA \(SQL.identifier(schema));
            SELECT pg_catalog.format('REVOKE ALL ON SCHEMA %I FROM %s', nspname, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE
            pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END) FROM pg_catalog.pg_namespace,
            pg_catalog.aclexplode(nspacl) WHERE nspname = \(SQL.literal(schema)) AND grantee <> nspowner
            \\gexec
            \(tables.map { "CREATE TABLE \($0.target.sql) \($0.columns);" }.joined(separator: "\n"))
            SELECT pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', adrelid::pg_catalog.regclass, attname)
            FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_attribute ON attrelid = adrelid AND attnum = adnum
            WHERE adrelid IN (SELECT pg_catalog.unnest(ARRAY[\(names)]::pg_catalog.regclass[])) AND EXISTS
            (SELECT FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_class c ON c.oid = refobjid AND relkind = 'S'
            WHERE p.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND p.objid = d.oid
            AND refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass)
            \\gexec

            """
    }

    /// All behind the rows: keys, and the proof that every row of the backup is there.
    var completion: String {
        let keys = tables.compactMap { table in
            table.parts.primaryKey.map { "ALTER TABLE \(table.target.sql) ADD\($0)" }
        }
        var counts = DumpCounts()
        for table in tables { counts.rows[table.target] = table.rows }
        let check = ExchangeSQL(stamp: "tables", schemas: [], made: []).check(counts)
        return (keys + [check, "COMMIT;"]).joined(separator: "\n") + "\n"
    }

    /// By the dump's tables, where the rows of each go.
    var targets: [QualifiedName: QualifiedName] {
        Dictionary(tables.flatMap { table in table.sources.map { ($0, table.target) } }) { one, _ in one }
    }
}

extension DumpTables.Rest {
    fileprivate var text: Text {
        switch self {
        case .constraints: Text("postgres.rest-constraints")
        case .foreignKeys: Text("postgres.rest-foreign-keys")
        case .indexes: Text("postgres.rest-indexes")
        case .triggers: Text("postgres.rest-triggers")
        case .rules: Text("postgres.rest-rules")
        case .numbering: Text("postgres.rest-numbering")
        case .rowSecurity: Text("postgres.rest-row-security")
        case .owner: Text("postgres.rest-owner")
        case .rights: Text("postgres.rest-rights")
        }
    }
}
