package import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// What a person types where a table cannot be had alone.
package struct TableCommands: Sendable {
    /// Looks for a pattern in all backups.
    let find: @Sendable (String) -> String
    /// The whole database under another name.
    let whole: String

    package init(find: @escaping @Sendable (String) -> String, whole: String) {
        (self.find, self.whole) = (find, whole)
    }
}

/// The way of single tables: into a schema of their own beside the live ones, which stay as they are.
extension PostgresLoad {
    /// Reads the dump to its end, and has the server make the tables in a transaction that is given up: changes nothing.
    package func find(
        _ names: [TypedTable], in files: RestoreFiles, _ commands: TableCommands
    ) async throws -> TablesBeside {
        let session = try await open()
        let files = try await recovered(files, session)
        guard let dump = files.first(.dump) else { throw Failure.dumpMissing(name) }
        let (schema, text, script) = try await DumpContent.schema(dump.source, session, hear: site.hear(id))
        var found = rightsFindings(session, schema)
        found += try await tableFindings(session)
        guard found.isEmpty else { throw Failure.together(found, session.target) }
        let dumped = DumpTables(script)
        let chosen = try choose(names, of: dumped, text, commands)
        let rows = try await count(chosen.flatMap(dumped.family), dump, text, session)
        let space = try await unusedSchema(of: files.id, session)
        var tables: [TablesBeside.Table] = []
        for one in chosen { tables.append(try await table(one, of: dumped, rows, into: space, text, session)) }
        let bytes = tables.reduce(0) { $0 + $1.bytes }
        if let folder = try? await session.dataFolder(), let free = await session.room(at: folder), free < 3 * bytes {
            throw Failure.noRoom(3 * bytes, free, folder)
        }
        let head =
            try await head(files, schema, text)
            + TablesBeside.creation(
                space, tables.map { (target: $0.target, columns: $0.parts.columns ?? "()") })
        do { try await session.run("\(head)ROLLBACK;", in: session.target, text: text) } catch let failure as Failure {
            throw Failure.tableRefused(failure.why, commands)
        }
        let names = [space] + tables.flatMap { [$0.name.schema, $0.name.name] + $0.columns }
        return TablesBeside(
            database: session.target, schema: space, tables: tables, head: head, text: text,
            quoted: try await quoted(names, text, session))
    }

    /// All or nothing, in one transaction.
    package func load(_ tables: TablesBeside, of files: RestoreFiles, _ commands: TableCommands) async throws {
        let session = try await open()
        guard let dump = try await recovered(files, session).first(.dump) else { throw Failure.dumpMissing(name) }
        let read = try await session.tool("pg_restore", ["--data-only", "-f", "-"])
        let arguments = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse", "-f", "-"]
        let psql = try await session.tool(
            "psql", arguments + ["-d", session.connection(to: tables.database)], in: tables.database)
        let text = tables.text
        let rows = TableRows(
            tables.targets, text, between: (text.bytes(tables.head), text.bytes(tables.completion)))
        do {
            try await pipeline(
                dump.source + [Child(read, hear: site.hear(id))] + text.filters
                    + [rows, Child(psql, hear: site.hear(id)), Collect()])
        } catch let failed as ToolFailed {
            throw Failure.tableRefused(.verbatim(failed.said.joined(separator: " / ")), commands)
        }
    }

    private func tableFindings(_ session: PostgresSession) async throws -> [Failure] {
        guard let live = try await session.databases(named: session.target).first, live.allowsConnections else {
            return [.databaseNotOpen(session.target)]
        }
        let may = "SELECT has_database_privilege(current_database(), 'CREATE');"
        guard try await session.rows(may, in: session.target).first?.first != "t" else { return [] }
        let grant =
            "GRANT CREATE ON DATABASE \(SQL.identifier(session.target)) TO \(SQL.identifier(session.facts.user));"
        return [
            Failure(
                "postgres.table-no-rights",
                ["user": session.facts.user, "database": session.target, "command": grant])
        ]
    }

    // MARK: Which, and what there is of them

    private func choose(
        _ names: [TypedTable], of dumped: DumpTables, _ text: PostgresText, _ commands: TableCommands
    ) throws -> [QualifiedName] {
        let all = Array(dumped.tables.keys) + dumped.others.keys
        let shown = Dictionary(all.map { (QualifiedName(text.shown($0.schema), text.shown($0.name)), $0) }) { one, _ in
            one
        }
        var chosen: [QualifiedName] = []
        for typed in names {
            let meant = typed.matches(shown.keys)
            guard let first = meant.first, let table = shown[first] else {
                throw Failure.noSuchTable(typed, Array(shown.keys), commands)
            }
            guard meant.count == 1 else {
                throw Failure(
                    "postgres.table-several",
                    [
                        "name": typed.text,
                        "list": meant.map { $0.printed }.sorted().joined(separator: ", "),
                    ])
            }
            if let other = dumped.others[table] { throw Failure.notATable(typed.text, other, commands) }
            if dumped.tables[table]?.columns == nil {
                throw Failure("postgres.table-not-alone", ["name": typed.text, "command": commands.whole])
            }
            if let whole = chosen.first(where: { dumped.family(of: $0).contains(table) && $0 != table })
                ?? chosen.first(where: { dumped.family(of: table).contains($0) && $0 != table })
            {
                throw Failure(
                    "postgres.table-twice",
                    ["one": text.shown(whole.printed), "other": text.shown(table.printed)])
            }
            if let twin = chosen.first(where: { $0.name == table.name && $0 != table }) {
                throw Failure(
                    "postgres.table-twins",
                    ["one": text.shown(twin.printed), "other": text.shown(table.printed)])
            }
            if !chosen.contains(table) { chosen.append(table) }
        }
        return chosen
    }

    private func count(
        _ tables: [QualifiedName], _ dump: RestoreFile, _ text: PostgresText, _ session: PostgresSession
    ) async throws -> [QualifiedName: TableRows.Found] {
        let read = try await session.tool("pg_restore", ["--data-only", "-f", "-"])
        let rows = TableRows(Dictionary(tables.map { ($0, $0) }) { one, _ in one }, text)
        do { try await pipeline(dump.source + [Child(read, hear: site.hear(id))] + text.filters + [rows]) } catch let
            failed as ToolFailed
        { throw Failure.dumpUnreadable(failed.said) }
        return rows.found
    }

    private func table(
        _ name: QualifiedName, of dumped: DumpTables, _ rows: [QualifiedName: TableRows.Found], into space: String,
        _ text: PostgresText, _ session: PostgresSession
    ) async throws -> TablesBeside.Table {
        var parts = dumped.tables[name] ?? DumpTables.Table()
        if parts.rest[.owner]?.map(text.shown) == [session.facts.user] { parts.rest[.owner] = nil }
        let family = dumped.family(of: name)
        // A partitioned table has no rows of its own.
        let holders = family.filter { dumped.tables[$0]?.isPartitioned != true || rows[$0] != nil }
        let held = holders.filter { rows[$0] != nil }
        guard !held.isEmpty || holders.isEmpty else {
            throw Failure(
                "postgres.table-without-rows",
                ["name": text.shown(name.printed), "list": shorten(holders.map { text.shown($0.printed) })])
        }
        let found = held.compactMap { rows[$0] }
        let columns = found.first?.columns ?? []
        let (live, hasSchema, hasKey) = try await liveColumns(of: name, text, session)
        return TablesBeside.Table(
            name: name, parts: parts, sources: family, target: QualifiedName(space, name.name),
            rows: found.reduce(0) { $0 + $1.rows }, bytes: found.reduce(0) { $0 + $1.bytes }, columns: columns,
            lacking: holders.filter { rows[$0] == nil }, live: live.map { live in columns.filter(live.contains) },
            hasKey: hasKey, hasSchema: hasSchema, isOfPartitions: dumped.isOfPartitions(name))
    }

    private func liveColumns(
        of table: QualifiedName, _ text: PostgresText, _ session: PostgresSession
    ) async throws -> ([String]?, hasSchema: Bool, hasKey: Bool) {
        let sql = """
            SELECT n.oid, c.oid, a.attname, EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisunique
            AND indisvalid AND indpred IS NULL AND indexprs IS NULL) FROM pg_namespace n
            LEFT JOIN pg_class c ON c.relnamespace = n.oid AND relname = \(SQL.literal(table.name)) AND relkind IN ('r', 'p')
            LEFT JOIN pg_attribute a ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
            WHERE nspname = \(SQL.literal(table.schema));
            """
        let rows = try await session.rows(sql, in: session.target, text: text)
        guard let first = rows.first else { return (nil, false, false) }
        return (first[1].isEmpty ? nil : rows.map { $0[2] }, true, first[3] == "t")
    }

    /// Named after the backup; with a number behind it where an earlier call left one.
    private func unusedSchema(of backup: String, _ session: PostgresSession) async throws -> String {
        let there = Set(try await session.rows("SELECT nspname FROM pg_namespace;", in: session.target).map { $0[0] })
        let names = [SQL.name("garde_\(backup)", "")] + (2...999).map { SQL.name("garde_\(backup)", "_\($0)") }
        return names.first { !there.contains($0) } ?? names[0]
    }

    private func quoted(
        _ names: [String], _ text: PostgresText, _ session: PostgresSession
    ) async throws -> [String: String] {
        let names = Array(Set(names))
        let sql =
            "SELECT quote_ident(name) FROM unnest(ARRAY[\(SQL.list(names))]) WITH ORDINALITY AS t (name, place) ORDER BY place;"
        let quoted = try await session.rows(sql, text: text).map { $0[0] }
        return Dictionary(zip(names, quoted)) { one, _ in one }
    }

    private func head(_ files: RestoreFiles, _ schema: DumpSchema, _ text: PostgresText) async throws -> String {
        let encoding = text == .bytes ? schema.encoding : "UTF8"
        let money = try await moneyLocale(files, schema).map { "SET lc_monetary = \(SQL.literal($0));\n" } ?? ""
        return """
            BEGIN; SET LOCAL lock_timeout = '30s';
            SELECT pg_catalog.set_config('search_path', '', false) \\gset
            SET check_function_bodies = off; SET xmloption = content; SET client_min_messages = warning;
            SET row_security = off; SET client_encoding = \(SQL.literal(encoding));
            \(money)
            """
    }
}

extension Failure {
    fileprivate static func tableRefused(_ why: Text?, _ commands: TableCommands) -> Failure {
        Failure("postgres.table-refused", ["why": why, "command": commands.whole])
    }

    fileprivate static func noSuchTable(
        _ typed: TypedTable, _ all: [QualifiedName], _ commands: TableCommands
    ) -> Failure {
        let alike = typed.alike(all)
        return Failure(
            "postgres.no-such-table",
            [
                "name": typed.text,
                "why": alike.isEmpty ? nil : Text("postgres.similar-tables", ["list": shorten(alike)]),
                "command": commands.find(typed.pattern),
            ])
    }

    fileprivate static func notATable(
        _ name: String, _ other: DumpTables.Other, _ commands: TableCommands
    ) -> Failure {
        let what =
            switch other {
            case .view: Text("postgres.kind-view")
            case .materialized: Text("postgres.kind-materialized")
            case .foreign: Text("postgres.kind-foreign")
            case .sequence: Text("postgres.kind-sequence")
            }
        return Failure("postgres.not-a-table", ["name": name, "what": what, "command": commands.whole])
    }
}
