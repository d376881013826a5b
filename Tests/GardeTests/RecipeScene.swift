import Garde
import GardeIO
import GardeTestSupport
import SystemPackage

/// A platform without servers, saved and restored by a recipe as the shipped program does it.
struct RecipeScene {
    let scratch = Scratch()
    let recipe: Recipe

    init(@RecipeBuilder _ words: (Scratch) -> Recipe) throws {
        recipe = words(scratch)
        try scratch.write("root/.env", "A=1\n")
        try scratch.write("backups/.keep", "")
    }

    var root: FilePath { scratch("root") }
    var backups: FilePath { scratch("backups") }

    /// How a run ended, and all that it said.
    struct Run { let end: ExitCode?, said: String }

    func backup() async throws -> Run {
        try await run([]) { settings, console in
            try await Backup(Plan(recipe, settings, root: root, console: console), console).run()
        }
    }

    func restore(_ arguments: String...) async throws -> Run {
        try await run(["restore"] + arguments) { settings, console in
            try await Restore.run(recipe, settings, root: root, console: console) { settings }
        }
    }

    private func run(
        _ arguments: [String], _ body: (Settings, Console) async throws -> ExitCode
    ) async throws -> Run {
        let said = try scratch.write("said", "")
        let screen = Screen(
            try FileDescriptor.open(said, .writeOnly, options: .append), isTerminal: false, hasColour: false)
        let console = Console(.english, Console.Manner(), out: screen, err: screen) { "noon" }
        let settings = Settings(
            arguments: Arguments(arguments, program: "test"), environment: ["BACKUP_ROOT": backups.string],
            recipe: recipe, root: root.string)
        var end: ExitCode?
        do { end = try await body(settings, console) } catch let refusals as Refusals {
            for failure in refusals.failures { console.error(failure) }
        } catch { console.error(Failure(describing: error)) }
        return Run(end: end, said: String(decoding: try said.read(), as: UTF8.self))
    }

    /// What a shell prints in the platform's root.
    @discardableResult
    func shell(_ script: String) async throws -> String {
        try await GardeTestSupport.run("sh", ["-ec", "cd \"$1\"; \(script)", "sh", root.string]).output
    }

    /// Names in BACKUP_ROOT that begin with this.
    func names(_ beginning: String) async throws -> [String] {
        try await GardeTestSupport.run("ls", ["-A", backups.string]).output.split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix(beginning) }
    }
}
