/// Sizes and times as people read them.
extension Language {
    /// `512 bytes`, `1.3 GB`, `1,3 Go`: decimal units, one digit after the point below 100.
    package func bytes(_ count: Int) -> String {
        guard count >= 1000 else { return "\(count) \(self == .french ? "octet" : "byte")\(isOne(count) ? "" : "s")" }
        var (unit, value) = (0, Double(count))
        while value >= 999.5, unit < 6 { (unit, value) = (unit + 1, value / 1000) }
        let tenths = Int((value * 10).rounded())
        let number = tenths < 1000 ? decimal(tenths) : "\(Int(value.rounded()))"
        return "\(number) \(["", "k", "M", "G", "T", "P", "E"][unit])\(self == .french ? "o" : "B")"
    }

    /// `0.4 s`, `45 s`, `4 min 5 s`, `1 h 4 min`, `2 d 3 h`; French has commas and days as `j`.
    package func duration(_ time: Duration) -> String {
        let seconds = Int(time.components.seconds)
        switch seconds {
        case ..<10: return "\(decimal(max(0, Int(time / .milliseconds(100))))) s"
        case ..<60: return "\(seconds) s"
        case ..<3600: return two(seconds / 60, "min", seconds % 60, "s")
        case ..<86400: return two(seconds / 3600, "h", seconds / 60 % 60, "min")
        default: return two(seconds / 86400, self == .french ? "j" : "d", seconds / 3600 % 24, "h")
        }
    }

    private func two(_ first: Int, _ unit: String, _ second: Int, _ smaller: String) -> String {
        second == 0 ? "\(first) \(unit)" : "\(first) \(unit) \(second) \(smaller)"
    }

    /// French writes the singular up to two.
    private func isOne(_ count: Int) -> Bool { count == 1 || (self == .french && count == 0) }

    private func decimal(_ tenths: Int) -> String { "\(tenths / 10)\(self == .french ? "," : ".")\(tenths % 10)" }
}
