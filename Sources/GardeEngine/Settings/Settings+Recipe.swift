import GardeComponents
import GardeCore
import GardeDestinations
extension Recipe {
    /// What the recipe says in terms of the settings' variables; lists have their own way (`Settings.recipients`).
    package var variables: [String: String] {
        var found: [String: String] = [:]
        found["BACKUP_ROOT"] = store?.folder
        found["COMPRESS_LEVEL"] = compression.map { String($0.level) }
        found["BACKUP_CORES"] = recipeResource(\.cores)
        found["BACKUP_NICE"] = recipeResource(\.nice)
        found["RETENTION_DAYS"] = retention.map { String($0.daily) }
        found["RETENTION_WEEKLY"] = retention.map { String($0.weekly) }
        found["RETENTION_MONTHLY"] = retention.map { String($0.monthly) }
        found["BACKUP_TYPE"] = isIncremental ? "incremental" : nil
        found["ENCRYPT_BACKUP"] = encryption.map { _ in "true" }
        found["METRICS_FILE"] = metrics
        found["SYNC_REMOTE"] = remotes.isEmpty ? nil : "true"
        return found
    }

    private func recipeResource(_ which: KeyPath<Resources, Int?>) -> String? {
        resources?[keyPath: which].map { String($0) }
    }

    private var isIncremental: Bool { sources.contains(where: \.kind.isIncremental) }
}

extension Settings {
    /// How long backups stay; the recipe alone says it of increments.
    func retention(_ recipe: Recipe) -> Retention {
        Retention(
            daily: self[.dailyRetention], weekly: self[.weeklyRetention], monthly: self[.monthlyRetention],
            incrementals: recipe.retention?.incrementals ?? .days(7))
    }
}
