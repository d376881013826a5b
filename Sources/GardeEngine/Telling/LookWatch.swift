import GardeNotifiers
import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `--tell`: whoever hears of failures hears what `status` or `verify` found, the same findings once, and once that all is well
/// again.
package struct LookWatch: Sendable {
    private let recipe: Recipe
    private let settings: Settings
    /// Nil where no platform was found.
    private let root: FilePath?
    private let own: Identity
    private let discretion: Discretion
    private let started = LocalTime.now()
    private let created = ContinuousClock.now

    /// Nil where nobody is to be told.
    package init?(_ recipe: Recipe, _ settings: Settings, root: FilePath?) {
        guard settings[.tells], !settings[.isDryRun] else { return nil }
        (self.recipe, self.settings, self.root) = (recipe, settings, root)
        own = root.map { Identity($0, recipe.name) } ?? Identity(platform: "", recipe: recipe.name)
        discretion = Discretion(recipe, settings, root: root)
    }

    /// The last act of a look, whatever it found; nothing in here can change that any more.
    package func ends(_ code: ExitCode, _ console: any Reporter) async {
        // What was cut short says neither that all is well nor that it is not.
        guard !Task.isCancelled else { return }
        let found = code == .done ? nil : digest(of: console.failures)
        let hearers = settings.addressees(recipe).filter(\.hearsFindings)
        var record = LookRecord(own, of: words, in: settings.backupRoot)
        let due = hearers.filter { record.told[$0.mark(own)] != found }
        guard !due.isEmpty else { return }
        let listening = due.filter { found != nil || $0.wanted.contains(.recovery) }
        let messenger = Messenger(console: console, discretion: discretion)
        let untold = await messenger.send(message(isWell: found == nil, console), to: listening, .usual)
        let missed = Set(untold.map { $0.0.mark(own) })
        for mark in due.map({ $0.mark(own) }) where !missed.contains(mark) { record.told[mark] = found }
        record.write(keeping: hearers.map { $0.mark(own) })
    }

    /// This call, as another with other words looks at something else.
    private var words: String {
        ([settings.role.rawValue] + settings.positionals.map(shellWord) + settings.typedFlags).joined(separator: " ")
    }

    /// `status` counts what changes each day, as ages, so that it goes by what its findings are about; `verify` names files.
    private func digest(of failures: [Failure]) -> String {
        let findings = failures.map { settings.role == .status ? Self.subject(of: $0) : $0.line(.english) }
        return SHA256.hexadecimal(of: Array(findings.sorted().joined(separator: "\n").utf8))
    }

    /// Names in findings of what stays the same as long as nothing else is wrong.
    private static let subjects: Set<String> = ["name", "id", "url", "path", "list"]

    private static func subject(of failure: Failure) -> String {
        // Each backup is suspect until somebody accepts one: the newest is another one each time.
        let names = failure.id == "status.suspect" ? subjects.subtracting(["id"]) : subjects
        return ([failure.id] + Text.line(failure).values(of: names)).joined(separator: " ")
    }

    private func message(isWell: Bool, _ console: any Reporter) -> Message {
        let language = console.language
        let news = LookNews(
            command: settings.role.rawValue, isWell: isWell, recipe: recipe.name, host: hostName(),
            platform: root?.string, started: started, took: .now - created,
            failures: console.failures.map { discretion($0, language) }, failureIDs: console.failures.map(\.id),
            warnings: console.warnings.map { discretion($0[language]) },
            next: root.map { settings.typed($0).line(words) }, language: language)
        return Message(isWell ? .success : .failure, subject: news.subject, lines: news.lines, json: news.json)
    }
}
