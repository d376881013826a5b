import GardeCore
import GardeWords
import GardeIO
import Synchronization
package import SystemPackage

/// Of what `pg_restore --data-only` writes, the rows of some tables, each as a COPY into another one.
///
/// Throws when the dump does not come to its end; `after` comes only then.
package final class TableRows: Filter {
    /// What was found of a table of the dump.
    package struct Found: Sendable, Hashable {
        package var rows = 0
        package var bytes = 0
        /// In the order of the rows' values.
        package var columns: [String] = []
    }

    private let targets: [QualifiedName: QualifiedName]
    private let text: PostgresText
    private let frame: (before: [UInt8], after: [UInt8])?
    private let results = Mutex<[QualifiedName: Found]>([:])

    /// Without a frame the rows are only counted.
    package init(
        _ targets: [QualifiedName: QualifiedName], _ text: PostgresText, between frame: ([UInt8], [UInt8])? = nil
    ) {
        (self.targets, self.text, self.frame) = (targets, text, frame)
    }

    /// Complete once the pipeline has ended; a table without rows in the dump is there, one that the dump leaves out is not.
    package var found: [QualifiedName: Found] { results.withLock { $0 } }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var cutter = Cutter(targets, text, isCopying: frame != nil)
        if let frame { try output.writeAll(frame.before) }
        try input.forEachChunk { chunk in
            let rows = cutter.take(chunk)
            if !rows.isEmpty { try output.writeAll(rows) }
        }
        guard cutter.isComplete else { throw Failure.dumpCutShort }
        if let frame { try output.writeAll(frame.after) }
        results.withLock { [cutter] in $0 = cutter.found }
    }
}

/// Goes through the text line by line; of rows only the first bytes of a line are looked at.
private struct Cutter {
    private(set) var found: [QualifiedName: TableRows.Found] = [:]
    private(set) var isComplete = false
    private let targets: [QualifiedName: QualifiedName]
    private let text: PostgresText
    private let isCopying: Bool
    /// Where the rows are that go by now; nil between tables.
    private var place: Place?
    /// The first bytes of a row's line, or a statement that has not ended.
    private var held: [UInt8] = []
    private var lineStart = 0

    private enum Place {
        case wanted(QualifiedName), other
    }

    private static let end = Array("\\.".utf8)
    private static let complete = Array("-- PostgreSQL database dump complete".utf8)

    init(_ targets: [QualifiedName: QualifiedName], _ text: PostgresText, isCopying: Bool) {
        (self.targets, self.text, self.isCopying) = (targets, text, isCopying)
    }

    /// What is to be written of this chunk.
    mutating func take(_ chunk: [UInt8]) -> [UInt8] {
        var (kept, start) = ([UInt8](), 0)
        chunk.withUnsafeBufferPointer { bytes in
            while start < bytes.count {
                let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
                let stop = newline.map { $0 + 1 } ?? bytes.count
                take(bytes[start..<stop], isWhole: newline != nil, &kept)
                start = stop
            }
        }
        return kept
    }

    private mutating func take(_ piece: Slice<UnsafeBufferPointer<UInt8>>, isWhole: Bool, _ kept: inout [UInt8]) {
        switch place {
        case nil:
            held += piece
            if isWhole { endLine(&kept) }
        case .wanted(let table):
            if isCopying { kept += piece }
            found[table]!.bytes += piece.count
            if endRow(piece, isWhole: isWhole) { found[table]!.rows += 1 }
        case .other: _ = endRow(piece, isWhole: isWhole)
        }
    }

    /// Whether a row has ended, and not all of them.
    private mutating func endRow(_ piece: Slice<UnsafeBufferPointer<UInt8>>, isWhole: Bool) -> Bool {
        if held.count < 3 { held += piece.prefix(3 - held.count) }
        guard isWhole else { return false }
        let isLast = held == Self.end + [UInt8(ascii: "\n")]
        held.removeAll(keepingCapacity: true)
        if isLast { place = nil }
        return !isLast
    }

    private mutating func endLine(_ kept: inout [UInt8]) {
        let line = held[lineStart...].dropLast()
        if lineStart == 0, line.isEmpty || line.starts(with: Array("--".utf8)) || line.first == UInt8(ascii: "\\") {
            if line.elementsEqual(Self.complete) { isComplete = true }
            return held.removeAll(keepingCapacity: true)
        }
        lineStart = held.count
        guard line.last == UInt8(ascii: ";") else { return }
        let statement = text.utf8(held)
        var reader = SQLReader(statement)
        guard let tokens = reader.next(), tokens.last != .odd else { return }
        (held, lineStart) = ([], 0)
        take(tokens, String(decoding: statement, as: UTF8.self), &kept)
    }

    private mutating func take(_ tokens: [SQLToken], _ statement: String, _ kept: inout [UInt8]) {
        var cursor = TokenCursor(tokens)
        guard cursor.take("copy"), let table = QualifiedName(&cursor) else { return }
        guard let target = targets[table] else { return place = .other }
        place = .wanted(table)
        var new = found[table] ?? TableRows.Found()
        if cursor.take(symbol: "(") { new.columns = cursor.list { $0.name() } ?? [] }
        found[table] = new
        if isCopying { kept += text.bytes("COPY \(target.sql)\(SQLReader.rest(of: statement, after: 4))") }
    }
}
