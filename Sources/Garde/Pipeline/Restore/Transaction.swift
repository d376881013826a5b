import GardeIO
import SystemPackage

/// The part of a restore that changes things: all of it happens, or it is taken back.
struct Transaction {
    let plan: RestorePlan
    let journal: Journal
    let loads: [String: any Load]
    let services: Services
    let console: Console

    private static let component = "restore"
    private static let good = "good"

    /// Stops what uses the data, copies the old data, stages, swaps and checks; gives what has to be started again.
    ///
    /// Throws after everything is as it was before.
    func run(_ items: [RestoreItem], stopping users: [Service]) async throws -> [Service] {
        do {
            let (stopped, start) = (try await services.stop(users, journal), FileTime.now())
            try await SafetyCopy(plan: plan, console: console).make(of: items)
            for item in items {
                console.info(.stages(item.source.name))
                try await item.load.stage(item.files, journal)
            }
            for item in items {
                try Task.checkCancellation()
                try await item.load.swap(journal)
                // With --no-stop mail may have come since the safety copy began.
                if !plan.stopsServices, let tree = item.load as? TreeLoad {
                    _ = try await tree.carryOver(.since(start), journal)
                }
            }
            for item in items { try await item.load.check(item.files) }
            try journal.record(Self.component, Self.good)
            return stopped
        } catch {
            await withoutCancellation { await takeBack(error) }
            throw error
        }
    }

    private func takeBack(_ error: any Error) async {
        if !(error is CancellationError) {
            let all = (error as? Refusals)?.failures ?? [Failure(describing: error)]
            for failure in all { console.error(failure) }
        }
        console.warning(.takesBack)
        if await settle() { console.info(.tookBack) }
    }

    /// Ends a restore whose steps are in the journal: finished when its data was checked, taken back when not.
    ///
    /// False, and said, when a step could not be ended: the journal stays for the next run then.
    func settle() async -> Bool {
        let isGood = journal.entries.contains { $0.component == Self.component && $0.step == Self.good }
        var failures: [Failure] = []
        for entry in isGood ? journal.entries : journal.entries.reversed() {
            do { try await settle(entry, isGood) } catch {
                failures.append(Failure(describing: error).of(entry.component))
            }
        }
        for failure in failures { console.error(failure) }
        guard failures.isEmpty else {
            console.error(.journalStays)
            return false
        }
        try? Durable.removeTree(plan.scratch)
        do { try journal.close() } catch {
            console.error(Failure(describing: error))
            return false
        }
        return true
    }

    private func settle(_ entry: Journal.Entry, _ isGood: Bool) async throws {
        guard let load = loads[entry.component] else { return }
        if isGood { try await load.finish(entry) } else { try await load.undo(entry) }
    }
}

extension Failure {
    static let journalStays = Failure(
        Text("the restore could not be ended cleanly", fr: "la restauration n'a pas pu être terminée proprement"),
        fix: Text(
            "Mend what is named above and type the same restore.sh again: it begins by ending this one.",
            fr: "Corrigez ce qui précède et retapez le même restore.sh : il commence par terminer celle-ci."))
}

extension Text {
    static func stages(_ name: String) -> Text { Text("\(name): being restored", fr: "\(name) : restauration") }

    static let takesBack = Text("putting everything back as it was", fr: "remise en l'état")

    static let tookBack = Text("everything is as it was before", fr: "tout est comme avant")
}
