import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// A command, and when it is to run, as cron and systemd are told.
struct ScheduledRun: Sendable, Hashable {
    /// The end of a unit's name.
    let name: String
    /// The words after the program's name.
    let words: String
    /// The five fields of a crontab.
    let cron: String
    /// OnCalendar of a timer.
    let calendar: String
    /// Whether one that was missed while the machine was off is made up for.
    let isMadeUpFor: Bool
}

extension Schedule {
    var runs: [ScheduledRun] {
        let look = [
            ScheduledRun(
                name: "status", words: "status --quiet", cron: "0 8 * * *", calendar: "*-*-* 08:00:00",
                isMadeUpFor: false),
            ScheduledRun(
                name: "verify", words: "verify --quiet", cron: "0 5 1 * *", calendar: "*-*-01 05:00:00",
                isMadeUpFor: true),
        ]
        switch rhythm {
        case .fulls(let step): return [Self.run("full", "backup --type full --quiet", every: step)] + look
        case .increments(let step, let pause):
            let full = ScheduledRun(
                name: "full", words: "backup --type full --quiet", cron: "\(pause % 60) \(2 + pause / 60) * * *",
                calendar: "*-*-* \(Self.digits(2 + pause / 60)):\(Self.digits(pause % 60)):00", isMadeUpFor: true)
            return [Self.run("increment", "backup --type incremental --quiet", every: step), full] + look
        }
    }

    private static func run(_ name: String, _ words: String, every step: Int) -> ScheduledRun {
        let hours = step / 60
        let (cron, calendar) =
            switch step {
            case 1: ("* * * * *", "*:*:00")
            case ..<60: ("*/\(step) * * * *", "*:0/\(step):00")
            case 60: ("0 * * * *", "*:00:00")
            case ..<1440: ("0 */\(hours) * * *", "0/\(hours):00:00")
            default: ("0 2 * * *", "*-*-* 02:00:00")
            }
        return ScheduledRun(name: name, words: words, cron: cron, calendar: calendar, isMadeUpFor: step >= 1440)
    }

    private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension ScheduledRun {
    /// A line of a crontab, where `%` ends a command.
    func crontab(_ command: TypedCommand) -> String {
        "\(cron) \(command.line(words).replacing("%", with: "\\%"))"
    }

    /// The files of a service and its timer, each after a comment with its path.
    func units(_ recipe: String, _ variables: [(name: String, value: String)]) -> [String] {
        let unit = "garde-\(recipe)-\(name)"
        let environment = variables.map { "Environment=\(quoted("\($0.name)=\($0.value)"))" }
        let service =
            ["[Unit]", "Description=\(recipe): \(words)", "", "[Service]", "Type=oneshot", "Nice=10", "UMask=0077"]
            + environment + ["ExecStart=\(quoted(programPath().string).replacing("$", with: "$$")) \(words)"]
        let timer =
            ["[Unit]", "Description=\(recipe): \(words)", "", "[Timer]", "OnCalendar=\(calendar)"]
            + (isMadeUpFor ? ["Persistent=true"] : []) + ["", "[Install]", "WantedBy=timers.target"]
        return ["# /etc/systemd/system/\(unit).service"] + service + ["", "# /etc/systemd/system/\(unit).timer"] + timer
            + [""]
    }

    /// As systemd reads a word: `%` begins a specifier.
    private func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
        return "\"\(escaped)\""
    }
}
