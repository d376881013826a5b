import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage

/// A platform, saved and restored by a recipe as the shipped program does it.
struct RecipeScene {
    let scratch = Scratch()
    private(set) var recipe: Recipe
    /// Of the platform, and of its backups.
    private(set) var root, backups: FilePath
    /// What leads to servers.
    var variables: [String: String] = [:]

    init(@RecipeBuilder _ words: (Scratch) -> Recipe) throws {
        recipe = words(scratch)
        (root, backups) = (scratch("root"), scratch("backups"))
        try scratch.write("root/.env", "A=1\n")
        try scratch.write("backups/.keep", "")
    }

    /// Another platform with the same recipe, whose backups lie in the same folder.
    func beside(_ name: String) throws -> RecipeScene {
        var other = self
        other.root = scratch(name)
        try scratch.write("\(name)/.env", "A=1\n")
        return other
    }

    /// The same platform with the words of another recipe.
    func with(_ other: RecipeScene) -> RecipeScene {
        var scene = self
        scene.recipe.words = other.recipe.words
        return scene
    }

    /// The same, once its backups lie under another path.
    func movingBackups() async throws -> RecipeScene {
        var scene = self
        scene.backups = scratch("elsewhere")
        _ = try await GardeTestSupport.run("mv", [backups.string, scene.backups.string])
        return scene
    }

    /// The same platform with a recipe that is called otherwise.
    func called(_ name: String) -> RecipeScene {
        var other = self
        other.recipe.name = name
        return other
    }

    /// The same platform with another recipe of the same name.
    func with(_ recipe: Recipe) -> RecipeScene {
        var other = self
        (other.recipe, other.recipe.name) = (recipe, self.recipe.name)
        return other
    }

    /// How a run ended, and all that it said.
    struct Run { let end: ExitCode?, said: String }

    func backup(_ arguments: String...) async throws -> Run { try await run(arguments) }

    /// A backup with these words.
    func run(_ arguments: [String]) async throws -> Run {
        try await run(["backup"] + arguments) { settings, console in
            try await Backup(Plan(recipe, settings, root: root, console: console), console).run()
        }
    }

    func restore(_ arguments: String...) async throws -> Run { try await restore(arguments) }

    func restore(_ arguments: [String]) async throws -> Run {
        try await run(["restore"] + arguments) { settings, console in
            try await Restore.run(recipe, settings, root: root, console: console) { settings }
        }
    }

    func verify(_ arguments: String...) async throws -> Run {
        try await run(["verify"] + arguments) { settings, console in
            try await Verification(recipe, settings, root: root, console).run(settings.positionals.first)
        }
    }

    func status(_ arguments: String...) async throws -> Run {
        try await run(["status"] + arguments) { settings, console in
            try await Status(recipe: recipe, settings: settings, root: root, console: console).run()
        }
    }

    func doctor(_ places: SchedulePlaces = SchedulePlaces(), _ arguments: String...) async throws -> Run {
        try await run(["doctor"] + arguments) { settings, console in
            try await Doctor(recipe, settings, root: root, console, places: places).run()
        }
    }

    func schedule(_ arguments: [String]) async throws -> Run {
        try await run(["schedule"] + arguments) { settings, console in
            try Scheduling(recipe, settings, root: root, console).run()
        }
    }

    func compact(_ id: String, _ flags: String...) async throws -> Run {
        try await run(["compact", id] + flags) { settings, console in
            try await Compact(recipe, settings, root: root, console).run(id)
        }
    }

    /// `ls` or `find`, with these words.
    func look(_ words: String...) async throws -> Run {
        try await run(words) { settings, console in
            try await Look.run(recipe, settings, root: root, console: console)
        }
    }

    func list() async throws -> Run {
        try await run(["list"]) { settings, console in
            try await Listing(recipe, settings, root: root, console).run(looking: nil)
        }
    }

    func run(
        _ arguments: [String], _ body: (Settings, Console) async throws -> ExitCode
    ) async throws -> Run {
        let said = try scratch.write("said-\(UInt32.random(in: 0 ... .max))", "")
        let screen = Screen(
            try FileDescriptor.open(said, .writeOnly, options: .append), isTerminal: false, hasColour: false)
        let console = Console(.english, Console.Manner(), out: screen, err: screen) { "noon" }
        var environment = variables.merging(["BACKUP_ROOT": backups.string]) { $1 }
        if arguments.first == "backup" { environment["COPY_PROGRAM"] = "false" }
        let settings = Settings(
            arguments: Arguments(arguments, program: "test"), environment: environment,
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
