/// When a run begins, day by day or once a week: as cron and systemd are told.
package struct Beat: Sendable, Hashable {
    /// The five fields of a crontab.
    package let cron: String
    /// OnCalendar of a timer.
    package let calendar: String
    /// Whether one that was missed while the machine was off is made up for.
    package let isMadeUpFor: Bool
    /// Of the days that have any.
    package let minutes: Set<Int>

    /// What divides an hour or a day, in seconds.
    package static let steps = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440].map {
        $0 * 60
    }

    /// At this minute of each day, or of that day of the week.
    package static func at(_ minute: Int, on day: Weekday? = nil) -> Beat {
        let (hours, rest) = (minute / 60, minute % 60)
        return Beat(
            cron: "\(rest) \(hours) * * \(day.map { "\($0.rawValue)" } ?? "*")",
            calendar: "\(day.map { "\($0.name) " } ?? "")*-*-* \(digits(hours)):\(digits(rest)):00", isMadeUpFor: true,
            minutes: [minute])
    }

    /// Every so many minutes, of `steps`, the first so many after midnight; once a day is at night.
    package static func every(_ step: Int, after offset: Int = 0) -> Beat {
        let (cron, calendar) =
            switch step {
            case 1: ("* * * * *", "*:*:00")
            case ..<60: ("\(offset == 0 ? "*" : "\(offset)-59")/\(step) * * * *", "*:\(offset)/\(step):00")
            case 60: ("\(offset) * * * *", "*:\(digits(offset)):00")
            case ..<1440: ("\(offset) */\(step / 60) * * *", "0/\(step / 60):\(digits(offset)):00")
            default: ("\(offset) 2 * * *", "*-*-* 02:\(digits(offset)):00")
            }
        return Beat(
            cron: cron, calendar: calendar, isMadeUpFor: step >= 1440,
            minutes: Set(stride(from: offset + (step == 1440 ? 120 : 0), to: 1440, by: step)))
    }

    /// The same in minutes that are not taken; nil where there are none.
    package static func every(_ step: Int, beside taken: Set<Int>) -> Beat? {
        let range = 0..<min(step, 60)
        return ([0, range.count / 2] + range).lazy.map { every(step, after: $0) }
            .first { $0.minutes.isDisjoint(with: taken) }
    }

    /// For a look each morning, which nobody makes up for, and one a month.
    package static let look = Beat(
        cron: "0 8 * * *", calendar: "*-*-* 08:00:00", isMadeUpFor: false, minutes: [480])
    package static let monthly = Beat(
        cron: "0 5 1 * *", calendar: "*-*-01 05:00:00", isMadeUpFor: true, minutes: [300])

    private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
