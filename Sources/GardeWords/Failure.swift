/// The one error that an administrator sees: what failed, why, and what to do.
///
/// Each is a static function in the file of the stage that throws it; its sentences stand in the catalogue under its id.
public struct Failure: Error, Sendable, Hashable {
    /// What it is called in logs, metrics and JSON, the same for ever: `postgres.unreachable`.
    public let id: String
    /// What its sentences are about.
    public let arguments: [String: Argument]
    /// What failed, one clause without a full stop.
    package let what: Text
    /// What was seen that explains it.
    package let why: Text?
    /// The next command to type, or the setting to change.
    package let fix: Text?
    /// How the run ends when nothing catches this.
    package let exitCode: ExitCode
    /// The thing itself is not there, rather than out of reach or damaged.
    package let isAbsence: Bool

    /// The failure `id` of the catalogue: its clauses are `id`, `id.why` and `id.fix`, and one of the last two that has a
    /// nil argument is left out.
    package init(
        _ id: String, _ arguments: [String: (any Sayable)?] = [:], exitCode: ExitCode = .failed, isAbsence: Bool = false
    ) {
        let known = arguments.compactMapValues { $0?.argument }
        func clause(_ name: String) -> Text? {
            guard let names = Catalogue.of(.english)[name]?.names, names.isSubset(of: known.keys) else { return nil }
            return Text(name, known)
        }
        self.init(
            id, Text(id, known), why: clause("\(id).why"), fix: clause("\(id).fix"), arguments: known,
            exitCode: exitCode, isAbsence: isAbsence)
    }

    /// A failure whose sentences are in no catalogue.
    public init(_ id: String, _ what: Text, why: Text? = nil, fix: Text? = nil) {
        self.init(id, what, why: why, fix: fix, arguments: [:], exitCode: .failed, isAbsence: false)
    }

    /// Of sentences that are put together.
    package init(
        _ id: String, _ what: Text, why: Text? = nil, fix: Text? = nil, arguments: [String: Argument] = [:],
        exitCode: ExitCode = .failed, isAbsence: Bool = false
    ) {
        (self.id, self.what, self.why, self.fix) = (id, what, why, fix)
        (self.arguments, self.exitCode, self.isAbsence) = (arguments, exitCode, isAbsence)
    }

    /// One line: what: why. fix
    package func line(_ language: Language) -> String {
        let said = [what[language], why?[language]].compactMap(\.self).joined(separator: language.colon)
        guard let fix else { return said }
        return said + (said.last.map { ".?!".contains($0) } == true ? " " : ". ") + fix[language]
    }

    package var text: Text { .line(self) }
}
