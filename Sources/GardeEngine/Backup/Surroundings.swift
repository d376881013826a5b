import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// Runs the recipe's commands around one run: before it reads, once it has read, and once it has ended.
actor Surroundings {
    private let around: Around
    private let note: OwedNote
    private var owed: [RunStage] = []
    /// Those of `owed` whose commands this run has called already.
    private var called: Set<RunStage> = []
    private var backup: FilePath?
    /// Whether all that was to run after something did well so far.
    private(set) var isWell = true

    init(_ around: Around, _ own: Identity, in root: FilePath) {
        self.around = around
        note = OwedNote(own, in: root)
    }

    /// A run that holds the lock, from what an earlier one owes to what this one does.
    func around(_ run: @Sendable () async throws -> ExitCode) async throws -> ExitCode {
        await makeUp()
        let result: Result<ExitCode, any Error>
        do { result = .success(try await run()) } catch { result = .failure(error) }
        let outcome = Self.outcome(result, isWell: isWell)
        await withoutCancellation { await self.callOwed(outcome) }
        let code = try result.get()
        return code == .done && !isWell ? .incomplete : code
    }

    /// Throws the `Failure` of a command that failed; from here on what comes after is owed.
    func begin() async throws {
        owed = around.stages
        if !owed.isEmpty { try await note.write(owed) }
        for command in around.commands(nil) {
            if let failure = try await around.run(command, nil, [:]) { throw failure }
        }
    }

    /// All sources have been read, and `results` is what became of them.
    func hasRead(_ results: [ComponentResult]) async {
        guard owed.contains(.read) else { return }
        let outcome = results.allSatisfy(\.isWhole) ? "success" : "warning"
        await withoutCancellation { await self.call(.read, outcome) }
    }

    func committed(_ folder: FilePath) { backup = folder }

    // MARK: After

    /// By a run that was killed, or one whose commands failed.
    private func makeUp() async {
        let left = note.stages
        guard !left.isEmpty else { return }
        owed = left.filter(around.stages.contains)
        guard !owed.isEmpty else {
            around.site.console.warning(Text("around.nothing-makes-up"))
            return await remember()
        }
        around.site.console.warning(Text("around.makes-up"))
        await callOwed("ended")
        // What did not do well stays in the note, for the next run.
        (owed, called) = ([], [])
    }

    private func callOwed(_ outcome: String) async {
        for stage in owed where !called.contains(stage) { await call(stage, outcome) }
    }

    /// All commands of a stage, also when one fails; the stage is owed until all have done well.
    private func call(_ stage: RunStage, _ outcome: String) async {
        called.insert(stage)
        var environment = ["GARDE_OUTCOME": outcome]
        environment["GARDE_BACKUP"] = backup?.string
        var failures: [Failure] = []
        for command in around.commands(stage) {
            do {
                guard let failure = try await around.run(command, stage, environment) else { continue }
                failures.append(failure)
                around.site.console.error(failure)
            } catch { return isWell = false }
        }
        if failures.isEmpty { owed.removeAll { $0 == stage } } else { isWell = false }
        await remember()
    }

    private func remember() async {
        do { try await note.write(owed) } catch { around.site.console.warning(Failure(describing: error).text) }
    }

    private static func outcome(_ result: Result<ExitCode, any Error>, isWell: Bool) -> String {
        switch result {
        case .success(.done): isWell ? "success" : "warning"
        case .success: "warning"
        case .failure(let error): error is CancellationError || Task.isCancelled ? "ended" : "failed"
        }
    }
}
