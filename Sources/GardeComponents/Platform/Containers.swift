import GardeCore
import GardeIO
package import SystemPackage

/// A container as the engine describes it, running or not.
package struct ContainerState: Sendable, Hashable {
    let id: String
    let name: String
    /// `created`, `running`, `restarting`, `exited`, `paused`, `dead`.
    let status: String
    let exitCode: Int
    /// Its first process as this machine numbers it; 0 where none runs.
    let process: Int
    let created: String
    let startedAt: String
    /// `starting`, `healthy`, `unhealthy`; empty without a health check.
    let health: String
    /// Of Compose; empty for a container that somebody started otherwise.
    let service: String
    /// The project that it belongs to, its folder, and what it was made from, as Compose was given them.
    let project: String
    let folder: String
    let composeFiles: String
    let environmentFiles: String
    /// What of the compose files it was made from, as a digest, and by which Compose.
    let definition: String
    let composeVersion: String
    /// How often the engine started it again by itself.
    let restarts: Int
    /// Made by hand for one command (`docker compose run`): none of the service's own.
    let isOneOff: Bool
    /// What its image and the compose file set.
    let environment: [String: String]
    let mounts: [Mount]

    struct Mount: Sendable, Hashable {
        let source: FilePath
        let destination: FilePath
        let isWritable: Bool
        /// What the engine calls it; nil for a folder or file of this machine.
        var volume: String?
    }

    package var isRunning: Bool { status == "running" || status == "restarting" || status == "paused" }

    /// Whether it belongs to the Compose project of this root, by the folder as it was written or as it is without links.
    package func isFrom(_ root: FilePath) -> Bool {
        [FilePath(folder), realPath(FilePath(folder))].contains(realPath(root))
    }

    /// Whether a file or folder of `paths`, or something below one of them, is mounted; or, within `root`, above it.
    func mounts(any paths: [FilePath], root: FilePath) -> Bool {
        mounts.map { realPath($0.source) }.contains { source in
            paths.contains { source.starts(with: $0) || ($0.starts(with: source) && source.starts(with: root)) }
        }
    }
}

extension ContainerState {
    /// Those of `ids` that are still there.
    static func inspect(_ ids: [String]) async throws -> [ContainerState] {
        guard !ids.isEmpty else { return [] }
        let answer = try await Invocation(
            "docker", ["inspect", "--type", "container"] + ids
        ).capture(limit: 64 << 20)
        // A container that went meanwhile is an error of the whole, after the others.
        let isPartial = answer.said.contains { $0.contains("No such") }
        let text = isPartial ? answer.output : try answer.whenSuccessful()
        let found: [Inspected] = try JSON.decode(Array(text.utf8), keys: .capitalised)
        let folders = await folders(ofVolumes: Set(found.flatMap(\.mounts).compactMap(\.volume)))
        return found.map { ContainerState($0, folders) }
    }

    /// The folders of this machine where volumes lie, by their names: what they stand for where `driver_opts` bind one.
    package static func folders(ofVolumes volumes: Set<String>) async -> [String: FilePath] {
        guard !volumes.isEmpty else { return [:] }
        let answer = try? await Invocation("docker", ["volume", "inspect"] + volumes.sorted()).capture(limit: 64 << 20)
        let found: [Volume] = answer.flatMap { try? JSON.decode(Array($0.output.utf8), keys: .capitalised) } ?? []
        return Dictionary(found.map { ($0.name, $0.folder) }) { one, _ in one }
    }

    /// Every container that runs on the engine, whoever started it.
    static func running() async throws -> [ContainerState] { try await listed([]) }

    /// Those of every Compose project on the engine, running or not.
    package static func ofCompose() async throws -> [ContainerState] {
        try await listed(["-a", "--filter", "label=\(Label.project)"])
    }

    private static func listed(_ filters: [String]) async throws -> [ContainerState] {
        // A format of the user's own settings would count otherwise.
        let ids = Invocation("docker", ["ps", "--no-trunc", "--format", "{{.ID}}"] + filters)
        return try await inspect(ids.capture().whenSuccessful().split(separator: "\n").map(String.init))
    }

    /// What Compose writes on its containers.
    private enum Label {
        static let project = "com.docker.compose.project"
        static let folder = "com.docker.compose.project.working_dir"
        static let files = "com.docker.compose.project.config_files"
        static let environmentFiles = "com.docker.compose.project.environment_file"
        static let service = "com.docker.compose.service"
        static let isOneOff = "com.docker.compose.oneoff"
        static let definition = "com.docker.compose.config-hash"
        static let version = "com.docker.compose.version"
    }

    private init(_ found: Inspected, _ folders: [String: FilePath]) {
        (id, name) = (found.id, String(found.name.drop { $0 == "/" }))
        (status, exitCode, process) = (found.state.status, found.state.exitCode, found.state.pid ?? 0)
        (created, startedAt) = (found.created, found.state.startedAt)
        (health, restarts) = (found.state.health?.status ?? "", found.restartCount ?? 0)
        let labels = found.config.labels ?? [:]
        (definition, composeVersion) = (labels[Label.definition] ?? "", labels[Label.version] ?? "")
        (service, project) = (labels[Label.service] ?? "", labels[Label.project] ?? "")
        (composeFiles, environmentFiles) = (labels[Label.files] ?? "", labels[Label.environmentFiles] ?? "")
        (folder, isOneOff) = (labels[Label.folder] ?? "", labels[Label.isOneOff]?.lowercased() == "true")
        let pairs = (found.config.env ?? []).compactMap { text -> (String, String)? in
            guard let equals = text.firstIndex(of: "=") else { return nil }
            return (String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
        environment = Dictionary(pairs) { $1 }
        // What lies in memory, which has no place here, is listed where it is written as a mount.
        mounts = found.mounts.filter { $0.type != "tmpfs" }.map {
            Mount(
                source: $0.volume.flatMap { folders[$0] } ?? FilePath($0.source),
                destination: FilePath($0.destination), isWritable: $0.isWritable, volume: $0.volume)
        }
    }
}

/// What is read of `docker inspect`; its templates differ between clients where something is absent.
private struct Inspected: Decodable {
    let id: String
    let name: String
    let created: String
    let restartCount: Int?
    let state: State
    let config: Config
    let mounts: [Mount]

    struct State: Decodable {
        let status: String
        let exitCode: Int
        let pid: Int?
        let startedAt: String
        let health: Health?
    }

    struct Health: Decodable {
        let status: String
    }

    struct Config: Decodable {
        let labels: [String: String]?
        let env: [String]?
    }

    struct Mount: Decodable {
        let source: String
        let destination: String
        let isWritable: Bool
        let type: String?
        let name: String?

        enum CodingKeys: String, CodingKey {
            case source, destination, type, name
            case isWritable = "rW"
        }

        var volume: String? { type == "volume" ? name : nil }
    }
}

/// What is read of `docker volume inspect`.
private struct Volume: Decodable {
    let name: String
    let mountpoint: String
    let options: [String: String]?

    var folder: FilePath {
        let isBound = options?["o"]?.split(separator: ",").contains { $0 == "bind" || $0 == "rbind" } == true
        guard isBound, let device = options?["device"], device.hasPrefix("/") else { return FilePath(mountpoint) }
        return FilePath(device)
    }
}
