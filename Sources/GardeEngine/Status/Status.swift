import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `status`: whether the backups are as they should be, for a person, a program or cron.
package struct Status {
    let recipe: Recipe
    let settings: Settings
    let root: FilePath
    let console: any Reporter

    package init(recipe: Recipe, settings: Settings, root: FilePath, console: any Reporter) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
    }

    /// Why nothing can be seen.
    private var unseen: Failure? {
        let backupRoot = settings.backupRoot
        guard (try? backupRoot.stat().type) == .directory else { return .noBackupRoot(backupRoot.string) }
        return .closedFolder(backupRoot)
    }

    /// `failed` when something is wrong; throws a `Failure` when the folder of the backups cannot be looked at.
    package func run() async throws -> ExitCode {
        if let unseen {
            guard settings[.asJSON] else { throw unseen }
            if settings[.tells] { console.error(unseen) }
            console.plain(
                json: .object([
                    "recipe": .string(recipe.name), "healthy": .bool(false),
                    "problems": .array([.string(unseen.line(console.language))]),
                ]))
            return .failed
        }
        let health = await Health.look(recipe, settings, root: root, console: console)
        try Task.checkCancellation()
        let problems = health.problems
        if settings[.asJSON] {
            console.plain(json: health.json(console.language))
        } else if !settings[.isQuiet] {
            console.table(health.table(console.language))
        }
        // What is told is what was said.
        if !settings[.asJSON] || settings[.tells] {
            for remark in health.remarks { console.warning(remark) }
            for problem in problems { console.error(problem) }
        }
        return problems.isEmpty ? .done : .failed
    }
}

extension Reporter {
    fileprivate func plain(json: JSON) { for line in json.text().split(separator: "\n") { plain(String(line)) } }
}
