import GardeCore
import GardeWords

/// A table as a person types it: `schema.table` or `table`, in quotes where PostgreSQL writes them, and as `ls` prints it.
package struct TypedTable: Sendable, Hashable {
    let text: String
    private let schema: String?
    private let name: String

    /// Several of them, with commas between; empty for what names none.
    package static func list(_ text: String) -> [TypedTable] {
        var (parts, isQuoted) = ([""], false)
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        let trimmed = parts.map { part in
            String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
        return trimmed.filter { !$0.isEmpty }.map(TypedTable.init)
    }

    /// What to type for a table that is printed so.
    package static func typed(_ printed: String) -> String {
        guard printed.contains(","), let dot = printed.firstIndex(of: ".") else { return printed }
        return "\(SQL.identifier(String(printed[..<dot]))).\(SQL.identifier(String(printed[dot...].dropFirst())))"
    }

    init(_ text: String) {
        self.text = text
        var reader = SQLReader(Array((text + ";").utf8))
        var cursor = TokenCursor(reader.next() ?? [])
        let first = cursor.name()
        if let first, cursor.take(symbol: "."), let second = cursor.name(), cursor.isAtEnd {
            (schema, name) = (first, second)
        } else {
            (schema, name) = (nil, first != nil && cursor.isAtEnd ? first! : text)
        }
    }

    /// Those that it may mean; the closest kind of meaning alone, and of several with one name that in `public`.
    func matches(_ names: some Sequence<QualifiedName>) -> [QualifiedName] {
        let printed = names.filter { $0.printed == text }
        guard printed.isEmpty else { return printed }
        if let schema { return names.filter { $0.schema == schema && $0.name == name } }
        let raw = names.filter { $0.name == text }
        let found = raw.isEmpty ? names.filter { $0.name == name } : raw
        let open = found.filter { $0.schema == "public" }
        return open.isEmpty ? found : open
    }

    /// The names closest to this one, for people who mistyped it.
    func alike(_ names: [QualifiedName]) -> [String] {
        let own = name.lowercased()
        let near = names.filter { other in
            let other = other.name.lowercased()
            return other.contains(own) || own.contains(other) || editDistance(own, other) <= max(1, own.count / 3)
        }
        return near.map { $0.printed }.sorted()
    }

    /// The pattern by which `find` shows what is called like this.
    var pattern: String { "*\(name)*" }
}
