import GardeIO
import SystemPackage

/// Takes a backup that was marked as suspect for a good one: the next runs compare with it.
struct Accept {
    private let root: FilePath
    private let console: Console

    init(_ settings: Settings, _ console: Console) {
        root = FilePath(settings.text("BACKUP_ROOT") ?? "")
        self.console = console
    }

    func run(_ id: String) async throws -> ExitCode {
        guard LocalTime(id: id) != nil, let manifest = Manifest(in: root.appending(id)) else {
            throw Failure.noSuchBackup(id, root.string)
        }
        guard let uuid = manifest.backup.uuid, manifest.suspect?.isEmpty == false else {
            console.info(.notSuspect(id))
            return .done
        }
        try await Acceptances(root).add(uuid)
        // An increment of what was there before would be as suspect again.
        for component in manifest.suspect ?? [] { try IndexDraft.forget(component, in: root) }
        console.success(.accepted(id, manifest.suspect ?? []))
        return .done
    }
}

extension Failure {
    static func noSuchBackup(_ id: String, _ root: String) -> Failure {
        Failure(
            Text("no backup \(id) in \(root)", fr: "pas de sauvegarde \(id) dans \(root)"),
            fix: Text("Type: ls \(root)", fr: "Tapez : ls \(root)"))
    }
}

extension Text {
    static func notSuspect(_ id: String) -> Text { Text("\(id) is not suspect", fr: "\(id) n'est pas suspecte") }

    static func accepted(_ id: String, _ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("\(id) is accepted: \(list)", fr: "\(id) est acceptée : \(list)")
    }
}
