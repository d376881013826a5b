import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// The recipe's commands around a run, and where they run.
struct Around: Sendable {
    let words: [AroundCommands]
    let site: Site

    /// One of the commands.
    struct Command: Sendable {
        let words: [String]
        let limit: Duration

        /// As a person would type it.
        var shown: String { words.map(shellWord).joined(separator: " ") }
    }

    /// Those of a stage, in their order; of nil those before anything is read.
    func commands(_ stage: RunStage?) -> [Command] {
        words.filter { $0.stage == stage }.flatMap(Self.commands)
    }

    private static func commands(_ word: AroundCommands) -> [Command] {
        word.commands.map { Command(words: $0, limit: .seconds(word.limit.seconds)) }
    }

    /// What follows a run, in the order of time.
    var stages: [RunStage] { RunStage.allCases.filter { !commands($0).isEmpty } }

    /// Programs that are not there.
    func findings() async -> [Failure] {
        var found: [Failure] = []
        for program in words.flatMap(\.commands).compactMap(\.first) {
            do { try await site.require(program, .here) } catch { found.append(Failure(describing: error)) }
        }
        return found
    }

    /// What a dry run and `explain` say of them, a line a command.
    static func described(_ words: [AroundCommands]) -> [Text] {
        let ordered = [nil, .read, .ended].flatMap { stage in words.filter { $0.stage == stage } }
        return ordered.flatMap { word in
            commands(word).map { command in
                let facts: [String: any Sayable] = ["command": command.shown, "limit": command.limit]
                return switch word.stage {
                case nil: Text("around.first", facts)
                case .read: Text("around.once-read", facts)
                case .ended: Text("around.once-ended", facts)
                }
            }
        }
    }

    /// Nil when it did well.
    func run(_ command: Command, _ stage: RunStage?, _ environment: [String: String]) async throws -> Failure? {
        let call = site.call(command.words, .here, environment: environment)
        let name = FilePath(command.words[0]).lastComponent?.string ?? command.words[0]
        site.console.info(Text("around.runs", ["command": command.shown]))
        site.console.track(name, Meter())
        defer { site.console.untrack(name) }
        let isBefore = stage == nil
        let typed = "cd \(shellWord(site.root.string)) && \(command.shown)"
        do {
            let run = try await call.runAlone(limit: command.limit)
            for line in run.said { site.console.heard(name, line) }
            guard run.ending != nil else {
                let facts: [String: (any Sayable)?] = [
                    "command": command.shown, "limit": command.limit, "said": run.last, "typed": typed,
                ]
                return isBefore ? Failure("around.before-too-long", facts) : Failure("around.after-too-long", facts)
            }
            try run.check()
            return nil
        } catch  where !(error is CancellationError) {
            let facts: [String: (any Sayable)?] = [
                "command": command.shown, "why": Failure(describing: error).text, "typed": typed,
            ]
            return isBefore ? Failure("around.before-failed", facts) : Failure("around.after-failed", facts)
        }
    }
}
