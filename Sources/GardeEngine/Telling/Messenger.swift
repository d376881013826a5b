import GardeComponents
import GardeCore
import GardeNotifiers
import GardeWords
import GardeIO

/// Tells everybody at once; what does not arrive is a warning each, and never more.
struct Messenger: Sendable {
    /// How often one is tried, and for how long all in all.
    struct Patience: Sendable {
        let tries: Int
        let limit: Duration

        static let usual = Patience(tries: 3, limit: .seconds(18))
        /// Nothing waits for a ping that says no more than "I begin".
        static let short = Patience(tries: 1, limit: .seconds(5))
        /// After a signal there are seconds.
        static let shortest = Patience(tries: 1, limit: .milliseconds(1500))
    }

    let console: any Reporter
    let discretion: Discretion

    /// Ends at once when the task is cancelled; gives those who could not be told, with the reason.
    @discardableResult
    func send(_ message: Message, to addressees: [Addressee], _ patience: Patience) async -> [(Addressee, why: String)]
    {
        var untold: [(Addressee, why: String)] = []
        for (addressee, failure) in await attempts(message, addressees, patience) {
            guard let failure else {
                console.debug(.told(addressee.name))
                continue
            }
            let why = discretion(failure, console.language)
            console.warning(.notTold(addressee.name, why))
            untold.append((addressee, why))
        }
        return untold
    }

    /// What stands against each, nil where it was accepted.
    func attempts(
        _ message: Message, _ addressees: [Addressee], _ patience: Patience
    ) async -> [(Addressee, Failure?)] {
        await withTaskGroup(of: (Int, Failure?).self) { group in
            for (place, addressee) in addressees.enumerated() {
                group.addTask { (place, await attempt(message, addressee.way, patience)) }
            }
            var found: [Int: Failure?] = [:]
            for await (place, failure) in group { found[place] = failure }
            return addressees.enumerated().map { ($1, found[$0] ?? nil) }
        }
    }

    private func attempt(_ message: Message, _ way: any Notifier, _ patience: Patience) async -> Failure? {
        let end = ContinuousClock.now + patience.limit
        var last: Failure?
        for number in 1...patience.tries {
            do {
                try await way.send(message, limit: max(.seconds(1), end - .now))
                return nil
            } catch {
                last = error is TimedOut ? .noAnswer(patience.limit) : Failure(describing: error)
                // What was sent may have arrived: once more would be twice.
                let mayHaveArrived = error is TimedOut || last?.mayHaveArrived == true
                guard !mayHaveArrived || way.mayRepeat, number < patience.tries, .now < end, !Task.isCancelled else {
                    break
                }
                try? await Task.sleep(for: .seconds(number))
            }
        }
        return last
    }
}

extension Failure {
    fileprivate static func noAnswer(_ limit: Duration) -> Failure {
        Failure("notify.no-answer", ["limit": limit])
    }
}

extension Text {
    static func notTold(_ name: String, _ why: String) -> Text {
        Text("notify.not-told", ["name": name, "why": why])
    }

    fileprivate static func told(_ name: String) -> Text {
        Text("notify.told", ["name": name])
    }
}
