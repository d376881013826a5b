/// What a backup has of a database.
package struct DataHolding: Sendable {
    /// The sentence that says how many of what, with `{count}`.
    package let unit: String
    /// Tables with their rows, or databases and prefixes with their keys.
    package let parts: [(name: String, count: Int)]
    /// Those that are there, and whose rows nobody here can count.
    package let uncounted: [String]

    init(_ unit: String, _ parts: [(name: String, count: Int)], uncounted: [String] = []) {
        (self.unit, self.parts, self.uncounted) = (unit, parts, uncounted)
    }
}
