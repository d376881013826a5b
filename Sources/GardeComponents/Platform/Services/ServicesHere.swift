import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The units of systemd on this machine.
struct Systemd: Sendable {
    let program: String

    /// False also where systemd does not run.
    func knows(_ unit: String) async -> Bool {
        let answer = try? await ask("show", "--property=LoadState", "--value", unit)
        return answer?.ending.isSuccess == true && answer?.output == "loaded\n"
    }

    func isActive(_ unit: String) async throws -> Bool {
        try await ask("is-active", "--quiet", unit).ending.isSuccess
    }

    /// Throws a `Failure` that names the unit.
    func stop(_ unit: String) async throws { try await order("stop", unit, Failure.unitStays) }
    func start(_ unit: String) async throws { try await order("start", unit, Failure.unitNotStarted) }

    private func order(_ word: String, _ unit: String, _ failure: (String, [String]) -> Failure) async throws {
        let answer = try await ask(word, unit)
        guard answer.ending.isSuccess else { throw failure(unit, answer.said) }
    }

    private func ask(_ words: String...) async throws -> ToolOutput {
        try await Invocation(program, words).capture(timeout: .seconds(600))
    }
}

extension Services {
    /// All of them, each to its end; those of Compose at once.
    func stop(_ services: [Service]) async throws {
        let ours = services.compactMap(\.composeName)
        if !ours.isEmpty {
            let timing = ServiceTiming.stopping(ours, site.console)
            defer { timing.end() }
            try await compose().stop(ours, timing)
        }
        for service in services where service.composeName == nil { try await stopSaid(service) }
    }

    /// Says how long it took.
    func stopSaid(_ service: Service) async throws {
        let timing = ServiceTiming.stopping([service.name], site.console)
        defer { timing.end() }
        try await stopOne(service)
        timing.done(service.name)
    }

    /// Says how long it took; nothing of what ran already.
    func startSaid(_ service: Service) async throws {
        // Compose's way says it of each itself.
        guard service.composeName == nil else { return try await startOne(service) }
        let isUp = (try? await isRunning(service)) == true
        let timing = ServiceTiming.starting([service.name], site.console)
        defer { timing.end() }
        try await startOne(service)
        if !isUp { timing.done(service.name) }
    }

    func isRunning(_ service: Service) async throws -> Bool {
        switch service {
        case .compose(let name): try await compose().containers(of: [name]).contains(where: \.isRunning)
        case .container(let name): try await ContainerState.inspect([name]).contains(where: \.isRunning)
        case .unit(let name): try await systemd.isActive(name)
        case .commands(let commands): try await run(commands.isRunning).ending.isSuccess
        }
    }

    func stopOne(_ service: Service) async throws {
        switch service {
        case .compose(let name): try await compose().stop([name], patience: patience)
        case .container(let name): _ = try await docker("stop", name)
        case .unit(let name): try await systemd.stop(name)
        case .commands(let commands):
            _ = try await run(commands.stop).whenSuccessful()
            guard try await becomes(false, service, patience) else { throw Failure.serviceStays(commands.name) }
        }
    }

    func startOne(_ service: Service) async throws {
        switch service {
        case .compose(let name): try await start([name], false)
        case .container(let name): _ = try await docker("start", name)
        case .unit(let name): try await systemd.start(name)
        case .commands(let commands):
            if try await isRunning(service) { return }
            _ = try await run(commands.start).whenSuccessful()
            guard try await becomes(true, service, limit) else { throw Failure.serviceNotStarted(commands.name) }
        }
    }

    private func becomes(_ running: Bool, _ service: Service, _ limit: Duration) async throws -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while try await isRunning(service) != running {
            guard clock.now < end else { return false }
            try await Task.sleep(for: .milliseconds(200))
        }
        return true
    }

    private func run(_ words: [String]) async throws -> ToolOutput {
        let invocation = Invocation(words[0], Array(words.dropFirst()), inherits: .everything, in: site.root)
        return try await invocation.capture(timeout: .seconds(600))
    }

    private func docker(_ words: String...) async throws -> String {
        try await Invocation("docker", words).capture(timeout: .seconds(600))
            .whenSuccessful()
    }
}

extension Failure {
    static func unitStays(_ unit: String, _ said: [String]) -> Failure {
        systemctlRefused(
            Text("services.unit-stays", ["unit": unit]), unit, said)
    }

    static func unitNotStarted(_ unit: String, _ said: [String]) -> Failure {
        systemctlRefused(
            Text("services.unit-not-started", ["unit": unit]), unit, said)
    }

    private static func systemctlRefused(_ what: Text, _ unit: String, _ said: [String]) -> Failure {
        let words = said.filter { !$0.isEmpty }.joined(separator: " / ")
        return Failure(
            "services.systemctl-refused", ["what": what, "why": words.isEmpty ? nil : words, "unit": unit])
    }

    static func serviceStays(_ name: String) -> Failure {
        Failure("services.service-stays", ["name": name])
    }

    static func serviceNotStarted(_ name: String) -> Failure {
        Failure("services.service-not-started", ["name": name])
    }
}
