import GardeComponents
import GardeCore
package import GardeWords
internal import GardeIO

/// One setting: its variable, its flag, what it takes, where it may stand. A row of `Option.all`.
package struct Option: Sendable {
    /// The variable, which is the key in `Settings` too; a flag without a variable stands for itself (`--help`).
    package let variable: String
    package let kind: Kind
    /// The roles that read it.
    package let roles: Set<Role>
    package let flag: Flag?
    package let places: Places
    /// What counts when nobody says anything.
    package let builtIn: String?
    /// `builtIn` in words, where it depends on something.
    package let builtInText: Text?
    package let isSecret: Bool
    /// It switches a safeguard off, or answers a question: never proposed, as who wants it types it.
    package let takesSafeguardAway: Bool
    package let help: Text

    package init(
        _ variable: String, _ kind: Kind, _ flag: Flag? = nil, for roles: Set<Role> = .all,
        in places: Places = .environment, builtIn: String? = nil, shownAs builtInText: Text? = nil,
        secret isSecret: Bool = false, takesSafeguardAway: Bool = false, _ help: Text
    ) {
        // Whoever looks at what a run will do reads what a run reads.
        self.roles = roles.contains(.backup) ? roles.union([.doctor, .explain, .compare]) : roles
        (self.variable, self.kind, self.flag, self.places) = (variable, kind, flag, places)
        (self.builtIn, self.builtInText, self.isSecret, self.help) = (builtIn, builtInText, isSecret, help)
        self.takesSafeguardAway = takesSafeguardAway
    }

    /// What a value must be.
    package enum Kind: Sendable, Hashable {
        case text, boolean
        /// Of a file or folder; relative where it may be, never with the `~` that only a shell understands.
        case path
        case number(ClosedRange<Int>)
        case choice([String])
        /// A day, a time with its offset, or an id; becomes an id.
        case date
        /// The same, as ISO 8601 has it, since an hour in autumn comes twice.
        case moment
        /// Seconds, or a number with `s`, `m`, `h` or `d`.
        case duration
        /// OpenPGP keys, separated by commas or spaces.
        case recipients
        /// Names of components, separated by commas.
        case components
        /// Other names, separated by commas.
        case names
        /// Patterns of names, which may have commas.
        case patterns

        /// Between patterns that were given one by one.
        static let separator: Character = "\n"
    }

    /// How it is written on the command line.
    package struct Flag: Sendable, Hashable {
        package let long: String
        package let short: String?
        /// What it takes, in English; nil when the flag takes nothing.
        package let metavar: String?
        /// What the variable becomes by a flag that takes no value.
        package let sets: String
        package let roles: Set<Role>

        init(
            _ long: String, _ short: String? = nil, takes metavar: String? = nil, sets: String = "true",
            for roles: Set<Role>
        ) {
            (self.long, self.short, self.metavar, self.sets, self.roles) = (long, short, metavar, sets, roles)
        }

        /// What stands for its value where people read it.
        package var shownValue: Text? { metavar.map { Text("value.\($0.lowercased())") } }
    }

    /// Where a variable may stand.
    package struct Places: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        package static let environment = Places(rawValue: 1)
        package static let envFile = Places(rawValue: 2)
        package static let both: Places = [.environment, .envFile]
        package static let flagOnly: Places = []
    }
}

extension Set<Role> {
    /// All that do something.
    package static let all = everything.subtracting(aboutCommands)
    package static let everything = Set(Role.allCases)
    package static let aboutCommands: Self = [.help, .completion, .man]
    package static let backup: Self = [.backup]
    package static let restore: Self = [.restore]
    package static let both: Self = [.backup, .restore]
    package static let decrypting: Self = [.restore, .verify, .list, .compact, .ls, .cat, .find]
    package static let prune: Self = [.prune]
    package static let notify: Self = [.notify]
    package static let status: Self = [.status]
    /// Those that find something, and have people told of it.
    package static let finding: Self = [.status, .verify]
    /// Where flags say what a run saves, and where to.
    package static let looking: Self = [.backup, .status, .doctor]
    /// Where components are chosen by their names.
    package static let choosing: Self = [.backup, .restore, .verify, .status, .doctor]
    package static let telling: Self = [.backup, .notify, .status, .verify]
    package static let remote: Self = [.list, .verify, .prune]
    /// What only looks into backups.
    package static let inside: Self = [.ls, .cat, .find]
    /// Those whose answer programs can read.
    package static let answering: Self = [.status, .list, .verify, .prune, .doctor, .restore, .compare]
    package static let rotating: Self = [.backup, .prune]
}

extension Option.Kind {
    /// The one way to write this value; nil when it is none of this kind.
    func canonical(_ text: String) -> String? {
        switch self {
        case .text, .recipients, .components, .names, .patterns: text
        case .path: text.hasPrefix("~") ? nil : text
        case .boolean: isTrue(text).map { $0 ? "true" : "false" }
        case .number(let range): Int(text).flatMap { range.contains($0) ? String($0) : nil }
        case .choice(let choices): choices.contains(text) ? text : nil
        case .date: LocalTime(typed: text)?.id
        case .moment: LocalTime.isUnclear(typed: text) ? nil : LocalTime(typed: text)?.iso8601
        case .duration: seconds(text).map(String.init)
        }
    }

    /// What it takes, as an error says it.
    var expectation: Text {
        switch self {
        case .text, .recipients, .components, .names, .patterns: Text("help.expectation-text")
        case .path: Text("help.expectation-path")
        case .boolean: Text("help.expectation-boolean")
        case .number(let range): expectation(of: range)
        case .choice(let choices):
            Text("help.expectation-choice", ["choices": Text.oneOf(choices)])
        case .date:
            Text("help.expectation-date")
        case .moment:
            Text("help.expectation-moment")
        case .duration:
            Text("help.expectation-duration")
        }
    }

    private func expectation(of range: ClosedRange<Int>) -> Text {
        guard range.upperBound < .max else {
            return Text("help.expectation", ["lowerBound": range.lowerBound])
        }
        return Text("help.expectation-number", ["lowerBound": range.lowerBound, "upperBound": range.upperBound])
    }
}

private func isTrue(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "1": true
    case "false", "no", "0": false
    default: nil
    }
}

private func seconds(_ text: String) -> Int? {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    let unit = text.last.flatMap { units[$0] }
    guard let count = Int(unit == nil ? text[...] : text.dropLast()), count >= 0 else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit ?? 1)
    return overflow ? nil : product
}
