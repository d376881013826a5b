import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The program `sqlite3`, which copies and looks at databases; it reads no settings of its user's.
struct SQLiteProgram: Sendable {
    /// As an administrator knows the database, wherever it is looked at.
    let file: SQLiteFile
    /// How long others may keep it locked, in seconds.
    var patience = 30

    private static let name = "sqlite3"
    /// A database of any size; who waits sees how far it is.
    private static let limit = Duration.seconds(7 * 86_400)

    static func require() throws {
        guard findProgram(name) != nil else { throw Failure.sqliteProgramMissing }
    }

    /// Copies the live database, page by page and at one point of time, into `copy.db` of a folder.
    ///
    /// Without a transaction around it a copy would begin anew whenever somebody writes, and never end on a busy database.
    func copy(into folder: FilePath) async throws -> FilePath {
        _ = try await ask(
            file.address,
            [".timeout \(patience * 1000)", "BEGIN;", "SELECT count(*) FROM sqlite_master;", ".backup main copy.db"],
            in: folder)
        return folder.appending("copy.db")
    }

    /// Looks at a file that nobody writes to.
    func facts(of path: FilePath) async throws -> SQLiteFacts {
        let tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_';"
        let lines = try await ask(
            SQLiteFile.unchanging(path), [tables, "PRAGMA page_count;", "PRAGMA page_size;"], in: nil)
        let numbers = lines.compactMap { Int($0) }
        guard numbers.count == 3 else { throw Failure.sqliteDamaged(file.path, lines) }
        return SQLiteFacts(tables: numbers[0], pages: numbers[1], pageBytes: numbers[2])
    }

    /// Throws the `Failure` of a file, which nobody writes to, that is not whole.
    ///
    /// Gives what is missing here to tell: an index may be in an order that only its application knows.
    func prove(_ path: FilePath) async throws -> String? {
        let lines: [String]
        do { lines = try await ask(SQLiteFile.unchanging(path), ["PRAGMA integrity_check(20);"], in: nil) } catch let
            stranger as Stranger
        {
            return stranger.said
        }
        guard lines == ["ok"] else { throw Failure.sqliteDamaged(file.path, lines) }
        return nil
    }

    func ask(_ address: String, _ script: [String], in folder: FilePath?) async throws -> [String] {
        let words = ["-batch", "-bail", "-init", "/dev/null", address]
        let input = Array(script.joined(separator: "\n").utf8) + [0x0a]
        let answer = try await Invocation(Self.name, words, in: folder).capture(timeout: Self.limit, input: input)
        let lines = answer.output.split(separator: "\n").map(String.init)
        if !answer.ending.isSuccess {
            if let refusal = refusal(lines + answer.said.filter { !$0.isEmpty }, folder) { throw refusal }
        }
        _ = try answer.whenSuccessful()
        return lines
    }

    /// What sqlite3's words mean; nil where nobody knows.
    private func refusal(_ said: [String], _ folder: FilePath?) -> (any Error)? {
        let all = said.joined(separator: " ")
        func has(_ words: String...) -> Bool { words.contains { all.contains($0) } }
        if has("is locked") { return Failure.sqliteLocked(file.path, patience, file.user) }
        if has("not a database", "file is encrypted") { return Failure.sqliteNoDatabase(file.path) }
        if has("is full"), let folder { return NotWritten(path: folder, reason: .noSpace) }
        if has("malformed") { return Failure.sqliteDamaged(file.path, said) }
        if has("unable to open", "readonly", "I/O error") { return Failure.sqliteNotOpened(file.path, all) }
        if has("no such collation", "no such module", "tokenizer", "no such function", "unknown function") {
            return Stranger(said: all)
        }
        return nil
    }
}

/// Something of the application's own that the database needs and this machine's sqlite3 has not.
struct Stranger: Error {
    let said: String
}

/// How much a database is.
struct SQLiteFacts: Sendable, Hashable {
    let tables: Int
    let pages: Int
    let pageBytes: Int
}
