import GardeEngine
import GardeComponents
import GardeCore
public import GardeWords
import Dispatch
import GardeIO
import Glibc
import SystemPackage

/// Runs the recipe as a backup, or as whatever else the command line asks for, and exits.
///
/// `root` is the platform's folder where neither PLATFORM_ROOT nor the launcher's place says it; `language` is that of
/// the site, where neither `--language` nor the environment says one.
public func backup(
    _ name: String = #fileID, root: String? = nil, language: Language? = nil, @RecipeBuilder _ recipe: () -> Recipe
) -> Never {
    Process.prepare()
    var recipe = recipe()
    recipe.name = String(name.prefix { $0 != "/" })
    (recipe.root, recipe.language) = (root, language)
    let program = Program(recipe)
    // Before anything waits for a thread: libdispatch can do without neither threads nor /proc.
    let obstacles = Process.findings()
    guard obstacles.isEmpty else { program.end(because: obstacles) }
    Process.forgetSecrets(of: recipe)
    Task { exit(await program.run().status) }
    dispatchMain()
}

/// One call of a recipe's executable.
struct Program: Sendable {
    private let recipe: Recipe
    private let environment: [String: String]
    private let language: Language
    private let called: CalledAs
    private let arguments: Arguments

    init(_ recipe: Recipe) {
        self.recipe = recipe
        environment = processEnvironment()
        let (program, words) = (CommandLine.arguments.first ?? recipe.name, Array(CommandLine.arguments.dropFirst()))
        called = CalledAs(program, by: words, environment)
        arguments = Arguments(words, program: program, as: called)
        language = Language(
            recipe: recipe, environment: environment, typed: arguments.language)
    }

    func run() async -> ExitCode {
        if let end = describe() { return end }
        do {
            let root = try PlatformRoot(environment: environment, recipe: recipe).find(for: arguments.role)
            let settings = settings(root)
            let findings = settings.findings + recipe.findings { settings.text($0) }
            if let cores = settings[.cores] { useCores(cores) }
            beNice(settings[.nice] ?? 0)
            let (watch, look) = (watch(settings, FilePath(root)), LookWatch(recipe, settings, root: FilePath(root)))
            let isLooking = arguments.role == .doctor && arguments.findings.isEmpty
            guard findings.isEmpty || isLooking else { return await refuse(findings, settings, FilePath(root)) }
            let console = Console(language, Console.Manner(settings), environment: environment)
            let interruption = Interruption(console, watch, patience: patience)
            return await interruption.guarding {
                let end = await Movement.$listener.withValue(.init { console.warning(.stalled($0)) }) {
                    await answering(settings, FilePath(root), console) {
                        await act(settings, FilePath(root), console, watch, interruption, refusals: findings)
                    }
                }
                await withoutCancellation { await Keyring.own.forgetHandedPassphrases() }
                if arguments.role == .backup, end != .done { touchNewest(settings) }
                await watch?.ends(end, console)
                await look?.ends(end, console)
                return end
            }
        } catch { return await refuse(arguments.findings + [error], settings(nil), nil) }
    }

    /// Seconds that a run has which a signal ends: a restore takes back what it swapped, and starts what it stopped; after a
    /// backup runs what the recipe says.
    private var patience: Double {
        switch arguments.role {
        case .restore: 900
        case .backup: min(900, 4.5 + Double(recipe.secondsAfter))
        default: 4.5
        }
    }

    private func act(
        _ settings: Settings, _ root: FilePath, _ console: Console, _ watch: RunWatch?, _ interruption: Interruption,
        refusals: [Failure]
    ) async -> ExitCode {
        if arguments.role != .doctor { for warning in settings.warnings { console.warning(warning) } }
        do {
            switch arguments.role {
            case .adopt: return try await Adopt(recipe, settings, root: root, console).run(arguments.positionals.first)
            case .accept: return try await Accept(settings, console).run(arguments.positionals[0])
            case .compact:
                return try await Compact(recipe, settings, root: root, console).run(arguments.positionals[0])
            case .doctor:
                return try await Doctor(recipe, settings, root: root, console, refusals: refusals).run()
            case .kit: return await Kit(recipe, settings, root: root, console).run()
            case .compare:
                return try await Compare(recipe, settings, root: root, console).run(arguments.positionals.first)
            case .explain: return Explanation(recipe, settings, root: root, console).run()
            case .list where settings[.listsMailboxes]:
                return try await MailboxListing(recipe, settings, root: root, console).run()
            case .list:
                return try await Listing(recipe, settings, root: root, console).run(
                    looking: RemoteLook(recipe, settings, root: root, console))
            case .notify:
                return try await NotifyTest(recipe: recipe, settings: settings, root: root, console: console).run()
            case .prune where settings[.isOfCopies]:
                return try await RemotePrune(recipe: recipe, settings: settings, root: root, console: console).run()
            case .prune: return try await Prune(recipe, settings, root: root, console: console).run()
            case .restore: return try await restore(settings, root, console)
            case .schedule: return try Scheduling(recipe, settings, root: root, console).run()
            case .status:
                return try await Status(recipe: recipe, settings: settings, root: root, console: console).run()
            case .verify:
                let verification = try Verification(recipe, settings, root: root, console)
                guard let look = try RemoteLook(recipe, settings, root: root, console) else {
                    return try await verification.run(arguments.positionals.first)
                }
                return try await look.verify(by: verification)
            case .ls, .cat, .find: return try await Look.run(recipe, settings, root: root, console: console)
            case .backup: return try await backUp(settings, root, console, watch)
            case .help, .completion, .man: return .done
            }
        } catch  where error is CancellationError || Task.isCancelled {
            // What a cancelled step says of itself is no news.
            console.error(interruption.ended)
            return .failed
        } catch let refusals as Refusals {
            for failure in refusals.failures { console.error(failure) }
            return .failed
        } catch {
            let failure = Failure(describing: error)
            console.error(failure)
            return failure.exitCode
        }
    }

    /// For `--json`: what the command gathers is printed at its end, and everything else goes to standard error.
    private func answering(
        _ settings: Settings, _ root: FilePath, _ console: Console, _ body: () async -> ExitCode
    ) async -> ExitCode {
        guard settings[.asJSON], let answer = Answer(arguments.role) else { return await body() }
        let end = await Answer.$current.withValue(answer) { await body() }
        let json = answer.json(
            recipe: recipe.name, root: root, backupRoot: settings.backupRoot, end: end, failures: console.failures,
            warnings: console.warnings, language)
        Swift.print(json.text())
        return end
    }

    private func backUp(
        _ settings: Settings, _ root: FilePath, _ console: Console, _ watch: RunWatch?
    ) async throws -> ExitCode {
        let plan = try await Plan(recipe, settings, root: root, console: console)
        return plan.isDryRun ? await DryRun(plan, console).run() : try await Backup(plan, console, watch).run()
    }

    private func restore(_ settings: Settings, _ root: FilePath, _ console: Console) async throws -> ExitCode {
        try await Restore.run(recipe, settings, root: root, console: console) { self.settings(root.string) }
    }

    /// Nil where no platform was found, and so no `.env`.
    private func settings(_ root: String?) -> Settings {
        Settings(
            arguments: arguments, environment: environment,
            envFile: root.map { DotEnv(in: $0, environment: environment) } ?? DotEnv(), recipe: recipe,
            root: root ?? "/nonexistent")
    }

    /// Nil for what is no run that saves.
    private func watch(_ settings: Settings, _ root: FilePath?) -> RunWatch? {
        guard arguments.role == .backup, !settings[.isDryRun] else { return nil }
        return RunWatch(recipe, settings, root: root)
    }

    /// People find their last backup by `ls -t`: also after a run that made none, and wrote to the log.
    private func touchNewest(_ settings: Settings) {
        guard !settings[.isDryRun], let newest = History(settings.backupRoot).backups.first else { return }
        Durable.touch(settings.backupRoot.appending(newest.backup.id))
    }

    // MARK: Before a run

    func end(because obstacles: [Failure]) -> Never {
        let console = Console(language, Console.Manner(keepsLog: false), environment: environment)
        for failure in obstacles { console.error(failure) }
        exit(ExitCode.failed.status)
    }

    /// What says something of the program itself; nil where it is to do something.
    private func describe() -> ExitCode? {
        // By its own name alone it is a person's first look; a crontab with that line hears that it saves nothing.
        if arguments.isBare { return print(descriptions.commands, .failed) }
        if arguments.asksForCommands { return print(descriptions.commands) }
        if arguments.asks(for: "--help") { return print(descriptions.help(arguments.role)) }
        if arguments.asks(for: "--version") { return print(Help.version(of: recipe) + "\n") }
        guard arguments.role.isAboutCommands else { return nil }
        guard arguments.findings.isEmpty else { end(because: arguments.findings) }
        do throws(Failure) { return print(try descriptions.text(arguments)) } catch { end(because: [error]) }
    }

    private var descriptions: Descriptions {
        let output = FileDescriptor.standardOutput
        return Descriptions(
            recipe, language, called, columns: output.isTerminal ? output.columns : nil)
    }

    private func print(_ text: String, _ end: ExitCode = .done) -> ExitCode {
        Swift.print(text, terminator: "")
        return end
    }

    /// Nothing is begun, so nothing is logged but on the console; who is known is told, unless somebody typed it and
    /// reads it there.
    private func refuse(_ failures: [Failure], _ settings: Settings, _ root: FilePath?) async -> ExitCode {
        let console = Console(language, Console.Manner(keepsLog: false), environment: environment)
        for failure in failures { console.error(failure) }
        let isRead = FileDescriptor.standardInput.isTerminal && FileDescriptor.standardError.isTerminal
        if !isRead {
            await watch(settings, root)?.ends(.failed, console)
            await LookWatch(recipe, settings, root: root)?.ends(.failed, console)
        }
        if arguments.asks(for: "--json"), let answer = Answer(arguments.role) {
            let json = answer.json(
                recipe: recipe.name, root: nil, backupRoot: nil, end: .failed, failures: failures, warnings: [],
                language)
            Swift.print(json.text())
        }
        return .failed
    }
}
