package import GardeCore
import GardeWords
import GardeIO
import Synchronization

extension PostgresLoad {
    /// Looks whether the name leads to the very database that was counted before the swap, and whether it answers.
    ///
    /// Clients are in it again: what is in it is theirs to change.
    package func check(_ files: RestoreFiles) async throws {
        let session = try await open()
        let live = try await session.databases(named: session.target).first
        guard let live, live.allowsConnections else { throw Failure.databaseNotOpen(session.target) }
        if let swapped = seen.swapped.withLock({ $0 }), swapped != live.oid {
            throw Failure.databaseReplaced(session.target)
        }
        try await session.run("select 1;", in: session.target)
    }

    /// Whether this database has every table, row, sequence and large object of the dump.
    package func compare(_ files: RestoreFiles, with database: String) async throws {
        let session = try await open()
        let counts = try await content(recovered(files, session), session).counts
        let tables = try await tables(counts, in: database, session)
        let missing = tables.filter { $0.oid.isEmpty }
        guard missing.isEmpty else { throw Failure.tablesMissing(missing.map { text.shown($0.table.sql) }) }
        try await compareRows(tables, counts, with: database, session)
        try await compareSequences(counts, with: database, session)
        try await compareLargeObjects(counts, with: database, session)
    }

    /// A table of the dump as the database has it; `oid` is empty where it has none.
    private struct Table {
        let table: QualifiedName
        let oid: String
        let kind: String
        /// An extension makes it and fills it with rows of its own: the dump holds only the others.
        let isOfExtension: Bool
    }

    private func tables(
        _ counts: DumpCounts, in database: String, _ session: PostgresSession
    ) async throws -> [Table] {
        let names = counts.rows.keys.sorted { $0.sql < $1.sql }
        guard !names.isEmpty else { return [] }
        let values = names.enumerated().map {
            "(\($0.offset), \(SQL.literal($0.element.schema)), \(SQL.literal($0.element.name)))"
        }
        let sql = """
            select c.oid, c.relkind, exists (select from pg_depend where classid = 'pg_class'::regclass
            and objid = c.oid and deptype = 'e') from (values \(values.joined(separator: ", "))) as v (place, schema, name)
            left join pg_namespace n on n.nspname = v.schema
            left join pg_class c on c.relnamespace = n.oid and c.relname = v.name order by place;
            """
        return zip(names, try await session.rows(sql, in: database, text: text)).map {
            Table(table: $0, oid: $1[0], kind: $1[1], isOfExtension: $1[2] == "t")
        }
    }

    private func compareRows(
        _ tables: [Table], _ counts: DumpCounts, with database: String, _ session: PostgresSession
    ) async throws {
        let counted = tables.filter { $0.kind != "f" }
        guard !counted.isEmpty else { return }
        // Of a table with heirs only its own rows are in its part of the dump; a partitioned one has none of its own.
        let queries = counted.map { "select count(*) from \($0.kind == "p" ? "" : "only ")\($0.table.sql);" }
        let answers = try await session.run(queries.joined(separator: "\n"), in: database, text: text).split(
            separator: "\n")
        guard answers.count == counted.count else { throw Failure.rowsDiffer([]) }
        var different: [String] = []
        for (table, answer) in zip(counted, answers) {
            let (expected, found) = (counts.rows[table.table] ?? 0, Int(answer) ?? -1)
            if table.isOfExtension ? found < expected : found != expected {
                different.append("\(table.table.sql) \(found)/\(expected)")
            }
        }
        guard different.isEmpty else { throw Failure.rowsDiffer(different.map(text.shown)) }
    }

    private func compareSequences(
        _ counts: DumpCounts, with database: String, _ session: PostgresSession
    ) async throws {
        let names = counts.sequences.keys.sorted { $0.sql < $1.sql }
        guard !names.isEmpty else { return }
        let queries = names.map { "select last_value, is_called from \($0.sql);" }
        let answers = try await session.run(queries.joined(separator: "\n"), in: database, text: text).split(
            separator: "\n")
        guard answers.count == names.count else { throw Failure.rowsDiffer([]) }
        let different = zip(names, answers).filter { name, answer in
            counts.sequences[name].map { "\($0.last)\u{1f}\($0.isCalled ? "t" : "f")" } != String(answer)
        }
        guard different.isEmpty else {
            throw Failure.rowsDiffer(
                different.map { name, answer in
                    let expected = counts.sequences[name].map { "\($0.last)" } ?? "?"
                    return "\(text.shown(name.sql)) \(answer.prefix { $0 != "\u{1f}" })/\(expected)"
                })
        }
    }

    private func compareLargeObjects(
        _ counts: DumpCounts, with database: String, _ session: PostgresSession
    ) async throws {
        guard !counts.isInserts else { return }
        let found = try await session.rows("select count(*) from pg_largeobject_metadata;", in: database).first?.first
        guard found == "\(counts.largeObjects)" else {
            throw Failure.rowsDiffer(["pg_largeobject \(found ?? "?")/\(counts.largeObjects)"])
        }
    }
}
