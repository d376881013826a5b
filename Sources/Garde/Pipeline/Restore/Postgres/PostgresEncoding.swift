import GardeIO

/// Text of PostgreSQL's tools in the encoding of an old database, made UTF-8 by iconv.
enum PostgresEncoding {
    /// What to put behind a tool that writes `encoding`; nothing for what is UTF-8 already, or of no encoding at all.
    static func filters(_ encoding: String) -> [any Filter] {
        guard let name = iconvName(encoding) else { return [] }
        return [Child(Invocation("iconv", ["-f", name, "-t", "UTF-8"]))]
    }

    static func text(_ bytes: [UInt8], _ encoding: String) async throws -> [UInt8] {
        let filters = filters(encoding)
        guard !filters.isEmpty else { return bytes }
        let result = Collect()
        try await pipeline([MemorySource(bytes)] + filters + [result])
        return result.bytes
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
