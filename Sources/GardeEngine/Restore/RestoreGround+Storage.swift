import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension RestoreGround {
    /// The services that the configuration among `items` gives other storage, and what is said of them.
    ///
    /// Nothing where Compose cannot tell beforehand. Throws the `Failure` of a server that runs and whose data is not restored.
    func storageMoves(for items: [RestoreItem]) async throws -> [Text] {
        guard let item = items.first(where: { $0.source.kind.isConfiguration }), let tree = item.files.tree,
            plan.site.usesCompose, let compose = plan.site.compose, let project = try await compose.project()
        else { return [] }
        let used = compose.usedFiles(project) + [plan.root.appending(".env")]
        let restored = try await RestoredStack(tree, wanted: Set(used.compactMap(belowRoot)))
        let unsaved = compose.foundFiles(project).compactMap(belowRoot).filter { !restored.names.contains($0) }
        let moves = try await compose.moves(project, restored, keepsEnvironment: keepsEnvironment)
        var said = unsaved.map(Text.notOfBackup)
        for move in moves { if let text = try await text(move, items) { said.append(text) } }
        return said
    }

    /// An existing `.env` stays unless `--force`.
    var keepsEnvironment: Bool { !plan.force && (try? plan.root.appending(".env").stat()) != nil }

    private func belowRoot(_ path: FilePath) -> String? {
        var rest = realPath(path)
        return rest.removePrefix(plan.root) ? rest.string : nil
    }

    private func text(_ moved: Moved, _ items: [RestoreItem]) async throws -> Text? {
        let isServer = try await services.dataServices().contains(.compose(moved.service))
        if isServer {
            let loaded = try await services.dataServices(of: items.map(\.source)).contains(.compose(moved.service))
            let runs = try await !services.running([.compose(moved.service)]).isEmpty
            if !loaded, runs { throw Failure.storageMoved(moved) }
            return loaded ? .storageWillMove(moved) : .storageIsLeft(moved)
        }
        let paths = plan.paths(of: items).map(realPath)
        let isRestored = moved.old.contains { old in paths.contains { $0.starts(with: old) || old.starts(with: $0) } }
        return isRestored ? .storageIsLeft(moved) : nil
    }
}

extension RestoreGround {
    /// On a bare machine Compose is told what the backup's platform was started as.
    ///
    /// Gives the words that lead Compose to it; nil where the backup does not say. Throws the `Failure` of a file of that
    /// which is neither in the backup nor here.
    @discardableResult
    func assumeProject(of items: [RestoreItem]) async throws -> String? {
        let manifests = items.compactMap(\.backup.manifest)
        guard plan.site.variable("PLATFORM") != "here",
            let manifest = manifests.first(where: { $0.system.compose != nil }), let saved = manifest.system.compose
        else { return nil }
        let tree = items.first { $0.source.kind.isConfiguration }?.files.tree
        let held = try await tree.asyncMap { try await RestoredStack($0, wanted: []).names } ?? []
        let lost = (saved.files + saved.environmentFiles).filter { name in
            !held.contains(name) && (try? plan.root.pushing(FilePath(name)).stat()) == nil
        }
        guard lost.isEmpty else {
            let starts = plan.startsServices || items.contains { !$0.source.kind.comesFirst }
            if tree != nil, starts { throw Failure.filesNotSaved(lost) }
            return nil
        }
        guard let compose = await compose() else { return nil }
        compose.assume(saved, isSamePlace: manifest.system.platform == plan.identity.platform)
        return compose.command
    }

    /// Also before there is a compose file; nil without Docker.
    func compose() async -> Compose? {
        if let known = plan.site.compose { return known }
        let name = "COMPOSE_PROJECT_NAME"
        let names = Compose.Names(
            asked: plan.site.environment(name), usual: plan.site.variable(name),
            files: plan.site.variable("COMPOSE_FILE"))
        return try? await Compose.find(root: plan.root, names)
    }
}

extension Failure {
    fileprivate static func filesNotSaved(_ names: [String]) -> Failure {
        Failure("services.files-not-saved", ["list": names.joined(separator: ", ")])
    }
}

extension Text {
    static func startsAs(_ command: String) -> Text { Text("services.starts-as", ["command": command]) }
}
