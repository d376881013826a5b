package import GardeCore
import GardeWords

/// When runs have to begin so that a site keeps its objectives: a function of what runs took.
///
/// What is lost at worst is what was written since the last run that ended began: an interval and a run.
package struct Schedule: Sendable, Hashable {
    /// What was seen of a site's runs, in seconds, the longest of those that count; nil where there was none.
    package struct Measured: Sendable, Hashable {
        package let full: Int?
        package let increment: Int?
        /// Of everything.
        package let restore: Int?

        package init(full: Int?, increment: Int?, restore: Int?) {
            (self.full, self.increment, self.restore) = (full, increment, restore)
        }
    }

    /// How often, in minutes.
    package enum Rhythm: Sendable, Hashable {
        /// Increments, and a full backup a day so many minutes after one of them.
        case increments(every: Int, fullAfter: Int)
        case fulls(every: Int)
    }

    package let rhythm: Rhythm

    /// `whole` are the components that every run saves whole; nil where no run is an increment. Throws every shortfall.
    package init(_ objectives: Objectives, _ measured: Measured, whole: [Component.ID]?) throws(Refusals) {
        let limit = objectives.rpo.seconds
        var shortfalls: [Failure] = []
        let isDaily = 86400 + (measured.full ?? 0) <= limit
        let run = (whole == nil || isDaily ? measured.full : measured.increment ?? measured.full) ?? 0
        let step = Beat.steps.last { $0 + run <= limit }.map { $0 / 60 }
        if step == nil { shortfalls.append(.runTooLong(run, limit: limit, whole ?? [])) }
        let pause = max(1, Self.minutes(run))
        if let full = measured.full, whole != nil, !isDaily {
            let least = full + max(pause * 60, run)
            if least > limit { shortfalls.append(.fullTooLong(full, limit: limit, least: Self.minutes(least))) }
        }
        if let restore = measured.restore, let most = objectives.rto?.seconds, restore > most {
            shortfalls.append(.restoreTooLong(restore, limit: most))
        }
        guard let step, shortfalls.isEmpty else { throw Refusals(failures: shortfalls) }
        rhythm = whole == nil || isDaily ? .fulls(every: step) : .increments(every: step, fullAfter: pause)
    }

    fileprivate static func minutes(_ seconds: Int) -> Int { (seconds + 59) / 60 }
}

extension Failure {
    fileprivate static func runTooLong(_ took: Int, limit: Int, _ whole: [Component.ID]) -> Failure {
        let least = Schedule.minutes(took) + 1
        let names = whole.map(\.name).joined(separator: ", ")
        let fix =
            whole.isEmpty
            ? Text("schedule.write-objective", ["least": least])
            : Text("schedule.write-incremental", ["names": names, "least": least])
        return Failure(
            "schedule.run-too-long",
            ["limit": Duration.seconds(limit), "took": Duration.seconds(took), "fix": fix])
    }

    fileprivate static func fullTooLong(_ took: Int, limit: Int, least: Int) -> Failure {
        Failure(
            "schedule.full-too-long",
            [
                "limit": Duration.seconds(limit), "took": Duration.seconds(took),
                "fix": Text("schedule.write-objective", ["least": least]),
            ])
    }
}
