/// A crontab as cron reads it.
package struct Crontab: Sendable, Hashable {
    /// A line as it stands there.
    package struct Line: Sendable, Hashable {
        /// From 1.
        package let number: Int
        package let text: String
    }

    /// A line that runs something.
    package struct Entry: Sendable, Hashable {
        package let line: Line
        package let schedule: CronSchedule
        /// The word that a system's crontab has there; nil in a user's own.
        package let user: String?
        /// What is run: up to the first `%` without a backslash.
        package let command: String
        /// There is such a `%`: what follows it is no part of the command.
        package let isCut: Bool
        /// What the lines above it set.
        package let variables: [String: String]
    }

    package private(set) var entries: [Entry] = []
    /// Lines that are neither comment, nor variable, nor run anything that cron takes.
    package private(set) var unread: [Line] = []
    /// A last line that says something and does not end.
    package private(set) var unended: Line?

    /// `hasUsers` in those of the system, `/etc/crontab` and `/etc/cron.d`.
    package init(_ text: String, hasUsers: Bool) {
        var variables: [String: String] = [:]
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (place, line) in lines.enumerated() {
            let words = line.drop { $0 == " " || $0 == "\t" }
            guard let first = words.first, first != "#" else { continue }
            let line = Line(number: place + 1, text: String(words))
            // What a newline ends is never the last piece.
            if place == lines.count - 1 { unended = line }
            if let (name, value) = Self.variable(words) {
                variables[name] = value
            } else if let entry = Self.entry(line, hasUsers: hasUsers, variables) {
                entries.append(entry)
            } else {
                unread.append(line)
            }
        }
    }

    /// `NAME = value`, with quotes around either.
    private static func variable(_ line: Substring) -> (String, String)? {
        var rest = line
        let name = quoted(&rest) ?? take(&rest) { !isBlank($0) && $0 != "=" }
        rest = rest.drop(while: isBlank)
        guard rest.popFirst() == "=" else { return nil }
        rest = rest.drop(while: isBlank)
        if let value = quoted(&rest) { return rest.allSatisfy(isBlank) ? (String(name), String(value)) : nil }
        guard rest.first != "\"", rest.first != "'" else { return nil }
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return (String(name), String(rest))
    }

    /// What stands between the quotes that it begins with.
    private static func quoted(_ rest: inout Substring) -> Substring? {
        guard let quote = rest.first, quote == "\"" || quote == "'",
            let end = rest.dropFirst().firstIndex(of: quote)
        else { return nil }
        defer { rest = rest[end...].dropFirst() }
        return rest[..<end].dropFirst()
    }

    private static func take(_ rest: inout Substring, while isMeant: (Character) -> Bool) -> Substring {
        let taken = rest.prefix(while: isMeant)
        rest = rest[taken.endIndex...]
        return taken
    }

    private static func isBlank(_ letter: Character) -> Bool { letter == " " || letter == "\t" }

    /// Nil where cron does not take it.
    private static func entry(_ line: Line, hasUsers: Bool, _ variables: [String: String]) -> Entry? {
        // A minus in front says that cron is not to log it.
        var rest = line.text.first == "-" ? line.text.dropFirst() : line.text[...]
        func word() -> String {
            rest = rest.drop(while: isBlank)
            return String(take(&rest) { !isBlank($0) })
        }
        let schedule: CronSchedule?
        if rest.first == "@" {
            schedule = CronSchedule(nickname: word())
        } else {
            schedule = CronSchedule(fields: (0..<5).map { _ in word() })
        }
        let user = hasUsers ? word() : nil
        rest = rest.drop(while: isBlank)
        guard let schedule, !rest.isEmpty || !hasUsers else { return nil }
        let (command, isCut) = Self.command(rest)
        return Entry(
            line: line, schedule: schedule, user: user, command: command, isCut: isCut, variables: variables)
    }

    private static func command(_ text: Substring) -> (String, isCut: Bool) {
        var (command, rest) = ("", text)
        while let next = rest.popFirst() {
            if next == "\\", rest.first == "%" {
                command.append("%")
                rest.removeFirst()
            } else if next == "%" {
                return (command, true)
            } else {
                command.append(next)
            }
        }
        return (command, false)
    }
}
