import GardeCore
import GardeWords
import GardeIO

/// How text of a dump is held as `String` here, and how SQL made of it goes to the server.
///
/// What all databases of a server share, such as the names of roles and the settings of databases, is bytes to it, read
/// in the encoding of whichever database looks. So a dump in its database's own encoding goes back byte for byte, by
/// sessions for which the server converts nothing; no encoding has to be known, and SQL_ASCII, which is none, is no case.
package enum PostgresText: Sendable, Hashable {
    /// UTF-8, sent as it is.
    case utf8
    /// Bytes, each held as the character of its number (ISO 8859-1), sent as they are.
    case bytes
    /// Text in another encoding than its database's (`pg_dump -E`): made UTF-8 here, and the database's by the server.
    case converted(from: String)

    /// Of a dump whose schema was read as UTF-8, right or wrong: only what is ASCII counts here.
    init(of schema: DumpSchema) {
        let isOwn = schema.options.contains(.string(schema.encoding))
        switch schema.encoding.uppercased() {
        case "UTF8", "UNICODE": self = isOwn || schema.options.isEmpty ? .utf8 : .converted(from: "UTF8")
        default: self = isOwn ? .bytes : .converted(from: schema.encoding)
        }
    }

    /// libpq's name for what the session speaks; `SQL_ASCII` has the server convert nothing.
    var clientEncoding: String {
        if case .converted = self { "UTF8" } else { "SQL_ASCII" }
    }

    func bytes(_ text: String) -> [UInt8] {
        self == .bytes ? text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } : Array(text.utf8)
    }

    /// What the server or a dump wrote, as UTF-8.
    func utf8(_ bytes: [UInt8]) -> [UInt8] {
        guard self == .bytes else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte < 0x80 { result.append(byte) } else { result += [0xc0 | byte >> 6, 0x80 | byte & 0x3f] }
        }
        return result
    }

    package func string(_ bytes: [UInt8]) -> String { String(decoding: utf8(bytes), as: UTF8.self) }

    /// A name that came by a setting or the command line.
    func held(_ name: String) -> String { string(Array(name.utf8)) }

    /// For people: bytes that are UTF-8 are read as that.
    func shown(_ text: String) -> String { String(validating: bytes(text), as: UTF8.self) ?? text }

    // MARK: Conversion

    /// What to put behind a tool that writes such text.
    var filters: [any Filter] {
        guard case .converted(let encoding) = self else { return [] }
        return Self.iconv(encoding)
    }

    /// Makes text of PostgreSQL's `encoding` UTF-8.
    static func converted(_ bytes: [UInt8], from encoding: String) async throws -> [UInt8] {
        let filters = iconv(encoding)
        guard !filters.isEmpty else { return bytes }
        let result = Collect()
        try await pipeline([MemorySource(bytes)] + filters + [result])
        return result.bytes
    }

    private static func iconv(_ encoding: String) -> [any Filter] {
        iconvName(encoding).map { [Child(Invocation("iconv", ["-f", $0, "-t", "UTF-8"]))] } ?? []
    }

    /// PostgreSQL's names less dashes are iconv's, but for a few families.
    private static func iconvName(_ encoding: String) -> String? {
        let latin = ["LATIN1": 1, "LATIN2": 2, "LATIN3": 3, "LATIN4": 4, "LATIN5": 9, "LATIN6": 10, "LATIN7": 13]
        let name = encoding.uppercased()
        switch name {
        case "UTF8", "UNICODE", "SQL_ASCII": return nil
        case "LATIN8": return "ISO-8859-14"
        case "LATIN9": return "ISO-8859-15"
        case "LATIN10": return "ISO-8859-16"
        case _ where latin[name] != nil: return "ISO-8859-\(latin[name]!)"
        case _ where name.hasPrefix("ISO_8859_"): return "ISO-8859-\(name.dropFirst(9))"
        case _ where name.hasPrefix("WIN"): return "CP\(name.dropFirst(3))"
        default: return name.split(separator: "_").joined(separator: "-")
        }
    }
}
