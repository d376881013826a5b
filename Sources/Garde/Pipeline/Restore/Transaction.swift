import GardeIO
import SystemPackage

/// The part of a restore that changes things: all of it happens, or it is taken back.
struct Transaction {
    let plan: RestorePlan
    let journal: Journal
    let loads: [String: any Load]
    let services: any Load
    let console: Console

    /// Stages, swaps and checks; throws after everything is as it was before.
    func run(_ items: [RestoreItem], before: () async throws -> Void) async throws {
        do {
            try await before()
            for item in items {
                console.info(.stages(item.source.name))
                try await item.load.stage(item.files, journal)
            }
            for item in items {
                try Task.checkCancellation()
                try await item.load.swap(journal)
            }
            for item in items { try await item.load.check(item.files) }
            try journal.record(Self.component, Self.good)
        } catch {
            console.error(Failure(describing: error))
            console.warning(.takesBack)
            await withoutCancellation { await settle() }
            throw error
        }
    }

    /// Ends a restore whose steps are in the journal: finished when its data was checked, taken back when not.
    ///
    /// What cannot be done is said, and the journal stays for the next run.
    func settle() async {
        let isGood = journal.entries.contains { $0.component == Self.component && $0.step == Self.good }
        var failures: [Failure] = []
        for entry in isGood ? journal.entries : journal.entries.reversed() {
            guard let load = entry.component == Self.servicesComponent ? services : loads[entry.component] else {
                continue
            }
            do {
                if isGood { try await load.finish(entry) } else { try await load.undo(entry) }
            } catch { failures.append(Failure(describing: error).of(entry.component)) }
        }
        for failure in failures { console.error(failure) }
        if failures.isEmpty { try? journal.close() } else { console.error(.journalStays) }
    }

    private static let component = "restore"
    private static let good = "good"
    static let servicesComponent = "services"
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

    static let takesBack = Text("everything is put back as it was", fr: "tout est remis comme avant")
}
