package import GardeWords

/// A length of time.
public struct TimeSpan: Sendable, Hashable {
    package let seconds: Int

    public static func seconds(_ count: Int) -> TimeSpan { TimeSpan(seconds: count) }
    public static func minutes(_ count: Int) -> TimeSpan { TimeSpan(seconds: count * 60) }
    public static func hours(_ count: Int) -> TimeSpan { TimeSpan(seconds: count * 3600) }
    public static func days(_ count: Int) -> TimeSpan { TimeSpan(seconds: count * 86400) }
}

/// What a site wants to reach.
public struct Objectives: WordValue {
    /// How old the last good backup may become.
    package let rpo: TimeSpan
    /// How long it may take until everything is back; nil where nobody said it.
    package let rto: TimeSpan?

    package init(rpo: TimeSpan, rto: TimeSpan?) { (self.rpo, self.rto) = (rpo, rto) }

    /// A backup every day, and two hours for it.
    package static let standard = Objectives(rpo: .hours(26), rto: nil)

    package static var onceOnly: String? { "objectives" }

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        [("rpo:", rpo), ("rto:", rto ?? .minutes(1))].filter { $0.1.seconds < 60 }
            .map { .tooFew("objectives(\($0.0))", least: 1) }
    }
}
