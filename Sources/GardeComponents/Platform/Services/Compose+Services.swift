import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension Compose {
    /// Every service of the compose files, and those of profiles that run; in no order.
    func services() async throws -> [String] {
        let made = try await containers().map(\.service)
        if try await project()?.lost.isEmpty == false { return Array(Set(made)) }
        let listed = try await run("config", "--services").split(separator: "\n").map(String.init)
        return Array(Set(listed + made))
    }

    /// `patience` is how long a container has to end by itself; nil leaves it to the compose file.
    ///
    /// By the engine alone, so that what runs can be stopped whatever became of the compose files.
    func stop(_ services: [String], patience: Duration? = nil, _ timing: ServiceTiming? = nil) async throws {
        let running = try await containers(of: services).filter(\.isRunning)
        guard !running.isEmpty else { return }
        let limit = patience.map { ["-t", "\($0.components.seconds)"] } ?? []
        async let _: Void = seeStopped(running, timing)
        _ = try await Invocation("docker", ["stop"] + limit + running.map(\.id))
            .capture(timeout: .seconds(900)).whenSuccessful()
        for container in running { timing?.done(container.service) }
    }

    /// Those that have stopped while others have not.
    private func seeStopped(_ containers: [ContainerState], _ timing: ServiceTiming?) async {
        guard let timing, Set(containers.map(\.service)).count > 1 else { return }
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            guard let now = try? await ContainerState.inspect(containers.map(\.id)), !Task.isCancelled else { continue }
            let up = Set(now.filter(\.isRunning).map(\.service))
            for container in containers where !up.contains(container.service) { timing.done(container.service) }
        }
    }

    /// Starts what is there; `recreating` makes containers anew where the compose file or `.env` ask for others.
    ///
    /// Waits until they run and are healthy, `limit` at most; throws a `Failure` that names those that are not. Those of
    /// `unwaited` only have to begin.
    func start(
        _ services: [String], recreating: Bool, limit: Duration, unwaited: Set<String> = [],
        _ timing: ServiceTiming? = nil
    ) async throws {
        let before = try await containers()
        let made = Set(before.map(\.service))
        let awaited = services.filter { !unwaited.contains($0) }
        let isAnew = recreating || !services.allSatisfy(made.contains)
        try await begin(awaited, anew: isAnew, limit)
        for service in unwaited.sorted() where (try? await begin([service], anew: isAnew, limit)) != nil {
            timing?.done(service)
        }
        try await waitUntilHealthy(awaited, limit) { ready in
            // What ran already, and is the same, was not started.
            let isOld = before.contains { $0.id == ready.id && $0.startedAt == ready.startedAt && $0.isRunning }
            isOld ? timing?.leave(ready.service) : timing?.done(ready.service)
        }
    }

    /// Those that depend on a healthy one begin after it, and without it where it is not healthy within `limit`.
    private func begin(_ services: [String], anew: Bool, _ limit: Duration) async throws {
        var failed = anew ? try await failures(of: try await changed(services), make) : [:]
        let rest = services.filter { failed[$0] == nil }
        failed.merge(try await failures(of: rest) { try await startMade($0, limit) }) { $1 }
        let all = services.compactMap { failed[$0] }
        if let first = all.first { throw all.count == 1 ? first : Failure.servicesDown(all) }
    }

    /// Never by `start`, which in version 2 also starts what they depend on, and somebody has stopped.
    ///
    /// Where its files are a manager's, or Compose would make a network anew for it, the engine starts what is there.
    private func startMade(_ services: [String], _ limit: Duration) async throws {
        let project = try await project()
        let isLost = project?.lost.isEmpty == false
        let others =
            isLost
            ? [] : await project.asyncMap { await otherNetworks($0, RestoredStack(), keepsEnvironment: true) }
        guard isLost || others?.isEmpty == false else {
            return try await up(["-d", "--no-recreate"], pulls: "never", services, limit)
        }
        let ids = try await containers(of: services).map(\.id)
        _ = try await Invocation("docker", ["start"] + ids).capture(timeout: .seconds(900)).whenSuccessful()
    }

    /// Makes the containers of these services as the compose files ask for, and starts none that does not run unchanged.
    func create(_ services: [String]) async throws -> [ContainerState] {
        _ = try await containers()
        let changed = try await changed(services)
        if !changed.isEmpty { try await make(changed) }
        return try await containers(of: services)
    }

    private func make(_ services: [String]) async throws {
        try await up(["--no-start"], pulls: "missing", services, .seconds(3600))
    }

    /// Of `services` those that Compose has to look at: told to leave out what one depends on, 2.26 takes it for another and
    /// makes it anew, with all that its container alone holds.
    private func changed(_ services: [String]) async throws -> [String] {
        guard !isVersion1, let project = try await project(), project.lost.isEmpty, let all = await config() else {
            return services
        }
        let parted = services.filter { name in
            let needs = all["services"]?[name]?["depends_on"]
            return !Set(needs?.members.map(\.name) ?? []).isSubset(of: services)
        }
        guard !parted.isEmpty else { return services }
        let asked = try await definitions(project, RestoredStack(), keepsEnvironment: true)
        let made = Dictionary(grouping: try await containers(of: parted), by: \.service)
        return services.filter { name in
            guard parted.contains(name), let containers = made[name], let definitions = asked[name] else { return true }
            return !containers.allSatisfy { definitions.contains($0.definition) }
        }
    }

    /// An image that is here is taken as it is: a restore is no time for another version, nor for a registry that does
    /// not answer.
    private func up(_ how: [String], pulls: String, _ services: [String], _ timeout: Duration) async throws {
        let pull = isVersion1 ? [] : ["--pull", pulls]
        let made = Dictionary(grouping: try await containers(of: services), by: \.service).mapValues(\.count)
        // As many of each as there were, whatever the compose file says.
        let scale = made.sorted { $0.key < $1.key }.flatMap { ["--scale", "\($0)=\($1)"] }
        let words = ["up"] + how + ["--no-deps", "--no-build"] + pull + scale
        _ = try await run(words + services, timeout: timeout)
    }

    /// What stands against one service must not keep the others down: where all at once fail, each is tried by itself.
    private func failures(of services: [String], _ work: ([String]) async throws -> Void) async throws -> [String:
        Failure]
    {
        guard !services.isEmpty else { return [:] }
        do {
            try await work(services)
            return [:]
        } catch {
            guard !(error is CancellationError) else { throw error }
            if services.count == 1 { return [services[0]: Failure(describing: error)] }
        }
        var failures: [String: Failure] = [:]
        for service in services {
            do { try await work([service]) } catch let error as CancellationError { throw error } catch {
                failures[service] = Failure(describing: error).of(service)
            }
        }
        return failures
    }

    /// A container without a health check must be seen running for a second without a restart.
    private func waitUntilHealthy(
        _ services: [String], _ limit: Duration, ready: (ContainerState) -> Void
    ) async throws {
        let clock = ContinuousClock()
        let end = clock.now + limit
        var before: [ContainerState] = []
        while !services.isEmpty {
            let now = try await containers(of: services)
            let down = now.filter { $0.status == "exited" && $0.exitCode != 0 || $0.status == "dead" }
            guard down.isEmpty else { throw Failure.serviceEnded(down[0], await down[0].lastWords(), command) }
            let notYet = now.filter { !$0.isReady(before) }
            let waiting = Set(notYet.map(\.service))
            for container in now where !waiting.contains(container.service) { ready(container) }
            if notYet.isEmpty { return }
            guard clock.now < end else { throw Failure.serviceNotHealthy(waiting, limit, command) }
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
    static func serviceEnded(_ container: ContainerState, _ said: [String], _ compose: String) -> Failure {
        let (name, code) = (container.service, container.exitCode)
        let words = said.joined(separator: " / ")
        return Failure("services.service-ended", ["name": name, "code": code, "words": words, "compose": compose])
    }

    static func serviceNotHealthy(_ services: Set<String>, _ limit: Duration, _ compose: String) -> Failure {
        let (names, seconds) = (services.sorted().joined(separator: " "), Int(limit.components.seconds))
        return Failure("services.service-not-healthy", ["seconds": seconds, "names": names, "compose": compose])
    }
}
