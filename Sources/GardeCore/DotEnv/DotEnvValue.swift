import GardeWords

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
        case .bare(let bytes):
            return try decoded(interpolation.expand(withoutComment(bytes).trimmingEnd(of: Blank.any)))
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

// MARK: Escapes

/// `\n` and its like, `\0351` in octal, `\$` as `$$`; what is no escape stays as it is.
private func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\"), let next = rest.first else {
            result.append(byte)
            continue
        }
        if next == UInt8(ascii: "0") {
            result += octal(rest.dropFirst().prefix(3).prefix { (0x30...0x39).contains($0) }, &rest)
        } else if let meaning = escapes[next] {
            result += meaning
            rest = rest.dropFirst()
        } else {
            result.append(byte)
        }
    }
    return result
}

/// `\0` and up to three digits, taken off the front: one character's code, or as it stands but without the zero.
private func octal(_ digits: ArraySlice<UInt8>, _ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    rest = rest[digits.endIndex...]
    guard digits.count == 3, let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) else {
        return [UInt8(ascii: "\\")] + digits
    }
    return Array(String(Unicode.Scalar(code)).utf8)
}

private let escapes: [UInt8: [UInt8]] = [
    UInt8(ascii: "a"): [7], UInt8(ascii: "b"): [8], UInt8(ascii: "f"): [12], UInt8(ascii: "n"): [10],
    UInt8(ascii: "r"): [13], UInt8(ascii: "t"): [9], UInt8(ascii: "v"): [11], UInt8(ascii: "\\"): [0x5c],
    UInt8(ascii: "\""): [0x22], UInt8(ascii: "$"): [0x24, 0x24],
]

// MARK: Variables

/// A text of a compose file with its `${NAME}` replaced; nil where Compose would refuse it.
package func interpolated(_ text: String, _ lookup: @escaping (String) -> String?) -> String? {
    let bytes = try? Interpolation(lookup: lookup).expand(Array(text.utf8)[...])
    return bytes.map { String(decoding: $0, as: UTF8.self) }
}

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
        let name = rest.dropFirst().prefix(while: \.isWordByte)
        guard name.first?.isWordStart == true, let end = closingBrace(rest, after: name.endIndex) else {
            throw DotEnvRefusal(reason: .badVariable)
        }
        let form = rest[name.endIndex..<end]
        rest = rest[(end + 1)...]
        return try replaced(name, form)
    }

    /// The brace that closes the first one, else the last of the line; none beyond the line counts.
    ///
    /// What follows a `{` directly is no closing brace, as compose-go's `template` package counts them.
    private func closingBrace(_ text: ArraySlice<UInt8>, after name: Int) -> Int? {
        let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
        guard name < text.endIndex, text[name] != close else { return name < text.endIndex ? name : nil }
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        var (depth, place) = (0, line.startIndex)
        while place < line.endIndex {
            if line[place] == close { depth -= 1 }
            if line[place] == close, depth == 0 { return place }
            if line[place] == open { depth += 1 }
            place += line[place] == open ? 2 : 1
        }
        return line.lastIndex(of: close)
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
    fileprivate static let notUTF8 = Text("dotenv.not-utf8")

    fileprivate static let badVariable = Text("dotenv.bad-variable", ["open": "${", "close": "}"])

    fileprivate static func required(_ name: String) -> Text {
        Text("dotenv.required", ["name": name])
    }
}
