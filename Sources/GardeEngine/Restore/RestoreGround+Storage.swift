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
    private var keepsEnvironment: Bool { !plan.force && (try? plan.root.appending(".env").stat()) != nil }

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
