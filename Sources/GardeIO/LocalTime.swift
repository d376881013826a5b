internal import Glibc

/// A moment to the second, told in the machine's own time zone (`TZ`, `/etc/localtime`).
package struct LocalTime: Sendable, Hashable, Comparable {
    /// Since 1970, UTC.
    package let seconds: Int

    package init(secondsSince1970 seconds: Int) { self.seconds = seconds }

    package static func now() -> LocalTime { LocalTime(secondsSince1970: time(nil)) }

    package static func < (one: LocalTime, other: LocalTime) -> Bool { one.seconds < other.seconds }

    package func adding(seconds more: Int) -> LocalTime { LocalTime(secondsSince1970: seconds + more) }
}

// MARK: Written

extension LocalTime {
    /// `20240315_020000`, the id of a backup that starts now.
    package var id: String {
        let now = fields
        return "\(now.year)\(now.month)\(now.day)_\(now.hour)\(now.minute)\(now.second)"
    }

    /// `2024-03-15 02:00:00`, as in the log.
    package var readable: String {
        let now = fields
        return "\(now.year)-\(now.month)-\(now.day) \(now.hour):\(now.minute):\(now.second)"
    }

    /// `2024-03-15T02:00:00+01:00`, as in the manifest.
    package var iso8601: String {
        let now = fields
        let minutes = abs(now.offset) / 60
        let offset = "\(digits(minutes / 60)):\(digits(minutes % 60))"
        let day = "\(now.year)-\(now.month)-\(now.day)"
        return "\(day)T\(now.hour):\(now.minute):\(now.second)\(now.offset < 0 ? "-" : "+")\(offset)"
    }

    /// `Fri, 15 Mar 2024 02:00:00 +0100`, as in a letter (RFC 5322).
    package var letterDate: String {
        let (now, names) = (fields, ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"])
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let minutes = abs(now.offset) / 60
        let offset = (now.offset < 0 ? "-" : "+") + digits(minutes / 60) + digits(minutes % 60)
        let day = "\(names[((day % 7) + 7) % 7]), \(now.day) \(months[Int(local.tm_mon)]) \(now.year)"
        return "\(day) \(now.hour):\(now.minute):\(now.second) \(offset)"
    }

    private struct Fields {
        let year, month, day, hour, minute, second: String
        /// Seconds east of UTC.
        let offset: Int
    }

    /// Of the local calendar: days since 1970-01-01.
    package var day: Int { Int((Double(seconds + local.tm_gmtoff) / 86400).rounded(.down)) }

    /// Of the local clock: minutes since 1970-01-01.
    package var minute: Int { Int((Double(seconds + local.tm_gmtoff) / 60).rounded(.down)) }

    /// Of the local calendar: months since the year 0.
    package var month: Int { (Int(local.tm_year) + 1900) * 12 + Int(local.tm_mon) }

    private var local: tm {
        var moment = time_t(seconds)
        var local = tm()
        localtime_r(&moment, &local)
        return local
    }

    private var fields: Fields {
        let local = local
        return Fields(
            year: digits(Int(local.tm_year) + 1900, 4), month: digits(Int(local.tm_mon) + 1),
            day: digits(Int(local.tm_mday)), hour: digits(Int(local.tm_hour)), minute: digits(Int(local.tm_min)),
            second: digits(Int(local.tm_sec)), offset: local.tm_gmtoff)
    }
}

/// Padded with zeros on the left.
private func digits(_ number: Int, _ width: Int = 2) -> String {
    let plain = String(number)
    return String(repeating: "0", count: max(0, width - plain.count)) + plain
}

// MARK: Read back

extension LocalTime {
    /// Reads `20240315_020000`; nil unless it names a day and a time.
    ///
    /// An hour that the clock shows twice in autumn is taken as the second one, so that adding to it never goes back.
    package init?(id: String) {
        guard let readings = Self.readings(id: id) else { return nil }
        self = readings.filter { $0.id == id }.max() ?? readings[0]
    }

    /// Whether a person's words mean two moments, in the hour that comes twice, or none, in the one that is left out.
    package static func isUnclear(typed text: String) -> Bool {
        guard LocalTime(iso8601: text) == nil, let found = LocalTime(typed: text) else { return false }
        let id = ["\(text):00", text].compactMap(clockID).first ?? found.id
        return Set((readings(id: id) ?? []).filter { $0.id == id }).count != 1
    }

    /// Whether this names a day and a time, which costs no look into the zone: there may be thousands.
    package static func isID(_ text: String) -> Bool { calendar(id: text) != nil }

    private static func calendar(id: String) -> Calendar? {
        let text = [UInt8](id.utf8)
        guard text.count == 15, text[8] == UInt8(ascii: "_") else { return nil }
        return Calendar(text[0..<8], text[9..<15])
    }

    private static func readings(id: String) -> [LocalTime]? {
        calendar(id: id).map { day in
            [-1, 0, 1].map { LocalTime(secondsSince1970: day.local(daylightSaving: $0)) }
        }
    }

    /// Reads what a person types: either of the two other forms, `2024-03-15 02:00` and `2024-03-15 02:00:00` by this
    /// machine's clock, or `2024-03-15`, the end of that day.
    package init?(typed text: String) {
        let clock = LocalTime(clock: text) ?? LocalTime(clock: "\(text):00") ?? LocalTime(clock: "\(text) 23:59:59")
        guard let found = LocalTime(id: text) ?? LocalTime(iso8601: text) ?? clock else { return nil }
        self = found
    }

    /// Reads `2024-03-15 02:00:00`; nil for anything else.
    private init?(clock text: String) {
        guard let id = Self.clockID(text) else { return nil }
        self.init(id: id)
    }

    private static func clockID(_ text: String) -> String? {
        guard LocalTime(iso8601: "\(text)Z") != nil else { return nil }
        let digits = text.filter(\.isNumber)
        return "\(digits.prefix(8))_\(digits.dropFirst(8))"
    }

    /// Reads `2024-03-15T02:00:00+01:00`; the offset may be `Z` or lack its colon. Nil for anything else.
    package init?(iso8601 text: String) {
        let text = [UInt8](text.utf8)
        guard text.count >= 20, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            [UInt8(ascii: "T"), UInt8(ascii: " ")].contains(text[10]),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let day = Calendar(text[0..<4] + text[5..<7] + text[8..<10], text[11..<13] + text[14..<16] + text[17..<19]),
            let offset = offset(text[19...])
        else { return nil }
        self.init(secondsSince1970: day.universal - offset)
    }
}

/// Seconds east of UTC, from `Z`, `+01:00` or `+0100`.
private func offset(_ text: ArraySlice<UInt8>) -> Int? {
    if text.elementsEqual("Z".utf8) { return 0 }
    let numbers = text.dropFirst().filter { $0 != UInt8(ascii: ":") }[...]
    guard let sign = text.first, numbers.count == 4, let hours = number(numbers.prefix(2)),
        let minutes = number(numbers.suffix(2)), hours < 24, minutes < 60
    else { return nil }
    switch sign {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
    default: return nil
    }
}

private func number(_ text: some Collection<UInt8>) -> Int? {
    guard text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
}

/// A day and a time that exist in the calendar, whatever the zone.
private struct Calendar {
    private let fields: tm

    /// `YYYYMMDD` and `HHMMSS`.
    init?(_ day: ArraySlice<UInt8>, _ clock: ArraySlice<UInt8>) {
        guard let day = number(day), let clock = number(clock) else { return nil }
        var fields = tm()
        (fields.tm_year, fields.tm_mon) = (CInt(day / 10000 - 1900), CInt(day / 100 % 100 - 1))
        (fields.tm_mday, fields.tm_hour) = (CInt(day % 100), CInt(clock / 10000))
        (fields.tm_min, fields.tm_sec) = (CInt(clock / 100 % 100), CInt(clock % 100))
        self.fields = fields
        var settled = fields
        _ = timegm(&settled)
        guard settled.tm_mon == fields.tm_mon, settled.tm_mday == fields.tm_mday, settled.tm_hour == fields.tm_hour,
            settled.tm_min == fields.tm_min, settled.tm_sec == fields.tm_sec
        else { return nil }
    }

    /// Seconds since 1970 when the fields are UTC.
    var universal: Int {
        var copy = fields
        return timegm(&copy)
    }

    /// Seconds since 1970 when the fields are local: summer time (1), winter time (0), or as the zone says (-1).
    func local(daylightSaving: Int) -> Int {
        var copy = fields
        copy.tm_isdst = CInt(daylightSaving)
        return mktime(&copy)
    }
}
