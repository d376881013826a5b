package import GardeWords

/// When runs begin.
public struct RunSchedule: WordValue {
    /// How often; nil where there are full backups alone.
    package let every: TimeSpan?
    package let full: FullRuns?
    /// Names of components; all where there is none.
    package let only: [String]

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        let uneven = every.flatMap { Beat.steps.contains($0.seconds) ? nil : Failure.uneven($0) }
        let time = full.flatMap { $0.minute == nil ? Failure.timeOfDay($0.time) : nil }
        return [uneven, time].compactMap(\.self)
    }
}

/// The days of a week, counted as cron does.
public enum Weekday: Int, Sendable, Hashable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday

    /// As systemd calls it.
    var name: String { ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][rawValue] }
}

/// When full backups are made.
public struct FullRuns: Sendable, Hashable {
    /// Nil for every day.
    package let day: Weekday?
    package let time: String

    /// Each day, at this time of the machine's clock, such as `"02:00"`.
    public static func daily(at time: String) -> FullRuns { FullRuns(day: nil, time: time) }

    /// Once a week, at this time of the machine's clock.
    public static func weekly(on day: Weekday, at time: String) -> FullRuns { FullRuns(day: day, time: time) }

    /// Of the day; nil for what is no time.
    package var minute: Int? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}

/// When runs begin: `schedule` prints the lines for cron and systemd, and `status` sees a run that was missed.
///
/// What runs between full backups is incremental. `components` are the only ones that these runs save.
public func schedule(every interval: TimeSpan, full: FullRuns? = nil, only components: [String] = []) -> Word {
    Word(RunSchedule(every: interval, full: full, only: components))
}

/// When full backups are made, and nothing between them.
public func schedule(full: FullRuns, only components: [String] = []) -> Word {
    Word(RunSchedule(every: nil, full: full, only: components))
}

extension Recipe {
    package var schedules: [RunSchedule] { values(of: RunSchedule.self) }
}

extension Failure {
    fileprivate static func uneven(_ every: TimeSpan) -> Failure {
        let near = [Beat.steps.last { $0 < every.seconds }, Beat.steps.first { $0 > every.seconds }]
        return Failure(
            "schedule.uneven",
            [
                "every": Duration.seconds(every.seconds),
                "better": Text.oneOf(near.compactMap(\.self).map { TimeSpan(seconds: $0).written }),
            ])
    }

    fileprivate static func timeOfDay(_ time: String) -> Failure { Failure("schedule.time", ["time": time]) }
}

extension TimeSpan {
    /// As a recipe has it.
    package var written: String {
        switch seconds {
        case let days where days > 0 && days.isMultiple(of: 86400): ".days(\(days / 86400))"
        case let hours where hours > 0 && hours.isMultiple(of: 3600): ".hours(\(hours / 3600))"
        case let minutes where minutes.isMultiple(of: 60): ".minutes(\(minutes / 60))"
        default: ".seconds(\(seconds))"
        }
    }
}
