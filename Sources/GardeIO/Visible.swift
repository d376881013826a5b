/// Text that cannot play tricks on a terminal or a log: one line, control characters written out.
///
/// Control characters and bytes that are no UTF-8 become `\x1b`; marks that turn the direction of writing or end a line
/// become `\u{202e}`. Everything else stays as it is.
package func visible(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = [UInt8](bytes)
    var result = ""
    var position = 0
    while position < bytes.count {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes[position...].makeIterator()
        switch parser.parseScalar(from: &rest) {
        case .valid(let encoded):
            result += written(Unicode.UTF8.decode(encoded))
            position += encoded.count
        case .error(let length):
            result += bytes[position..<min(position + length, bytes.count)].map(hexadecimal).joined()
            position += length
        case .emptyInput: position = bytes.count
        }
    }
    return result
}

/// Text that cannot play tricks on a terminal or a log: one line, control characters written out.
package func visible(_ text: String) -> String {
    text.unicodeScalars.allSatisfy { !isTricky($0) } ? text : visible(text.utf8)
}

private func written(_ scalar: Unicode.Scalar) -> String {
    guard isTricky(scalar) else { return String(scalar) }
    return scalar.value < 0x100
        ? UTF8.encode(scalar)!.map(hexadecimal).joined() : "\\u{\(String(scalar.value, radix: 16))}"
}

private func isTricky(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0: true
    case 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069: true
    default: false
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    "\\x" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
}
