import FoundationEssentials

/// A random UUID, lower case.
package func newUUID() -> String { UUID().uuidString.lowercased() }
