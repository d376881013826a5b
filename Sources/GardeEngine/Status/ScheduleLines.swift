import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// A command, and when it is to run.
struct ScheduledRun: Sendable, Hashable {
    /// The end of a unit's name.
    let name: String
    /// The words after the program's name.
    let words: String
    let beat: Beat

    init(_ name: String, _ words: String, _ beat: Beat) { (self.name, self.words, self.beat) = (name, words, beat) }

    private init(_ backup: BackupBeat) {
        let name = ([backup.isFull ? "full" : "increment"] + backup.only).joined(separator: "-")
        self.init(name, backup.words, backup.beat)
    }

    /// What a site is to run: backups as they are computed, or else as the recipe schedules them, and a look at them.
    static func all(_ recipe: Recipe, _ computed: Schedule?) -> [ScheduledRun] {
        (computed?.backups ?? recipe.beats.compactMap { $0.map(ScheduledRun.init) }) + [
            ScheduledRun("status", "status --quiet --tell", .look),
            ScheduledRun("verify", "verify --quiet --tell", .monthly),
        ]
    }
}

extension BackupBeat {
    /// The words after the program's name.
    var words: String {
        "backup --type \(isFull ? "full" : "incremental") --quiet"
            + (only.isEmpty ? "" : " --only \(only.joined(separator: ","))")
    }
}

extension Schedule {
    fileprivate var backups: [ScheduledRun] {
        let full = "backup --type full --quiet"
        switch rhythm {
        case .fulls(let step): return [ScheduledRun("full", full, .every(step))]
        case .increments(let step, let pause):
            return [
                ScheduledRun("increment", "backup --type incremental --quiet", .every(step)),
                ScheduledRun("full", full, .at(120 + pause)),
            ]
        }
    }
}

extension ScheduledRun {
    /// A line of a crontab, where `%` ends a command.
    func crontab(_ command: TypedCommand) -> String {
        "\(beat.cron) \(command.line(words).replacing("%", with: "\\%"))"
    }

    /// The files of a service and its timer, each after a comment with its path.
    func units(_ recipe: Recipe, _ variables: [(name: String, value: String)]) -> [String] {
        let (unit, recipe, owes) = ("garde-\(recipe.name)-\(name)", recipe.name, !recipe.around.isEmpty)
        let environment = variables.map { "Environment=\(quoted("\($0.name)=\($0.value)"))" }
        let service =
            ["[Unit]", "Description=\(recipe): \(words)", "", "[Service]", "Type=oneshot", "Nice=10", "UMask=0077"]
            // What follows a run may take a quarter of an hour when the run is told to end.
            + ["KillMode=mixed"] + (owes ? ["TimeoutStopSec=960"] : [])
            + environment + ["ExecStart=\(quoted(programCommand().string).replacing("$", with: "$$")) \(words)"]
        let timer =
            ["[Unit]", "Description=\(recipe): \(words)", "", "[Timer]", "OnCalendar=\(beat.calendar)"]
            + (beat.isMadeUpFor ? ["Persistent=true"] : []) + ["", "[Install]", "WantedBy=timers.target"]
        return ["# /etc/systemd/system/\(unit).service"] + service + ["", "# /etc/systemd/system/\(unit).timer"] + timer
            + [""]
    }

    /// As systemd reads a word: `%` begins a specifier.
    private func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
        return "\"\(escaped)\""
    }
}
