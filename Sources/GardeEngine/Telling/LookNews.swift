import GardeIO
import GardeWords

/// What `status` or `verify` has to tell, in the language of the call, without secrets and without names of what people keep.
struct LookNews: Sendable {
    /// `status` or `verify`.
    let command: String
    /// All is well, after it was not.
    let isWell: Bool
    let recipe: String
    let host: String
    /// The platform's root; nil where none was found.
    let platform: String?
    let started: LocalTime
    let took: Duration
    let failures: [String]
    /// Of `failures`, as the page of failures has them.
    let failureIDs: [String]
    let warnings: [String]
    /// What to type for the same look.
    let next: String?
    let language: Language

    var subject: String {
        let end = Text(isWell ? "notify.ending-well" : "notify.ending-found", ["command": command])
        return Text.subject(recipe, host, end)[language]
    }

    /// Without the subject.
    var lines: [String] {
        let hint = isWell ? nil : next.map(Text.next)
        return [platform.map(Text.platform)].compactMap { $0?[language] } + failures.shown("- ") + warnings.shown("! ")
            + [hint].compactMap { $0?[language] }
    }

    /// For programs.
    var json: JSON {
        .object([
            "event": .string(command), "outcome": .string((isWell ? RunEnd.done : .failed).rawValue),
            "recovery": .bool(isWell), "recipe": .string(recipe), "host": .string(host),
            "platform": .optional(platform), "started": .string(started.iso8601),
            "duration_seconds": .number(Int(took.components.seconds)),
            "errors": .array(failures.map { .string($0) }), "error_ids": .array(failureIDs.map { .string($0) }),
            "warnings": .array(warnings.map { .string($0) }), "next": isWell ? .null : .optional(next),
            "text": .string(([subject] + lines).joined(separator: "\n")),
        ])
    }
}
