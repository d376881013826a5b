import GardeIO
import SystemPackage

/// `status`: whether the backups are as they should be, for a person, a program or cron.
struct Status {
    let recipe: Recipe
    let settings: Settings
    let root: FilePath
    let console: Console

    /// `failed` when something is wrong; throws a `Failure` when the folder of the backups cannot be looked at.
    func run() async throws -> ExitCode {
        let backupRoot = FilePath(settings.text("BACKUP_ROOT") ?? "")
        guard (try? backupRoot.stat().type) == .directory else { throw Failure.noBackupRoot(backupRoot.string) }
        if let closed = Failure.closedFolder(backupRoot) { throw closed }
        let health = await Health.look(recipe, settings, root: root, console: console)
        try Task.checkCancellation()
        let problems = health.problems
        if settings.isOn("--json") {
            console.plain(json: health.json(console.language))
        } else {
            if !settings.isOn("QUIET") { for line in health.table(console.language) { console.plain(line) } }
            for remark in health.remarks { console.warning(remark) }
            for problem in problems { console.error(problem) }
        }
        return problems.isEmpty ? .done : .failed
    }
}

extension Console {
    fileprivate func plain(json: JSON) { for line in json.text().split(separator: "\n") { plain(String(line)) } }
}
