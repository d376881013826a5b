import GardeCore
/// Reads a statement from left to right; what does not fit leaves the cursor where it was.
struct TokenCursor {
    private var rest: ArraySlice<SQLToken>

    init(_ tokens: [SQLToken]) { rest = tokens[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// All tokens that are left, in the notation that they mean.
    var remaining: [SQLToken] { Array(rest) }

    /// Takes these keywords, all or none.
    mutating func take(_ words: String...) -> Bool {
        guard rest.starts(with: words.map(SQLToken.word)) else { return false }
        rest = rest.dropFirst(words.count)
        return true
    }

    mutating func take(symbol: Unicode.Scalar) -> Bool {
        guard rest.first == .symbol(symbol) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// A name, quoted or not.
    mutating func name() -> String? {
        switch rest.first {
        case .word(let name), .name(let name):
            rest = rest.dropFirst()
            return name
        default: return nil
        }
    }

    /// A role's name, which words such as `all` or `current_user` are not.
    mutating func role() -> String? {
        let others = ["all", "public", "none", "user", "current_user", "current_role", "session_user"]
        if case .word(let word) = rest.first, others.contains(word) { return nil }
        return name()
    }

    package mutating func string() -> String? {
        guard case .string(let value) = rest.first else { return nil }
        rest = rest.dropFirst()
        return value
    }

    /// A whole number, negative or not.
    mutating func integer() -> Int? {
        var next = self
        let sign = next.take(symbol: "-") ? -1 : 1
        guard case .number(let digits) = next.rest.first, let value = Int(digits) else { return nil }
        next.rest = next.rest.dropFirst()
        self = next
        return sign * value
    }

    /// What a parameter is set to: a string, a number or a word, as text.
    mutating func value() -> String? {
        if let text = string() { return text }
        if let number = integer() { return "\(number)" }
        switch rest.first {
        case .number(let digits): rest = rest.dropFirst(); return digits
        case .word(let word) where word != "default": rest = rest.dropFirst(); return word
        default: return nil
        }
    }

    /// One or more, with commas between.
    mutating func list<Element>(_ element: (inout TokenCursor) -> Element?) -> [Element]? {
        var found: [Element] = []
        repeat {
            guard let next = element(&self) else { return nil }
            found.append(next)
        } while take(symbol: ",")
        return found
    }
}
