import GardeCore
import GardeIO
import GardeWords
import Synchronization

/// What `doctor` found of one thing, such as the keys.
struct Checkup: Sendable {
    enum Group: String, Sendable, CaseIterable {
        case settings, tools, folder, platform, keys, clock, schedule, copies, notifications, backups
    }

    enum Grade: String, Sendable { case ok, info, warning, error }

    struct Line: Sendable {
        let grade: Grade
        let failure: Failure

        /// `  WARNING  what: why. fix`
        func text(_ language: Language) -> String {
            "  \(grade.rawValue.uppercased().padding(to: 7))  \(failure.line(language))"
        }
    }

    let group: Group
    private(set) var lines: [Line] = []

    init(_ group: Group) { self.group = group }

    mutating func ok(_ text: Text) { add(.ok, text) }
    mutating func info(_ failure: Failure) { add(.info, failure) }
    mutating func info(_ text: Text) { add(.info, text) }
    mutating func warning(_ failure: Failure) { add(.warning, failure) }
    mutating func warning(_ text: Text) { add(.warning, text) }
    mutating func error(_ failure: Failure) { add(.error, failure) }

    private mutating func add(_ grade: Grade, _ text: Text) {
        add(grade, Failure(text.id ?? "doctor.remark", text))
    }

    private mutating func add(_ grade: Grade, _ failure: Failure) {
        guard !lines.contains(where: { $0.failure == failure }) else { return }
        lines.append(Line(grade: grade, failure: failure))
    }

    /// What steps of other commands said while they looked.
    mutating func take(_ heard: Heard) {
        for text in heard.warnings { warning(text) }
        for failure in heard.failures { error(failure) }
    }

    /// Less what the other one says in the same words, and more gravely.
    func without(_ other: Checkup, _ language: Language) -> Checkup {
        let errors = Set(other.lines.filter { $0.grade == .error }.map { $0.failure.what[language] })
        var rest = self
        rest.lines.removeAll { $0.grade == .warning && errors.contains($0.failure.what[language]) }
        return rest
    }

    func count(_ grade: Grade) -> Int { lines.count { $0.grade == grade } }
}

extension Checkup.Group {
    var title: Text {
        switch self {
        case .settings: Text("doctor.group-settings")
        case .tools: Text("doctor.group-tools")
        case .folder: Text("doctor.group-folder")
        case .platform: Text("doctor.group-platform")
        case .keys: Text("doctor.group-keys")
        case .clock: Text("doctor.group-clock")
        case .schedule: Text("doctor.group-schedule")
        case .copies: Text("doctor.group-copies")
        case .notifications: Text("doctor.group-notifications")
        case .backups: Text("doctor.group-backups")
        }
    }
}

/// Hears what a step says, for somebody who tells it otherwise.
final class Heard: Reporter {
    var columns: Int? { nil }
    let language: Language
    private let state = Mutex(State())

    private struct State {
        var warnings: [Text] = []
        var failures: [Failure] = []
    }

    init(_ language: Language) { self.language = language }

    var warnings: [Text] { state.withLock { $0.warnings } }
    var failures: [Failure] { state.withLock { $0.failures } }

    func say(_ level: Level, _ text: Text) {
        guard level == .warning else { return }
        state.withLock { if !$0.warnings.contains(text) { $0.warnings.append(text) } }
    }

    func error(_ failure: Failure) {
        state.withLock { if !$0.failures.contains(failure) { $0.failures.append(failure) } }
    }

    func heard(_ program: String, _ line: String) {}
    func plain(_ line: String) {}
    func ask(_ question: Text) async throws -> String? { nil }
    func repeatWarnings() {}
    func call(_ path: String, by name: String) {}
    func openLog(_ path: String) {}
    func track(_ name: String, _ meter: Meter, total: Int?) {}
    func untrack(_ name: String) {}
    func withProgress<Result>(_ work: () async throws -> Result) async rethrows -> Result { try await work() }
}
