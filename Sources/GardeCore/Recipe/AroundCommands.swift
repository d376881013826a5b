package import GardeWords

/// When commands run that come after something of a run.
public enum RunStage: String, Sendable, Hashable, CaseIterable {
    /// Everything has been read: what was stopped for that may go on.
    case read
    /// The run is over, whatever became of it.
    case ended
}

/// Programs that run before or after what a run does.
public struct AroundCommands: WordValue {
    /// Nil for those before anything is read.
    package let stage: RunStage?
    /// Each a program and its arguments.
    package let commands: [[String]]
    /// How long each may take.
    package let limit: TimeSpan

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        let word = stage == nil ? "before" : "after"
        let isEmpty = commands.isEmpty || commands.contains { ($0.first ?? "").isEmpty }
        return (isEmpty ? [.empty(word, "[\"\"]")] : [])
            + (limit.seconds < 1 ? [.tooFew("\(word)(limit:)", least: 1)] : [])
    }
}

/// Programs that run, one after the other, once a run has the lock and before it reads anything; one that fails, or takes
/// longer than `limit`, ends the run.
///
/// A program is its name and its arguments, one by one; no shell reads them.
public func before(_ commands: [String]..., limit: TimeSpan = .minutes(10)) -> Word {
    Word(AroundCommands(stage: nil, commands: commands, limit: limit))
}

/// Programs that run, one after the other, once everything has been read or the run has ended; also when the run failed,
/// and by the next run when it was killed.
///
/// They find in GARDE_OUTCOME what became of the run, and in GARDE_BACKUP the folder of its backup where there is one.
public func after(_ commands: [String]..., once stage: RunStage, limit: TimeSpan = .minutes(10)) -> Word {
    Word(AroundCommands(stage: stage, commands: commands, limit: limit))
}

extension Recipe {
    package var around: [AroundCommands] { values(of: AroundCommands.self) }

    /// Seconds that what comes after a run may take.
    package var secondsAfter: Int {
        around.filter { $0.stage != nil }.reduce(0) { $0 + $1.commands.count * $1.limit.seconds }
    }
}
