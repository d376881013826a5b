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

    /// Where they are placed, within the folder: what is still in it is not whole.
    private static let within = ".garde-unfinished"
    private static let margin = 16 << 20

    /// Throws a `Failure`, or `Refusals`; the folder is then empty, or as it was.
    func run() async throws -> ExitCode {
        let lock = plan.isDryRun ? nil : try await takeLock()
        defer { withExtendedLifetime(lock) {} }
        defer {
            Unpacked.sweep(plan.backupRoot)
            Fetched.sweep(plan.backupRoot)
        }
        try checkFolder()
        let (items, damaged) = try await Analysis(ground: ground, console: console).items(keepsOldData: false)
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
        try checkRoom(trees.reduce(0) { $0 + $1.tree.contentBytes })
        guard !plan.isDryRun else { return .done }
        try await console.withProgress { try await fill(trees) }
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
        guard entries.allSatisfy({ $0.name == Array(Self.within.utf8) }) else {
            throw Failure("restore.to-not-empty", ["folder": folder])
        }
    }

    private func tree(of item: RestoreItem) async throws -> RestoreTree {
        guard let tree = item.files.tree else { throw Failure.nothingOfThis(item.source.id, item.files.id) }
        guard let view = plan.view else { return tree }
        try await view.find(in: tree, plan.site)
        return view.selection.map { tree.selecting($0.withFoldersAbove) } ?? tree
    }

    private func checkRoom(_ bytes: Int) throws {
        // Of a part, the size is known only once it was read.
        guard plan.view == nil else { return }
        let (needed, free) = (bytes + Self.margin, try room(at: nearestFolder(folder)).free)
        if free < needed { throw Failure.notEnoughRoom(folder.string, needed, free) }
    }

    private func fill(_ trees: [(item: RestoreItem, tree: RestoreTree)]) async throws {
        let isNew = (try? folder.stat()) == nil
        let unfinished = folder.appending(Self.within)
        do {
            try Durable.createFolders(folder)
            try? Durable.removeTree(unfinished)
            try Durable.createFolder(unfinished)
            // A folder within another's gets its own attributes from that other one, which comes after it.
            for (item, tree) in trees.sorted(by: { depth($0.item) > depth($1.item) }) {
                try await console.working(on: item) { try await place(item, tree, in: unfinished) }
            }
            try moveUp(unfinished)
        } catch {
            await withoutCancellation {
                try? Durable.removeTree(unfinished)
                if isNew { try? Folder.open(folder.removingLastComponent()).removeFolder(folder.names.last ?? []) }
            }
            throw error
        }
    }

    private func depth(_ item: RestoreItem) -> Int {
        item.source.paths.map { FilePath($0).lexicallyNormalized().components.count }.max() ?? 0
    }

    private func place(_ item: RestoreItem, _ tree: RestoreTree, in folder: FilePath) async throws {
        // Of a part the names are already those below the platform's root.
        let names = plan.view == nil ? TreeNames(item.source, in: plan.root) : nil
        guard let load = item.load as? TreeLoad else {
            _ = try await Self.place(tree, names, in: folder) { _, _ in }
            return
        }
        let refine = load.refine
        load.report(try await load.named { try await Self.place(tree, names, in: folder, refine) })
    }

    private static func place(
        _ tree: RestoreTree, _ names: TreeNames?, in folder: FilePath,
        _ refine: @escaping @Sendable (inout FileAttributes, [UInt8]) -> Void
    ) async throws -> TreePlacer.Losses {
        let limit = tree.contentBytes
        return try await tree.walk { reader in
            let placer = TreePlacer(limit: limit, setID: .drop, refine: refine)
            let staging = Staging(try Folder.open(folder))
            func spot(_ path: MemberPath) -> Spot {
                Spot(staging, MemberPath(names: names?.home(of: path.names) ?? path.names))
            }
            while let member = try reader.next() {
                var link: Spot?
                if case .hardLink(let target) = member.kind { link = spot(try MemberPath(target, of: member.name)) }
                try placer.place(member, from: reader, at: spot(try MemberPath(member.name)), link: link)
            }
            try placer.finish()
            return placer.losses
        }
    }

    private func moveUp(_ unfinished: FilePath) throws {
        try naming(folder) {
            let (from, to) = (try Folder.open(unfinished), try Folder.open(folder))
            try from.moveAll(to: to)
            try to.removeFolder(Array(Self.within.utf8))
            try to.syncFileSystem()
        }
    }
}
