import GardeComponents
import GardeDestinations
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// Takes a backup that was marked as suspect for a good one: the next runs compare with it.
package struct Accept {
    private let root: FilePath
    private let settings: Settings
    private let console: any Reporter

    package init(root: FilePath, settings: Settings, console: any Reporter) {
        (self.root, self.settings, self.console) = (root, settings, console)
    }

    package init(_ settings: Settings, _ console: any Reporter) {
        root = settings.backupRoot
        (self.settings, self.console) = (settings, console)
    }

    /// `which` is an id, or the URL of a copy that is no longer here.
    package func run(_ which: String) async throws -> ExitCode {
        let manifest = try await manifest(which)
        let id = manifest.backup.id
        guard let uuid = manifest.backup.uuid, manifest.suspect?.isEmpty == false else {
            console.info(.notSuspect(id))
            return .done
        }
        try await Acceptances(root).add(uuid)
        // An increment of what was there before would be as suspect again.
        for component in manifest.suspect ?? [] { try IndexDraft.forget(component, of: Identity(manifest), in: root) }
        console.success(.accepted(id, (manifest.suspect ?? []).map(\.name)))
        return .done
    }
}

extension Accept {
    private func manifest(_ which: String) async throws -> Manifest {
        guard let (place, id) = DestinationAddress(which)?.split, LocalTime.isID(id) else {
            guard LocalTime.isID(which), let manifest = Manifest(in: root.appending(which)) else {
                throw Failure.noSuchBackup(which, root.string)
            }
            return manifest
        }
        let access = settings.destinationAccess(console)
        let store = access.store(for: CopyPlace(address: place))
        if let finding = await store.finding() { throw finding }
        let fetched = Fetched(store: store, backupRoot: root, console: console)
        defer { fetched.remove() }
        try await store.explaining { try await fetched.manifests([id]) }
        return try fetched.manifest(id)
    }
}

extension Failure {
    static func noSuchBackup(_ id: String, _ root: String) -> Failure {
        Failure(
            "accept.no-such-backup", ["id": id, "root": root, "command": "\(programCall(of: FilePath(root))) list"])
    }
}

extension Text {
    static func notSuspect(_ id: String) -> Text { Text("accept.not-suspect", ["id": id]) }

    static func accepted(_ id: String, _ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("accept.accepted", ["id": id, "list": list])
    }
}
