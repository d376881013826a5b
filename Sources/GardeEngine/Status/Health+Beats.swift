import GardeComponents
import GardeCore
import GardeIO
import GardeWords

extension Health {
    /// Runs of the recipe's own schedule that are due and were not made.
    mutating func seeBeats(_ recipe: Recipe, _ sources: [Source]) {
        guard !isRunning else { return }
        let made = History(place.backupRoot, of: identity).backups.filter { $0.compacted == nil }
        // A backup is there once its run is over.
        let longest = made.prefix(10).map(\.backup.durationSeconds).max() ?? 0
        let latest = now.minute - 2 - (longest + 59) / 60
        guard let first = made.last?.start else { return }
        for beat in recipe.beats.compactMap(\.self) {
            let names = sources.filter(beat.saves).map(\.id)
            // Before the first backup nothing was missed.
            guard !names.isEmpty, let due = beat.lastTime(before: latest), first.minute < due else { continue }
            let last = made.first { backup in
                (!beat.isFull || backup.backup.type == "full") && names.allSatisfy { backup.components[$0] != nil }
            }?.start
            // By both clocks: in spring some times do not come, and in autumn some come twice.
            if let last, last.minute >= due || now.seconds - last.seconds <= (now.minute - due) * 60 { continue }
            findings.append(
                Failure(
                    "status.missed",
                    [
                        "time": String(now.adding(seconds: (due - now.minute) * 60).readable.prefix(16)),
                        "last": last?.readable, "fix": Text.type(place.command(beat.words)),
                    ]))
        }
    }
}

extension BackupBeat {
    /// Minutes of the local clock since 1970.
    fileprivate func lastTime(before end: Int) -> Int? {
        let fields = beat.cron.split(separator: " ").map(String.init)
        return CronSchedule(fields: fields)?.times(from: end / 1440 - 8, days: 9).last { $0 <= end }
    }
}
