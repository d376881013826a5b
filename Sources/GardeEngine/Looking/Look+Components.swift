import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension Look {
    /// A line a component: its size before and after compression, and what it is.
    func listComponents() async throws -> ExitCode {
        let backups = try await choice.manifests(of: names())
        guard !backups.isEmpty else { throw Failure.nothingInBackup }
        let isOne = Set(backups.values.map(\.name)).count == 1
        let rows = backups.sorted { $0.key < $1.key }.map { row($0, $1, isOne: isOne) }
        console.table(Table(rows, right: [1], prose: 3..<100))
        return .done
    }

    private func row(_ component: Component.ID, _ backup: FoundBackup, isOne: Bool) -> [String] {
        let (language, manifest) = (console.language, backup.manifest)
        // The files of what has not changed lie in another backup.
        let holder =
            backup.isPointer(component) ? (try? backup.chain(of: component, in: plan.backupRoot))?.last : backup
        let bytes = holder?.manifest.map { $0.contentBytes(of: component) } ?? 0
        let stored = holder?.manifest.map { $0.storedBytes(of: component) } ?? backup.storedBytes(of: component)
        return [
            component.name, bytes > 0 ? language.bytes(bytes) : "",
            Text("look.stored", ["size": Bytes(stored)])[language], kind(component, backup)[language],
            isOne ? "" : backup.name, manifest?.subjects?[component] ?? "",
            flaws(component, manifest).map { $0[language] }.joined(separator: ", "),
        ]
    }

    private func kind(_ component: Component.ID, _ backup: FoundBackup) -> Text {
        guard let manifest = backup.manifest, manifest.isIncrement(component) else { return Text("look.full") }
        guard let lineage = manifest.lineage(of: component) else { return Text("look.increment") }
        return backup.isPointer(component)
            ? Text("look.unchanged", ["id": lineage.parent])
            : Text("look.increment-of", ["id": lineage.base])
    }

    private func flaws(_ component: Component.ID, _ manifest: Manifest?) -> [Text] {
        guard let manifest, case .folder(let path) = plan.source,
            settledPath(path.removingLastComponent()) == settledPath(plan.backupRoot)
        else { return [] }
        let found = Standing(plan.backupRoot).flaws(of: manifest, component)
        return Flaw.allCases.filter(found.contains).map(\.text)
    }
}

extension BackupChoice {
    /// The backup of each component, as its manifest has it: of one that lies elsewhere nothing else is fetched.
    func manifests(of names: [Component.ID]) async throws -> [Component.ID: FoundBackup] {
        guard case .remote(let place, let which) = plan.source else { return try await backups(of: names) }
        return try await fetched(place).manifests(
            of: names, which, plan.identity, subjects(), plan.typed, until: plan.until)
    }
}
