import GardeComponents
import GardeDestinations
package import GardeCore
package import GardeWords
internal import GardeIO
package import SystemPackage

/// What counts for this run: flag, then environment, then `.env`, then the recipe, then what is built in.
///
/// A recipe's `encrypt(to:)` is a floor: nothing takes it off, and recipients are only added.
package struct Settings: Sendable {
    package let role: Role
    package let positionals: [String]
    /// Everything that is wrong, words of the command line first; the run must not begin when there is any.
    package internal(set) var findings: [Failure]
    package internal(set) var warnings: [Text] = []
    /// Who can read the backups, variables resolved: the recipe's first, each once; empty when nothing is encrypted.
    package internal(set) var recipients: [Recipient] = []
    /// Where copies go, without a slash at the end; empty when nothing is synced.
    package internal(set) var destinations: [String] = []

    /// Which components --only and --skip leave.
    package internal(set) var choice = ComponentChoice()

    /// The recipe's own words for places of copies.
    let copyWords: [Remote]

    /// Who said what counts.
    package enum Origin: Sendable, Hashable {
        /// As it was typed: `--verbose`, `-v`.
        case flag(String)
        case environment, envFile, recipe, builtIn
    }

    struct Value: Sendable, Hashable {
        var text: String
        var origin: Origin
    }

    var values: [String: Value] = [:]
    private let environment: [String: String]
    private let envFile: [String: String]

    /// `root` is the platform's; a relative BACKUP_ROOT begins there.
    package init(
        arguments: Arguments, environment: [String: String], envFile: DotEnv = DotEnv(), recipe: Recipe, root: String
    ) {
        (role, positionals, findings) = (arguments.role, arguments.positionals, arguments.findings)
        (self.environment, self.envFile) = (environment, envFile.values)
        copyWords = recipe.remotes
        warnings = envFile.problems.filter(\.concernsUs).map(\.text)
        let recipeValues = recipe.variables
        for option in Option.all {
            settle(option, arguments.given[option.variable], recipeValues[option.variable])
        }
        completePaths(root)
        completeLockWait()
        settleRecipients(recipe)
        settleDestinations(recipe)
        settleChoice(recipe)
        check(arguments)
    }

    private mutating func settle(_ option: Option, _ given: Arguments.Given?, _ recipe: String?) {
        values[option.variable] = option.builtIn.map { Value(text: $0, origin: .builtIn) }
        guard option.roles.contains(role) else { return }
        let candidates: [Value?] = [
            given.map { Value(text: $0.value, origin: .flag($0.flag)) },
            option.places.contains(.environment) ? set(environment, option.variable, .environment) : nil,
            option.places.contains(.envFile) ? set(envFile, option.variable, .envFile) : nil,
            recipe.map { Value(text: $0, origin: .recipe) },
        ]
        guard var value = candidates.lazy.compactMap(\.self).first else { return }
        guard let canonical = option.kind.canonical(value.text) else {
            return findings.append(.invalid(option, value))
        }
        value.text = canonical
        values[option.variable] = value
    }

    /// Empty means unset.
    private func set(_ place: [String: String], _ variable: String, _ origin: Origin) -> Value? {
        place[variable].flatMap { $0.isEmpty ? nil : Value(text: $0, origin: origin) }
    }

    private mutating func completePaths(_ root: String) {
        guard let folder = values["BACKUP_ROOT"]?.text else { return }
        values["BACKUP_ROOT"]?.text = FilePath(folder).absolute(in: FilePath(root)).string
    }

    /// A full backup and a restore are worth a longer wait than an increment, which comes again soon.
    private mutating func completeLockWait() {
        guard values["LOCK_WAIT"] == nil else { return }
        let isShort = role == .backup && self[.backupType] == .incremental
        values["LOCK_WAIT"] = Value(text: String(isShort ? 600 : 6 * 3600), origin: .builtIn)
    }
}

// MARK: What a run asks

extension Settings {
    /// The value of a variable; nil when it is unset or empty.
    ///
    /// Variables that are no settings, such as those a recipe names or libpq's, come from the environment, and those of
    /// Compose from `.env` too.
    package func text(_ variable: String) -> String? {
        guard Option.named(variable) == nil else { return values[variable]?.text }
        let found = set(environment, variable, .environment)
        return found?.text ?? (variable.hasPrefix("COMPOSE_") ? set(envFile, variable, .envFile)?.text : nil)
    }

    /// Those of these variables that are no settings of `.env`, and that it alone has.
    func saidInEnvFileAlone(_ names: [String]) -> [String] {
        names.filter { set(envFile, $0, .envFile) != nil && own($0) == nil }
    }

    /// What the process's own environment has, nil when it is unset or empty.
    package func own(_ variable: String) -> String? { set(environment, variable, .environment)?.text }

    /// A text of the recipe, or what its variable says.
    package func text(_ setting: Setting) -> String? { setting.value { text($0) } }

    package func isOn(_ variable: String) -> Bool { text(variable) == "true" }

    /// The folder of the backups, absolute.
    package var backupRoot: FilePath { FilePath(text("BACKUP_ROOT")!) }

    /// Nil when the variable is unset.
    package func origin(of variable: String) -> Origin? {
        guard Option.named(variable) == nil else { return values[variable]?.origin }
        return text(variable).map { _ in environment[variable, default: ""].isEmpty ? .envFile : .environment }
    }
}

extension DotEnv.Problem {
    /// An odd line of the application's own variables is no business of a backup.
    fileprivate var concernsUs: Bool {
        guard let variable else { return true }
        return Option.named(variable)?.places.contains(.envFile) == true || variable.hasPrefix("COMPOSE_")
    }
}

extension Failure {
    fileprivate static func invalid(_ option: Option, _ value: Settings.Value) -> Failure {
        let shown = option.isSecret ? "…" : value.text
        return Failure("usage.invalid", value.origin.label(option.variable, shown), why: option.kind.expectation)
    }
}

extension Settings.Origin {
    /// A value as it stands where it was said: `--retention 0`, `RETENTION_DAYS=0 (.env)`.
    func label(_ variable: String, _ value: String) -> Text {
        switch self {
        case .flag(let flag): Text("usage.flag", ["flag": flag, "value": value])
        case .environment, .builtIn: Text("usage.environment", ["variable": variable, "value": value])
        case .envFile: Text("usage.env-file", ["variable": variable, "value": value])
        case .recipe: Text("usage.recipe", ["variable": variable, "value": value])
        }
    }
}
