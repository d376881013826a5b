import GardeCore
import SystemPackage

/// Names and values as MariaDB reads them in the sessions of `MariaDBServer`, whatever they hold.
enum MariaDBSQL {
    static func name(_ text: String) -> String { "`\(text.replacing("`", with: "``"))`" }

    static func name(_ database: String, _ object: String) -> String { "\(name(database)).\(name(object))" }

    static func literal(_ text: String) -> String {
        "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "''"))'"
    }

    static func list(_ values: [String]) -> String { values.map(literal).joined(separator: ", ") }

    /// An account as `SHOW GRANTS` writes it; a role has no host.
    static func account(_ user: String, _ host: String?) -> String { name(user) + (host.map { "@\(name($0))" } ?? "") }

    /// The columns of a line that `mariadb --batch` prints.
    static func columns(_ line: Substring) -> [String] {
        line.split(separator: "\t", omittingEmptySubsequences: false).map(unescaped)
    }

    private static func unescaped(_ text: Substring) -> String {
        var (result, isEscaped) = (String.UnicodeScalarView(), false)
        for scalar in text.unicodeScalars {
            if isEscaped {
                result.append(["n": "\n", "t": "\t", "0": "\0"][scalar] ?? scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
