import GardeIO
import SystemPackage

/// Why a component of a backup is not what `latest` should take.
enum Flaw: Sendable, Hashable, CaseIterable {
    /// `verify` found it, or what it builds on, damaged.
    case bad
    /// Much smaller than before, and nobody accepted that.
    case suspect
    /// It was asked for, and is not saved.
    case unsaved
    /// It is saved, and something of it is not.
    case lacking
    /// It was made by a clock that was ahead of this one.
    case future
}

/// What is known against the backups of a folder: what runs marked and nobody accepted, and what `verify` found.
struct Standing: Sendable {
    let accepted: Set<String>
    /// The components that are bad, by the backup's id.
    let bad: [String: Bad]
    private let now: LocalTime

    enum Bad: Sendable, Hashable {
        case all
        case some(Set<String>)

        func holds(_ component: String) -> Bool {
            switch self {
            case .all: true
            case .some(let names): names.contains(component)
            }
        }
    }

    /// `place` is the URL of copies, where it is those that are judged; what is known lies in `backupRoot` all the same.
    init(_ backupRoot: FilePath, at place: String? = nil, now: LocalTime = .now()) {
        accepted = Acceptances(backupRoot).uuids
        let found = Verified.known(in: backupRoot).filter { $0.place == place && !$0.depth.isGood }
        bad = Dictionary(found.map { ($0.id, $0.components.isEmpty ? .all : .some($0.components)) }) { one, _ in one }
        self.now = now
    }

    func isBad(_ id: String, _ component: String) -> Bool { bad[id]?.holds(component) == true }

    /// Not what a component builds on, which lies in other folders.
    func flaws(of manifest: Manifest, _ component: String) -> Set<Flaw> {
        let start = manifest.start?.seconds ?? .max
        let found: [(Flaw, Bool)] = [
            (.bad, isBad(manifest.backup.id, component)), (.suspect, isSuspect(manifest, component)),
            (.unsaved, manifest.failed(component)), (.lacking, manifest.isLacking(component)),
            (.future, start > now.seconds + Rotation.tolerance),
        ]
        return Set(found.filter(\.1).map(\.0))
    }

    func isSuspect(_ manifest: Manifest, _ component: String) -> Bool {
        manifest.suspect?.contains(component) == true && !accepted.contains(manifest.backup.uuid ?? "")
    }
}

extension Manifest {
    /// Asked for and not saved, where the manifest says that.
    fileprivate func failed(_ component: String) -> Bool {
        lacks?.contains(component) == true && components[component] != true
    }

    /// Saved, and not whole. Older ones only count what went wrong: more than what is not saved at all is of something
    /// that is.
    func isLacking(_ component: String) -> Bool {
        guard components[component] == true else { return false }
        return lacks?.contains(component) ?? (backup.errors > everyComponent.count { components[$0] != true })
    }
}

extension Flaw {
    var text: Text {
        switch self {
        case .bad: Text("verify found it damaged", fr: "verify l'a trouvée abîmée")
        case .suspect: Text("suspect and not accepted", fr: "suspecte et non acceptée")
        case .unsaved: Text("its run could not save it", fr: "son exécution n'a pas pu le sauvegarder")
        case .lacking: Text("incomplete", fr: "incomplète")
        case .future: Text("from the future by this clock", fr: "dans le futur selon cette horloge")
        }
    }
}
