import GardeCore
import GardeWords

/// The tables of a dump, each with what stands in the dump beside it.
package struct DumpTables: Sendable, Hashable {
    /// What is read like a table, and has no rows of its own in a dump.
    package enum Other: String, Sendable, Hashable {
        case view, materialized, foreign, sequence
    }

    /// Of a table: what a copy of it beside the live one goes without.
    package enum Rest: CaseIterable, Sendable, Hashable {
        case constraints, foreignKeys, indexes, triggers, rules, numbering, rowSecurity, owner, rights
    }

    package struct Table: Sendable, Hashable {
        /// The list of columns in its parentheses; nil where the dump does not say them all in one place.
        var columns: String?
        var isPartitioned = false
        /// Tables that have its columns and more.
        var heirs: [QualifiedName] = []
        /// `PRIMARY KEY (…)`.
        var primaryKey: String?
        /// Whether a column takes numbers of its sequence alone.
        var numbersAlways = false
        package var rest: [Rest: [String]] = [:]
    }

    package private(set) var tables: [QualifiedName: Table] = [:]
    package private(set) var others: [QualifiedName: Other] = [:]
    /// What each partition is one of.
    private var parents: [QualifiedName: QualifiedName] = [:]

    /// `script` is what `pg_restore --schema-only` writes.
    package init(_ script: [UInt8]) {
        var reader = SQLReader(script)
        while let tokens = reader.next() { read(tokens, reader.written) }
    }

    /// Whether a copy of it alone is another kind of table: one of partitions, or one that is a partition.
    func isOfPartitions(_ name: QualifiedName) -> Bool { tables[name]?.isPartitioned == true || parents[name] != nil }

    /// It and all partitions below it.
    func family(of name: QualifiedName) -> [QualifiedName] {
        [name] + parents.filter { $0.value == name }.keys.sorted { $0.sql < $1.sql }.flatMap(family)
    }

    private mutating func read(_ tokens: [SQLToken], _ statement: String) {
        guard !tokens.contains(where: \.isOdd) else { return }
        var cursor = TokenCursor(tokens)
        if cursor.take("create") {
            readCreation(tokens, cursor, statement)
        } else if cursor.take("alter", "table") {
            _ = cursor.take("only")
            if let name = QualifiedName(&cursor), tables[name] != nil { readChange(name, tokens, cursor, statement) }
        } else if cursor.take("grant"), let on = tokens.firstIndex(of: .word("on")) {
            var object = TokenCursor(Array(tokens[(on + 1)...]))
            _ = object.take("table")
            guard let name = QualifiedName(&object), let to = tokens.lastIndex(of: .word("to")) else { return }
            var roles = TokenCursor(Array(tokens[(to + 1)...]))
            for role in roles.list({ $0.name() }) ?? [] { note(.rights, role, of: name) }
        }
    }

    // MARK: CREATE

    private mutating func readCreation(_ tokens: [SQLToken], _ cursor: TokenCursor, _ statement: String) {
        var cursor = cursor
        if cursor.take("view") { return noteOther(.view, cursor) }
        if cursor.take("materialized", "view") { return noteOther(.materialized, cursor) }
        if cursor.take("foreign", "table") { return noteOther(.foreign, cursor) }
        if cursor.take("sequence") { return noteOther(.sequence, cursor) }
        _ = cursor.take("unlogged") || cursor.take("unique") || cursor.take("constraint")
        if cursor.take("table"), let name = QualifiedName(&cursor) {
            return readTable(name, cursor, SQLReader.rest(of: statement, after: tokens.count - cursor.remaining.count))
        }
        if cursor.take("index"), let index = cursor.name(), cursor.take("on") {
            _ = cursor.take("only")
            if let name = QualifiedName(&cursor) { note(.indexes, index, of: name) }
        }
        if cursor.take("trigger"), let trigger = cursor.name() { noteBehind("on", .triggers, trigger, tokens) }
        if cursor.take("policy"), let policy = cursor.name() { noteBehind("on", .rowSecurity, policy, tokens) }
        if cursor.take("rule"), let rule = cursor.name() { noteBehind("to", .rules, rule, tokens) }
    }

    private mutating func readTable(_ name: QualifiedName, _ cursor: TokenCursor, _ rest: String) {
        var (table, cursor) = (Table(), cursor)
        if cursor.take("partition", "of") {
            parents[name] = QualifiedName(&cursor)
            table.isPartitioned = cursor.remaining.contains(.word("partition"))
        } else if let (columns, tail) = SQLReader.parentheses(in: rest) {
            var end = TokenCursor(tail)
            if end.take("inherits"), end.take(symbol: "(") {
                for parent in end.list({ QualifiedName(&$0) }) ?? [] { tables[parent]?.heirs.append(name) }
            } else {
                table.columns = columns
                table.isPartitioned = end.take("partition", "by")
                table.rest[.numbering] = Self.numbered(columns)
            }
        }
        tables[name] = table
    }

    /// Columns whose default is the next number of a sequence.
    private static func numbered(_ columns: String) -> [String]? {
        var reader = SQLReader(Array((columns.dropFirst().dropLast() + ";").utf8))
        var (found, depth, column) = ([String](), 0, nil as String?)
        for token in reader.next() ?? [] {
            switch token {
            case .symbol("("): depth += 1
            case .symbol(")"): depth -= 1
            case .symbol(",") where depth == 0: column = nil
            case .word("nextval"): column.map { found.append($0) }
            case .word(let name), .name(let name): column = column ?? name
            default: break
            }
        }
        return found.isEmpty ? nil : found
    }

    private mutating func noteOther(_ kind: Other, _ cursor: TokenCursor) {
        var cursor = cursor
        if let name = QualifiedName(&cursor) { others[name] = kind }
    }

    private mutating func noteBehind(_ word: String, _ kind: Rest, _ what: String, _ tokens: [SQLToken]) {
        guard let place = tokens.firstIndex(of: .word(word)) else { return }
        var cursor = TokenCursor(Array(tokens[(place + 1)...]))
        if let name = QualifiedName(&cursor) { note(kind, what, of: name) }
    }

    private mutating func note(_ kind: Rest, _ what: String, of name: QualifiedName) {
        guard tables[name]?.rest[kind]?.contains(what) != true else { return }
        tables[name]?.rest[kind, default: []].append(what)
    }

    // MARK: ALTER TABLE

    private mutating func readChange(
        _ name: QualifiedName, _ tokens: [SQLToken], _ cursor: TokenCursor, _ statement: String
    ) {
        var cursor = cursor
        if cursor.take("attach", "partition"), let partition = QualifiedName(&cursor) {
            parents[partition] = name
        } else if cursor.take("owner", "to"), let owner = cursor.name() {
            note(.owner, owner, of: name)
        } else if cursor.take("enable", "row", "level", "security") {
            if tables[name]?.rest[.rowSecurity] == nil { tables[name]?.rest[.rowSecurity] = [] }
        } else if cursor.take("add", "constraint"), let constraint = cursor.name() {
            let rest = SQLReader.rest(of: statement, after: tokens.count - cursor.remaining.count)
            if cursor.take("primary", "key") {
                tables[name]?.primaryKey = rest
            } else {
                note(cursor.take("foreign", "key") ? .foreignKeys : .constraints, constraint, of: name)
            }
        } else if cursor.take("alter", "column"), let column = cursor.name() {
            if cursor.take("add", "generated") {
                tables[name]?.numbersAlways = cursor.take("always")
                note(.numbering, column, of: name)
            } else if cursor.take("set", "default") {
                note(.numbering, column, of: name)
            }
        }
    }
}
