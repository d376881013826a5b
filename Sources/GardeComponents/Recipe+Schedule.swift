package import GardeCore
package import GardeWords

/// A backup of the recipe's own schedule.
package struct BackupBeat: Sendable, Hashable {
    package let beat: Beat
    package let isFull: Bool
    /// As in the word: all components where there is none.
    package let only: [String]

    package func saves(_ source: Source) -> Bool { only.isEmpty || only.contains(source.name) }
}

extension Recipe {
    /// The runs of its `schedule`s, full ones first: no two in the same minute. Nil for one that there is no minute for.
    package var beats: [BackupBeat?] {
        var (found, taken) = ([BackupBeat?](), Set<Int>())
        func add(_ beat: Beat?, _ word: RunSchedule, isFull: Bool) {
            taken.formUnion(beat?.minutes ?? [])
            found.append(beat.map { BackupBeat(beat: $0, isFull: isFull, only: word.only) })
        }
        for word in schedules {
            if let minute = word.full?.minute { add(.at(minute, on: word.full?.day), word, isFull: true) }
        }
        for word in schedules.sorted(by: { ($0.every?.seconds ?? 0) < ($1.every?.seconds ?? 0) }) {
            guard let every = word.every?.seconds, Beat.steps.contains(every) else { continue }
            add(.every(every / 60, beside: taken), word, isFull: word.full == nil && !hasIncrements(word))
        }
        return found
    }

    private func hasIncrements(_ word: RunSchedule) -> Bool {
        sources.contains { (word.only.isEmpty || word.only.contains($0.name)) && $0.canBeIncrement }
    }
}

extension Recipe {
    /// What is wrong with the schedules as far as other words tell: names, minutes, and the objectives.
    var scheduleFindings: [Failure] {
        guard !schedules.isEmpty, schedules.flatMap({ $0.findings { _ in nil } }).isEmpty else { return [] }
        let names = sources.map(\.name)
        let unknown = schedules.flatMap(\.only).filter { !names.contains($0) }
        guard unknown.isEmpty else {
            return unknown.map {
                Failure("schedule.unknown", ["name": $0, "names": names.joined(separator: ", ")])
            }
        }
        let isTwice = Set(schedules.map { Set($0.only) }).count < schedules.count
        return (isTwice ? [.repeatedWord("schedule")] : [])
            + (beats.contains(nil) ? [Failure("schedule.no-minute")] : []) + shortfalls(full: 0, increment: 0)
    }

    /// What the schedules cannot keep of `objectives(rpo:)`, where runs take so many seconds.
    package func shortfalls(full: Int, increment: Int) -> [Failure] {
        let limit = (objectives ?? .standard).rpo.seconds
        let groups = Dictionary(grouping: sources, by: pause).sorted { ($0.key ?? .max) < ($1.key ?? .max) }
        return groups.compactMap { pause, sources in
            let names = sources.map(\.name).joined(separator: ", ")
            guard let pause else { return Failure("schedule.leaves-out", ["names": names]) }
            let isInIncrements = sources.allSatisfy { source in beats(of: source).contains { $0.every != nil } }
            let run = isInIncrements ? increment : max(full, increment)
            guard pause + run > limit else { return nil }
            return Failure(
                "schedule.too-seldom",
                [
                    "names": names, "limit": Duration.seconds(limit), "pause": Duration.seconds(pause),
                    "took": Duration.seconds(run), "least": (pause + run + 59) / 60,
                ])
        }
    }

    /// The longest time between two runs that save it, in seconds; nil where none does.
    private func pause(_ source: Source) -> Int? {
        beats(of: source).flatMap { word in
            [word.every?.seconds, word.full.map { $0.day == nil ? 86400 : 7 * 86400 }].compactMap(\.self)
        }.min()
    }

    private func beats(of source: Source) -> [RunSchedule] {
        schedules.filter { $0.only.isEmpty || $0.only.contains(source.name) }
    }
}
