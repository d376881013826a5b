import GardeCore
import GardeWords

/// Tables whose rows the recipe leaves out; a safety copy, which is ours to take back, has them all.
extension PostgresCapture {
    func withoutRows(_ server: PostgresServer) async throws -> [PostgresServer.Table] {
        guard !postgres.excludedData.isEmpty, !hasAllRows else { return [] }
        return excluded(among: try await server.tables())
    }

    /// With the partitions of what is partitioned.
    private func excluded(among tables: [PostgresServer.Table]) -> [PostgresServer.Table] {
        let patterns = TablePatterns(postgres.excludedData)
        var found = Set(tables.filter { patterns.match($0.name) }.map(\.oid))
        var count = 0
        while count != found.count {
            count = found.count
            found.formUnion(tables.filter { found.contains($0.parent) }.map(\.oid))
        }
        return tables.filter { found.contains($0.oid) }
    }

    func sayWithoutRows(_ server: PostgresServer) async throws {
        guard !postgres.excludedData.isEmpty, !hasAllRows else { return }
        let tables = try await server.tables()
        let patterns = TablePatterns(postgres.excludedData)
        for failure in patterns.findings(of: id, among: tables.map(\.name)) { site.console.warning(failure.text) }
        let found = excluded(among: tables)
        guard !found.isEmpty else { return }
        site.console.info(
            .withoutRows(id, found.map(\.name.whole), bytes: found.reduce(0) { $0 + $1.bytes }))
        if postgres.incremental { site.console.info(Text("postgres.base-has-rows", ["component": id])) }
        let keys = try await server.keys(into: found)
        if !keys.isEmpty {
            site.console.warning(Text("postgres.without-rows-needed", ["component": id, "list": shorten(keys)]))
        }
    }
}

extension PostgresServer {
    struct Table: Sendable {
        let oid: String
        let name: TablePatterns.Name
        /// As pg_dump takes it for this table alone.
        let sql: String
        let bytes: Int
        /// What it is a partition of; empty for none.
        let parent: String
    }

    /// Those that somebody made.
    func tables() async throws -> [Table] {
        let sql = """
            select c.oid, nspname, relname, pg_table_size(c.oid), coalesce((select inhparent::text from pg_inherits
            where inhrelid = c.oid and relispartition), '') from pg_class c join pg_namespace n on n.oid = relnamespace
            where relkind in ('r', 'p') and nspname !~ '^pg_' and nspname <> 'information_schema' order by 2, 3
            """
        return try await rows(sql).filter { $0.count == 5 }.map { row in
            let name = QualifiedName(row[1], row[2])
            return Table(
                oid: row[0],
                name: .init(whole: "\(name.schema).\(name.name)", short: name.schema == "public" ? name.name : nil),
                sql: name.sql, bytes: Int(row[3]) ?? 0, parent: row[4])
        }
    }

    /// Foreign keys of tables with rows to these without: such rows would be refused. Before 11 none has a parent.
    func keys(into tables: [Table]) async throws -> [String] {
        let list = tables.map(\.oid).joined(separator: ", ")
        let sql = """
            select conrelid::regclass::text || ' (' || conname || ')' from pg_constraint k where contype = 'f'
            and coalesce(to_jsonb(k) ->> 'conparentid', '0') = '0' and confrelid in (\(list)) and conrelid not in (\(list)) order by 1
            """
        return try await rows(sql).map { $0[0] }
    }
}

extension Text {
    static func withoutRows(_ component: Component.ID, _ tables: [String], bytes: Int) -> Text {
        Text("backup.without-rows", ["component": component, "list": shorten(tables), "size": Bytes(bytes)])
    }
}
