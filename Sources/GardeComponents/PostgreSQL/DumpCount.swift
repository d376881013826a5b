import GardeCore
import GardeIO
import Synchronization
package import SystemPackage

/// What a dump holds, counted while `pg_restore --data-only` writes it as text.
package struct DumpCounts: Sendable, Hashable {
    /// Rows of each table, by its schema and name.
    package var rows: [QualifiedName: Int] = [:]
    package var sequences: [QualifiedName: SequenceState] = [:]
    package var largeObjects = 0
    /// The rows are INSERT statements, which are not counted.
    package var isInserts = false
    /// The version of TimescaleDB that its own tables are of, such as `2.22.1`; nil where they do not say.
    var timescaleVersion: String?
}

package struct QualifiedName: Sendable, Hashable {
    package let schema: String
    package let name: String

    package init(_ schema: String, _ name: String) { (self.schema, self.name) = (schema, name) }

    /// `schema.name`, quoted.
    package var sql: String { "\(SQL.identifier(schema)).\(SQL.identifier(name))" }

    /// As people read it, and `ls` prints it.
    var printed: String { "\(schema).\(name)" }

    /// Reads `schema.name` at the cursor.
    init?(_ cursor: inout TokenCursor) {
        guard let schema = cursor.name(), cursor.take(symbol: "."), let name = cursor.name() else { return nil }
        self.init(schema, name)
    }
}

package struct SequenceState: Sendable, Hashable {
    package let last: Int
    package let isCalled: Bool

    package init(last: Int, isCalled: Bool) { (self.last, self.isCalled) = (last, isCalled) }
}

/// The last filter behind `pg_restore --data-only -f -`.
package final class DumpCount: Filter {
    private let counted = Mutex(DumpCounts())
    private let text: PostgresText

    package init(_ text: PostgresText = .utf8) { self.text = text }

    /// Complete once the pipeline has ended.
    package var counts: DumpCounts { counted.withLock { $0 } }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var reader = DumpReader(text)
        try input.forEachChunk { reader.read($0) }
        counted.withLock { [reader] in $0 = reader.counts }
    }
}

/// Goes through the text line by line: rows are only counted, statements read to their end.
private struct DumpReader {
    private(set) var counts = DumpCounts()
    private let text: PostgresText
    private var table: QualifiedName?
    private var isInData = false
    /// Whether the rows say which version of TimescaleDB they are of.
    private var isOfTimescale = false
    private var rows = 0
    /// The line that has not ended yet; of a row only its first bytes.
    private var line: [UInt8] = []
    /// The statement that has not ended yet.
    private var statement: [UInt8] = []

    init(_ text: PostgresText) { self.text = text }

    mutating func read(_ chunk: [UInt8]) {
        guard !counts.isInserts else { return }
        var start = 0
        chunk.withUnsafeBufferPointer { bytes in
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                if !isInData || line.count < 8 || isOfTimescale {
                    line += bytes[start..<(isInData && !isOfTimescale ? min(end, start + 8) : end)]
                }
                if end < bytes.count { endLine() }
                start = end + 1
            }
        }
    }

    private mutating func endLine() {
        defer { line.removeAll(keepingCapacity: true) }
        guard isInData else { return endStatementLine() }
        guard line.count == 2, line[0] == UInt8(ascii: "\\"), line[1] == UInt8(ascii: ".") else {
            if isOfTimescale {
                counts.timescaleVersion = Timescale.version(line) ?? counts.timescaleVersion
            }
            return rows += 1
        }
        if let table { counts.rows[table, default: 0] += rows }
        (isInData, rows, table) = (false, 0, nil)
    }

    private mutating func endStatementLine() {
        if statement.isEmpty {
            let isComment = line.starts(with: Array("--".utf8)) || line.isEmpty || line.first == UInt8(ascii: "\\")
            if isComment || line.starts(with: Array("SELECT pg_catalog.lowrite(".utf8)) { return }
            if line.starts(with: Array("INSERT INTO ".utf8)) { return counts.isInserts = true }
        }
        statement += line + [UInt8(ascii: "\n")]
        guard line.last == UInt8(ascii: ";") else { return }
        var reader = SQLReader(text.utf8(statement))
        guard let tokens = reader.next(), tokens.last != .odd else { return }
        statement.removeAll(keepingCapacity: true)
        take(tokens)
    }

    private mutating func take(_ tokens: [SQLToken]) {
        var cursor = TokenCursor(tokens)
        if cursor.take("copy") {
            (isInData, table) = (true, QualifiedName(&cursor))
            isOfTimescale = table == Timescale.metadata
        } else if cursor.take("select", "pg_catalog"), cursor.take(symbol: ".") {
            if cursor.take("setval"), cursor.take(symbol: "("), let name = cursor.string() {
                takeSequence(name, &cursor)
            }
            if cursor.take("lo_open") { counts.largeObjects += 1 }
        }
    }

    private mutating func takeSequence(_ text: String, _ cursor: inout TokenCursor) {
        var reader = SQLReader(Array((text + ";").utf8))
        var inner = TokenCursor(reader.next() ?? [])
        guard let name = QualifiedName(&inner), cursor.take(symbol: ","), let last = cursor.integer(),
            cursor.take(symbol: ",")
        else {
            return
        }
        counts.sequences[name] = SequenceState(last: last, isCalled: cursor.take("true"))
    }
}
