import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What `pg_restore --section=data -f -` writes between two texts of our own, less the settings at its head; the last
/// text only when it came to its end. The commit goes when psql has done all else: a psql that outlives this program
/// has none to read.
struct DumpBody: Filter {
    let before: [UInt8]
    let after: [UInt8]
    let gate: Gate

    private static let settings = Array("SET row_security = off;\n".utf8)
    private static let restrict = Array("\\restrict ".utf8)
    private static let complete = Array("\n-- PostgreSQL database dump complete\n".utf8)

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try output.writeAll(before)
        var (held, isPastHead) = ([UInt8](), false)
        try input.forEachChunk { chunk in
            held += chunk
            if !isPastHead {
                guard let end = held.firstRange(of: Self.settings)?.upperBound else { return }
                try output.writeAll(Self.restriction(in: held[..<end]))
                (held, isPastHead) = (Array(held[end...]), true)
            }
            let rest = max(0, held.count - 400)
            try output.writeAll(Array(held[..<rest]))
            held.removeFirst(rest)
        }
        guard isPastHead, held.firstRange(of: Self.complete) != nil else { throw Failure.dumpCutShort }
        try output.writeAll(held + after)
        if await gate.opens() { try output.writeAll(Array("COMMIT;\n".utf8)) }
    }

    /// psql takes no commands of the dump's after this line; the end lifts it again.
    private static func restriction(in head: ArraySlice<UInt8>) -> [UInt8] {
        guard let start = head.firstRange(of: Self.restrict)?.lowerBound else { return [] }
        return Array(head[start...].prefix { $0 != UInt8(ascii: "\n") }) + [UInt8(ascii: "\n")]
    }
}

/// What `pg_restore` writes of the rows, without those of some tables.
struct WithoutTables: Filter {
    let tables: Set<QualifiedName>
    let text: PostgresText

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var (held, isInRows, isLeftOut) = ([UInt8](), false, false)
        try input.forEachChunk { chunk in
            held += chunk
            var (kept, start) = ([UInt8](), 0)
            while let end = held[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = held[start..<end]
                if !isInRows, let table = copied(line) { (isInRows, isLeftOut) = (true, tables.contains(table)) }
                if !isLeftOut { kept += held[start...end] }
                if isInRows, line.elementsEqual([UInt8(ascii: "\\"), UInt8(ascii: ".")]) {
                    (isInRows, isLeftOut) = (false, false)
                }
                start = end + 1
            }
            held.removeFirst(start)
            try output.writeAll(kept)
        }
        try output.writeAll(held)
    }

    private func copied(_ line: ArraySlice<UInt8>) -> QualifiedName? {
        guard line.starts(with: Array("COPY ".utf8)) else { return nil }
        var reader = SQLReader(text.utf8(Array(line)))
        var cursor = TokenCursor(reader.next() ?? [])
        return cursor.take("copy") ? QualifiedName(&cursor) : nil
    }
}

/// Behind psql: opens when it prints the word that its script asks for, and never when it ends without.
final class Gate: Filter {
    static let word = "ready to commit"
    private let (words, opening) = AsyncStream<Void>.makeStream()

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        defer { opening.finish() }
        let word = Array(Self.word.utf8)
        var printed: [UInt8] = []
        // A chunk comes when it is full, and psql prints little.
        try input.forEachChunk(of: 1) { byte in
            printed = Array((printed + byte).suffix(word.count))
            if printed == word { opening.yield() }
        }
    }

    func opens() async -> Bool {
        for await _ in words { return true }
        return false
    }
}

extension Failure {
    static let dumpCutShort = Failure("postgres.dump-cut-short")
}
