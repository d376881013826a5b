import GardeCore
import GardeIO
import SystemPackage

/// What `ALTER ROLE ALL SET …` said, which neither pg_dump nor `pg_dumpall --roles-only` writes.
enum SettingsOfAll {
    /// Bytes in hexadecimal digits, as they were typed in whatever database: convert_to() refuses those that its own
    /// encoding does not know.
    static let sql = """
        select encode(replace(setting, chr(92), repeat(chr(92), 2))::bytea, 'hex')
        from pg_db_role_setting, unnest(setconfig) as setting where setdatabase = 0 and setrole = 0;
        """

    static func statements(_ rows: [[String]], _ text: PostgresText) -> [RoleStatement] {
        rows.compactMap { row in row.first.flatMap { statement(text.string(bytes($0))) } }
    }

    /// What pg_dumpall writes of the roles behind what it lacks.
    static func before(_ script: Child, money: String?, _ rows: [[String]]) -> any Filter {
        let lines = statements(rows, .bytes).map { PostgresText.bytes.bytes($0.sql + "\n") }.joined()
        let whole: any Filter = lines.isEmpty ? script : Preface(bytes: Array(lines), script: script)
        return money.map { MoneyNote(locale: $0, script: whole) } ?? whole
    }

    private static func bytes(_ digits: String) -> [UInt8] {
        let digits = Array(digits.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }

    private static func statement(_ setting: String) -> RoleStatement? {
        guard let sign = setting.unicodeScalars.firstIndex(of: "=") else { return nil }
        let (name, value) = (String(setting[..<sign]), String(setting.unicodeScalars[sign...].dropFirst()))
        return .set(nil, parameter: [name], values: lists.contains(name.lowercased()) ? elements(of: value) : [value])
    }

    /// Those whose elements the server keeps quoted as names are, as pg_dumpall knows them too.
    private static let lists: Set = [
        "local_preload_libraries", "search_path", "session_preload_libraries", "temp_tablespaces",
    ]

    /// A list such as `app, "x y", ""`.
    static func elements(of list: String) -> [String] {
        var (found, isQuoted): ([String.UnicodeScalarView], Bool) = ([.init()], false)
        var last: Unicode.Scalar?
        for scalar in list.unicodeScalars {
            if scalar == "\"" {
                // A second one behind the one that seemed to be the end.
                if !isQuoted, last == "\"" { found[found.count - 1].append(scalar) }
                isQuoted.toggle()
            } else if isQuoted || scalar != "," && scalar != " " {
                found[found.count - 1].append(scalar)
            } else if scalar == "," {
                found.append(.init())
            }
            last = scalar
        }
        return found.map(String.init)
    }
}

/// Lines before what a program writes.
private struct Preface: Filter {
    let bytes: [UInt8]
    let script: Child

    var stage: String { script.stage }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try output.writeAll(bytes)
        try await script.run(input, output)
    }
}
