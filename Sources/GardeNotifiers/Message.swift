package import GardeIO

/// What somebody is told, in the forms that the ways of telling take.
package struct Message: Sendable {
    /// What it is about, as a dead man's switch wants to know it.
    package enum Event: Sendable {
        /// A run begins.
        case start
        /// All is saved that was asked for.
        case success
        /// Nothing is saved, or not all.
        case failure
        /// Somebody tries whether it arrives.
        case test
    }

    package let event: Event
    package let subject: String
    package let lines: [String]
    package let json: JSON

    package init(_ event: Event, subject: String, lines: [String], json: JSON) {
        (self.event, self.subject, self.lines, self.json) = (event, subject, lines, json)
    }

    package var text: String { ([subject] + lines).joined(separator: "\n") }
}
