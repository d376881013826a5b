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
    private static let indent = "    "

    private func cells(_ row: [String]) -> [(text: String, padded: String, isProse: Bool)] {
        row.enumerated().compactMap { place, text in
            guard place < widths.count else { return (text, text, prose.contains(place)) }
            guard widths[place] > 0 else { return nil }
            let padded = text.padding(to: widths[place], atStart: right.contains(place))
            return (text, padded, prose.contains(place))
        }
    }

    private func folded(_ row: [String], _ columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        func add(_ padded: String, _ text: String, after gap: String) {
            let next = line.isEmpty ? padded : line + gap + padded
            if line.isEmpty || trimmed(next).count <= columns { return line = next }
            lines.append(trimmed(line))
            line = Self.indent + text
        }
        for cell in cells(row) where !cell.text.isEmpty || lines.isEmpty {
            guard cell.isProse, cell.text.count > columns - Self.indent.count else {
                add(cell.padded, cell.text, after: Self.gap)
                continue
            }
            for (place, word) in cell.text.split(separator: " ").enumerated() {
                add(String(word), String(word), after: place == 0 ? Self.gap : " ")
            }
        }
        return lines + [trimmed(line)]
    }

    private func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension Reporter {
    package func table(_ table: Table) {
        for line in table.lines(columns) { plain(line) }
    }
}
