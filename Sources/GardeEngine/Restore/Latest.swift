import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What `latest` means: for each component this platform's newest good backup that holds it.
struct Latest {
    private let history: History
    private let own: Identity
    private let standing: Standing
    /// What the components' names stand for now, where that is known.
    private let subjects: [Component.ID: String]
    private let folder: FilePath
    /// Finds all that an increment builds on, wherever it may be had.
    private let chain: (FoundBackup, Component.ID) async throws(Failure) -> [FoundBackup]
    /// What a person calls the folder.
    private let place: String
    private let console: any Reporter
    /// Gives what a person types to restore that backup.
    private let command: (_ id: String) -> String

    /// `standing` is what is known against those of `folder`, which `history` has.
    init(
        _ history: History, _ own: Identity, _ standing: Standing, of subjects: [Component.ID: String] = [:],
        in folder: FilePath, called place: String, _ console: any Reporter,
        chain: @escaping (FoundBackup, Component.ID) async throws(Failure) -> [FoundBackup],
        command: @escaping (String) -> String
    ) {
        self.subjects = subjects
        (self.history, self.own, self.standing) = (history, own, standing)
        (self.folder, self.place, self.console) = (folder, place, console)
        (self.chain, self.command) = (chain, command)
    }

    /// The id of the backup of each component; none for one that was never saved. Newer ones that are passed over are
    /// said with the reason.
    ///
    /// With `until`, the newest that were over then, and of a database whose log leads there the increment that holds it.
    /// `refusal` says why those of another platform, the newest of which has this id, are not taken for ours; nil where
    /// they are. Throws what only a person can decide.
    func ids(
        of components: [Component.ID], until moment: LocalTime? = nil, refusal: (Identity, String) -> Failure?
    ) async throws -> [Component.ID: String] {
        let backups = try whose(refusal)
        if let moment { try backups.hold(moment, of: components) }
        var (found, failures) = ([Component.ID: String](), [Failure]())
        for component in components {
            if let moment, let exact = await exact(component, at: moment, among: backups) {
                found[component] = exact.backup.id
                continue
            }
            let seen = backups.filter { manifest in
                (manifest.components[component] == true || manifest.lacks?.contains(component) == true)
                    && moment.map { moment in manifest.end(of: component).map { $0 <= moment } == true } ?? true
            }
            switch await newestGood(of: component, among: seen) {
            case .success(let good): found[component] = good?.backup.id
            case .failure(let failure): failures.append(failure)
            }
        }
        guard failures.isEmpty else { throw Refusals(failures: failures) }
        return found
    }

    /// The increment whose log leads to the moment; one that has a flaw, or whose chain has, is said and left.
    private func exact(_ component: Component.ID, at moment: LocalTime, among backups: [Manifest]) async -> Manifest? {
        guard let later = backups.leading(to: moment, of: component) else { return nil }
        guard let flaw = await flaw(of: later, component).0 else { return later }
        console.warning(Text("restore.log-flawed", ["name": component, "id": later.backup.id, "flaw": flaw.text]))
        return nil
    }

    /// Nil where it was never saved.
    private func newestGood(of component: Component.ID, among seen: [Manifest]) async -> Result<Manifest?, Failure> {
        var passed: [(manifest: Manifest, flaw: Flaw, cause: Failure?)] = []
        for manifest in seen {
            let (flaw, cause) = await flaw(of: manifest, component)
            guard let flaw else {
                if let newest = passed.first { say(component, newest.manifest, newest.flaw, instead: manifest) }
                return .success(manifest)
            }
            passed.append((manifest, flaw, cause))
        }
        guard let saved = passed.first(where: { $0.manifest.components[component] == true }) else {
            return .success(nil)
        }
        return .failure(saved.cause ?? noneGood(component, saved.manifest, saved.flaw))
    }

    /// Ours, newest first; of a platform that has none here, those of the only other one.
    private func whose(_ refusal: (Identity, String) -> Failure?) throws(Failure) -> [Manifest] {
        guard history.backups.isEmpty else { return history.backups }
        let others = history.others.filter { $0.key.recipe == own.recipe || $0.key.isUnnamed }
        guard let (other, backups) = others.first, let newest = backups.first else { return [] }
        guard others.count == 1 else { throw .severalMachines(others, place, command) }
        if !other.isUnnamed, let failure = refusal(other, newest.backup.id) { throw failure }
        console.warning(.takesOthers(other, own))
        return backups
    }

    /// With the failure of a chain that lacks a link.
    private func flaw(of manifest: Manifest, _ component: Component.ID) async -> (Flaw?, Failure?) {
        guard manifest.isOf(subjects[component], component) else { return (.otherSubject, nil) }
        let own = standing.flaws(of: manifest, component)
        if let flaw = Flaw.allCases.first(where: own.contains) { return (flaw, nil) }
        guard manifest.isIncrement(component),
            let backup = try? FoundBackup(folder.appending(manifest.backup.id))
        else { return (nil, nil) }
        do throws(Failure) {
            let links = try await chain(backup, component)
            return (links.lazy.compactMap { standing.damage(of: $0.name, component) }.first, nil)
        } catch { return (.broken, error) }
    }

    private func noneGood(_ component: Component.ID, _ manifest: Manifest, _ flaw: Flaw) -> Failure {
        let id = manifest.backup.id
        return .noneGood(component, id, flaw.text, command(id))
    }

    private func say(_ component: Component.ID, _ newer: Manifest, _ flaw: Flaw, instead older: Manifest) {
        console.warning(.passesOver(component, newer.backup.id, flaw.text, older.backup.id))
    }
}

extension Failure {
    fileprivate static func noneGood(_ name: Component.ID, _ id: String, _ flaw: Text, _ command: String) -> Failure {
        Failure(
            "restore.none-good",
            ["name": name, "why": Text("restore.newest-flawed", ["id": id, "value": flaw]), "command": command])
    }

    static func othersOnly(_ other: Identity, _ place: String, _ command: String) -> Failure {
        Failure("restore.others-only", ["place": place, "shown": other.shown, "command": command])
    }

    /// `command` is the same restore, which asks.
    static func othersUnasked(_ other: Identity, _ place: String, _ command: String, _ adopt: String) -> Failure {
        Failure(
            "restore.others-unasked", ["place": place, "shown": other.shown, "command": command, "adopt": adopt])
    }

    /// `command` gives what a person types for a backup; the one with the newest stands for all.
    static func severalMachines(
        _ others: [Identity: [Manifest]], _ place: String, _ command: (String) -> String
    ) -> Failure {
        let newest = others.values.compactMap(\.first?.backup.id).max() ?? ""
        return Failure(
            "restore.several-machines", ["place": place, "shown": others.shown, "command": command(newest)])
    }
}

extension Text {
    fileprivate static func passesOver(_ name: Component.ID, _ newer: String, _ flaw: Text, _ older: String) -> Text {
        Text("restore.passes-over", ["name": name, "newer": newer, "flaw": flaw, "older": older])
    }

    fileprivate static func takesOthers(_ other: Identity, _ own: Identity) -> Text {
        Text("restore.takes-others", ["shown": other.shown, "ownShown": own.shown])
    }
}
