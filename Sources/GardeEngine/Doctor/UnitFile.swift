import GardeIO
import SystemPackage

/// A unit of systemd, as far as timers and what they start go.
struct UnitFile: Sendable, Hashable {
    private let values: [String: [String]]

    /// Keys of all sections; a line that ends with a backslash goes on in the next.
    init(_ text: String) {
        var values: [String: [String]] = [:]
        let joined = text.replacing("\\\n", with: " ")
        for line in joined.split(separator: "\n") {
            let words = line.drop { $0 == " " || $0 == "\t" }
            guard let first = words.first, !"#;[".contains(first), let sign = words.firstIndex(of: "=") else {
                continue
            }
            let key = words[..<sign].filter { $0 != " " }
            let value = words[sign...].dropFirst().drop { $0 == " " }
            // An empty value takes back what was said before.
            if value.isEmpty { values[key] = [] } else { values[key, default: []].append(String(value)) }
        }
        self.values = values
    }

    /// With its drop-ins, which count after it in the order of their names; nil where no folder has it.
    init?(named name: String, in folders: [FilePath]) {
        guard let folder = folders.first(where: { (try? FileFacts(of: $0.appending(name))) != nil }),
            let text = smallText(folder.appending(name))
        else { return nil }
        self.init(([text] + Self.dropIns(of: name, folders)).joined(separator: "\n"))
    }

    /// Of files of one name the first counts: `/etc` goes before `/usr`, what is the unit's own before what it shares.
    private static func dropIns(of name: String, _ folders: [FilePath]) -> [String] {
        let shared = name.indices.filter { name[$0] == "-" }.reversed().map { "\(name[...$0])\(suffix(name))" }
        var found: [String: String] = [:]
        for folder in folders {
            for owner in [name] + shared + [String(suffix(name).dropFirst())] {
                let place = folder.appending("\(owner).d")
                for file in Schedules.names(place) where file.hasSuffix(".conf") && found[file] == nil {
                    found[file] = smallText(place.appending(file)) ?? ""
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func suffix(_ name: String) -> Substring { name[(name.lastIndex(of: ".") ?? name.endIndex)...] }

    func all(_ key: String) -> [String] { values[key] ?? [] }
    func last(_ key: String) -> String? { values[key]?.last }

    /// What `ExecStart=` runs, with what `Environment=` sets.
    func commands(home: String) -> [CommandWords] {
        let variables = all("Environment").flatMap { CommandWords.read("env " + Self.plain($0), home: home) }
            .reduce(into: [String: String]()) { $0.merge($1.variables) { $1 } }
        return all("ExecStart").flatMap { line -> [CommandWords] in
            CommandWords.read(Self.plain(String(line.drop { "-@:+!".contains($0) })), home: home).prefix(1).map {
                command in
                var all = command
                all.variables = variables
                all.folder = last("WorkingDirectory")
                return all
            }
        }
    }

    /// `%%` and `$$` stand for one; no shell reads what else a shell would.
    private static func plain(_ text: String) -> String { text.replacing("%%", with: "%").replacing("$$", with: "$") }
}

extension UnitFile {
    /// When a timer fires; nil where that is not known.
    var schedules: [CronSchedule]? {
        let known = all("OnCalendar").compactMap { CronSchedule(calendar: $0) }
        guard !known.isEmpty, known.count == all("OnCalendar").count, let delay = randomDelay else { return nil }
        return known.map { schedule in
            var later = schedule
            later.delay = delay
            return later
        }
    }

    /// In minutes; a fixed one makes all runs late alike.
    private var randomDelay: Int? {
        guard let text = last("RandomizedDelaySec") else { return 0 }
        let isFixed = ["1", "yes", "y", "true", "t", "on"].contains(last("FixedRandomDelay")?.lowercased())
        return isFixed ? 0 : Self.minutes(text)
    }

    /// `1h 30min`, `90s`, `5400`, rounded up.
    private static func minutes(_ span: String) -> Int? {
        var (rest, sum) = (span[...], 0.0)
        func part(while isMeant: (Character) -> Bool) -> Substring {
            let taken = rest.prefix(while: isMeant)
            rest = rest[taken.endIndex...].drop { $0 == " " }
            return taken
        }
        while !rest.isEmpty {
            guard let number = Double(part { $0.isNumber || $0 == "." }),
                let unit = seconds(in: part(while: \.isLetter))
            else { return nil }
            sum += number * unit
        }
        return sum < 1e9 ? Int((sum / 60).rounded(.up)) : nil
    }

    private static func seconds(in unit: Substring) -> Double? {
        switch unit {
        case "us", "usec", "ms", "msec": 0
        case "", "s", "sec", "second", "seconds": 1
        case "m", "min", "minute", "minutes": 60
        case "h", "hr", "hour", "hours": 3600
        case "d", "day", "days": 86400
        case "w", "week", "weeks": 604_800
        default: nil
        }
    }
}
