package import GardeComponents
package import GardeDestinations
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// What a run will do: everything decided, nothing done.
package struct Plan: Sendable {
    package let recipe: String
    package let root: FilePath
    package let backupRoot: FilePath
    /// `full` or `incremental`.
    package let type: String
    package let level: Int
    package let isDryRun: Bool
    package let lockWait: Duration
    /// What is saved, in the recipe's order.
    package let components: [Component]
    /// Names that the recipe has and this run leaves out.
    package let leftOut: [String]
    /// The Compose project, when the platform has one.
    package let usesCompose: Bool
    package let appVersion: String?
    /// How long backups stay; nil where nothing is rotated.
    package let retention: Retention?
    /// Who can read what is saved; nothing is encrypted when there is nobody.
    package var recipients: [Recipient] = []
    /// Where copies go.
    package var destinations: [CopyPlace] = []
    package var access = DestinationAccess()
    /// Whether the program is to lie beside the backups and their copies.
    var copiesProgram = false
    /// What runs around the run; nil where the recipe says nothing of it.
    var around: Around?
    /// What a person types for this platform.
    let typed: TypedCommand
    /// The Compose project that runs from the platform's root.
    var project: Manifest.ComposeFacts?

    package struct Component: Sendable {
        package let source: Source
        package let capture: any Capture
        /// What is saved under the component's name: the database, or the path of the mail; nil where the name says it.
        var subject: String?
    }
}

extension Plan {
    /// Joins recipe and settings; throws all that stands against a run, at once.
    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, console: any Reporter) async throws(Refusals) {
        let backupRoot = settings.backupRoot
        let site = await Site(recipe, settings, root: root, console: console)
        let recipe = recipe.following(site.stack, at: root)
        let chosen = recipe.sources.filter { settings.isChosen($0, "BACKUP") }
        guard !chosen.isEmpty else { throw Refusals(failures: [.nothingChosen]) }
        var components: [Component] = []
        for source in chosen {
            let others = recipe.sources.filter { $0 != source }.flatMap(\.paths)
            let request = CaptureRequest(
                source: source, site: site, backupRoot: backupRoot, otherPaths: others,
                isIncremental: settings[.backupType] == .incremental,
                looksAtAll: settings[.looksAtAll], maySet: settings[.allowsSettings] && !settings[.isDryRun])
            components.append(
                Component(
                    source: source, capture: source.kind.capture(request), subject: await source.kind.subject(site)))
        }
        self.init(
            recipe: recipe.name, root: root, backupRoot: backupRoot, type: settings[.backupType].rawValue,
            level: settings[.compressionLevel], isDryRun: settings[.isDryRun],
            lockWait: settings[.lockWait],
            components: components,
            leftOut: recipe.sources.map(\.name).filter { name in !chosen.contains { $0.name == name } },
            usesCompose: site.usesCompose, appVersion: settings[.appVersion],
            retention: settings.retention(recipe), recipients: settings.recipients,
            destinations: settings.remotes(recipe), access: settings.destinationAccess(console),
            copiesProgram: settings[.copiesProgram],
            around: Around(words: recipe.around, site: site), typed: settings.typed(root),
            project: (try? await site.compose?.project())?.facts(in: root))
    }
}

extension Plan {
    var identity: Identity { Identity(root, recipe) }

    /// Whether a component is to be saved as an increment.
    func isIncrement(_ source: Source) -> Bool { type == "incremental" && source.kind.canBeIncrement }

    /// The backup that a component is that of, should it be unchanged; a full run saves everything.
    func former(_ component: Component, for recipients: Set<String>) -> Former? {
        guard type == "incremental", component.source.kind.showsUnchanged else { return nil }
        return Former(component.source.id, of: identity, component.subject, for: recipients, in: backupRoot)
    }

    /// What a person types to accept a suspect backup.
    func acceptCommand(_ id: String) -> String { typed.line("accept \(id)") }
}

/// Everything that stands against a run.
package struct Refusals: Error {
    package let failures: [Failure]
}

extension Site {
    /// The platform as recipe and settings describe it; Compose is asked for only where a source needs it.
    init(_ recipe: Recipe, _ settings: Settings, root: FilePath, console: any Reporter) async {
        let usesCompose = await settings.usesCompose(root, for: recipe)
        let isNeeded = recipe.sources.contains { $0.isInContainer(usesCompose) }
        self.init(
            recipe: recipe.name, root: root, usesCompose: usesCompose,
            compose: usesCompose || isNeeded ? try? await Compose.find(root: root, Compose.Names(settings)) : nil,
            console: console, variable: { settings.text($0) },
            savedDatabases: Set(recipe.sources.compactMap { $0.kind.databaseName.flatMap(settings.text) }),
            session: "garde_\(UInt32.random(in: 0 ... .max))", environment: { settings.own($0) })
        let project = try? await compose?.project()
        stack = Stack(
            root: root, files: project?.files ?? [], environmentFiles: project?.environmentFiles ?? [],
            environment: processEnvironment())
        dataServices = Set(recipe.sources.compactMap(\.service))
        names = Set(recipe.sources.map(\.name))
    }
}

extension Source {
    func isInContainer(_ usesCompose: Bool) -> Bool {
        switch kind.location {
        case .compose: true
        case .automatic: usesCompose
        case .here, nil: false
        }
    }

    /// The Compose service that it lies in.
    fileprivate var service: String? {
        switch kind.location {
        case .automatic(let service), .compose(let service): service
        case .here, nil: nil
        }
    }
}

extension Compose.Names {
    init(_ settings: Settings) {
        let name = "COMPOSE_PROJECT_NAME"
        self.init(asked: settings.own(name), usual: settings.text(name), files: settings[.composeFile])
    }
}

extension Settings {
    /// Whether neither a flag nor a variable leaves this source out; `role` is BACKUP or RESTORE.
    func isChosen(_ source: Source, _ role: String) -> Bool {
        choice.holds(source.id) && (source.option.map { isOn("\(role)_\($0)") } ?? true)
    }

    /// By the compose file; where it is lost or elsewhere, by the containers that run from this root.
    func usesCompose(_ root: FilePath, for recipe: Recipe) async -> Bool {
        switch self[.platform] {
        case "compose": return true
        case "here": return false
        default:
            if !composeFiles(in: root.string, named: self[.composeFile]).isEmpty { return true }
            guard recipe.sources.contains(where: { $0.isInContainer(true) }) else { return false }
            return (try? await ContainerState.ofCompose())?.contains { $0.isFrom(root) } == true
        }
    }
}

extension Failure {
    static let nothingChosen = Failure("backup.nothing-chosen")
}
