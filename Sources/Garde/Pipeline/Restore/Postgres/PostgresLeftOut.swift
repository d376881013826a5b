import GardeIO
import Synchronization
import SystemPackage

/// What PostgreSQL computes from the rest of a database, and may refuse to: it can be made later by hand.
package struct DumpDerived: Sendable, Hashable {
    /// Materialised views whose rows the dump asks for, in its order.
    package var views: [QualifiedName] = []
    package var indexes: [Index] = []

    package struct Index: Sendable, Hashable {
        package let name: QualifiedName
        /// The statement that makes it.
        package let sql: String
    }

    /// Takes what such a statement makes; others are none of ours.
    mutating func take(_ tokens: [SQLToken], _ sql: String) {
        var cursor = TokenCursor(tokens)
        if cursor.take("refresh", "materialized", "view") {
            QualifiedName(&cursor).map { views.append($0) }
        } else if cursor.take("create") {
            _ = cursor.take("unique")
            guard cursor.take("index"), let name = cursor.name(), cursor.take("on") else { return }
            _ = cursor.take("only")
            guard let table = QualifiedName(&cursor) else { return }
            indexes.append(Index(name: QualifiedName(table.schema, name), sql: sql))
        }
    }
}

extension PostgresLoad {
    /// Indexes, keys, triggers and the rows of materialised views.
    ///
    /// A function in them may look for its tables by `search_path`, which no restore has. So what is refused of
    /// `DumpDerived` is left out, and recorded; anything else that is refused throws.
    func restoreDerived(
        _ dump: PostgresScratch, into database: String, _ derived: DumpDerived, _ journal: Journal,
        _ session: PostgresSession
    ) async throws {
        let said = Mutex<[String]>([])
        let restore = try await session.restore(dump, into: database, ["--section=post-data"])
        do {
            try await pipeline([
                Child(restore) { [hear = site.hear(name)] line in
                    said.withLock { $0.append(line) }
                    hear(line)
                }
            ])
        } catch is ToolFailed {
            let lines = said.withLock { $0 }
            let missing = try await leftOut(derived, in: database, session)
            guard missing.count == lines.count(where: \.isRefusal) else { throw Failure.notLoaded(lines) }
            for left in missing {
                try journal.record(lacks: left.failure(after: lines, session.facts.major), of: name)
            }
        }
    }

    private func leftOut(
        _ derived: DumpDerived, in database: String, _ session: PostgresSession
    ) async throws -> [LeftOut] {
        let views = try await places(of: derived.views, "c.relispopulated", in: database, session)
        let indexes = try await places(of: derived.indexes.map(\.name), "c.oid is not null", in: database, session)
        return views.map { LeftOut(name: text.shown(derived.views[$0].sql), sql: nil) }
            + indexes.map {
                let index = derived.indexes[$0]
                return LeftOut(name: text.shown(index.name.sql), sql: text.shown(index.sql))
            }
    }

    /// Those of the relations for which `condition` does not hold.
    private func places(
        of names: [QualifiedName], _ condition: String, in database: String, _ session: PostgresSession
    ) async throws -> [Int] {
        guard !names.isEmpty else { return [] }
        let values = names.enumerated().map {
            "(\($0.offset), \(SQL.literal($0.element.schema)), \(SQL.literal($0.element.name)))"
        }
        let sql = """
            select place from (values \(values.joined(separator: ", "))) as v (place, schema, name)
            left join pg_namespace n on n.nspname = v.schema
            left join pg_class c on c.relnamespace = n.oid and c.relname = v.name
            where (\(condition)) is not true order by place;
            """
        return try await session.rows(sql, in: database, text: text).compactMap { Int($0[0]) }
    }
}

extension PostgresSession {
    /// `pg_restore` of some sections into a new database.
    ///
    /// Nothing is lost when a crash takes commits back: a database half loaded is thrown away, and the swap waits.
    func restore(_ dump: PostgresScratch, into database: String, _ options: [String]) async throws -> Invocation {
        let connection = ["--no-password", "-d", SQL.connection(to: database), dump.file.string]
        var restore = try await tool("pg_restore", ["-j", "\(min(onlineCores(), 8))"] + options + connection)
        restore.environment["PGOPTIONS"] = "-c synchronous_commit=off -c default_transaction_read_only=off"
        return restore
    }
}

/// An index, or with no `sql` of its own a materialised view, that the restore does without.
private struct LeftOut {
    let name: String
    let sql: String?

    func failure(after lines: [String], _ major: Int) -> Failure {
        let command = sql ?? "REFRESH MATERIALIZED VIEW \(name);"
        let why = lines.reason(before: sql ?? "REFRESH MATERIALIZED VIEW ")
        // Since 17 PostgreSQL itself sets search_path aside for both.
        let first =
            major >= 17
            ? Text(
                "Give its functions what they need (ALTER FUNCTION … SET search_path = …;), then type in SQL: ",
                fr:
                    "Donnez à ses fonctions ce qu'il leur faut (ALTER FUNCTION … SET search_path = …;), puis tapez en SQL : "
            )
            : Text("Type in SQL: ", fr: "Tapez en SQL : ")
        let what =
            sql == nil
            ? Text(
                "the materialised view \(name) came back without its data",
                fr: "la vue matérialisée \(name) est revenue sans ses données")
            : Text("the index \(name) did not come back", fr: "l'index \(name) n'est pas revenu")
        return Failure(
            what, why: why.map { Text($0, fr: $0) },
            fix: Text(first[.english] + command, fr: first[.french] + command))
    }
}

extension [String] {
    /// The server's words that stand before this command in what `pg_restore` said.
    fileprivate func reason(before command: String) -> String? {
        let first = command.split(separator: "\n").first.map(String.init) ?? command
        guard let place = firstIndex(where: { $0.hasPrefix("Command was: \(first)") }) else { return nil }
        return self[..<place].last(where: \.isRefusal).flatMap { line in
            line.firstRange(of: "ERROR:").map { String(line[$0.upperBound...].drop { $0 == " " }) }
        }
    }
}

extension String {
    /// Whether `pg_restore` says that something failed, be it the server's refusal or its own.
    var isRefusal: Bool { hasPrefix("pg_restore: error:") }
}
