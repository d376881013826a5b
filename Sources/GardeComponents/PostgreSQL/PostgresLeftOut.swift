import GardeCore
import GardeWords
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
        _ dump: PostgresInput, into database: String, _ schema: DumpSchema, _ money: String?, _ journal: Journal,
        _ session: PostgresSession
    ) async throws {
        let restore = try await session.restore(
            dump, into: database, money, ["--section=post-data"], alone: schema.timescaleSchema != nil)
        let lines = try await refused(restore, reading: dump)
        guard lines.contains(where: \.isRefusal) else { return }
        let missing = try await leftOut(schema.derived, in: database, session)
        guard missing.count == lines.count(where: \.isRefusal) else { throw Failure.notLoaded(lines) }
        for left in missing {
            try journal.record(lacks: left.failure(after: lines, session.facts.major), of: id)
        }
    }

    /// What `pg_restore` said when it went on to its end after refusals, that of an unknown timeout left out; throws
    /// when it did not come to its end.
    func refused(_ restore: Invocation, reading dump: PostgresInput) async throws -> [String] {
        let said = Mutex<[String]>([])
        let child = Child(restore) { [hear = site.hear(id)] line in
            said.withLock { $0.append(line) }
            hear(line)
        }
        do {
            // One that reads a stream stops at the end of its section.
            do { try await pipeline(dump.source + [child]) } catch Errno.brokenPipe { try Task.checkCancellation() }
            return []
        } catch let failed as ToolFailed {
            let lines = said.withLock { $0 }
            guard failed.ending == .exited(1), lines.contains(where: \.isRefusal) else {
                throw Failure.notLoaded(lines)
            }
            return lines.withoutUnknownTimeout
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
    /// `pg_restore` of some sections into a new database, in one session where it is to be `alone`.
    ///
    /// Nothing is lost when a crash takes commits back: a database half loaded is thrown away, and the swap waits.
    func restore(
        _ dump: PostgresInput, into database: String, _ money: String?, _ options: [String], alone: Bool
    ) async throws -> Invocation {
        let settings = ["synchronous_commit=off"] + (money.map { ["lc_monetary=\($0)"] } ?? [])
        let place = ["--no-password", "-d", connection(to: database, settings)]
        guard case .file(let dump) = dump else { return try await tool("pg_restore", options + place) }
        // Only one session says line by line what it was refused.
        let (isReadByLine, isCustom) = (try await setsUnknownTimeout(), try await dump.isCustomFormat())
        let isParallel = isCustom && !isReadByLine && !alone
        let jobs = isParallel ? ["-j", "\(min(try await jobs(), 8))"] : []
        return try await tool("pg_restore", jobs + options + place + [dump.file.string])
    }

    /// As many sessions as there are processors and the role may have.
    func jobs() async throws -> Int {
        let sql = "select rolconnlimit from pg_roles where rolname = session_user and not rolsuper;"
        let limit = try await rows(sql).first.flatMap { Int($0[0]) } ?? -1
        return limit > 0 ? min(limit, usableCores()) : usableCores()
    }
}

/// An index, or with no `sql` of its own a materialised view, that the restore does without.
private struct LeftOut {
    let name: String
    let sql: String?

    package func failure(after lines: [String], _ major: Int) -> Failure {
        let command = sql ?? "REFRESH MATERIALIZED VIEW \(name);"
        let why = lines.reason(before: sql ?? "REFRESH MATERIALIZED VIEW ")
        // Since 17 PostgreSQL itself sets search_path aside for both.
        let first =
            major >= 17
            ? Text("postgres.type-in-sql-after")
            : Text("postgres.type-in-sql")
        let what =
            sql == nil
            ? Text("postgres.view-without-data", ["name": name])
            : Text("postgres.index-left-out", ["name": name])
        return Failure(
            "postgres.type-in-sql-after",
            what, why: why.map { Text.verbatim($0) },
            fix: [first, .verbatim(command)].joined(separator: ""))
    }
}

extension PostgresSession {
    /// Since 17 `pg_restore` sets `transaction_timeout` in each of its sessions, which servers before 17 do not know.
    func setsUnknownTimeout() async throws -> Bool {
        guard reach == .here, facts.major < 17 else { return false }
        return try await PostgresClient.forServer(major: facts.major).major >= 17
    }
}

extension [String] {
    /// Less the refusals of `SET transaction_timeout`, in whatever language: a command follows its refusal.
    fileprivate var withoutUnknownTimeout: [String] {
        let command = "Command was: SET transaction_timeout = 0;"
        return enumerated().filter { place, line in
            let next = place + 1 < count ? self[place + 1] : ""
            return line != command && !(line.isRefusal && next == command)
        }.map(\.element)
    }

    /// The server's words that stand before this command in what `pg_restore` said.
    fileprivate func reason(before command: String) -> String? {
        let first = command.split(separator: "\n").first.map(String.init) ?? command
        guard let place = firstIndex(where: { $0.hasPrefix("Command was: \(first)") }) else { return nil }
        return self[..<place].last(where: \.isRefusal).flatMap(PostgresRefusal.wordsOfServer)
    }
}

extension String {
    /// Whether `pg_restore` says that something failed, be it the server's refusal or its own.
    var isRefusal: Bool { hasPrefix("pg_restore: error:") }
}
