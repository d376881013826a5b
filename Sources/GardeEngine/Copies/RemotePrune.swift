import GardeDestinations
import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `prune --remote`: the rotation of copies by hand, in every place that has a rule, or a table of what it would do.
package struct RemotePrune {
    let recipe: Recipe
    let settings: Settings
    let root: FilePath
    let console: any Reporter

    package init(recipe: Recipe, settings: Settings, root: FilePath, console: any Reporter) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
    }

    /// Throws a `Failure` when no place has a rule, or another run holds the lock.
    package func run() async throws -> ExitCode {
        let places = settings.remotes(recipe).filter { $0.keep != nil }
        guard !places.isEmpty else { throw Failure.noRule }
        let backupRoot = settings.backupRoot
        guard (try? backupRoot.stat().type) == .directory else { throw Failure.noBackupRoot(backupRoot.string) }
        let plansOnly = settings[.plansOnly] || settings[.isDryRun]
        if !plansOnly { console.openLog(backupRoot.appending("backup.log").string) }
        let wait = settings[.lockWait]
        let lock =
            plansOnly
            ? nil
            : try await RunLock(
                backupRoot, "\(recipe.name) prune", apartFrom: .own(Identity(root, recipe.name)), wait: wait, console
            ).take()
        defer { withExtendedLifetime(lock) {} }
        var isDone = true
        for place in places {
            do {
                for failure in try await failures(place, backupRoot, plansOnly) {
                    console.error(failure)
                    isDone = isDone && plansOnly
                }
            } catch  where !(error is CancellationError) {
                // A place that fails hides no other.
                console.error(Failure(describing: error))
                isDone = false
            }
        }
        return isDone ? .done : .failed
    }

    private func failures(_ place: CopyPlace, _ backupRoot: FilePath, _ plansOnly: Bool) async throws -> [Failure] {
        guard let keep = place.keep else { return [] }
        let access = settings.destinationAccess(console)
        let store = access.store(for: place)
        if let finding = await store.finding() { throw finding }
        let time = settings[.time]
        let pruning = RemotePruning(
            at: place, access, keep: keep, typed: settings.typed(root),
            identity: Identity(root, recipe.name),
            isForced: settings[.isConfirmed] || time.isLater, console: console)
        return try await store.explaining { plansOnly ? try await pruning.plan(at: time) : try await pruning.run() }
    }
}

extension Failure {
    fileprivate static let noRule = Failure("copy.no-rule")
}
