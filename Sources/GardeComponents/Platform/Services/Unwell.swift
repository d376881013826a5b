package import GardeCore
package import GardeWords
import GardeIO
import Synchronization

/// The services that were ill before a restore began: it has not to make them well.
package final class Unwell: Sendable {
    private let names = Mutex<Set<String>>([])

    package init() {}

    func contains(_ service: Service) -> Bool { names.withLock { $0.contains(service.text) } }
    fileprivate func insert(_ text: String) { names.withLock { _ = $0.insert(text) } }
    fileprivate var all: [String] { names.withLock { $0.sorted() } }
}

extension Services {
    private static let ill = "unwell"

    /// Remembers those of `services` that are ill now; gives a line for each.
    package func seeUnwell(_ services: [Service]) async throws -> [Text] {
        let names = services.compactMap(\.composeName)
        guard !names.isEmpty else { return [] }
        var said: [Text] = []
        for container in try await compose().containers(of: names) {
            guard let illness = container.illness, !unwell.contains(.compose(container.service)) else { continue }
            unwell.insert(Service.compose(container.service).text)
            let logs = "\(try await compose().command) logs \(container.service)"
            said.append(Text("services.unwell", ["service": container.service, "illness": illness, "logs": logs]))
        }
        return said
    }

    /// In the journal, for whoever ends a restore that was killed.
    package func recordUnwell(_ journal: Journal) throws {
        guard !unwell.all.isEmpty else { return }
        try journal.record(Journal.Entry(.services, Self.ill, unwell.all.map { Array($0.utf8) }))
    }

    /// What the restore of this journal found.
    package func recallUnwell(_ journal: Journal) {
        for entry in journal.entries where entry.owner == .services && entry.step == Self.ill {
            for place in entry.arguments.indices { unwell.insert(entry.text(place)) }
        }
    }
}

extension ContainerState {
    /// A container that ends by itself and is started again has been up for less than this.
    private static let briefly = 60

    /// What keeps it from serving, whatever a restore does; nil when nothing is known.
    fileprivate var illness: Text? {
        if status == "restarting" { return Text("services.restarts") }
        if health == "unhealthy" { return Text("services.is-unhealthy") }
        if status == "dead" || status == "exited" && exitCode != 0 {
            return Text("services.has-ended", ["code": exitCode])
        }
        guard status == "running", restarts > 0, let start = LocalTime(iso8601: "\(startedAt.prefix(19))Z") else {
            return nil
        }
        return LocalTime.now().seconds - start.seconds < Self.briefly ? Text("services.restarts") : nil
    }
}
