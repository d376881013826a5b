/// A crontab as cron reads it.
package struct Crontab: Sendable, Hashable {
    /// A line that runs something.
    package struct Entry: Sendable, Hashable {
        /// From 1.
        package let number: Int
        /// As it stands there.
        package let text: String
        /// Nil where cron does not take its fields.
        package let schedule: CronSchedule?
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
    package private(set) var unread: [Entry] = []
    /// cron leaves out a last line that does not end.
    package let lacksLastNewline: Bool

    /// `hasUsers` in those of the system, `/etc/crontab` and `/etc/cron.d`.
    package init(_ text: String, hasUsers: Bool) {
        lacksLastNewline = !text.isEmpty && text.last != "\n" && text.last != "\r\n"
        var variables: [String: String] = [:]
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (place, line) in lines.enumerated() {
            let words = line.drop { $0 == " " || $0 == "\t" }
            guard let first = words.first, first != "#" else { continue }
            if let (name, value) = Self.variable(words) {
                variables[name] = value
                continue
            }
            let entry = Self.entry(words, place + 1, hasUsers: hasUsers, variables)
            if entry.schedule == nil { unread.append(entry) } else { entries.append(entry) }
        }
    }

    /// `NAME = value`, with quotes around either.
    private static func variable(_ line: Substring) -> (String, String)? {
        guard let sign = line.firstIndex(of: "=") else { return nil }
        let name = unquoted(line[..<sign])
        guard let first = name.first, first.isLetter || first == "_",
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else { return nil }
        return (name, unquoted(line[sign...].dropFirst()))
    }

    private static func unquoted(_ text: Substring) -> String {
        var bare = text.drop { $0 == " " || $0 == "\t" }
        while let last = bare.last, last == " " || last == "\t" { bare.removeLast() }
        for quote in ["\"", "'"] where bare.count > 1 && bare.hasPrefix(quote) && bare.hasSuffix(quote) {
            return String(bare.dropFirst().dropLast())
        }
        return String(bare)
    }

    private static func entry(
        _ line: Substring, _ number: Int, hasUsers: Bool, _ variables: [String: String]
    ) -> Entry {
        // A minus in front says that cron is not to log it.
        var rest = line.first == "-" ? line.dropFirst() : line
        func word() -> String {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            let word = rest.prefix { $0 != " " && $0 != "\t" }
            rest = rest.dropFirst(word.count)
            return String(word)
        }
        let schedule: CronSchedule?
        if rest.first == "@" {
            schedule = CronSchedule(nickname: word())
        } else {
            schedule = CronSchedule(fields: (0..<5).map { _ in word() })
        }
        let user = hasUsers ? word() : nil
        rest = rest.drop { $0 == " " || $0 == "\t" }
        let (command, isCut) = Self.command(rest)
        return Entry(
            number: number, text: String(line), schedule: schedule, user: user, command: command, isCut: isCut,
            variables: variables)
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
