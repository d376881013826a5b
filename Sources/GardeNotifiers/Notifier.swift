package import GardeCore
package import GardeWords

/// A way to tell somebody, as a recipe says it: each folder of `Notifiers/` has one, and nothing outside asks which.
package protocol NotifierWord: Sendable, Hashable {
    /// Where it goes.
    var address: Setting { get }
    /// What a recipe calls it.
    var word: String { get }
    /// Its settings that may hold secrets.
    var secrets: [Setting] { get }
    /// Whether it hears of the beginning and of every end: a dead man's switch.
    var hearsAll: Bool { get }
    /// What is wrong with its words, the address apart.
    var findings: [Failure] { get }

    /// The same with every variable resolved: `address` is its own, and not empty; `value` gives what another setting
    /// says, nil where that is unset or empty.
    func notifier(to address: String, value: (Setting) -> String?) -> any Notifier
}

extension NotifierWord {
    package var secrets: [Setting] { [address] }
    package var hearsAll: Bool { false }
    package var findings: [Failure] { [] }
}

/// Somebody who is told.
package protocol Notifier: Sendable, Hashable {
    /// What people know it by; an address that is a secret is none.
    var name: String { get }
    /// What of it must not be said elsewhere.
    var secrets: [String] { get }

    /// Hands a message over once; throws a `Failure` or `TimedOut` when that does not come to its end within `limit`.
    func send(_ message: Message, limit: Duration) async throws
}
