import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension Restore {
    /// `restore --to-database NAME`: a database under another name, beside the live one, which stays as it is. No service
    /// stops, nothing is asked.
    func restore(as database: String) async throws -> ExitCode {
        try await onGround { try await restore(as: database, on: $0) }
    }

    private func restore(as database: String, on ground: RestoreGround) async throws -> ExitCode {
        let (items, damaged) = try await Analysis(ground: ground, console: console).items(keepsOldData: false)
        guard damaged.isEmpty else { throw Refusals(failures: damaged) }
        guard let item = items.first, items.count == 1, let load = item.load as? any DatabaseLoad else {
            let names = items.map(\.source.name)
            throw Failure(
                "restore.database-several", ["names": names.joined(separator: ", "), "first": names.first ?? ""])
        }
        Answer.found(items, plan)
        console.info(.found(item))
        item.sayWithoutRows(console)
        if let until = plan.until { item.sayMoment(until, console) }
        try await console.withProgress {
            try await console.working(on: item) { try await load.analyze(item.files, as: database) }
        }
        guard !plan.isDryRun else { return .done }
        let transaction = Transaction(ground: ground, journal: try begin(), console: console, read: read)
        do {
            try await console.withProgress {
                try await console.working(on: item) {
                    try await load.load(item.files, as: database, transaction.journal)
                }
            }
            try transaction.journal.record(.restore, Transaction.good)
        } catch {
            await withoutCancellation { _ = await transaction.settle() }
            throw error
        }
        guard await transaction.settle() else { return .failed }
        Answer.current?.set("restored", true)
        let lacks = Transaction.lacks(transaction.journal)
        lacks.forEach(console.error)
        console.success(Text("restore.database-done", ["name": item.source.id, "database": load.shown(database)]))
        return lacks.isEmpty ? .done : .incomplete
    }
}
