import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// `restore --cluster FOLDER`: a whole PostgreSQL cluster into an empty folder, as it was, and nothing else.
///
/// Base and log are read, not a dump loaded: it takes as long as the disk does. No server needs to run.
struct ClusterRestore {
    let plan: RestorePlan
    let ground: RestoreGround
    let folder: FilePath
    /// The argument of this call, as it was typed.
    let source: String
    let console: any Reporter

    /// Throws a `Failure`, or `Refusals`; the folder is then empty, or as it was.
    func run() async throws -> ExitCode {
        try Durable.createFolders(plan.backupRoot)
        let lock = try await RunLock(plan.backupRoot, "\(plan.recipe) restore", wait: plan.lockWait, console).take()
        defer { withExtendedLifetime(lock) {} }
        defer { Fetched.sweep(plan.backupRoot) }
        for case let load as any ClusterLoad in ground.loads.values { try load.checkFolder(folder) }
        let (items, damaged) = try await Analysis(ground: ground, console: console).items()
        guard damaged.isEmpty else { throw Refusals(failures: damaged) }
        let item = try one(of: items)
        Answer.found([item], plan)
        console.info(.found(item))
        if let until = plan.until { item.sayMoment(until, console) }
        guard !plan.isDryRun, let load = item.load as? any ClusterLoad else { return .done }
        let done = try await console.withProgress {
            try await console.working(on: item) { try await load.restoreCluster(item.files, to: folder) }
        }
        console.info(done)
        Answer.current?.set("restored", true)
        let rest = plan.until.map { "--no-postgres --until \($0.iso8601)" } ?? "--no-postgres"
        console.success(Text("restore.cluster-rest", ["command": plan.typedRestore("\(rest) \(source)")]))
        return .done
    }

    /// Several databases may be of one server: any of them has all of it.
    private func one(of items: [RestoreItem]) throws(Failure) -> RestoreItem {
        let systems = Set(items.compactMap { $0.backup.manifest?.wal[$0.source.id]?.system })
        guard let item = items.first, systems.count == 1 else {
            throw Failure(
                systems.isEmpty ? "restore.cluster-none" : "restore.cluster-several",
                ["names": items.map(\.source.name).joined(separator: ", ")])
        }
        return item
    }
}
