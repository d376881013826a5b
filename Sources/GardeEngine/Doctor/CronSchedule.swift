/// When a line of a crontab, or a timer of systemd, runs: minutes of days, by the machine's own clock.
package struct CronSchedule: Sendable, Hashable {
    private var minutes = Set(0...59)
    private var hours = Set(0...23)
    private var days = Set(1...31)
    private var months = Set(1...12)
    /// 0 is Sunday.
    private var weekdays = Set(0...6)
    /// Both restricted, one of them is enough, as cron has it.
    private var isEitherDay = false
    /// `@reboot`: at no time that a clock shows.
    package private(set) var isAtStart = false
    /// Each run begins up to so many minutes later, by chance.
    package var delay = 0

    private init() {}

    /// The five fields of a crontab; nil for what cron would refuse.
    package init?(fields: [String]) { self.init(fields: fields, isCalendar: false) }

    /// `isCalendar` where they are made of an `OnCalendar=`, which has `5/15` for all from 5 on.
    private init?(fields: [String], isCalendar: Bool) {
        func values(_ place: Int, _ range: ClosedRange<Int>, _ names: [String] = []) -> Set<Int>? {
            Self.values(fields[place], range, names, isCalendar: isCalendar)
        }
        guard fields.count == 5, let minutes = values(0, 0...59), let hours = values(1, 0...23),
            let days = values(2, 1...31), let months = values(3, 1...12, Self.monthNames),
            let weekdays = values(4, 0...7, Self.dayNames)
        else { return nil }
        (self.minutes, self.hours, self.days, self.months) = (minutes, hours, days, months)
        self.weekdays = Set(weekdays.map { $0 % 7 })
        isEitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
    }

    /// `@daily` and its kin; nil for a word that cron does not know.
    package init?(nickname: String) {
        let fields = [
            "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
            "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
        ]
        if nickname.lowercased() == "@reboot" {
            self.init()
            isAtStart = true
            return
        }
        guard let known = fields[nickname.lowercased()] else { return nil }
        self.init(fields: known.split(separator: " ").map(String.init))
    }

    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// `*/15`, `1-5`, `0,30`, `mon-fri`, `10-50/20`, and cronie's `0~59`, which is any one of them.
    private static func values(
        _ text: String, _ range: ClosedRange<Int>, _ names: [String], isCalendar: Bool
    ) -> Set<Int>? {
        var found = Set<Int>()
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            let step = pieces.count == 2 ? Int(pieces[1]) : 1
            guard pieces.count <= 2, let step, step > 0, let first = pieces.first,
                let span = span(String(first), range, names, isStepped: pieces.count == 2, isCalendar: isCalendar)
            else { return nil }
            found.formUnion(stride(from: span.first, through: span.last, by: step))
        }
        return found
    }

    /// Of a range that ends before it begins, as cron takes `22-2`, nothing is in it.
    private static func span(
        _ text: String, _ range: ClosedRange<Int>, _ names: [String], isStepped: Bool, isCalendar: Bool
    ) -> (first: Int, last: Int)? {
        func number(_ text: Substring) -> Int? {
            if let place = names.firstIndex(of: text.lowercased()) { return place + (range.lowerBound == 1 ? 1 : 0) }
            return text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
        }
        if text == "*" { return (range.lowerBound, range.upperBound) }
        if let tilde = text.firstIndex(of: "~") {
            let (low, high) = (text[..<tilde], text[tilde...].dropFirst())
            let first = low.isEmpty ? range.lowerBound : number(low)
            let last = high.isEmpty ? range.upperBound : number(high)
            guard let first, let last, first <= last, range.contains(first), range.contains(last) else { return nil }
            return (first, first)
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = number(ends[0]), range.contains(first) else { return nil }
        guard ends.count == 2 else {
            guard isStepped else { return (first, first) }
            return isCalendar ? (first, range.upperBound) : nil
        }
        guard let last = number(ends[1]), range.contains(last), first <= last || !isCalendar else { return nil }
        return (first, last)
    }

    /// Every minute of some hours, where somebody hardly meant that: `* 2 * * *`.
    package var isEveryMinuteOfSomeHours: Bool { minutes.count == 60 && hours.count < 24 }

    /// Minutes since 1970 of local time, in order, of so many days from this one on.
    package func times(from first: Int, days count: Int) -> [Int] {
        guard !isAtStart else { return [] }
        let ofDay = hours.sorted().flatMap { hour in minutes.sorted().map { hour * 60 + $0 } }
        return (first..<first + count).filter(isOn).flatMap { day in ofDay.map { day * 1440 + $0 } }
    }

    /// `day` since 1970-01-01, a Thursday.
    private func isOn(_ day: Int) -> Bool {
        let (month, number) = Self.date(day)
        guard months.contains(month) else { return false }
        let (isDay, isWeekday) = (days.contains(number), weekdays.contains(((day + 4) % 7 + 7) % 7))
        return isEitherDay ? isDay || isWeekday : isDay && isWeekday
    }

    /// Month and day of the month, by the calendar of eras of 400 years, which begin in March.
    private static func date(_ day: Int) -> (month: Int, day: Int) {
        let shifted = day + 719_468
        let ofEra = shifted - Int((Double(shifted) / 146_097).rounded(.down)) * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        return (month < 10 ? month + 3 : month - 9, ofYear - (153 * month + 2) / 5 + 1)
    }
}

extension CronSchedule {
    /// `OnCalendar=` of a timer, in the forms that people write; nil for one that is not known here.
    package init?(calendar: String) {
        let words = calendar.split(separator: " ").map(String.init)
        let nicknames = [
            "minutely": "* * * * *", "hourly": "0 * * * *", "daily": "0 0 * * *", "weekly": "0 0 * * 1",
            "monthly": "0 0 1 * *", "yearly": "0 0 1 1 *", "annually": "0 0 1 1 *",
        ]
        if words.count == 1, let fields = nicknames[words[0].lowercased()] {
            self.init(fields: fields.split(separator: " ").map(String.init))
            return
        }
        var (weekday, day, month, time) = ("*", "*", "*", ["0", "0"])
        for word in words {
            if word.contains(":") {
                time = word.split(separator: ":").map(String.init)
            } else if word.contains("-"), word.first?.isLetter != true {
                let parts = word.split(separator: "-").map(String.init)
                guard parts.count >= 2 else { return nil }
                (month, day) = (parts[parts.count - 2], parts[parts.count - 1])
            } else if word.first?.isLetter == true {
                guard let days = Self.weekdays(word) else { return nil }
                weekday = days
            } else {
                return nil
            }
        }
        guard (2...3).contains(time.count) else { return nil }
        let fields = [time[1], time[0], day, month, weekday].map { $0.replacing("..", with: "-") }
        self.init(fields: fields, isCalendar: true)
        isEitherDay = false
    }

    /// `Mon..Fri`, `Sat,Sun`, whole names too.
    private static func weekdays(_ word: String) -> String? {
        let parts = word.lowercased().replacing("..", with: "-").split(separator: ",").map { part in
            part.split(separator: "-").map { $0.prefix(3) }
        }
        guard parts.joined().allSatisfy({ dayNames.contains(String($0)) }) else { return nil }
        return parts.map { $0.joined(separator: "-") }.joined(separator: ",")
    }
}

extension [CronSchedule] {
    /// The longest time between two runs of any of them, in minutes, where chance has it so; nil where there is none in
    /// this time.
    package func longestPause(from first: Int, days count: Int = 100) -> Int? {
        let runs = Set(flatMap { one in one.times(from: first, days: count).map { $0...$0 + one.delay } })
        guard runs.count > 1 else { return nil }
        var (longest, next) = (0, Int.max)
        for run in runs.sorted(by: { $0.lowerBound > $1.lowerBound }) {
            if next < .max { longest = Swift.max(longest, next - run.lowerBound) }
            next = Swift.min(next, run.upperBound)
        }
        return longest
    }
}
