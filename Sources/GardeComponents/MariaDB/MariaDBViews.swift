import GardeCore

/// The views in the second section of a dump, which come in a dump of their own behind the rest.
package struct MariaDBViews: Sendable, Hashable {
    package struct View: Sendable, Hashable {
        package let name: String
        /// The statement that makes it.
        package let sql: String
    }

    /// Triggers, events and routines.
    package let code: [UInt8]
    package let dump: [UInt8]

    package init(of section: [UInt8]) {
        let lines = section.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let heads = lines.indices.filter { place in
            Self.heads.contains { lines[place].starts(with: $0.utf8) } && place + 2 < lines.count
                && lines[place + 2].starts(with: "-- Host: ".utf8)
        }
        let start = heads.count > 1 ? lines[heads[heads.count - 1]].startIndex : section.endIndex
        (code, dump) = (Array(section[..<start]), Array(section[start...]))
    }

    private static let heads = ["-- MariaDB dump ", "-- MySQL dump "]
    private static let first = "/*!50001 VIEW `"

    /// In the order of the dump, which makes them one after the other.
    package var all: [View] {
        let lines = String(decoding: dump, as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.indices.compactMap { place in
            guard lines[place].hasPrefix(Self.first), place > 1, let name = Self.name(lines[place]) else { return nil }
            let end = lines[place...].firstIndex { $0.hasSuffix(" */;") } ?? place
            let sql = lines[place - 2...end].map(Self.plain).joined(separator: " ")
            return View(name: name, sql: "\(sql);")
        }
    }

    /// Its quotes are doubled in it.
    private static func name(_ line: String) -> String? {
        var (name, rest) = ("", line.dropFirst(first.count))
        while let quote = rest.firstIndex(of: "`") {
            name += rest[..<quote]
            rest = rest[quote...].dropFirst()
            guard rest.first == "`" else { return name }
            name += "`"
            rest = rest.dropFirst()
        }
        return nil
    }

    /// Without the marks that let older servers pass over it.
    private static func plain(_ line: String) -> String {
        let opened = line.hasPrefix("/*!") ? String(line.drop { $0 != " " }.dropFirst()) : line
        return [" */;", " */"].first(where: opened.hasSuffix).map { String(opened.dropLast($0.count)) } ?? opened
    }
}
