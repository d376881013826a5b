import GardeCore
import GardeWords
import GardeIO
package import SystemPackage

// Two servers on one data folder ruin it: none is started on what a container or a process has open.

extension Compose {
    /// Throws the `Failure` that names who else has open what `servers`, which do not run, would open.
    func checkUnused(_ servers: [ContainerState]) async throws {
        for server in servers where !server.isRunning {
            let data = server.mounts.filter(\.holdsData).map(\.source)
            try await checkUnused(data) { $0.project != server.project }
        }
    }

    /// The same of a service that has no container yet: of what its compose file gives it.
    func checkUnused(plannedFor service: String) async throws {
        guard let document = await config(), let asked = document["services"]?[service] else { return }
        let storage = asked.storage(document, plannedName)
        let folders = await ContainerState.folders(ofVolumes: Set(storage.map(\.string).filter { !$0.hasPrefix("/") }))
        try await checkUnused(storage.map { folders[$0.string] ?? $0 }) { $0.project != plannedName }
    }

    private func checkUnused(_ folders: [FilePath], by isOther: (ContainerState) -> Bool) async throws {
        guard !folders.isEmpty else { return }
        let others = try await ContainerState.running().filter(isOther)
        for folder in folders {
            if let user = others.first(where: { $0.opens(folder) }) { throw Failure.dataInUse(by: user, folder) }
            if let user = ServerProcess.working(in: folder) { throw Failure.dataInUse(byProcess: user, folder) }
        }
    }

    /// Throws the `Failure` of a running container that is none of this root's, and writes to something in it.
    package func checkNobodyWrites(but backupRoot: FilePath? = nil) async throws {
        let place = realPath(root)
        for other in try await ContainerState.running() where !isOurs(other) {
            let source = other.mounts.filter(\.isWritable).map { realPath($0.source) }.first { source in
                source.starts(with: place) && backupRoot.map { !source.starts(with: realPath($0)) } != false
            }
            if let source { throw Failure.dataInUse(by: other, source) }
        }
    }
}

extension ContainerState {
    /// Whether it may write to this folder, or below.
    fileprivate func opens(_ folder: FilePath) -> Bool {
        let source = realPath(folder)
        return mounts.contains { $0.isWritable && realPath($0.source).starts(with: source) }
    }
}

extension ContainerState.Mount {
    /// A folder that is written to; one that is not to be seen from here may be.
    var holdsData: Bool {
        isWritable && ((try? source.stat().type == .directory) ?? true)
    }
}

/// A server that runs on this machine, in a container or not.
struct ServerProcess: Sendable, Hashable {
    let name: String
    let id: String

    /// One whose working folder, which is that of its data, is this or up to three levels below; as far as this user can see.
    static func working(in folder: FilePath) -> ServerProcess? {
        guard let wanted = try? FileIdentity(of: folder) else { return nil }
        return all().first { process in
            (0...3).contains { level in
                let place = "/proc/\(process.id)/cwd" + String(repeating: "/..", count: level)
                return (try? FileIdentity(of: FilePath(place))) == wanted
            }
        }
    }

    private static func all() -> [ServerProcess] {
        let entries = (try? Folder.open("/proc").entries()) ?? []
        let ids = entries.map { String(decoding: $0.name, as: UTF8.self) }.filter { Int($0) != nil }
        return ids.compactMap { id in
            guard let name = try? Site.firstLine(of: FilePath("/proc/\(id)/comm")), Rooms.serverPrograms.contains(name)
            else {
                return nil
            }
            return ServerProcess(name: name, id: id)
        }
    }
}

extension Failure {
    static func dataInUse(by container: ContainerState, _ path: FilePath) -> Failure {
        let (name, folder) = (container.name, container.folder)
        let root = folder.isEmpty ? "docker inspect \(name)" : "PLATFORM_ROOT=\(shellWord(folder))"
        return Failure(
            container.project.isEmpty ? "services.data-in-use" : "services.data-in-use-of",
            ["name": name, "project": container.project, "path": path, "why": Text.twoServers, "root": root])
    }

    /// Portainer and its kin run Compose in a container: the project's folder is one that only they see.
    private static func managed(_ container: ContainerState, _ path: FilePath) -> Failure {
        let (name, project, folder) = (container.name, container.project, container.folder)
        return Failure(
            "services.managed",
            ["name": name, "project": project, "path": path, "folder": folder, "projectFix": shellWord(project)])
    }

    static func dataInUse(byProcess process: ServerProcess, _ path: FilePath) -> Failure {
        Failure(
            "services.data-in-use-by-process",
            ["name": process.name, "id": process.id, "path": path, "why": Text.twoServers])
    }
}

extension Text {
    fileprivate static let twoServers = Text("services.two-servers")
}
