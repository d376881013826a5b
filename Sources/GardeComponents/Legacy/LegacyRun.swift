package import GardeCore
import GardeIO
import GardeWords
package import SystemPackage

/// The one call of an old script in a run, which several components wait for.
package actor LegacyRun {
    /// Beginning of the name of its folder in BACKUP_ROOT, before the process.
    package static let folder = ".legacy-"

    private let script: LegacyScript
    private let leftOut: [Component.ID]
    private let folder: FilePath
    private var call: Task<LegacyBackup, any Error>?

    private init(_ script: LegacyScript, leavingOut leftOut: [Component.ID], in folder: FilePath) {
        (self.script, self.leftOut, self.folder) = (script, leftOut, folder)
    }

    /// The captures of those of these sources that old scripts save, a call for each script.
    package static func each(of sources: [Source], at site: Site, _ backupRoot: FilePath) -> [Component.ID: any Capture]
    {
        let own = Dictionary(grouping: sources.filter { $0.legacy != nil }) { $0.legacy! }
        var captures: [Component.ID: any Capture] = [:]
        for (place, (legacy, sources)) in own.sorted(by: { $0.key.script < $1.key.script }).enumerated() {
            let script = LegacyScript(legacy.script, at: site, limit: .seconds(legacy.timeLimit.seconds))
            let names = sources.map(\.id)
            let run = LegacyRun(
                script, leavingOut: Component.ID.ofGuide.filter { !names.contains($0) },
                in: backupRoot.appending("\(folder)\(processID())").appending("\(place)"))
            for source in sources {
                captures[source.id] = LegacyCapture(source: source, script: script, run: run, site: site)
            }
        }
        return captures
    }

    fileprivate func backup() async throws -> LegacyBackup {
        let call =
            call
            ?? Task { [script, leftOut, folder] in
                try Durable.createFolders(folder.removingLastComponent())
                return try await script.run(leavingOut: leftOut, into: folder)
            }
        self.call = call
        return try await withTaskCancellationHandler {
            try await call.value
        } onCancel: {
            call.cancel()
        }
    }
}

/// What an old script wrote of a component, as the component of this backup.
private struct LegacyCapture: Capture {
    let source: Source
    let script: LegacyScript
    let run: LegacyRun
    let site: Site

    var id: Component.ID { source.id }

    func parts() -> [Part] {
        switch id {
        case .postgresql: [.dump, .roles]
        case .redis: [.rdb]
        default: [.tar]
        }
    }

    func check() async throws {
        try script.check()
        site.console.info(Text("legacy.saves", ["component": id, "path": script.path]))
    }

    func save(to files: ComponentFiles) async throws {
        let backup = try await run.backup()
        if let foreign = backup.foreign { throw foreign }
        for file in try backup.files(of: id) {
            do { try await files.store(file.part, await backup.content(of: file, source, at: site)) } catch {
                throw backup.failure(file, error)
            }
        }
    }
}
