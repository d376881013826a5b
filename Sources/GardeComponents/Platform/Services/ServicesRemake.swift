package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

// Servers whose platform's configuration is another are made anew before their data is loaded: what is loaded and checked is
// what will serve.

extension Services {
    /// The data services in containers that run now: those that a change of the configuration may make anew.
    package func remakable() async throws -> [Service] { try await running(try await composeServers()) }

    /// Records that these servers may be made anew, before their configuration changes: taken back after it.
    package func recordRemake(of servers: [Service], _ journal: Journal) throws {
        try journal.record(Journal.Entry(.services, Self.remade, servers.map { Array($0.text.utf8) }))
    }

    static let remade = "remade"

    /// Makes servers as the configuration now asks for; one that mounts something of `paths`, which have changed, starts
    /// again. Gives a line for each one whose storage is another, and throws a `Failure` when that is so and its data is
    /// not `loaded` afterwards.
    package func remake(_ servers: [Service], reading paths: [FilePath], loaded: [Source]) async throws -> [Text] {
        let names = servers.compactMap(\.composeName)
        let before = try await compose().containers(of: names)
        let readers = before.filter { $0.mounts(any: paths.map(realPath), root: realPath(site.root)) }
        if !readers.isEmpty {
            let timing = ServiceTiming.stopping(readers.map(\.service), site.console)
            defer { timing.end() }
            try await compose().stop(readers.map(\.service), patience: patience, timing)
        }
        let after = try await compose().create(names)
        try await compose().checkUnused(after)
        let moved = Moved.between(before, after)
        let filled = try await dataServices(of: loaded).compactMap(\.composeName)
        if let lost = moved.first(where: { !filled.contains($0.service) }) { throw Failure.storageMoved(lost) }
        try await start(servers, recreating: true)
        return moved.map(Text.storageMoved)
    }
}

/// Where a server's data was and is.
package struct Moved: Sendable, Hashable {
    package let service: String
    package let old: [FilePath]
    let new: [FilePath]

    static func between(_ before: [ContainerState], _ after: [ContainerState]) -> [Moved] {
        let old = Dictionary(grouping: before, by: \.service).mapValues { $0.flatMap(\.storage) }
        let new = Dictionary(grouping: after, by: \.service).mapValues { $0.flatMap(\.storage) }
        return old.keys.sorted().compactMap { service in
            let (was, now) = (old[service] ?? [], new[service] ?? [])
            return Set(was) == Set(now) ? nil : Moved(service: service, old: was, new: now)
        }
    }
}

extension ContainerState {
    fileprivate var storage: [FilePath] { mounts.filter(\.holdsData).map { realPath($0.source) } }
}

extension Text {
    static func storageMoved(_ moved: Moved) -> Text {
        let (old, new) = (moved.list(moved.old), moved.list(moved.new))
        return Text("services.storage-moved", ["service": moved.service, "new": new, "old": old])
    }

    package static func remakes(_ services: [Service], _ command: String) -> Text {
        let list = services.map(\.name).joined(separator: ", ")
        return Text("services.remakes", ["list": list, "command": command])
    }
}

extension Moved {
    var oldList: String { list(old) }
    var newList: String { list(new) }

    fileprivate func list(_ paths: [FilePath]) -> String {
        paths.isEmpty ? "-" : Set(paths.map(\.string)).sorted().joined(separator: ", ")
    }
}

extension Failure {
    package static func storageMoved(_ moved: Moved) -> Failure {
        let (old, new) = (moved.list(moved.old), moved.list(moved.new))
        return Failure("services.storage-would-move", ["service": moved.service, "old": old, "new": new])
    }
}
