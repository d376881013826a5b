import GardeCore
import GardeIO
internal import GardeWords
import Synchronization

/// Says of each service when it has stopped, or runs again, and how long that took; shows those that have not.
final class ServiceTiming: Sendable {
    private let id: String
    private let console: any Reporter
    /// Since when each is waited for; those that are done are gone.
    private let waiting: Mutex<[String: ContinuousClock.Instant]>

    private init(_ id: String, _ services: [String], _ console: any Reporter) {
        (self.id, self.console) = (id, console)
        waiting = Mutex(Dictionary(services.map { ($0, .now) }) { one, _ in one })
        for service in services { console.track(service, Meter()) }
    }

    static func stopping(_ services: [String], _ console: any Reporter) -> ServiceTiming {
        ServiceTiming("services.stopped", services, console)
    }

    static func starting(_ services: [String], _ console: any Reporter) -> ServiceTiming {
        ServiceTiming("services.started", services, console)
    }

    /// The second time it is nothing new.
    func done(_ service: String) {
        guard let start = waiting.withLock({ $0.removeValue(forKey: service) }) else { return }
        console.untrack(service)
        console.info(Text(id, ["name": service, "time": ContinuousClock.now - start]))
    }

    /// It was not to be waited for.
    func leave(_ service: String) {
        guard waiting.withLock({ $0.removeValue(forKey: service) }) != nil else { return }
        console.untrack(service)
    }

    /// Of those that did not come so far, whoever failed says why.
    func end() { for service in waiting.withLock({ Array($0.keys) }) { leave(service) } }
}
