import GardeEngine
import GardeComponents
import GardeCore
package import GardeWords
package import GardeIO

/// The lines at the bottom of a terminal that say how far each component is.
///
/// It writes nothing itself: each function gives the characters that bring the terminal to the new state.
package struct Progress: Sendable {
    /// Off, nothing is drawn.
    package var isShown = false
    private var rows: [Row] = []
    /// How many lines are on the screen now; the cursor stands at the end of the last.
    private var drawn = 0
    private var measured: ContinuousClock.Instant?

    package init() {}

    private struct Row: Sendable {
        let name: String
        let meter: Meter
        let total: Int?
        var bytes = 0
        /// Bytes a second.
        var rate = 0.0
        /// When it was measured first, and how long ago that was when it was last.
        var began: ContinuousClock.Instant?
        var time = Duration.zero

        /// What reads nothing, such as a server that starts, has its time alone.
        func line(_ column: Int, _ language: Language) -> String {
            let name = (name.count > column ? name.prefix(column - 1) + "…" : name).padding(to: column)
            guard bytes == 0, time >= .seconds(1) else {
                return progressLine(name, bytes: bytes, rate: rate, total: total, language)
            }
            return "\(name)  \(language.duration(time).padding(to: 9, atStart: true))"
        }
    }

    /// One of the same name is hidden until this one is removed, which is a step of its work.
    package mutating func add(_ name: String, _ meter: Meter, total: Int?) {
        let row = Row(name: name, meter: meter, total: total, bytes: meter.bytes)
        rows.insert(row, at: rows.lastIndex { $0.name == name }.map { $0 + 1 } ?? rows.endIndex)
    }

    private var shown: [Row] {
        rows.indices.filter { $0 + 1 == rows.endIndex || rows[$0 + 1].name != rows[$0].name }.map { rows[$0] }
    }

    /// False when it is shown already.
    mutating func show() -> Bool {
        defer { isShown = true }
        return !isShown
    }

    var names: [String] { shown.map(\.name) }

    package mutating func remove(_ name: String) {
        if let place = rows.lastIndex(where: { $0.name == name }) { rows.remove(at: place) }
    }

    /// Reads the meters; the rate leans on the last second or so.
    package mutating func measure(at now: ContinuousClock.Instant) {
        let seconds = measured.map { (now - $0) / .seconds(1) } ?? 0
        measured = now
        for place in rows.indices {
            let bytes = rows[place].meter.bytes
            let rate = seconds > 0 ? Double(bytes - rows[place].bytes) / seconds : 0
            rows[place].rate += (rate - rows[place].rate) * (rows[place].rate == 0 ? 1 : 0.2)
            rows[place].bytes = bytes
            rows[place].began = rows[place].began ?? now
            rows[place].time = now - rows[place].began!
        }
    }

    /// Takes the lines off the screen.
    package mutating func erase() -> String {
        defer { drawn = 0 }
        return drawn == 0 ? "" : home + "\u{1b}[J"
    }

    /// Writes the lines over those of last time, each cleared to its end only after it is written: nothing flickers.
    package mutating func draw(_ language: Language, width: Int) -> String {
        guard isShown, !rows.isEmpty else { return erase() }
        // What a narrow terminal cannot hold is the end of long names, before a figure.
        let column = min(rows.map(\.name.count).max()!, max(8, width - Self.figures))
        let lines = shown.map { $0.line(column, language).prefix(width - 1) + "\u{1b}[K" }
        defer { drawn = lines.count }
        return home + lines.joined(separator: "\n") + "\u{1b}[J"
    }

    /// What stands behind a name: `   45.2 MB     45.2 MB/s   38%  2 min 5 s left`
    private static let figures = 46

    /// To the first character of the first line.
    private var home: String { "\r" + (drawn > 1 ? "\u{1b}[\(drawn - 1)A" : "") }
}

/// `mail     1.3 GB  45.2 MB/s  38%  2 min 5 s left`
package func progressLine(_ name: String, bytes: Int, rate: Double, total: Int?, _ language: Language) -> String {
    let size = language.bytes(bytes).padding(to: 9, atStart: true)
    let speed = "\(language.bytes(Int(rate)))/s".padding(to: 11, atStart: true)
    guard let total, total > bytes, total > 0 else { return "\(name)  \(size)  \(speed)" }
    let share = "\(bytes * 100 / total)\(language == .french ? " %" : "%")".padding(to: 4, atStart: true)
    guard rate >= 1 else { return "\(name)  \(size)  \(speed)  \(share)" }
    let left = language.duration(.seconds(max(1, (Double(total - bytes) / rate).rounded())))
    return "\(name)  \(size)  \(speed)  \(share)  " + (language == .french ? "encore \(left)" : "\(left) left")
}
