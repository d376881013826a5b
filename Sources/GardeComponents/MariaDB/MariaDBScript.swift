import GardeCore
import GardeIO
import GardeWords
package import SystemPackage

/// The file of a database: a line that gives the database its character set, a dump of its tables, a line, dumps of its
/// triggers, events, routines and views, and a last line. As a whole it is what `mariadb DATABASE` loads.
///
/// In two sections, since a rename moves tables alone: what belongs to them is made anew.
package enum MariaDBScript {
    static let code = "-- Garde: triggers, events, routines and views follow"
    static let end = "-- Garde: complete"
    /// What `mariadb-dump` ends with.
    static let dumped = "-- Dump completed"

    package enum Section: Sendable { case tables, code }
}

/// Writes it.
struct MariaDBDump: Filter {
    let head: String
    let tables: Invocation
    let code: [Invocation]
    let hear: @Sendable (String) -> Void

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        func say(_ line: String) throws { try output.writeAll(Array("\(line)\n".utf8)) }
        try say(head)
        try await Child(tables, hear: hear).run(input, output)
        try say(MariaDBScript.code)
        for dump in code { try await Child(dump, hear: hear).run(input, output) }
        try say(MariaDBScript.end)
    }
}

/// Whether every dump of it came to its own end.
package struct MariaDBInspector: StreamInspector {
    private var lines = MarkedLines()
    private var last = ""
    private var sections = 0
    private var isWhole = false

    package init() {}

    mutating func see(_ chunk: [UInt8]) {
        let (marks, isPlainLast) = lines.marks(in: chunk)
        for mark in marks { meet(mark) }
        if isPlainLast { isWhole = false }
    }

    private mutating func meet(_ line: String) {
        isWhole = false
        guard line.hasPrefix("-- ") else { return }
        let follows = last.hasPrefix(MariaDBScript.dumped)
        if line == MariaDBScript.code, follows { sections += 1 }
        if line == MariaDBScript.end, sections == 1, follows { isWhole = true }
        last = line
    }

    func end() throws { guard isWhole else { throw Failure.mariadbCutShort } }
}

/// Passes one section on, without the lines that older clients refuse.
package struct MariaDBSection: Filter {
    let section: MariaDBScript.Section

    package init(_ section: MariaDBScript.Section) { self.section = section }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (lines, now) = (MarkedLines(), MariaDBScript.Section.tables)
        func pass(_ bytes: some Sequence<UInt8>) throws { if now == section { try output.writeAll(Array(bytes)) } }
        let mark = { (line: [UInt8]) throws in
            if line.starts(with: MariaDBScript.code.utf8) { now = .code }
            if !line.starts(with: "/*M!999999\\-".utf8) { try pass(line) }
        }
        try input.forEachChunk { try lines.read($0, plain: pass, marked: mark) }
        try lines.end(mark)
    }
}

/// Goes through a script by chunks: lines that begin with some characters come alone, all others in bulk.
///
/// A dump writes ends of lines in values as `\n`: no row begins so.
struct MarkedLines {
    private let starts: [UInt8]
    private var pending: [UInt8]?
    private var isAtStart = true

    private static let newline = UInt8(ascii: "\n")

    /// Those that begin as comments, if no others are named.
    init(_ starts: String = "-/") { self.starts = Array(starts.utf8) }

    mutating func read(
        _ chunk: [UInt8], plain: (ArraySlice<UInt8>) throws -> Void, marked: ([UInt8]) throws -> Void
    ) rethrows {
        var (index, begin) = (0, 0)
        while index < chunk.count {
            if pending == nil, isAtStart, starts.contains(chunk[index]) {
                if begin < index { try plain(chunk[begin..<index]) }
                (pending, begin) = ([], index)
            }
            let end = chunk[index...].firstIndex(of: Self.newline).map { $0 + 1 }
            isAtStart = end != nil
            index = end ?? chunk.count
            guard let line = pending.map({ $0 + chunk[begin..<index] }) else { continue }
            begin = index
            pending = isAtStart ? nil : line
            if isAtStart { try marked(line) }
        }
        if begin < chunk.count { try plain(chunk[begin...]) }
    }

    /// A last line without its end.
    func end(_ marked: ([UInt8]) throws -> Void) rethrows { if let pending { try marked(pending) } }

    /// The lines that come alone, without their ends, and whether anything else is behind the last of them.
    mutating func marks(in chunk: [UInt8]) -> ([String], isPlainLast: Bool) {
        var (found, isPlainLast) = ([String](), false)
        read(chunk) { _ in
            isPlainLast = true
        } marked: { line in
            found.append(String(decoding: line.dropLast(), as: UTF8.self))
            isPlainLast = false
        }
        return (found, isPlainLast)
    }
}
