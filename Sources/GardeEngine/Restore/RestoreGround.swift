import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What a restore works with, as recipe, settings and platform are at one moment; read again once the platform's
/// configuration is another.
struct RestoreGround: Sendable {
    let plan: RestorePlan
    let services: Services
    /// The way back of each source of the recipe.
    let loads: [Component.ID: any Load]

    init(_ plan: RestorePlan, _ words: [ServiceCommands], _ unwell: Unwell) async throws {
        self.plan = plan
        services = Services(
            plan.all, words, at: plan.site, startsAfterwards: plan.startsServices, unwell: unwell)
        loads = try await plan.loads(services)
    }

    private init(_ ground: RestoreGround, loads: [Component.ID: any Load]) {
        (plan, services, self.loads) = (ground.plan, ground.services, loads)
    }

    /// Who can take back and finish steps of this owner; nil when the recipe no longer has it.
    func participant(_ owner: Journal.Owner) -> (any JournalParticipant)? {
        switch owner {
        case .component(let id): loads[id]
        case .services: services
        case .restore, .unknown: nil
        }
    }

    /// The same with the ways back that have begun, which know what they could not take back.
    func keeping(_ begun: [RestoreItem]) -> RestoreGround {
        let own = Dictionary(uniqueKeysWithValues: begun.map { ($0.source.id, $0.load) })
        return RestoreGround(self, loads: loads.merging(own) { $1 })
    }

    /// The same items, to be restored on this ground.
    func items(_ items: [RestoreItem]) -> [RestoreItem] {
        items.compactMap { item in loads[item.source.id].map { item.through($0) } }
    }

    /// What has to stop while the items are restored.
    func users(of items: [RestoreItem]) async throws -> [Service] {
        try await services.using(items.map(\.source), replacing: plan.paths(of: items))
    }

    /// Whether the servers come only with the platform's configuration: none of it is there, or the Compose project has
    /// no container.
    ///
    /// Throws a `Failure` when the project's containers are those of another folder, and when somebody else's container
    /// writes to something in this one.
    func isBare(for items: [RestoreItem]) async throws -> Bool {
        let isLost = items.first(where: \.source.kind.isConfiguration).map { !isThere($0.source) } ?? false
        if !isLost, try await !hasNoContainer() { return false }
        if items.contains(where: { !$0.source.kind.comesFirst }), let compose = plan.site.compose {
            try await compose.checkNobodyWrites(but: plan.backupRoot)
        }
        return true
    }

    private func hasNoContainer() async throws -> Bool {
        guard plan.site.usesCompose, plan.root.holdsComposeFile(plan.site) else { return false }
        return try await services.compose().containers().isEmpty
    }

    /// The servers that follow a change of the configuration, which is among the items, before their data is loaded.
    func remade(for items: [RestoreItem]) async throws -> [Service] {
        let changes = items.contains { $0.source.kind.isConfiguration || $0.source.holdsEnvironment }
        guard changes, plan.site.usesCompose else { return [] }
        guard plan.startsServices || items.contains(where: { !$0.source.kind.comesFirst }) else { return [] }
        return try await services.remakable()
    }

    private func isThere(_ source: Source) -> Bool {
        source.paths.contains { (try? plan.root.pushing(FilePath($0)).stat()) != nil }
    }
}

extension FilePath {
    fileprivate func holdsComposeFile(_ site: Site) -> Bool {
        !composeFiles(in: string, named: site.variable("COMPOSE_FILE")).isEmpty
    }
}
