import GardeCore
import GardeWords

/// Checks, generated columns and partition keys are computed for each row that is loaded, by functions that may look for
/// their tables by `search_path`, which is empty in a dump.
extension PostgresLoad {
    /// Gives such functions the path that they have in the database, or that what they name can only be found by; gives what
    /// takes it from them again.
    ///
    /// Not where a name is one of several schemas and nothing says which comes first, nor where a column or a partition is
    /// computed by what may read a table that is loaded later: then rows are refused, rather than be others.
    func giveSearchPath(in database: String, _ schema: DumpSchema, _ session: PostgresSession) async throws -> [String]
    {
        guard let rows = try? await session.rows("\(PostgresSearchPath.query);", in: database, text: text) else {
            return []
        }
        let own = schema.settings.compactMap(\.searchPath).last
        var (given, done): ([String], Set<String>) = ([], [])
        let others = Set(rows.filter { $0.count == 5 && $0[0] == "3" && $0[4] == "t" }.map { $0[2] })
        for row in rows
        where row.count == 5 && row[0] != "1" && !others.contains(row[2]) && done.insert(row[2]).inserted {
            guard let path = own ?? (row[3].isEmpty ? nil : row[3]) else { continue }
            let alter = "ALTER FUNCTION \(row[2])"
            do {
                try await session.run("\(alter) SET search_path = \(path);", in: database, text: text)
            } catch is Failure {
                continue  // of somebody else
            }
            given.append("\(alter) RESET search_path;")
        }
        return given
    }

    func takeSearchPath(_ statements: [String], in database: String, _ session: PostgresSession) async throws {
        if !statements.isEmpty { try await session.run(transaction(statements), in: database, text: text) }
    }
}
