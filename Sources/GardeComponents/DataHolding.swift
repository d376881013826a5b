/// What a backup has of a database.
package struct DataHolding: Sendable {
    /// The sentence that says how many of what, with `{count}`.
    package let unit: String
    /// Tables with their rows, or databases and prefixes with their keys.
    package let parts: [(name: String, count: Int)]

    init(_ unit: String, _ parts: [(name: String, count: Int)]) { (self.unit, self.parts) = (unit, parts) }
}
