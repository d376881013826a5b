import GardeIO
import SystemPackage

/// A container as the engine describes it, running or not.
struct ContainerState: Sendable, Hashable {
    let id: String
    let name: String
    /// `created`, `running`, `restarting`, `exited`, `paused`, `dead`.
    let status: String
    let exitCode: Int
    let startedAt: String
    /// `starting`, `healthy`, `unhealthy`; empty without a health check.
    let health: String
    /// Of Compose; empty for a container that somebody started otherwise.
    let service: String
    /// The root of the project that it belongs to.
    let project: String
    let mounts: [Mount]

    struct Mount: Sendable, Hashable {
        let source: FilePath
        let destination: FilePath
        let isWritable: Bool
    }

    var isRunning: Bool { status == "running" || status == "restarting" || status == "paused" }

    /// Whether a file or folder of `paths`, or something below one of them, is mounted; or, within `root`, above it.
    func mounts(any paths: [FilePath], root: FilePath) -> Bool {
        mounts.map { realPath($0.source) }.contains { source in
            paths.contains { source.starts(with: $0) || ($0.starts(with: source) && source.starts(with: root)) }
        }
    }
}

extension ContainerState {
    private static let unit = "\u{1f}"
    private static let format = """
        {{.Id}}{{"\\x1f"}}{{.Name}}{{"\\x1f"}}{{.State.Status}}{{"\\x1f"}}{{.State.ExitCode}}{{"\\x1f"}}\
        {{.State.StartedAt}}{{"\\x1f"}}{{with index .State "Health"}}{{.Status}}{{end}}{{"\\x1f"}}\
        {{index .Config.Labels "com.docker.compose.service"}}{{"\\x1f"}}\
        {{index .Config.Labels "com.docker.compose.project.working_dir"}}\
        {{range .Mounts}}{{"\\x1f"}}{{.Source}}{{"\\x1f"}}{{.Destination}}{{"\\x1f"}}{{.RW}}{{end}}{{"\\x1e"}}
        """

    /// Those of `ids` that are still there.
    static func inspect(_ ids: [String]) async throws -> [ContainerState] {
        guard !ids.isEmpty else { return [] }
        let answer = try await Invocation(
            "docker", ["inspect", "--type", "container", "--format", format] + ids, environment: Secrets.withheld
        ).capture()
        // A container that went meanwhile is an error of the whole, after the others.
        let isPartial = answer.said.contains { $0.contains("No such") }
        let text = isPartial ? answer.output : try answer.whenSuccessful()
        return text.split(separator: "\u{1e}").compactMap { ContainerState($0.drop { $0 == "\n" }) }
    }

    /// Every container that runs on the engine, whoever started it.
    static func running() async throws -> [ContainerState] {
        let ids = try await Invocation("docker", ["ps", "-q", "--no-trunc"], environment: Secrets.withheld).capture()
        return try await inspect(ids.whenSuccessful().split(separator: "\n").map(String.init))
    }

    private init?(_ text: Substring) {
        let parts = text.split(separator: Self.unit, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 8 else { return nil }
        (id, name, status) = (parts[0], String(parts[1].drop { $0 == "/" }), parts[2])
        (exitCode, startedAt, health) = (Int(parts[3]) ?? 0, parts[4], parts[5])
        (service, project) = (parts[6], parts[7])
        mounts = stride(from: 8, to: parts.count - 2, by: 3).map {
            Mount(
                source: FilePath(parts[$0]), destination: FilePath(parts[$0 + 1]), isWritable: parts[$0 + 2] == "true")
        }
    }
}

extension Compose {
    /// Every service of the compose file, in no order.
    func services() async throws -> [String] {
        try await run("config", "--services").split(separator: "\n").map(String.init)
    }

    /// The project's containers, running or not; all of it when no service is named.
    ///
    /// Throws a `Failure` when one belongs to another folder's project of the same name: nothing of that is touched.
    func containers(of services: [String] = []) async throws -> [ContainerState] {
        let ids = try await run(["ps", "-a", "-q"] + services).split(separator: "\n").map(String.init)
        let found = try await ContainerState.inspect(ids)
        for container in found where realPath(FilePath(container.project)) != realPath(root) {
            throw Failure.foreignProject(container.service, container.project)
        }
        return found
    }

    /// `patience` is how long a container has to end by itself; nil leaves it to the compose file.
    func stop(_ services: [String], patience: Duration? = nil) async throws {
        _ = try await containers()
        let limit = patience.map { ["--timeout", "\($0.components.seconds)"] } ?? []
        _ = try await run(["stop"] + limit + services, timeout: .seconds(900))
    }

    /// Starts what is there; `recreating` makes containers anew where the compose file or `.env` ask for others.
    ///
    /// Waits until they run and are healthy, `limit` at most; throws a `Failure` that names those that are not.
    func start(_ services: [String], recreating: Bool, limit: Duration) async throws {
        let made = Set(try await containers().map(\.service))
        let isWhole = services.allSatisfy(made.contains)
        if recreating || !isWhole {
            // An exported variable is part of what Compose makes, a password too.
            _ = try await run(
                ["up", "-d", "--no-deps", "--no-build"] + services, timeout: .seconds(3600), withheld: [:])
        } else {
            _ = try await run(["start"] + services, timeout: .seconds(900))
        }
        try await waitUntilHealthy(services, limit)
    }

    /// A container without a health check must be seen running for a second without a restart.
    private func waitUntilHealthy(_ services: [String], _ limit: Duration) async throws {
        let clock = ContinuousClock()
        let end = clock.now + limit
        var before: [ContainerState] = []
        while true {
            let now = try await containers(of: services)
            let down = now.filter { $0.status == "exited" && $0.exitCode != 0 || $0.status == "dead" }
            guard down.isEmpty else { throw Failure.serviceEnded(down[0], await down[0].lastWords()) }
            let notYet = now.filter { !$0.isReady(before) }
            if notYet.isEmpty { return }
            guard clock.now < end else { throw Failure.serviceNotHealthy(notYet.map(\.service), limit) }
            before = now
            try await Task.sleep(for: .seconds(1))
        }
    }
}

extension ContainerState {
    /// Whether it serves, as far as the engine knows; what did its work and ended well does too.
    fileprivate func isReady(_ before: [ContainerState]) -> Bool {
        if status == "exited" { return exitCode == 0 }
        guard status == "running" else { return false }
        return health.isEmpty ? before.contains { $0.id == id && $0.startedAt == startedAt } : health == "healthy"
    }

    /// The last lines that it printed.
    func lastWords() async -> [String] {
        let tail = Invocation("docker", ["logs", "--tail", "3", id], environment: Secrets.withheld)
        guard let answer = try? await tail.capture(timeout: .seconds(10)) else { return [] }
        return (answer.output.split(separator: "\n").map(String.init) + answer.said).suffix(3)
    }
}

extension Failure {
    static func serviceEnded(_ container: ContainerState, _ said: [String]) -> Failure {
        let (name, code) = (container.service, container.exitCode)
        let words = said.joined(separator: " / ")
        return Failure(
            Text("the service \(name) does not stay up", fr: "le service \(name) ne reste pas démarré"),
            why: Text("it ended with code \(code): \(words)", fr: "il s'est terminé avec le code \(code) : \(words)"),
            fix: Text("Type: docker compose logs \(name)", fr: "Tapez : docker compose logs \(name)"))
    }

    static func serviceNotHealthy(_ services: [String], _ limit: Duration) -> Failure {
        let (names, seconds) = (services.sorted().joined(separator: " "), limit.components.seconds)
        return Failure(
            Text("not healthy after \(seconds) s: \(names)", fr: "pas opérationnel après \(seconds) s : \(names)"),
            fix: Text("Type: docker compose logs \(names)", fr: "Tapez : docker compose logs \(names)"))
    }
}
