/// A JSON value whose objects keep their order, for files that people read.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Int)
    case real(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Sendable, Hashable {
        package let key: String
        package let value: JSON

        package init(key: String, value: JSON) { (self.key, self.value) = (key, value) }
    }

    package static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member(key: $0.key, value: $0.value) })
    }

    /// Null for nil.
    package static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
    package static func optional(_ number: Int?) -> JSON { number.map { .number($0) } ?? .null }

    /// The text with four spaces a level, as `jq --indent 4` prints it (RFC 8259).
    package func text(indentedBy level: Int = 0) -> String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): String(value)
        case .real(let value): String(value)
        case .string(let value): JSON.quoted(value)
        case .array(let values):
            JSON.block("[", values.map { $0.text(indentedBy: level + 1) }, "]", level)
        case .object(let members):
            JSON.block(
                "{", members.map { "\(JSON.quoted($0.key)): \($0.value.text(indentedBy: level + 1))" }, "}", level)
        }
    }

    /// The same in one line, as `jq -c` prints it.
    package var line: String {
        switch self {
        case .array(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\(JSON.quoted($0.key)):\($0.value.line)" }.joined(separator: ",") + "}"
        default: text()
        }
    }

    private static func block(_ opening: String, _ lines: [String], _ closing: String, _ level: Int) -> String {
        guard !lines.isEmpty else { return opening + closing }
        let margin = String(repeating: "    ", count: level)
        return opening + "\n" + lines.map { "\(margin)    \($0)" }.joined(separator: ",\n") + "\n\(margin)\(closing)"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        case "\u{0}"..."\u{1f}", "\u{7f}":
            "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
        default: String(scalar)
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}
