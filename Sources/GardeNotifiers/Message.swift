package import GardeIO

/// What somebody is told, in the language of the run, without secrets and without names of what people keep.
public struct Message: Sendable {
    /// What it is about, as a dead man's switch wants to know it.
    public enum Event: Sendable {
        /// A run begins.
        case start
        /// All is saved that was asked for; or a look finds all well again.
        case success
        /// Nothing is saved, or not all; or a look at the backups found something wrong.
        case failure
        /// Somebody tries whether it arrives.
        case test
    }

    public let event: Event
    /// One line: recipe, machine, and how it ended.
    public let subject: String
    /// What there is to say below it, some ten lines; none of a run that begins.
    public let lines: [String]
    /// For programs, as the page on monitoring has it.
    package let json: JSON

    package init(_ event: Event, subject: String, lines: [String], json: JSON) {
        (self.event, self.subject, self.lines, self.json) = (event, subject, lines, json)
    }

    /// Subject and lines in one.
    public var text: String { ([subject] + lines).joined(separator: "\n") }
}
