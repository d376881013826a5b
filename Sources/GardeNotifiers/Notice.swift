public import GardeCore
package import GardeWords

/// Somebody who hears how a run went, and of which outcomes.
public struct Notice: WordValue {
    package let way: any NotifierWord
    /// Those that were chosen; empty when nobody did.
    package var outcomes: Set<Outcome> = []

    /// What `notify` takes; ways of Garde's own are `.mail(to:)`, `.slack(_:)` and the like.
    public init(_ way: any NotifierWord) { self.way = way }

    public static func == (one: Notice, other: Notice) -> Bool {
        one.outcomes == other.outcomes && AnyHashable(one.way) == AnyHashable(other.way)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(way)) }
}

/// How a run came out, for those who are told.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Nothing is saved, or a signal ended it; what `status --tell` and `verify --tell` find, too.
    case failure
    /// Saved, but not everything that was asked for.
    case incomplete
    /// The first one that went well after others that did not; a look, too.
    case recovery
    /// A full backup that went well.
    case full
    /// An increment that went well.
    case increment
    /// It did not begin: another run held the lock for too long.
    case locked
}

extension Notice {
    /// Those that it is told of: an increment every quarter of an hour is no news.
    package var wanted: Set<Outcome> {
        outcomes.isEmpty ? Set(Outcome.allCases).subtracting([.increment]) : outcomes
    }

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        (way.address == .text("") ? [.empty("notify", way.word)] : []) + chosenForAll + way.findings
    }

    private var chosenForAll: [Failure] { way.hearsAll && !outcomes.isEmpty ? [.heartbeatHearsAll] : [] }
}

extension Failure {
    package static let heartbeatHearsAll = Failure("recipe.heartbeat-hears-all")
}

/// Somebody who hears how a run went.
///
/// `on` says of which outcomes; left out, of all but increments that went well. A heartbeat hears every run.
public func notify(_ notice: Notice, on outcomes: Outcome...) -> Word {
    var notice = notice
    notice.outcomes = Set(outcomes)
    return Word(notice)
}

extension Recipe {
    package var notices: [Notice] { values(of: Notice.self) }
}
