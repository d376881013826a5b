import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

// What a container would begin with when it starts again, or is made anew, need not be what it has open.

extension Compose {
    /// A `Failure` for each container that runs on a folder which its own path no longer leads to, as when a link above
    /// it was moved; of those of `service` alone, where one is given.
    package func strays() async throws -> [Failure] {
        var found: [Failure] = []
        for container in try await containers() {
            if let mount = await container.strayed() { found.append(.strayed(container, mount.source, command)) }
        }
        return found
    }

    /// Throws the `Failure` of a server among `services` whose data no mount holds: it would end with the container.
    func checkMounted(_ services: [String]) async throws {
        guard !services.isEmpty else { return }
        let bare = try await containers(of: services).first { !$0.mounts.contains(where: \.holdsData) }
        if let bare { throw Failure.dataInContainer(bare.service) }
    }
}

extension Services {
    /// Throws the `Failure` of a container that would not come back on the data that it has; `isRemade` when the servers
    /// are made anew, of which those of `loaded` get their data afterwards.
    package func checkStorage(isRemade: Bool, loaded: [Source]) async throws {
        if let stray = try await compose().strays().first { throw stray }
        guard isRemade else { return }
        let filled = try await dataServices(of: loaded).compactMap(\.composeName)
        try await compose().checkMounted(
            try await composeServers().compactMap(\.composeName).filter { !filled.contains($0) })
    }
}

extension ContainerState {
    /// A folder that it has open under a path that leads to another by now; nil as well where nobody can tell.
    fileprivate func strayed() async -> Mount? {
        guard status == "running" else { return nil }
        let folders = mounts.filter { $0.volume == nil && $0.isWritable }.compactMap { mount in
            (try? mount.source.stat()).flatMap { $0.type == .directory ? (mount, FileIdentity($0)) : nil }
        }
        guard !folders.isEmpty else { return nil }
        let open = await identities(of: folders.map(\.0.destination))
        return zip(folders, open).first { folder, open in open.map { $0 != folder.1 } ?? false }?.0.0
    }

    /// Of these folders as its own processes see them: by way of one of them, or where this machine numbers them
    /// otherwise, by its own `stat`.
    private func identities(of folders: [FilePath]) async -> [FileIdentity?] {
        if process > 0, (try? Site.firstLine(of: FilePath("/proc/\(process)/cgroup")))?.contains(id) == true {
            return folders.map { try? FileIdentity(of: FilePath("/proc/\(process)/root\($0)")) }
        }
        let stat = Invocation("docker", ["exec", id, "stat", "-L", "-c", "%d %i"] + folders.map(\.string))
        guard let answer = try? await stat.capture(timeout: .seconds(10)).whenSuccessful() else {
            return folders.map { _ in nil }
        }
        let lines = answer.split(separator: "\n").map { $0.split(separator: " ").compactMap { UInt64($0) } }
        guard lines.count == folders.count else { return folders.map { _ in nil } }
        return lines.map { $0.count == 2 ? FileIdentity(device: $0[0], inode: $0[1]) : nil }
    }
}

extension TreeCapture {
    /// Says which services write to another folder than the one that is saved.
    func sayStorage() async {
        let strays = (try? await site.compose?.strays()) ?? []
        for stray in strays { site.console.warning(stray.text) }
        let containers = (try? await site.compose?.containers(of: users)) ?? []
        guard !users.isEmpty, !containers.isEmpty else { return }
        let (folders, root) = (paths.map { realPath(site.root.pushing(FilePath($0))) }, realPath(site.root))
        if containers.contains(where: { $0.mounts(any: folders, root: root) }) { return }
        let names = Set(containers.map(\.service)).sorted()
        site.console.warning(.nobodyMounts(name, names, folders.first ?? root))
    }
}

extension Text {
    fileprivate static func nobodyMounts(_ name: String, _ services: [String], _ path: FilePath) -> Text {
        Text(
            "services.nobody-mounts",
            ["component": name, "list": services.joined(separator: ", "), "path": path.string])
    }
}

extension Failure {
    fileprivate static func strayed(_ container: ContainerState, _ path: FilePath, _ compose: String) -> Failure {
        Failure("services.strayed", ["service": container.service, "path": path, "compose": compose])
    }

    fileprivate static func dataInContainer(_ service: String) -> Failure {
        Failure("services.data-in-container", ["service": service])
    }
}
