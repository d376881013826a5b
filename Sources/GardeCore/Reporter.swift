package import GardeIO
package import GardeWords

/// How much a line matters.
package enum Level: String, Sendable, Hashable {
    case debug = "DEBUG"
    case info = "INFO"
    case success = "SUCCESS"
    case warning = "WARNING"
    case error = "ERROR"
}

/// Takes all that a run says: what is below the command line knows it only by this.
package protocol Reporter: Sendable {
    var language: Language { get }

    func say(_ level: Level, _ text: Text)

    /// What failed, which counts among `failures` from then on.
    func error(_ failure: Failure)

    /// A line that another program wrote on standard error: the log has it always, people only when they want details.
    func heard(_ program: String, _ line: String)

    /// How wide the terminal is that `plain` writes to; nil where nobody looks at one.
    var columns: Int? { get }

    /// A line of a table that somebody asked for: to the standard output as it is, and not to the log.
    func plain(_ line: String)

    /// Asks a person who watches, and gives the answer; nil when nobody does.
    ///
    /// Throws `CancellationError` when the run is ended while it waits.
    func ask(_ question: Text) async throws -> String?

    /// What failed so far, each once.
    var failures: [Failure] { get }

    /// What was warned of so far; a warning that comes again in a run is not said again.
    var warnings: [Text] { get }

    /// Shows them once more, at the end of a run, where somebody who looks only there finds them; the log has them already.
    func repeatWarnings()

    /// From here on `name` stands wherever this path would: what was fetched is known by where it came from.
    func call(_ path: String, by name: String)

    /// Opens the log and writes what was said so far; nothing in a dry run. A log that fails is a warning, no more.
    func openLog(_ path: String)

    /// Shows this count while `withProgress` runs, with share and time left when the total is known; in place of another of
    /// the same name, until `untrack`.
    func track(_ name: String, _ meter: Meter, total: Int?)

    /// The component is done; its line goes.
    func untrack(_ name: String)

    /// Whether anybody sees the progress: what costs something to count is not counted otherwise.
    var showsProgress: Bool { get }

    /// Keeps the progress on the screen while `work` runs; on a terminal only, and never when quiet. Within another it is
    /// that one's.
    func withProgress<Result>(_ work: () async throws -> Result) async rethrows -> Result
}

extension Reporter {
    package func debug(_ text: Text) { say(.debug, text) }
    package func info(_ text: Text) { say(.info, text) }
    package func success(_ text: Text) { say(.success, text) }

    /// Of data that a restore is about to replace it is only news: nobody has to mend it.
    package func warning(_ text: Text) {
        OldData.isSpokenOf ? say(.info, .ofOldData(text)) : say(.warning, text)
    }

    package func track(_ name: String, _ meter: Meter) { track(name, meter, total: nil) }

    package var showsProgress: Bool { false }

    /// Counts a component among what is at work, for whoever ends the run meanwhile, and shows what it reads of its
    /// content in a backup, which is `total` bytes.
    package func working<Value>(
        on name: Component.ID, of total: Int? = nil, _ work: () async throws -> Value
    ) async rethrows -> Value {
        let meter = Meter()
        track(name.name, meter, total: total)
        defer { untrack(name.name) }
        return try await Meter.$reading.withValue(meter, operation: work)
    }
}

/// Data that a restore is about to replace.
package enum OldData {
    /// Whether the current task looks at it.
    @TaskLocal package static var isSpokenOf = false
}

extension Text {
    fileprivate static func ofOldData(_ text: Text) -> Text {
        Text("restore.of-old-data", ["text": text])
    }
}
