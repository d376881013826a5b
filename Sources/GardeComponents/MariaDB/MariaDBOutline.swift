import GardeCore
import GardeIO
import Synchronization
package import SystemPackage

/// What a dump holds, counted while it goes by.
package struct MariaDBOutline: Sendable, Hashable {
    /// Rows of each table.
    package var rows: [String: Int] = [:]
    package var version: MariaDBVersion?
    /// The database that it was made of.
    package var database = ""
    /// Whether columns take numbers from sequences by default.
    package var usesSequences = false
    /// Bytes of the longest statement, which the server takes as one.
    package var longest = 0
}

/// The last filter behind the tables of a dump.
package final class MariaDBCount: Filter {
    private let counted = Mutex(MariaDBOutline())

    package init() {}

    /// Complete once the pipeline has ended.
    package var outline: MariaDBOutline { counted.withLock { $0 } }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var reader = MariaDBReader()
        try input.forEachChunk { $0.withUnsafeBufferPointer { reader.read($0) } }
        counted.withLock { [reader] in $0 = reader.outline }
    }
}

/// Goes through statements byte by byte; a row is what stands in parentheses behind `VALUES`.
private struct MariaDBReader {
    private(set) var outline = MariaDBOutline()
    private var state = State.start
    /// The start of a line, as far as it tells what the line is.
    private var line: [UInt8] = []
    private var table = ""
    private var depth = 0
    private var rows = 0
    private var length = 0
    private var quote: UInt8 = 0
    private var isEscaped = false

    private enum State {
        /// At the start of a line, whose first bytes are gathered.
        case start
        /// In the rest of a line that says nothing.
        case rest
        /// Between the table's name and its rows.
        case columns
        case values
    }

    private static let insert = "INSERT INTO `"

    mutating func read(_ chunk: UnsafeBufferPointer<UInt8>) {
        for byte in chunk {
            switch state {
            case .start: gather(byte)
            case .rest: if byte == UInt8(ascii: "\n") { state = .start }
            case .columns, .values: value(byte)
            }
        }
    }

    private mutating func gather(_ byte: UInt8) {
        if byte != UInt8(ascii: "\n") {
            line.append(byte)
            let prefix = Self.insert.utf8
            if line.count <= prefix.count {
                if line.count == prefix.count, line.elementsEqual(prefix) { begin() }
            } else if line.count == 1000 {
                settle()
                state = .rest
            }
            return
        }
        settle()
    }

    private mutating func settle() {
        let text = String(decoding: line, as: UTF8.self)
        line = []
        if text.hasPrefix("-- Server version") { outline.version = MariaDBVersion(text) }
        if let host = text.wholeMatch(of: /-- Host: .* {4}Database: (.+)/) { outline.database = String(host.1) }
        if text.hasPrefix("  `"), text.contains("val(`") { outline.usesSequences = true }
        guard let name = text.wholeMatch(of: /CREATE TABLE `((?:[^`]|``)+)` \(.*/)?.1 else { return }
        outline.rows[String(name).replacing("``", with: "`")] = 0
    }

    /// Behind the first quote of the table's name.
    private mutating func begin() {
        (line, state, quote, length) = ([], .columns, UInt8(ascii: "`"), Self.insert.utf8.count)
        (table, depth, rows, isEscaped) = ("", 0, 0, false)
    }

    private mutating func value(_ byte: UInt8) {
        length += 1
        if quote == 0 { outside(byte) } else { inQuotes(byte) }
        if state == .columns, depth == 0 { line.append(byte) }
    }

    private mutating func outside(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "`"): quote = byte
        case UInt8(ascii: "("):
            if depth == 0, state == .values { rows += 1 }
            depth += 1
        case UInt8(ascii: ")"): depth -= 1
        // Only VALUES has such a letter outside of quotes.
        case UInt8(ascii: "V") where state == .columns && depth == 0: nameTable()
        case UInt8(ascii: ";") where depth == 0: finish()
        default: break
        }
    }

    /// From what stood outside of parentheses, the first quote left out.
    private mutating func nameTable() {
        let text = String(decoding: line, as: UTF8.self)
        let end = text.lastIndex(of: "`") ?? text.endIndex
        (table, state, line) = (String(text[..<end]).replacing("``", with: "`"), .values, [])
    }

    /// A doubled quote closes and opens again, which comes to the same.
    private mutating func inQuotes(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "'") {
            isEscaped = true
        } else if byte == quote {
            quote = 0
        }
    }

    private mutating func finish() {
        outline.rows[table, default: 0] += rows
        outline.longest = max(outline.longest, length)
        state = .rest
    }
}
