import GardeCore
import GardeIO
import GardeWords

/// What a backup or restore has to know of a server.
struct MariaDBFacts: Sendable {
    let version: MariaDBVersion
    let database: String
    let isThere: Bool
    /// Of the server, but its own and what restores have beside.
    let databases: [String]
}

extension MariaDBServer {
    private static let own = ["information_schema", "mysql", "performance_schema", "sys"]

    /// But the server's own.
    func databases() async throws -> [String] {
        try await column(
            """
            SELECT schema_name FROM information_schema.schemata
            WHERE schema_name NOT IN (\(MariaDBSQL.list(Self.own))) ORDER BY 1
            """)
    }

    /// The official image makes a new server's accounts in one that nobody reaches from outside, which ends soon.
    func checkIsReady() async throws {
        let row = try await rows("SELECT @@skip_networking, @@innodb_buffer_pool_load_at_startup").first
        if case .container = reach, row == ["1", "0"] { throw Failure.mariadbStarting }
    }

    /// Throws the `Failure` of a server that is not MariaDB's, or of a database that nobody named and could be several.
    func facts(_ site: Site) async throws -> MariaDBFacts {
        try await checkIsReady()
        let version = try await column("SELECT VERSION()").first ?? ""
        guard let known = MariaDBVersion(version) else { throw Failure.mariadbIsOther(version) }
        let all = try await databases()
        let others = all.filter { !MariaDBLoad.Names.isOfRestore($0) }
        let candidates = others.filter { !site.savedDatabases.contains($0) }
        guard let database = named ?? (candidates.count == 1 ? candidates[0] : nil) else {
            throw Failure.mariadbNotNamed(candidates)
        }
        return MariaDBFacts(
            version: known, database: database, isThere: all.contains(database), databases: others)
    }

    // MARK: What a database holds

    /// By name, those that a rename moves: tables, sequences, system-versioned tables.
    func tables(of database: String) async throws -> [MariaDBTable] {
        try await rows(
            """
            SELECT table_name, table_type, IFNULL(engine, '') FROM information_schema.tables
            WHERE table_schema = \(MariaDBSQL.literal(database)) AND table_type NOT LIKE '%VIEW' ORDER BY 1
            """
        ).map { MariaDBTable(name: $0[0], type: $0[1], engine: $0[2]) }
    }

    /// Foreign keys of other tables to these: a dump is loaded without them being looked at.
    func keys(into tables: [String], of database: String) async throws -> [String] {
        let list = MariaDBSQL.list(tables)
        return try await column(
            """
            SELECT CONCAT(table_name, ' (', constraint_name, ')') FROM information_schema.referential_constraints
            WHERE constraint_schema = \(MariaDBSQL.literal(database)) AND unique_constraint_schema = constraint_schema
            AND referenced_table_name IN (\(list)) AND table_name NOT IN (\(list)) ORDER BY 1
            """)
    }

    /// A view is broken when what it shows is gone: nobody can read it, nor dump it. The server looks at it when it is asked
    /// for its rows.
    func views(of database: String) async throws -> [(name: String, isBroken: Bool)] {
        try await rows(
            """
            SELECT table_name, table_comment, table_rows FROM information_schema.tables
            WHERE table_schema = \(MariaDBSQL.literal(database)) AND table_type = 'VIEW' ORDER BY 1
            """
        ).map { ($0[0], $0[1] != "VIEW") }
    }

    /// Columns whose numbers a dump writes with six digits, as `table.column`.
    func shortNumbers(of database: String) async throws -> [String] {
        try await rows(
            """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = \(MariaDBSQL.literal(database)) AND data_type = 'float' AND numeric_scale IS NULL
            ORDER BY 1, 2
            """
        ).map { $0.joined(separator: ".") }
    }

    /// The statements that drop what a rename does not move.
    func codeDrops(of database: String) async throws -> [String] {
        let place = MariaDBSQL.literal(database)
        let found = try await rows(
            """
            SELECT 'TRIGGER', trigger_name FROM information_schema.triggers WHERE trigger_schema = \(place)
            UNION ALL SELECT 'VIEW', table_name FROM information_schema.views WHERE table_schema = \(place)
            UNION ALL SELECT 'EVENT', event_name FROM information_schema.events WHERE event_schema = \(place)
            UNION ALL SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = \(place)
            """)
        // A package takes its body along, and only Oracle's language knows how to drop one.
        return found.filter { $0[0] != "PACKAGE BODY" }.map {
            let drop = "DROP \($0[0]) IF EXISTS \(MariaDBSQL.name(database, $0[1]));"
            return $0[0] == "PACKAGE" ? "SET SESSION sql_mode = 'ORACLE'; \(drop) SET SESSION sql_mode = '';" : drop
        }
    }

    /// What it is made with, its character set and comment: the clauses of `ALTER DATABASE`; nil where there is none.
    func options(of database: String) async throws -> String? {
        guard try await databases().contains(database) else { return nil }
        let made = try await rows("SHOW CREATE DATABASE \(MariaDBSQL.name(database))").first?.last ?? ""
        let options = made.dropFirst("CREATE DATABASE \(MariaDBSQL.name(database)) ".count)
        return options.contains("*/ COMMENT ") ? String(options) : "\(options) /*M!100500 COMMENT '' */"
    }
}

struct MariaDBTable: Sendable, Hashable {
    let name: String
    let type: String
    let engine: String

    var isSequence: Bool { type == "SEQUENCE" }
    var keepsHistory: Bool { type == "SYSTEM VERSIONED" }

    /// Whether a dump is of one moment for it.
    var isTransactional: Bool { ["InnoDB", "ROCKSDB", "TokuDB"].contains(engine) || isSequence }

    /// Whether its rows are its own: others' are no part of a dump.
    var hasRows: Bool {
        ["InnoDB", "ROCKSDB", "TokuDB", "Aria", "MyISAM", "MEMORY", "CSV", "ARCHIVE"].contains(engine)
    }
}
