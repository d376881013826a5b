package import GardeCore
import GardeIO
import Synchronization
import SystemPackage

extension Postgres {
    /// Tables with their rows, and roles by their names.
    package func contents(of files: [RestoreFile], _ source: Source, _ site: Site) async throws -> Contents? {
        guard let holding = try await holding(of: files, site) else { return nil }
        var contents = Contents()
        for part in holding.parts { contents.entries[Array(part.name.utf8)] = "\(part.count)" }
        guard let roles = files.last(where: { $0.part == .roles }) else { return contents }
        let names = RoleNames()
        try await pipeline(roles.source + [names])
        for name in names.found { contents.entries[Array("role \(name)".utf8)] = "" }
        return contents
    }

    /// Tables whose rows the recipe leaves out.
    package func leftOut(_ names: [[UInt8]], _ source: Source, _ site: Site) -> Set<[UInt8]> {
        let patterns = TablePatterns(excludedData)
        return Set(names.filter { patterns.match(recorded: String(decoding: $0, as: UTF8.self)) })
    }

    /// What the server counts of each table: rows that came, changed and went.
    package func changeMarks(_ site: Site) async -> [[UInt8]: String] {
        let sql = """
            select schemaname || '.' || relname, concat_ws('/', relid, n_tup_ins, n_tup_upd, n_tup_del)
            from pg_stat_user_tables
            """
        guard let rows = try? await PostgresServer.reach(self, site).rows(sql) else { return [:] }
        return Dictionary(rows.filter { $0.count == 2 }.map { (Array($0[0].utf8), $0[1]) }) { $1 }
    }
}

/// The last filter behind what `pg_dumpall --roles-only` wrote.
private final class RoleNames: Filter {
    private let names = Mutex<[String]>([])

    var found: [String] { names.withLock { $0 } }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let statement = "CREATE ROLE "
        try input.forEachLine { line in
            guard line.hasPrefix(statement) else { return }
            names.withLock { $0.append(String(line.dropFirst(statement.count).prefix { $0 != ";" })) }
        }
    }
}
