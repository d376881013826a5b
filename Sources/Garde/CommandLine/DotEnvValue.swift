/// A value as it stands in the file, which still has to be made into text.
enum DotEnvValue {
    /// Without quotes, to the end of the line.
    case bare([UInt8])
    /// Between single quotes: nothing in it means anything else.
    case literal([UInt8])
    /// Between double quotes: escapes, then variables.
    case quoted([UInt8])

    /// What it says; `lookup` serves its `${NAME}`.
    func text(_ lookup: @escaping (String) -> String?) throws(DotEnvRefusal) -> String {
        let interpolation = Interpolation(lookup: lookup)
        switch self {
        case .literal(let bytes): return try decoded(bytes)
        case .quoted(let bytes): return try decoded(interpolation.expand(unescaped(bytes)[...]))
        case .bare(let bytes): return try decoded(interpolation.expand(trimmed(withoutComment(bytes)[...])))
        }
    }
}

private func decoded(_ bytes: some Collection<UInt8>) throws(DotEnvRefusal) -> String {
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
        throw DotEnvRefusal(reason: .notUTF8)
    }
    return text
}

private func withoutComment(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let comment = bytes.indices.first { bytes[$0...].starts(with: " #".utf8) }
    return bytes[..<(comment ?? bytes.endIndex)]
}

private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes[..<((bytes.lastIndex { !$0.isBlank } ?? bytes.startIndex - 1) + 1)]
}

// MARK: Escapes

/// `\n` and its like, `\0123` in octal, `\$` as `$$`; what is no escape stays as it is.
private func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\"), let next = rest.first else {
            result.append(byte)
            continue
        }
        let octal = rest.dropFirst().prefix(3)
        if next == UInt8(ascii: "0"), octal.count == 3, let code = octalCode(octal) {
            result += String(Unicode.Scalar(code)).utf8
            rest = rest.dropFirst(4)
        } else if let meaning = escapes[next] {
            result += meaning
            rest = rest.dropFirst()
        } else {
            result.append(byte)
        }
    }
    return result
}

private func octalCode(_ digits: ArraySlice<UInt8>) -> UInt8? {
    UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
}

private let escapes: [UInt8: [UInt8]] = [
    UInt8(ascii: "a"): [7], UInt8(ascii: "b"): [8], UInt8(ascii: "f"): [12], UInt8(ascii: "n"): [10],
    UInt8(ascii: "r"): [13], UInt8(ascii: "t"): [9], UInt8(ascii: "v"): [11], UInt8(ascii: "\\"): [0x5c],
    UInt8(ascii: "\""): [0x22], UInt8(ascii: "$"): [0x24, 0x24],
]

// MARK: Variables

/// Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and the other forms that Compose knows; `$$` is one `$`.
private struct Interpolation {
    let lookup: (String) -> String?

    func expand(_ text: ArraySlice<UInt8>) throws(DotEnvRefusal) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "$"), let next = rest.first else {
                result.append(byte)
                continue
            }
            if next == UInt8(ascii: "{") {
                result += try braced(&rest)
            } else if next.isWordStart {
                let name = rest.prefix(while: \.isWordByte)
                rest = rest[name.endIndex...]
                result += value(name)?.utf8 ?? "".utf8
            } else {
                result.append(byte)
                if next == byte { rest = rest.dropFirst() }
            }
        }
        return result
    }

    /// Takes `{…}` off the front and gives what it stands for.
    private func braced(_ rest: inout ArraySlice<UInt8>) throws(DotEnvRefusal) -> [UInt8] {
        guard let end = closingBrace(rest) else { throw DotEnvRefusal(reason: .badVariable) }
        let inside = rest[(rest.startIndex + 1)..<end]
        rest = rest[(end + 1)...]
        let name = inside.prefix(while: \.isWordByte)
        guard name.first?.isWordStart == true else { throw DotEnvRefusal(reason: .badVariable) }
        return try replaced(name, inside[name.endIndex...])
    }

    private func closingBrace(_ text: ArraySlice<UInt8>) -> Int? {
        var depth = 0
        return text.indices.first { place in
            if text[place] == UInt8(ascii: "{") { depth += 1 }
            if text[place] == UInt8(ascii: "}") { depth -= 1 }
            return depth == 0
        }
    }

    /// `form` is what follows the name: nothing, or an operator with its word.
    private func replaced(_ name: ArraySlice<UInt8>, _ form: ArraySlice<UInt8>) throws(DotEnvRefusal) -> [UInt8] {
        let emptyIsUnset = form.first == UInt8(ascii: ":")
        let operation = emptyIsUnset ? form.dropFirst() : form
        let found = value(name)
        let isSet = found != nil && !(emptyIsUnset && found == "")
        switch operation.first.map({ Character(Unicode.Scalar($0)) }) {
        case nil where !emptyIsUnset: return Array((found ?? "").utf8)
        case "-": return isSet ? Array(found!.utf8) : try expand(operation.dropFirst())
        case "+": return isSet ? try expand(operation.dropFirst()) : Array((found ?? "").utf8)
        case "?" where isSet: return Array(found!.utf8)
        case "?": throw DotEnvRefusal(reason: .required(String(decoding: name, as: UTF8.self)))
        default: throw DotEnvRefusal(reason: .badVariable)
        }
    }

    private func value(_ name: ArraySlice<UInt8>) -> String? { lookup(String(decoding: name, as: UTF8.self)) }
}

extension Text {
    fileprivate static let notUTF8 = Text("its value is not UTF-8 text", fr: "sa valeur n'est pas du texte UTF-8")

    fileprivate static let badVariable = Text(
        "“${” is not followed by a name and “}” (write $$ for a plain $)",
        fr: "« ${ » n'est pas suivi d'un nom et de « } » (écrire $$ pour un simple $)")

    fileprivate static func required(_ name: String) -> Text {
        Text("it needs \(name), which is not set", fr: "elle a besoin de \(name), qui n'est pas définie")
    }
}
