import GardeIO
import SystemPackage

extension Compose {
    /// Every service of the compose file, in no order.
    func services() async throws -> [String] {
        try await run("config", "--services").split(separator: "\n").map(String.init)
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
            _ = try await run(["up", "-d", "--no-deps", "--no-build"] + services, timeout: .seconds(3600))
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
        return health.isEmpty || health == "none"
            ? before.contains { $0.id == id && $0.startedAt == startedAt } : health == "healthy"
    }

    /// The last lines that it printed.
    func lastWords() async -> [String] {
        let tail = Invocation("docker", ["logs", "--tail", "3", id])
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
