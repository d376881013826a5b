import GardeComponents
package import GardeCore
package import GardeWords
package import GardeIO
package import SystemPackage

/// `prune`: rotation by hand, or a table of what it would do.
package struct Prune {
    private let pruning: Pruning
    private let plansOnly: Bool
    private let time: LocalTime?
    private let wait: Duration
    private let recipe: String
    private let console: any Reporter

    package init(
        pruning: Pruning, plansOnly: Bool, time: LocalTime?, wait: Duration, recipe: String, console: any Reporter
    ) {
        (self.pruning, self.plansOnly, self.time, self.wait) = (pruning, plansOnly, time, wait)
        (self.recipe, self.console) = (recipe, console)
    }

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, console: any Reporter) {
        pruning = Pruning(
            backupRoot: settings.backupRoot, root: root, recipe: recipe.name,
            keep: settings.retention(recipe), level: settings[.compressionLevel],
            isForced: settings[.isConfirmed], isAsked: true, console: console, typed: settings.typed(root))
        plansOnly = settings[.plansOnly] || settings[.isDryRun]
        time = settings[.time]
        wait = settings[.lockWait]
        (self.recipe, self.console) = (recipe.name, console)
    }

    /// Throws a `Failure` when there is no such folder, it cannot be read, or another run holds the lock.
    package func run() async throws -> ExitCode {
        let root = pruning.backupRoot
        guard (try? root.stat().type) == .directory else { throw Failure.noBackupRoot(root.string) }
        if let closed = Failure.closedFolder(root) { throw closed }
        guard !plansOnly else { return plan() }
        console.openLog(root.appending("backup.log").string)
        let lock = try await RunLock(
            root, "\(recipe) prune", apartFrom: .own(pruning.own), wait: wait, console
        ).take()
        defer { withExtendedLifetime(lock) {} }
        for name in BackupFolder.sweep(root) { console.info(.swept(name)) }
        let failures = await pruning.run()
        for failure in failures { console.error(failure) }
        return failures.isEmpty ? .done : .failed
    }

    private func plan() -> ExitCode {
        let root = pruning.backupRoot
        var pruning = pruning
        if time.isLater { pruning.isForced = true }
        let (rotation, language) = (pruning.rotation(at: time ?? .now()), console.language)
        let held = rotation.hold.map { Failure.held($0, pruning.command(for: $0)) }
        if let answer = Answer.current {
            answer.add(
                "places", rotation.json(in: root.string, pruning.keep, at: time ?? .now(), held: held, language))
        } else {
            console.plain(Text.rules(root.string, pruning.keep, at: time)[language])
            console.table(rotation.table(language))
        }
        for name in History(root).damaged {
            console.warning(.unreadable(root.appending(name).string))
        }
        for warning in rotation.warnings { console.warning(warning) }
        if let held { console.error(held) }
        return .done
    }
}

extension LocalTime? {
    /// A plan for a day to come shows what the rules make of it: that nothing has come until then is no part of it.
    var isLater: Bool { map { $0.seconds > LocalTime.now().seconds } ?? false }
}

extension Text {
    /// The line above a table: where, when, and by which rules.
    static func rules(_ place: String, _ keep: Retention, at time: LocalTime?) -> Text {
        let when = time.map { day in
            Text(time.isLater ? "prune.on-later-day" : "prune.on-day", ["day": String(day.readable.prefix(10))])
        }
        return Text(
            "prune.rules",
            [
                "place": place, "when": when ?? .verbatim(""), "daily": keep.daily, "weekly": keep.weekly,
                "monthly": keep.monthly,
            ])
    }
}
