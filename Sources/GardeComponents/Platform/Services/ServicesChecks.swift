import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

/// How one server is stopped and started while its files are exchanged.
package struct ServiceControl: Sendable {
    /// As an administrator knows it.
    package let name: String
    package let isRunning: @Sendable () async throws -> Bool
    /// Returns when it has ended.
    package let stop: @Sendable () async throws -> Void
    /// Returns when it is started, and healthy where something says so; it may still be loading.
    package let start: @Sendable () async throws -> Void

    package init(
        name: String, isRunning: @escaping @Sendable () async throws -> Bool,
        stop: @escaping @Sendable () async throws -> Void, start: @escaping @Sendable () async throws -> Void
    ) {
        (self.name, self.isRunning, self.stop, self.start) = (name, isRunning, stop, start)
    }
}

extension Services {
    /// The switch of a source's server; nil when nothing known starts it.
    package func control(of source: Source) async throws -> ServiceControl? {
        guard let service = try await service(of: source) else { return nil }
        return ServiceControl(
            name: service.name,
            isRunning: { try await isRunning(service) },
            stop: { if try await isRunning(service) { try await stopSaid(service) } },
            start: { try await startSaid(service) })
    }

    /// On a bare machine: makes and starts the data services of these sources, all when nil, and returns when each of them answers.
    ///
    /// The platform's compose file and `.env` have to be in place. A server that nothing here starts only has to
    /// answer. Throws the `Failure` of one that does not within the limit.
    package func startDataServices(of chosen: [Source]? = nil) async throws {
        let servers = try await dataServices(of: chosen)
        let names = servers.compactMap(\.composeName)
        if !names.isEmpty { try await compose().checkUnused(try await compose().create(names)) }
        try await start(servers, recreating: true)
        if let failure = try await silentServers(of: chosen, after: limit).first { throw failure }
    }

    /// After a start: one `Failure` for each server of these sources, all when nil, that does not answer within `limit`; throws when
    /// cancelled.
    package func silentServers(of chosen: [Source]? = nil, after limit: Duration) async throws -> [Failure] {
        let end = ContinuousClock.now + limit
        while true {
            let silent = await silent(chosen ?? sources)
            if silent.isEmpty || ContinuousClock.now >= end { return silent }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    private func silent(_ sources: [Source]) async -> [Failure] {
        var found: [Failure] = []
        for source in sources {
            do { try await source.kind.ask(site) } catch { found.append(Failure(describing: error).of(source.name)) }
        }
        return found
    }
}
