import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// `restore --to FOLDER`: files of a backup into an empty folder beside the platform, which stays as it is.
///
/// They lie in it as they lie below the platform's root.
struct FolderRestore {
    let plan: RestorePlan
    let ground: RestoreGround
    let folder: FilePath
    let console: any Reporter

    /// Throws a `Failure`, or `Refusals`; the folder is then empty, or as it was.
    func run() async throws -> ExitCode {
        let lock = plan.isDryRun ? nil : try await takeLock()
        defer { withExtendedLifetime(lock) {} }
        defer {
            Unpacked.sweep(plan.backupRoot)
            Fetched.sweep(plan.backupRoot)
        }
        try checkFolder()
        let unfinished = Unfinished(in: folder)
        do { return try await run(unfinished) } catch {
            if !plan.isDryRun { await withoutCancellation { unfinished.remove() } }
            throw error
        }
    }

    private func run(_ unfinished: Unfinished) async throws -> ExitCode {
        let eager = plan.isDryRun || plan.view != nil || plan.chosen.count > 1 ? nil : EagerPlacing(unfinished, plan)
        let (items, damaged) = try await Analysis(ground: ground, console: console, eager: eager)
            .items(keepsOldData: false)
        guard damaged.isEmpty else { throw Refusals(failures: damaged) }
        Answer.found(items, plan)
        for item in items { console.info(.found(item)) }
        var trees: [(item: RestoreItem, tree: RestoreTree)] = []
        for item in items {
            let found = try await console.withProgress {
                try await console.working(on: item) { try await tree(of: item) }
            }
            trees.append((item, found))
        }
        // Of a part, the size is known only once it was read.
        if plan.view == nil && eager?.losses == nil {
            try unfinished.checkRoom(trees.reduce(0) { $0 + $1.tree.contentBytes })
        }
        guard !plan.isDryRun else { return .done }
        if let losses = eager?.losses {
            for case let load as TreeLoad in items.map(\.load) { load.report(losses) }
        } else {
            try await console.withProgress { try await fill(trees, unfinished) }
        }
        try unfinished.moveUp()
        Answer.current?.set("restored", true)
        console.success(
            Text("restore.to-done", ["folder": folder, "list": items.map(\.source.name).joined(separator: ", ")]))
        return .done
    }

    /// Rotation leaves a backup alone as long as somebody reads it. None is needed where nobody can write.
    private func takeLock() async throws -> FileLock? {
        do {
            try Durable.createFolders(plan.backupRoot)
            console.openLog(plan.backupRoot.appending("restore.log").string)
            return try await RunLock(plan.backupRoot, "\(plan.recipe) restore", wait: plan.lockWait, console).take()
        } catch let failed as NotWritten where failed.reason == .readOnlyFileSystem { return nil }
    }

    private func checkFolder() throws {
        let place = settledPath(folder)
        let live = plan.all.flatMap(\.paths).map { settledPath(plan.root.pushing(FilePath($0)).lexicallyNormalized()) }
        if let own = (live + [settledPath(plan.backupRoot)]).first(where: { place.starts(with: $0) }) {
            throw Failure("restore.to-live", ["folder": folder, "path": own])
        }
        guard (try? folder.stat()) != nil else { return }
        let entries = try namingRead(folder) { try Folder.open(folder).entries() }
        guard entries.allSatisfy({ $0.name == Array(Unfinished.name.utf8) }) else {
            throw Failure("restore.to-not-empty", ["folder": folder])
        }
    }

    private func tree(of item: RestoreItem) async throws -> RestoreTree {
        guard let tree = item.files.tree else { throw Failure.nothingOfThis(item.source.id, item.files.id) }
        guard let view = plan.view else { return tree }
        try await view.find(in: tree, plan.site)
        return view.selection.map { tree.selecting($0.withFoldersAbove) } ?? tree
    }

    private func fill(_ trees: [(item: RestoreItem, tree: RestoreTree)], _ unfinished: Unfinished) async throws {
        let place = try unfinished.begin()
        // A folder within another's gets its own attributes from that other one, which comes after it.
        for (item, tree) in trees.sorted(by: { depth($0.item) > depth($1.item) }) {
            // Of a part the names are already those below the platform's root.
            let names = plan.view == nil ? TreeNames(item.source, in: plan.root) : nil
            let placing = MembersPlacing(item.load, names, in: place, limit: tree.contentBytes)
            try await console.working(on: item) {
                guard let load = item.load as? TreeLoad else { return _ = try await tree.walk(placing.run) }
                load.report(try await load.named { try await tree.walk(placing.run) })
            }
        }
    }

    private func depth(_ item: RestoreItem) -> Int {
        item.source.paths.map { FilePath($0).lexicallyNormalized().components.count }.max() ?? 0
    }
}
