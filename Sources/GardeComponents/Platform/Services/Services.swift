package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// What uses a platform's data: which of it runs, how it is stopped, and how what ran before runs again.
///
/// A service is one of the platform's Compose project, a container outside it, a unit of systemd, or commands that the
/// recipe gives. `undo` starts what `stop` stopped, and so does `finish`, unless nothing is to be started.
package struct Services: JournalParticipant {
    let sources: [Source]
    private let words: [ServiceCommands]
    let site: Site
    let systemd: Systemd
    /// How long started services may take until they are healthy.
    let limit: Duration
    /// How long a server that writes its data when it ends may take.
    let patience: Duration

    private let startsAfterwards: Bool
    /// What was ill before the restore: started again, and not waited for.
    let unwell: Unwell

    /// `startsAfterwards` is false when a restore that went well leaves what it stopped to the administrator.
    package init(
        _ sources: [Source], _ words: [ServiceCommands], at site: Site, startsAfterwards: Bool = true,
        systemctl: String = "systemctl", limit: Duration = .seconds(180), patience: Duration = .seconds(300),
        unwell: Unwell = Unwell()
    ) {
        self.unwell = unwell
        (self.sources, self.words, self.site, self.limit) = (sources, words, site, limit)
        (self.startsAfterwards, self.patience, systemd) = (startsAfterwards, patience, Systemd(program: systemctl))
    }

    // MARK: Which

    /// What has to stop while `chosen` is restored: what they are used by, and every container that mounts one of
    /// `paths`, which are absolute.
    ///
    /// A data service is none of them, unless the recipe names it. Throws a `Failure` for a name that nothing has.
    package func using(_ chosen: [Source], replacing paths: [FilePath]) async throws -> [Service] {
        let named = Array(Set(chosen.flatMap(\.usedBy))).sorted()
        var found: [Service] = []
        for name in named { found.append(try await service(called: name)) }
        let data = try await dataServices(of: sources.filter { $0.kind.serverNames != nil } + chosen)
        if chosen.contains(where: \.usedBy.isEmpty) { found += try await all().filter { !data.contains($0) } }
        found += try await mounting(paths).filter { !data.contains($0) }
        return found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The servers that these sources of the recipe lie in, all when nil, as far as something here starts them.
    package func dataServices(of chosen: [Source]? = nil) async throws -> [Service] {
        var found: [Service] = []
        for source in chosen ?? sources {
            if let service = try await service(of: source), !found.contains(service) { found.append(service) }
        }
        return found
    }

    /// What starts the server of a source, or the container that its programs run in; nil where there is none, or nothing
    /// known starts it.
    package func service(of source: Source) async throws -> Service? {
        guard let place = source.kind.location else { return nil }
        if let name = place.composeService(site) { return .compose(name) }
        guard let usual = source.kind.serverNames else { return nil }
        let names = [source.name] + [place.name].compactMap(\.self) + usual
        if let word = words.first(where: { names.contains($0.name) }) { return .commands(word) }
        for name in names where await systemd.knows(name) { return .unit(name) }
        return nil
    }

    /// The data services that are containers of this platform.
    package func composeServers() async throws -> [Service] {
        try await dataServices().filter { $0.composeName != nil }
    }

    /// All that makes the platform run; a server of the recipe that the compose file does not have is not part of it.
    package func everything() async throws -> [Service] {
        let rest = try await all()
        let servers = try await dataServices().filter { $0.composeName == nil || rest.contains($0) }
        return servers + rest.filter { !servers.contains($0) }
    }

    /// Every service of the compose file; without one, those of the recipe's own words.
    private func all() async throws -> [Service] {
        let here = words.map(Service.commands)
        if site.usesCompose { return try await compose().services().map(Service.compose) + here }
        let names = Set(sources.flatMap(\.usedBy)).subtracting(words.map(\.name))
        var named: [Service] = []
        for name in names.sorted() { named.append(try await service(called: name)) }
        return named + here
    }

    private func service(called name: String) async throws -> Service {
        if let word = words.first(where: { $0.name == name }) { return .commands(word) }
        let known = site.usesCompose ? try await compose().services() : []
        if known.contains(name) { return .compose(name) }
        if await systemd.knows(name) { return .unit(name) }
        throw Failure.unknownService(name, known + words.map(\.name))
    }

    /// The names in the recipe that nothing has: a restore of what they use is refused.
    package func unknown() async -> [Failure] {
        var found: [Failure] = []
        for name in Set(sources.flatMap(\.usedBy)).sorted() {
            do { _ = try await service(called: name) } catch let failure as Failure {
                if failure.id == Failure.unknownService(name, []).id { found.append(failure) }
            } catch { continue }
        }
        return found
    }

    private func mounting(_ paths: [FilePath]) async throws -> [Service] {
        guard site.usesCompose else { return [] }
        let (real, root) = (paths.map(realPath), realPath(site.root))
        let found = try await ContainerState.running().filter { $0.mounts(any: real, root: root) }
        let project = try await compose().project()?.name
        return found.map { container in
            let isOurs = !container.service.isEmpty && container.project == project
            return isOurs ? .compose(container.service) : .container(container.name)
        }
    }

    // MARK: Stop and start

    /// Those that run now.
    package func running(_ services: [Service]) async throws -> [Service] {
        let ours = services.contains { if case .compose = $0 { true } else { false } }
        let up = Set(ours ? try await compose().containers().filter(\.isRunning).map(\.service) : [])
        var found: [Service] = []
        for service in services {
            let isUp = if let name = service.composeName { up.contains(name) } else { try await isRunning(service) }
            if isUp { found.append(service) }
        }
        return found
    }

    /// Stops those that run, and gives their names; on the disk before the first one stops.
    @discardableResult
    package func stop(_ services: [Service], _ journal: Journal) async throws -> [Service] {
        let running = try await running(services)
        guard !running.isEmpty else { return [] }
        try journal.record(
            Journal.Entry(.services, "stopped", running.map { Array($0.text.utf8) }))
        try await stop(running)
        return running
    }

    /// Starts them and waits until they are healthy; `recreating` where the compose file or `.env` has changed.
    ///
    /// Tries all before it throws the `Failure` of those that did not start. What runs already stays as it is.
    package func start(_ services: [Service], recreating: Bool = false) async throws {
        let ours = services.compactMap(\.composeName)
        var failures: [Failure] = []
        if !ours.isEmpty {
            do { try await start(ours, recreating) } catch {
                failures.append(try failure(error))
            }
        }
        for service in services where service.composeName == nil {
            do { try await startSaid(service) } catch { failures.append(try failure(error)) }
        }
        if failures.isEmpty { failures += try await fallen(services) }
        if let first = failures.first { throw failures.count == 1 ? first : Failure.servicesDown(failures) }
    }

    func start(_ names: [String], _ recreating: Bool) async throws {
        let timing = ServiceTiming.starting(names, site.console)
        defer { timing.end() }
        try await compose().start(
            names, recreating: recreating, limit: limit, unwaited: Set(names.filter { unwell.contains(.compose($0)) }),
            timing)
    }

    /// Units that started and do not run a second later.
    private func fallen(_ services: [Service]) async throws -> [Failure] {
        let units = services.compactMap { if case .unit(let name) = $0 { name } else { nil } }
        guard !units.isEmpty else { return [] }
        try await Task.sleep(for: .seconds(1))
        var failures: [Failure] = []
        for unit in units where try await !systemd.isActive(unit) { failures.append(.unitNotStarted(unit, [])) }
        return failures
    }

    /// On a bare machine: starts the data services of these sources that do not run, and returns when each server answers.
    package func createDataServices(of chosen: [Source], _ journal: Journal) async throws {
        let servers = try await dataServices(of: chosen)
        let up = try await running(servers)
        let down = servers.filter { !up.contains($0) }
        if !down.isEmpty { try journal.record(Journal.Entry(.services, "created", down.map { Array($0.text.utf8) })) }
        try await startDataServices(of: chosen)
    }

    /// Starts again what a recorded step stopped, and takes away what one made.
    package func undo(_ entry: Journal.Entry) async throws {
        switch entry.step {
        case "stopped":
            // Asked for by a process that was killed, a stop may still be under way: what it ends must not end after the
            // start. What does not stop runs, which is all that is wanted.
            let services = try recorded(entry)
            for service in try await running(services) { try? await stopOne(service) }
            try await start(services)
        case Self.remade: try await start(try recorded(entry), recreating: true)
        case "created": try await remove(try recorded(entry))
        default: break
        }
    }

    /// Containers go, volumes stay: nobody knows whether there was something in them.
    private func remove(_ services: [Service]) async throws {
        let ours = services.compactMap(\.composeName)
        if !ours.isEmpty { _ = try await compose().run(["rm", "--stop", "--force"] + ours, timeout: .seconds(900)) }
        for service in services where service.composeName == nil { try await stopOne(service) }
    }

    /// Starts what a recorded step stopped and nobody has started since, by the compose file as it is now.
    package func finish(_ entry: Journal.Entry) async throws {
        guard entry.step == "stopped", startsAfterwards else { return }
        let (all, up) = (try recorded(entry), try await running(try recorded(entry)))
        let down = all.filter { !up.contains($0) }
        if !down.isEmpty { try await start(down, recreating: true) }
    }

    private func recorded(_ entry: Journal.Entry) throws -> [Service] {
        try entry.arguments.indices.map { try service(from: entry.text($0)) }
    }

    /// What `Service.text` says; the recipe still has to have the words of the name.
    private func service(from text: String) throws -> Service {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.last) {
        case ("compose", let name?): return .compose(name)
        case ("container", let name?): return .container(name)
        case ("unit", let name?): return .unit(name)
        case (_, let name):
            guard let word = words.first(where: { $0.name == name }) else {
                throw Failure.unknownService(name ?? "", words.map(\.name))
            }
            return .commands(word)
        }
    }

    private func failure(_ error: any Error) throws -> Failure {
        if error is CancellationError { throw error }
        return Failure(describing: error)
    }

    package func compose() async throws -> Compose {
        guard let compose = site.compose else { throw await Compose.trouble() }
        return compose
    }
}

extension Place {
    /// The Compose service, where the server lies in one.
    fileprivate func composeService(_ site: Site) -> String? {
        switch self {
        case .compose(let name): name
        case .automatic(let name): site.usesCompose ? name : nil
        case .here: nil
        }
    }

    var name: String? {
        switch self {
        case .compose(let name), .automatic(let name): name
        case .here: nil
        }
    }
}

extension Failure {
    static func unknownService(_ name: String, _ known: [String]) -> Failure {
        let names = known.sorted().joined(separator: ", ")
        return Failure(
            "services.unknown-service",
            ["name": name, "why": (known.isEmpty ? nil : Text("services.known-services", ["names": names]))])
    }

    static func servicesDown(_ failures: [Failure]) -> Failure {
        Failure("services.down", ["why": failures.map(\.text).joined(separator: " / ")])
    }
}
