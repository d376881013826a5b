import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `schedule`: the lines of a crontab, or the units of systemd, that keep the recipe's objectives.
package struct Scheduling {
    private let recipe: Recipe
    private let settings: Settings
    private let root: FilePath
    private let console: any Reporter

    /// How many runs of a kind count.
    private static let memory = 10

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
    }

    /// Throws the `Refusals` of objectives that cannot be kept.
    package func run() throws -> ExitCode {
        let objectives = recipe.objectives ?? .standard
        let measured = measured
        var schedule: Schedule?
        if recipe.schedules.isEmpty {
            let increments = recipe.sources.filter(\.canBeIncrement)
            let whole = recipe.sources.filter { !$0.canBeIncrement }.map(\.id)
            schedule = try Schedule(objectives, measured, whole: increments.isEmpty ? nil : whole)
        } else {
            let shortfalls = recipe.shortfalls(
                full: measured.full ?? 0, increment: measured.increment ?? measured.full ?? 0)
            guard shortfalls.isEmpty else { throw Refusals(failures: shortfalls) }
        }
        for text in remarks(schedule, objectives, measured) { console.plain("# \(text[console.language])") }
        for run in ScheduledRun.all(recipe, schedule) {
            for line in settings[.forSystemd] ? run.units(recipe, variables) : [run.crontab(settings.typed(root))] {
                console.plain(line)
            }
        }
        return .done
    }

    private var variables: [(name: String, value: String)] {
        [("BACKUP_ROOT", settings.backupRoot.string), ("PLATFORM_ROOT", root.lasting.string)] + settings.placeVariables
    }

    private var measured: Schedule.Measured {
        let own = Identity(root, recipe.name)
        let runs = History(settings.backupRoot, of: own).backups
        func longest(_ type: String) -> Int? {
            // A manifest leaves out what is less than a second.
            runs.filter { $0.backup.type == type }.prefix(Self.memory).map { $0.backup.durationSeconds + 1 }.max()
        }
        let standing = Standing(settings.backupRoot)
        let history = History(settings.backupRoot, of: own)
        let bytes = recipe.sources.reduce(0) { sum, source in
            sum + (history.lastGood(source.id, standing)?.contentBytes(of: source.id) ?? 0)
        }
        return Schedule.Measured(
            full: longest("full"), increment: longest("incremental"),
            restore: RestoreTime(own, in: settings.backupRoot)?.expected(for: bytes))
    }

    private func remarks(_ schedule: Schedule?, _ objectives: Objectives, _ measured: Schedule.Measured) -> [Text] {
        guard let schedule else { return [Text("schedule.by-recipe", ["recipe": recipe.name])] }
        let (step, took) =
            switch schedule.rhythm {
            case .increments(let step, _): (step, measured.increment)
            case .fulls(let step): (step, measured.full)
            }
        let facts: [String: any Sayable] = [
            "recipe": recipe.name, "limit": Duration.seconds(objectives.rpo.seconds),
            "step": Duration.seconds(step * 60),
        ]
        let first =
            took.map { Text("schedule.keeps", facts.merging(["took": Duration.seconds($0)]) { $1 }) }
            ?? Text(
                "schedule.unmeasured",
                facts.merging(["spare": Duration.seconds(objectives.rpo.seconds - step * 60)]) { $1 })
        let standard = recipe.objectives == nil ? Text("schedule.standard") : nil
        let restore = objectives.rto.map { rto in
            measured.restore.map {
                Text("schedule.restore", ["took": Duration.seconds($0), "limit": Duration.seconds(rto.seconds)])
            } ?? Text("schedule.restore-unmeasured", ["limit": Duration.seconds(rto.seconds)])
        }
        return [first, standard, restore].compactMap(\.self)
    }
}
