import GardeIO
import SystemPackage

/// What a restore will do, as far as recipe and settings say: nothing looked at, nothing done.
struct RestorePlan: Sendable {
    let recipe: String
    let root: FilePath
    let backupRoot: FilePath
    let source: RestoreSource
    /// What is restored, in the order of the guide: PostgreSQL, Redis, mail, configuration, certificates, the rest.
    let chosen: [Source]
    /// Every source of the recipe: an unfinished restore may have touched others.
    let all: [Source]
    let site: Site
    /// An existing `.env` may be overwritten, and a safety copy may lack what cannot be read.
    let force: Bool
    let skipsConfirmation: Bool
    let stopsServices: Bool
    let startsServices: Bool
    let isDryRun: Bool
    let lockWait: Duration
    let level: Int
}

extension RestorePlan {
    init(_ recipe: Recipe, _ settings: Settings, root: FilePath, console: Console) async throws {
        let backupRoot = FilePath(settings.text("BACKUP_ROOT") ?? root.appending("data/backups").string)
        let chosen = recipe.sources.filter { settings.isChosen($0, "RESTORE") }.sorted { $0.rank < $1.rank }
        guard !chosen.isEmpty else { throw Failure.nothingChosenToRestore }
        self.init(
            recipe: recipe.name, root: root, backupRoot: backupRoot,
            source: try RestoreSource(settings.positionals[0], backupRoot: backupRoot), chosen: chosen,
            all: recipe.sources, site: await Site(recipe, settings, root: root, console: console),
            force: settings.isOn("FORCE"), skipsConfirmation: settings.isOn("SKIP_CONFIRMATION"),
            stopsServices: settings.isOn("STOP_SERVICES"), startsServices: settings.isOn("START_SERVICES"),
            isDryRun: settings.isOn("DRY_RUN"), lockWait: .seconds(settings.number("LOCK_WAIT")),
            level: settings.number("COMPRESS_LEVEL"))
    }
}

extension Source {
    /// The guide's order of a restore.
    fileprivate var rank: Int {
        switch kind {
        case .postgres: 0
        case .redis: 1
        case .mail: 2
        case .files: name == "config" ? 3 : 5
        case .certificates: 4
        case .command: 6
        }
    }
}

extension Failure {
    static let nothingChosenToRestore = Failure(
        Text("nothing is left to restore", fr: "il ne reste rien à restaurer"),
        why: Text("every component is left out", fr: "tous les composants sont écartés"),
        fix: Text("Take away one of the --no-… options.", fr: "Retirez une des options --no-…"))
}
