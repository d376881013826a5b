import GardeCore
import GardeWords
import GardeIO
import SystemPackage

// What a container would begin with when it starts again, or is made anew, need not be what it has open.

extension Compose {
    /// A `Failure` for each service that runs on a folder which its own path no longer leads to, as when a link above
    /// it was moved.
    func strays() async throws -> [(service: String, failure: Failure)] {
        var found: [(service: String, failure: Failure)] = []
        for container in try await containers() where !found.contains(where: { $0.service == container.service }) {
            guard let mount = await container.strayed() else { continue }
            found.append((container.service, .strayed(container, mount.source, command)))
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
    /// Throws the `Failure` of one of `stopped`, of `remade`, which are made anew, or of the servers of `loaded`, which
    /// get their data afterwards, that would not come back on the data that it has; says it of the others.
    package func checkStorage(of stopped: [Service], remade: [Service], loaded: [Source]) async throws {
        let filled = try await dataServices(of: loaded).compactMap(\.composeName)
        let touched = (stopped + remade).compactMap(\.composeName) + filled
        for stray in try await compose().strays() {
            guard !touched.contains(stray.service) else { throw stray.failure }
            site.console.warning(stray.failure.text)
        }
        guard !remade.isEmpty else { return }
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
    /// otherwise, by the container's own `stat`. Nil for each that cannot be told.
    private func identities(of folders: [FilePath]) async -> [FileIdentity?] {
        if process > 0, (try? Site.firstLine(of: FilePath("/proc/\(process)/cgroup")))?.contains(id) == true {
            let root = FilePath("/proc/\(process)/root")
            return folders.map { $0.hasLink(below: root) ? nil : try? FileIdentity(of: root.pushing($0.relative)) }
        }
        let unknown = [FileIdentity?](repeating: nil, count: folders.count)
        guard await sharesKernel(), let answer = await ask(["stat", "-L", "-c", "%d %i"] + folders.map(\.string)) else {
            return unknown
        }
        let lines = answer.split(separator: "\n").map { $0.split(separator: " ").compactMap { UInt64($0) } }
        guard lines.count == folders.count, lines.allSatisfy({ $0.count == 2 }) else { return unknown }
        return lines.map { FileIdentity(device: $0[0], inode: $0[1]) }
    }

    /// An engine in a virtual machine, or elsewhere, numbers files its own way.
    private func sharesKernel() async -> Bool {
        let path = "/proc/sys/kernel/random/boot_id"
        guard let here = try? Site.firstLine(of: FilePath(path)), let there = await ask(["cat", path]) else {
            return false
        }
        return there.split(separator: "\n").first.map(String.init) == here
    }

    private func ask(_ words: [String]) async -> String? {
        let answer = Invocation("docker", ["exec", id] + words)
        return try? await answer.capture(timeout: .seconds(10)).whenSuccessful()
    }
}

extension TreeCapture {
    /// Says which services write to another folder than the one that is saved.
    func sayStorage() async {
        let strays = (try? await site.compose?.strays()) ?? []
        for stray in strays { site.console.warning(stray.failure.text) }
        let containers = (try? await site.compose?.containers(of: users)) ?? []
        guard !users.isEmpty, !containers.isEmpty else { return }
        let folders = paths.map { realPath(site.root.pushing(FilePath($0))) }
        let sources = containers.flatMap(\.mounts).map { realPath($0.source) }
        if sources.contains(where: { source in folders.contains { $0.starts(with: source) || source.starts(with: $0) } }
        ) {
            return
        }
        let names = Set(containers.map(\.service)).sorted()
        site.console.warning(.nobodyMounts(name, names, folders.first ?? site.root))
        let volumes = containers.flatMap(\.mounts).filter { $0.isWritable && $0.volume != nil }
        let mail = Set(volumes.filter { $0.destination.string.lowercased().contains("mail") }.map(\.source.string))
        if !mail.isEmpty { site.console.warning(.mailInVolume(name, mail.sorted().map { "mail(\"\($0)\")" })) }
    }
}

extension FilePath {
    fileprivate var relative: FilePath { FilePath(root: nil, components) }

    /// Whether a link of another root is on the way, which would be followed in this one.
    fileprivate func hasLink(below root: FilePath) -> Bool {
        var path = root
        return components.contains { part in
            path.append(part)
            return (try? path.stat(followTargetSymlink: false).type) == .symbolicLink
        }
    }
}

extension Text {
    fileprivate static func nobodyMounts(_ name: String, _ services: [String], _ path: FilePath) -> Text {
        Text(
            "services.nobody-mounts",
            ["component": name, "list": services.joined(separator: ", "), "path": path.string])
    }
}

extension Text {
    fileprivate static func mailInVolume(_ name: String, _ words: [String]) -> Text {
        Text("services.mail-in-volume", ["component": name, "words": words.joined(separator: " ")])
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
