import GardeWords
import GardeIO

/// Rows of cells, as lines.
///
/// Where a terminal is too narrow for them, a row goes on below itself: no cell is cut or broken, as ids and paths are there to
/// be copied, but for prose.
package struct Table: Sendable {
    private let rows: [[String]]
    private let right: Set<Int>
    private let prose: Range<Int>
    private let widths: [Int]

    /// The first `aligned` columns stand below each other, those of `right` at their right edge, `least` characters wide at least; one
    /// that has nothing in any row is left out. Those of `prose` may end a line at any blank.
    package init(
        _ rows: [[String]], right: Set<Int> = [], aligned: Int = .max, least: [Int] = [], prose: Range<Int> = 0..<0
    ) {
        let rows = rows.map { $0.map { visible($0) } }
        (self.rows, self.right, self.prose) = (rows, right, prose)
        widths = (0..<min(aligned, rows.map(\.count).max() ?? 0)).map { column in
            let widest = rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
            return widest == 0 ? 0 : max(widest, column < least.count ? least[column] : 0)
        }
    }

    /// For a terminal of so many columns; nil is no terminal.
    package func lines(_ columns: Int?) -> [String] {
        let whole = rows.map { trimmed(cells($0).map(\.padded).joined(separator: Self.gap)) }
        guard let columns, whole.contains(where: { $0.count > columns }) else { return whole }
        return rows.flatMap { folded($0, columns) }
    }

    private static let gap = "  "
    private static let indent = 4

    private func cells(_ row: [String]) -> [(text: String, padded: String, isProse: Bool)] {
        row.enumerated().compactMap { place, text in
            guard place < widths.count else { return (text, text, prose.contains(place)) }
            guard widths[place] > 0 else { return nil }
            let padded = text.padding(to: widths[place], atStart: right.contains(place))
            return (text, padded, prose.contains(place))
        }
    }

    private func folded(_ row: [String], _ columns: Int) -> [String] {
        var (lines, line) = ([String](), "")
        func add(_ text: String, _ padded: String, after gap: String, below indent: Int = Self.indent) {
            let next = line.isEmpty ? padded : line + gap + padded
            guard !trimmed(line).isEmpty, trimmed(next).count > columns else { return line = next }
            lines.append(trimmed(line))
            line = Self.blanks(indent) + text
        }
        for cell in cells(row) where !cell.text.isEmpty || lines.isEmpty {
            guard cell.isProse, !line.isEmpty, line.count + Self.gap.count + cell.text.count > columns else {
                add(cell.text, cell.padded, after: Self.gap)
                continue
            }
            // Below its own beginning, where that leaves it room.
            if line.count > columns / 2 {
                lines.append(trimmed(line))
                line = Self.blanks(Self.indent - Self.gap.count)
            }
            let start = line.count + Self.gap.count
            for (place, word) in cell.text.wordsOfLine.enumerated() {
                add(word, word, after: place == 0 ? Self.gap : " ", below: start)
            }
        }
        return lines + [trimmed(line)]
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

    private func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension String {
    /// Prose for a terminal of so many columns; nil is no terminal.
    package func folded(_ columns: Int?) -> String {
        guard let columns, count > columns else { return self }
        var lines = [""]
        for word in wordsOfLine {
            let next = lines.last!.isEmpty ? word : "\(lines.last!) \(word)"
            if next.count <= columns { lines[lines.count - 1] = next } else { lines.append(word) }
        }
        return lines.joined(separator: "\n")
    }

    /// What a line may begin with: the signs that French sets apart stay with their word.
    fileprivate var wordsOfLine: [String] {
        split(separator: " ").reduce(into: []) { words, word in
            let isSign = word.allSatisfy { ":;!?»).,".contains($0) }
            if let last = words.last, isSign || last.hasSuffix("«") {
                words[words.count - 1] = "\(last) \(word)"
            } else {
                words.append(String(word))
            }
        }
    }
}

extension Reporter {
    package func table(_ table: Table) {
        for line in table.lines(columns) { plain(line) }
    }
}
