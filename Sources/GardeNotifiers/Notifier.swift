public import GardeCore
public import GardeWords

/// A way to tell somebody, as a recipe says it, settings unresolved: each folder of `GardeNotifiers` has one.
///
/// What a recipe names is a `Notice` of it: `notify(Notice(Pager(address: "+33 1 23 45 67 89")))`.
public protocol NotifierWord: Sendable, Hashable {
    /// Where it goes. Where its variable is unset, the notice is off.
    var address: Setting { get }
    /// What a recipe calls it.
    var word: String { get }
    /// Its settings that may hold secrets, which no message, log or argument shows; left out, the address.
    var secrets: [Setting] { get }
    /// Whether it hears of the beginning and of every end, as a dead man's switch has to; left out, it does not.
    var hearsAll: Bool { get }
    /// What is wrong with its words, the address apart, as far as it shows in the recipe.
    var findings: [Failure] { get }

    /// The same with every variable resolved: `address` is its own, and not empty; `value` gives what another setting
    /// says, nil where that is unset or empty.
    func notifier(to address: String, value: (Setting) -> String?) -> any Notifier
}

extension NotifierWord {
    public var secrets: [Setting] { [address] }
    public var hearsAll: Bool { false }
    public var findings: [Failure] { [] }
}

/// Somebody who is told.
public protocol Notifier: Sendable, Hashable {
    /// What people know it by; an address that is a secret is none.
    var name: String { get }
    /// What of it must not be said elsewhere.
    var secrets: [String] { get }

    /// Whether the same message twice tells nobody more than once, as with a ping; left out, it does.
    var mayRepeat: Bool { get }

    /// Hands a message over once, and throws where the other side did not take it within `limit`, which is some seconds.
    ///
    /// It is tried three times at most, but not once more after ``Curl`` sent it and got no answer, unless it may repeat. What
    /// it throws becomes a warning, and never more: the run is what it was.
    func send(_ message: Message, limit: Duration) async throws
}

extension Notifier {
    public var mayRepeat: Bool { false }
}
