import GardeComponents
import GardeCore
import GardeIO
import SystemPackage

/// What dumps hold of what is looked for; each is read once, whoever points to it.
struct Dumps {
    private let look: Look
    private let pattern: SearchPattern
    private var known: [Component.ID: [FilePath: [Hit]]] = [:]
    private let site: Site

    init(_ look: Look, _ pattern: SearchPattern) {
        (self.look, self.pattern) = (look, pattern)
        var site = look.plan.site
        site.workshop = Unpacked.folder(in: look.plan.backupRoot)
        self.site = site
    }

    /// Nil where the component has no dump of its own there, or none that can be read here.
    mutating func hits(of component: Component.ID, in manifest: Manifest) async throws -> [Hit]? {
        guard let kind = look.source(of: component)?.kind else { return nil }
        let plan = look.plan
        let backup = try FoundBackup(plan.backupRoot.appending(manifest.backup.id))
        guard !manifest.isIncrement(component) || backup.isPointer(component) else { return nil }
        guard let holder = try await look.choice.chain(of: component, backup, mayFetch: false).last else { return nil }
        if let found = known[component]?[holder.folder] { return found }
        try await [holder].open(with: plan.decrypt)
        let files = holder.files.filter { $0.component == component }.map {
            RestoreFile(
                path: $0.path, part: $0.part, contentBytes: $0.expected?.contentBytes ?? 0,
                decrypt: plan.decrypt ?? Decrypt())
        }
        let isWanted = pattern.matches(word:)
        guard let holding = try await kind.holding(of: files, named: isWanted, site) else { return nil }
        let empty = (holder.manifest?.withoutRows[component] ?? []).filter {
            isWanted($0) || isWanted(String($0.drop { $0 != "." }.dropFirst()))
        }
        let hits =
            holding.parts.filter { !empty.contains($0.name) }.map {
                Hit(component: component, name: $0.name, holding.unit, count: $0.count)
            }
            + empty.map { Hit(component: component, name: $0, holding.unit, count: nil) }
            + holding.uncounted.map { Hit(component: component, uncounted: $0, holding.unit) }
        if manifest.isIncrement(component) || kind.showsUnchanged {
            known[component, default: [:]][holder.folder] = hits
        }
        return hits
    }
}
