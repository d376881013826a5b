import GardeIO
package import SystemPackage

/// The tables of a dump on their way into a database of another name, where columns take numbers from sequences by default:
/// such a default names the sequence with its database.
package struct MariaDBSequences: Filter {
    private let saved, loaded: [UInt8]
    private static let lock = "LOCK TABLES `".utf8
    private static let (text, name, escape) = (UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"))

    package init(of saved: String, in loaded: String) {
        (self.saved, self.loaded) = (Array(Self.beginning(saved).utf8), Array(Self.beginning(loaded).utf8))
    }

    /// Of what a default says, up to the sequence's own name: `nextval`, `lastval` or `setval`.
    static func beginning(_ database: String) -> String { "val(\(MariaDBSQL.name(database))." }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        // No row begins so.
        var lines = MarkedLines(" L")
        let marked = { (line: [UInt8]) throws in
            // Whoever locks a table gets no number from a sequence, which is another one.
            if !line.starts(with: Self.lock) { try output.writeAll(renamed(line)) }
        }
        try input.forEachChunk { chunk in
            try lines.read(chunk, plain: { try output.writeAll(Array($0)) }, marked: marked)
        }
        try lines.end(marked)
    }

    private func renamed(_ line: [UInt8]) -> [UInt8] {
        var (result, rest, quote) = ([UInt8](), line[...], UInt8?.none)
        while let byte = rest.first {
            if quote == nil, rest.starts(with: saved) {
                result += loaded
                rest = rest.dropFirst(saved.count)
                continue
            }
            let length = quote == Self.text && byte == Self.escape ? 2 : 1
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == Self.text || byte == Self.name {
                quote = byte
            }
            result += rest.prefix(length)
            rest = rest.dropFirst(length)
        }
        return result
    }
}

extension MariaDBServer {
    /// What makes defaults in `live` name its own sequences: a rename left them with those of `loaded`.
    func sequenceRenames(in live: String, from loaded: String) async throws -> [String] {
        let (old, new) = (MariaDBSequences.beginning(loaded), MariaDBSequences.beginning(live))
        let columns = try await rows(
            """
            SELECT table_name, column_name, column_default FROM information_schema.columns
            WHERE table_schema = \(MariaDBSQL.literal(live)) AND INSTR(column_default, \(MariaDBSQL.literal(old))) > 0
            """)
        // A table is opened only when all of its defaults lead somewhere.
        return Dictionary(grouping: columns) { $0[0] }.map { table, columns in
            let changes = columns.map {
                "ALTER COLUMN \(MariaDBSQL.name($0[1])) SET DEFAULT (\($0[2].replacing(old, with: new)))"
            }
            return "ALTER TABLE \(MariaDBSQL.name(live, table)) \(changes.joined(separator: ", "));"
        }
    }
}
