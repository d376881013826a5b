import GardeIO
import SystemPackage

/// One run of restore.sh: a transaction that gives everything back, or changes nothing; a line a stage.
struct Restore: Sendable {
    let plan: RestorePlan
    let services: Services
    let console: Console

    /// Throws `Refusals` or a `Failure`; the platform is then as it was, or the message says what is not.
    func run() async throws -> ExitCode {
        let lock = plan.isDryRun ? nil : try await takeLock()
        defer { withExtendedLifetime(lock) {} }
        let loads = try await plan.loads(services)
        try await endUnfinished(loads)
        let items = try await Analysis(plan: plan, console: console, loads: loads).run()
        defer { Unpacked.remove(from: plan.backupRoot) }
        let users =
            plan.stopsServices ? try await services.using(items.map(\.source), replacing: plan.paths(of: items)) : []
        guard !plan.isDryRun else { return await describe(items, users) }
        try confirm(items)
        let transaction = Transaction(
            plan: plan, journal: try begin(), loads: loads, services: services, console: console)
        let ran = try await transaction.run(items, stopping: users)
        return await end(transaction, items, ran)
    }

    // MARK: Before

    private func takeLock() async throws -> FileLock {
        try Durable.createFolders(plan.backupRoot)
        console.openLog(plan.backupRoot.appending("restore.log").string)
        return try await RunLock(plan.backupRoot, "\(plan.recipe) restore", wait: plan.lockWait, console).take()
    }

    /// What a killed restore left is finished or taken back before anything else.
    private func endUnfinished(_ loads: [String: any Load]) async throws {
        guard let journal = try Journal.unfinished(in: plan.backupRoot) else { return }
        guard !plan.isDryRun else { return console.warning(.unfinished) }
        console.warning(.unfinished)
        let old = Transaction(plan: plan, journal: journal, loads: loads, services: services, console: console)
        guard await old.settle() else { throw Failure.journalStays }
    }

    private func begin() throws -> Journal {
        try? Durable.removeTree(plan.scratch)
        try Durable.createFolder(plan.scratch)
        return try Journal.begin(in: plan.backupRoot)
    }

    private func confirm(_ items: [RestoreItem]) throws {
        guard !plan.skipsConfirmation else { return }
        console.info(.aboutToReplace(hostName(), plan.root.string, items.map(\.source.name)))
        guard let answer = console.ask(.typeYes) else { throw Failure.noTerminal }
        guard ["yes", "oui"].contains(answer.lowercased()) else { throw Failure.notConfirmed }
    }

    /// The dry run ends here.
    private func describe(_ items: [RestoreItem], _ users: [Service]) async -> ExitCode {
        let running = (try? await services.running(users)) ?? users
        if plan.stopsServices { console.info(.wouldStop(running.map(\.name))) }
        for item in items { console.info(.wouldRestore(item.source.name, item.files.id)) }
        if plan.startsServices { console.info(.wouldStart(running.map(\.name))) }
        return .done
    }

    // MARK: After

    /// Starts what ran, looks whether it lives, and lets the old data go only then.
    private func end(_ transaction: Transaction, _ items: [RestoreItem], _ ran: [Service]) async -> ExitCode {
        var failures: [Failure] = []
        if plan.startsServices {
            let recreating = items.contains { $0.source.name == "config" }
            do { try await services.start(ran, recreating: recreating) } catch {
                failures.append(Failure(describing: error))
            }
            failures += await services.silentServers()
        }
        guard failures.isEmpty else {
            for failure in failures { console.error(failure) }
            console.error(.oldDataAside(plan))
            return .failed
        }
        guard await transaction.settle() else { return .failed }
        for warning in console.warnings { console.warning(warning) }
        console.success(.restored(items.map(\.source.name)))
        return .done
    }
}

extension Failure {
    static let noTerminal = Failure(
        Text("nobody can confirm this restore", fr: "personne ne peut confirmer cette restauration"),
        why: Text("there is no terminal", fr: "il n'y a pas de terminal"),
        fix: Text("Add --yes to go on without asking.", fr: "Ajoutez --yes pour continuer sans question."))

    static let notConfirmed = Failure(
        Text("not confirmed, nothing was touched", fr: "non confirmé, rien n'a été touché"))

    /// Data is restored and right; the services are not well.
    static func oldDataAside(_ plan: RestorePlan) -> Failure {
        let isEncrypted = Manifest(in: plan.safetyCopy)?.backup.encrypted == true
        let command = "restore.sh --yes --force \(isEncrypted ? "--decrypt " : "")\(plan.safetyCopy)"
        return Failure(
            Text(
                "the data is restored, but not all services are well",
                fr: "les données sont restaurées, mais des services vont mal"),
            why: Text("the old data is still kept aside", fr: "les anciennes données sont encore de côté"),
            fix: Text(
                "Mend the service, or go back to the data of before: \(command)",
                fr: "Réparez le service, ou revenez aux données d'avant : \(command)"))
    }
}

extension Text {
    static let unfinished = Text(
        "an earlier restore did not come to its end", fr: "une restauration précédente n'est pas allée au bout")

    static func aboutToReplace(_ host: String, _ root: String, _ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text(
            "on \(host), in \(root), these will be replaced: \(list)",
            fr: "sur \(host), dans \(root), seront remplacés : \(list)")
    }

    static let typeYes = Text("Type yes to go on: ", fr: "Tapez oui pour continuer : ")

    static func wouldStop(_ names: [String]) -> Text {
        let list = names.isEmpty ? "-" : names.joined(separator: ", ")
        return Text(
            "dry run, nothing is changed. Would stop: \(list)",
            fr: "simulation, rien n'est changé. Arrêterait : \(list)")
    }

    static func wouldStart(_ names: [String]) -> Text {
        let list = names.isEmpty ? "-" : names.joined(separator: ", ")
        return Text("would start: \(list)", fr: "démarrerait : \(list)")
    }

    static func wouldRestore(_ name: String, _ id: String) -> Text {
        Text("would replace \(name) by that of \(id)", fr: "remplacerait \(name) par celui de \(id)")
    }

    static func restored(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("restored: \(list)", fr: "restauré : \(list)")
    }
}
