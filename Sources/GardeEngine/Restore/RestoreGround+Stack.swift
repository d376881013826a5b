import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

// What the compose files that a restore starts services from ask for, known before anything stops.

extension RestoreGround {
    /// A `Failure` for each volume and network that they take as given, and that the engine has not.
    func missingExternals(for items: [RestoreItem]) async throws -> [Failure] {
        let starts = plan.startsServices || items.contains { !$0.source.kind.comesFirst }
        guard starts, plan.site.variable("PLATFORM") != "here" else { return [] }
        let tree = items.first { $0.source.kind.isConfiguration }?.files.tree
        var contents = try await tree.asyncMap { try await RestoredStack($0, wanted: nil) }?.contents ?? [:]
        let isOfCompose = plan.site.usesCompose || contents.keys.contains { !$0.hasSuffix(".env") }
        guard isOfCompose, let compose = await compose() else { return [] }
        if keepsEnvironment { contents[".env"] = nil }
        let saved = items.lazy.compactMap(\.backup.manifest?.system.compose).first
        let project =
            (try? await compose.project()) ?? saved.map { ComposeProject($0, called: $0.project, root: plan.root) }
        let stack = Stack(
            root: plan.root, files: project?.files ?? [], environmentFiles: project?.environmentFiles ?? [],
            environment: processEnvironment(),
            contents: Dictionary(uniqueKeysWithValues: contents.map { (plan.root.pushing(FilePath($0.key)), $0.value) })
        )
        return await compose.missing(of: stack.externals).map(Failure.externalMissing)
    }

    /// Names of the networks that the restored files define otherwise, which Compose makes anew; throws the `Failure` of one in
    /// which something goes on that does not stop for the restore.
    ///
    /// One that the files of now define otherwise, too, is not refused: nothing tells that this Compose counts as we do.
    func renewedNetworks(for items: [RestoreItem], _ services: [Service]) async throws -> Text? {
        guard plan.startsServices, let compose = plan.site.compose, let project = try await compose.project(),
            let tree = items.first(where: { $0.source.kind.isConfiguration })?.files.tree
        else { return nil }
        let restored = try await RestoredStack(tree, wanted: nil)
        let others = await compose.otherNetworks(project, restored, keepsEnvironment: keepsEnvironment)
        let stopping = Set(services.compactMap(\.composeName))
        let now = await compose.otherNetworks(project, RestoredStack(), keepsEnvironment: true).map(\.name)
        for network in others where !now.contains(network.name) {
            let staying = network.running.filter { $0.service.map(stopping.contains) != true }
            guard staying.isEmpty else { throw Failure.networkInUse(network.name, by: staying, compose.command) }
        }
        let list = others.map(\.name).joined(separator: ", ")
        return others.isEmpty ? nil : Text("services.network-renewed", ["list": list])
    }

    /// Services that run and will start as something else than they were made as; nil for none.
    func redefined(for items: [RestoreItem], _ services: [Service]) async throws -> Text? {
        guard plan.site.usesCompose, let compose = plan.site.compose, let project = try await compose.project() else {
            return nil
        }
        let tree = items.first { $0.source.kind.isConfiguration }?.files.tree
        let restored = try await tree.asyncMap { try await RestoredStack($0, wanted: nil) } ?? RestoredStack()
        let names = try await compose.redefined(
            Set(services.compactMap(\.composeName)), project, restored, keepsEnvironment: keepsEnvironment)
        return names.isEmpty ? nil : .redefined(names, compose.command)
    }
}

extension Failure {
    fileprivate static func externalMissing(_ external: Stack.External) -> Failure {
        let values: [String: (any Sayable)?] = ["name": external.name, "nameFix": shellWord(external.name)]
        return switch external.kind {
        case .volume: Failure("services.volume-missing", values)
        case .network: Failure("services.network-missing", values)
        }
    }
}

extension Text {
    fileprivate static func redefined(_ names: [String], _ compose: String) -> Text {
        Text("services.redefined", ["list": names.joined(separator: ", "), "compose": compose])
    }
}
