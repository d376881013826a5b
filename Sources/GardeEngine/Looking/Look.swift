import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `ls`, `cat` and `find`: a look into backups. Nothing is written but what has to be fetched or unpacked, and that goes
/// again.
package struct Look {
    let plan: RestorePlan
    let console: any Reporter

    /// One call of any of the three, by these settings.
    package static func run(
        _ recipe: Recipe, _ settings: Settings, root: FilePath, console: any Reporter
    ) async throws -> ExitCode {
        defer {
            Unpacked.sweep(settings.backupRoot)
            Fetched.sweep(settings.backupRoot)
        }
        let words = settings.positionals
        let source = settings.role == .find ? "latest" : words.first ?? "latest"
        let plan = try await RestorePlan(recipe, settings, root: root, console: console, from: source)
        let look = Look(plan: plan, console: console)
        switch settings.role {
        case .cat: return try await look.cat(words[1])
        case .find: return try await Search(words[0], look, isQuiet: settings[.isQuiet]).run()
        default:
            guard words.count > 1 else { return try await look.listComponents() }
            return try await look.list(words[1])
        }
    }

    var choice: BackupChoice { BackupChoice(plan: plan, console: console) }

    /// What the named backup holds; of several, or of none here, what the recipe names.
    func names() throws -> [Component.ID] {
        let own = plan.chosen.map(\.id)
        guard case .folder(let path) = plan.source else { return own }
        let held = try FoundBackup(path).held
        return own.filter(held.contains) + held.subtracting(own).sorted()
    }

    func source(of component: Component.ID) -> Source? { plan.chosen.first { $0.id == component } }

    /// Whether it is files that can be looked at one by one; what the recipe does not know may be.
    func isTree(_ component: Component.ID) -> Bool { source(of: component).map { $0.kind is any TreeKind } ?? true }

    /// That of each of these, or of those of them that it holds.
    func backups(of names: [Component.ID]) async throws -> [Component.ID: FoundBackup] {
        if plan.source.isLatest {
            let all = History(plan.shelf)
            let isSaved = all.backups.contains { manifest in names.contains { manifest.components[$0] == true } }
            guard isSaved || all.backups.isEmpty else {
                throw Failure(
                    "look.not-saved",
                    [
                        "program": programWord,
                        "component": names.map(\.name).joined(separator: ", "),
                    ])
            }
        }
        return try await choice.backups(of: names)
    }

    /// The one entry of a component's tree that a path means, read by the component's archives alone.
    func locate(_ text: String) async throws -> (tree: HeldTree, entry: FoundEntry) {
        guard let path = TypedPath(text, in: plan.root) else { throw Failure.badPath(text) }
        let trees = try names().filter(isTree)
        let named = trees.filter { component in
            path.begins(with: component)
                || source(of: component).map { path.isPart(of: $0, in: plan.root) } == true
        }
        let backups = try await backups(of: named.isEmpty ? trees : named)
        guard !backups.isEmpty else { throw Failure.nothingInBackup }
        var (found, read) = ([(tree: HeldTree, entry: FoundEntry)](), [HeldTree]())
        for (component, backup) in backups.sorted(by: { $0.key < $1.key }) {
            let tree = try await tree(of: component, in: backup)
            read.append(tree)
            if let entry = try tree.find(path, root: plan.root) { found.append((tree, entry)) }
        }
        if found.count > 1 {
            let best = path.deepest(of: found.compactMap(\.tree.source), in: plan.root)
            found = found.filter { path.isName(of: $0.tree.component) || $0.tree.source == best }
        }
        guard let one = found.first else {
            let alike = try read.flatMap { try path.alike(in: $0.state.forEach) }
            let name = read.count == 1 ? read[0].component.name : read.map(\.component.name).joined(separator: ", ")
            throw Failure.notInTree(path, name, alike)
        }
        guard found.count == 1 else {
            throw Failure(
                "look.several", ["path": text, "list": found.map(\.tree.component.name).joined(separator: ", ")])
        }
        return one
    }

    /// Reads a component's archives to their ends, and proves them by their digests; throws `Refusals` where they are
    /// damaged.
    func tree(of component: Component.ID, in backup: FoundBackup) async throws -> HeldTree {
        let chain = try await choice.chain(of: component, backup)
        try await chain.open(with: plan.decrypt)
        let (findings, earlier, succession) = await Examination.run(
            chain, component, dumpReader: nil, decrypt: plan.decrypt, isPartial: true, keepsMembers: true)
        let failures = (earlier + findings).compactMap(\.failure)
        guard failures.isEmpty else { throw Refusals(failures: failures) }
        let decrypt = plan.decrypt ?? Decrypt()
        let files = RestoreFiles(
            id: backup.name, files: findings.map { $0.usable(decrypt) }, earlier: earlier.map { $0.usable(decrypt) },
            succession: succession)
        guard let tree = files.tree else {
            throw Failure(
                "look.no-tree", ["program": programWord, "component": component, "id": backup.name])
        }
        let outlines = (earlier + findings).compactMap(\.outline)
        let state =
            outlines.isEmpty
            ? TreeState(try await tree.walk { try HeaderList($0).members })
            : TreeState(outlines)
        return HeldTree(component: component, source: source(of: component), id: backup.name, tree: tree, state: state)
    }
}

/// The tree of one component as a backup has it.
struct HeldTree {
    let component: Component.ID
    let source: Source?
    let id: String
    let tree: RestoreTree
    let state: TreeState

    func find(_ path: TypedPath, root: FilePath) throws -> FoundEntry? {
        try path.find(in: state.forEach, of: component, source, root: root)
    }
}

extension Failure {
    fileprivate static func notInTree(_ path: TypedPath, _ name: String, _ alike: [String]) -> Failure {
        Failure(
            "files.no-such-path",
            [
                "program": programWord, "path": path.shown, "component": name,
                "list": alike.isEmpty ? nil : shorten(Array(Set(alike)).sorted()),
            ])
    }
}
