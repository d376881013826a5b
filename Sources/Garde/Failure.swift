/// The language of what a run says.
public enum Language: Sendable, Hashable {
    case english, french
}

/// A sentence in both languages.
package struct Text: Sendable, Hashable {
    private let english: String
    private let french: String

    package init(_ english: String, fr french: String) { (self.english, self.french) = (english, french) }

    package subscript(_ language: Language) -> String { language == .french ? french : english }
}

/// The one error that an administrator sees: what failed, why, and what to do.
///
/// Each is a static function, French and English side by side, in the file of the stage that throws it.
package struct Failure: Error, Sendable, Hashable {
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

    package init(
        _ what: Text, why: Text? = nil, fix: Text? = nil, exitCode: ExitCode = .failed, isAbsence: Bool = false
    ) {
        (self.what, self.why, self.fix) = (what, why, fix)
        (self.exitCode, self.isAbsence) = (exitCode, isAbsence)
    }

    /// One line: what: why. fix
    package func line(_ language: Language) -> String {
        let said = [what[language], why?[language]].compactMap(\.self).joined(separator: language.colon)
        guard let fix else { return said }
        return said + (said.last.map { ".?!".contains($0) } == true ? " " : ". ") + fix[language]
    }

    /// The same in both languages.
    package var text: Text { Text(line(.english), fr: line(.french)) }
}

extension Language {
    /// French typography puts a space before the colon.
    package var colon: String { self == .french ? " : " : ": " }
}
