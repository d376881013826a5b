/// Statements of a dump that make events.
package enum MariaDBEvents {
    /// Of an event alone, as all dumps have it.
    private static let head = Array("/*!50106 CREATE*/ ".utf8)
    private static let on = Array("PRESERVE ENABLE".utf8), off = Array("PRESERVE DISABLE".utf8)
    private static let newline = UInt8(ascii: "\n")

    /// The same where each event is made switched off; one that is written otherwise is left as it is.
    package static func off(_ script: [UInt8]) -> [UInt8] {
        let lines = script.split(separator: newline, omittingEmptySubsequences: false)
        return Array(lines.map { line in made(line) ?? Array(line) }.joined(separator: [newline]))
    }

    /// Nil for what makes no event, or none that is on. A name or a time before it may have the same words in quotes.
    private static func made(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        guard line.starts(with: head) else { return nil }
        var quote: UInt8?
        for place in line.indices {
            if let open = quote {
                if line[place] == open { quote = nil }
            } else if [UInt8(ascii: "`"), UInt8(ascii: "'")].contains(line[place]) {
                quote = line[place]
            } else if line[place...].starts(with: " DO ".utf8) {
                return nil
            } else if line[place...].starts(with: on) {
                return Array(line[..<place]) + off + Array(line[(place + on.count)...])
            }
        }
        return nil
    }
}
