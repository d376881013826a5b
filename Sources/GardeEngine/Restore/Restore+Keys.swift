import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension Restore {
    /// `restore --keys PATTERN`: some keys of Redis into the live server. No service stops; what is under the names now is
    /// kept in a file that puts it back in the same way.
    func restore(keys patterns: [String]) async throws -> ExitCode {
        try await onGround { try await restore(keys: patterns, on: $0) }
    }

    private func restore(keys patterns: [String], on ground: RestoreGround) async throws -> ExitCode {
        let (source, load, keys) = try await source(of: ground)
        let found = try await console.withProgress {
            try await load.find(patterns, in: keys)
        }
        Answer.current?.set("keys", found.json(kept: nil))
        if found.expired > 0 { console.warning(Text("redis.keys-expired", ["count": found.expired])) }
        console.info(
            Text(
                "restore.keys-about",
                [
                    "count": found.count, "present": found.present, "name": source.name, "host": hostName(),
                    "root": plan.root,
                ]))
        guard !plan.isDryRun else { return .done }
        try await askForYes()
        let kept = unusedFile()
        let transaction = Transaction(ground: ground, journal: try begin(), console: console, read: read)
        do {
            try await console.withProgress {
                try await load.load(
                    found, from: keys, keeping: kept, restore: typed(source), transaction.journal)
            }
            try transaction.journal.record(.restore, Transaction.good)
        } catch {
            console.warning(.takesBack(after: Failure(describing: error)))
            await withoutCancellation { if await transaction.settle() { console.info(.tookBack) } }
            throw error
        }
        guard await transaction.settle() else { return .failed }
        Answer.current?.set("restored", true)
        Answer.current?.set("keys", found.json(kept: kept))
        console.info(
            Text(
                "restore.keys-kept",
                ["path": kept, "command": "\(typed(source)) \(shellWord(kept.string)) --keys '*'"]))
        console.success(Text("restore.keys-done", ["count": found.count, "name": source.name]))
        return .done
    }

    /// The one Redis of this call, and what its keys are taken from.
    private func source(of ground: RestoreGround) async throws -> (Source, RedisLoad, KeySource) {
        if case .archive(let path) = plan.source, let kept = KeySource.kept(at: path) {
            let source = try one(of: plan.chosen)
            guard let load = ground.loads[source.id] as? RedisLoad else { throw Failure.noRedisForKeys }
            return (source, load, kept)
        }
        let (items, damaged) = try await Analysis(ground: ground, console: console).items(keepsOldData: false)
        guard damaged.isEmpty else { throw Refusals(failures: damaged) }
        let source = try one(of: items.map(\.source))
        guard let item = items.first, let load = item.load as? RedisLoad else { throw Failure.noRedisForKeys }
        Answer.found(items, plan)
        console.info(.found(item))
        return (source, load, .backup(item.files))
    }

    private func one(of sources: [Source]) throws(Failure) -> Source {
        guard let source = sources.first, sources.count == 1 else {
            let names = sources.map(\.name)
            throw Failure(
                "restore.keys-several", ["names": names.joined(separator: ", "), "first": names.first ?? ""])
        }
        return source
    }

    /// What a person types before the path of a file of keys.
    private func typed(_ source: Source) -> String {
        let isAlone = plan.all.filter { $0.kind is Redis }.count == 1
        return plan.typed.line(isAlone ? "restore" : "restore --only \(source.name)")
    }

    private func unusedFile() -> FilePath {
        var time = LocalTime.now()
        func path() -> FilePath {
            plan.backupRoot.appending("keys_before_restore_\(time.id).resp")
        }
        while path().exists { time = time.adding(seconds: 1) }
        return path()
    }
}

extension Failure {
    static let noRedisForKeys = Failure("restore.keys-none")
}
