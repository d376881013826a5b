import GardeComponents
import GardeCore
import GardeIO
import SystemPackage

/// A call of this program that cron or systemd makes.
struct ScheduledCall: Sendable {
    enum Keeper: Sendable, Hashable { case user, system, script, timer }

    let keeper: Keeper
    /// `crontab -l`, or the file, as a person finds it.
    let place: String
    /// The line as it stands there.
    let line: String
    /// Nil where it is not known when it runs.
    let schedules: [CronSchedule]?
    let user: String
    /// What its shell begins with.
    let variables: [String: String]
    let command: CommandWords
    let program: OwnProgram.Call
    /// A `%` ends the command.
    let isCut: Bool
    /// Where what it writes goes: nil where cron mails it to whom it always does.
    let mailTo: String?
    /// It takes variables from a file, which is not looked at.
    let readsVariables: Bool
    /// The service of a timer.
    var service: String?
    /// It names another one that starts when it fails.
    var hasOnFailure = false

    /// A shell file that calls it is not read as a shell would.
    var isIndirect: Bool { program.isIndirect }
}

/// How a line shows that it means this program, for this platform.
struct OwnProgram: Sendable {
    /// Without links.
    let root: FilePath
    let recipe: String
    let program: FilePath
    /// The recipe names its platform.
    let isRooted: Bool

    struct Call: Sendable {
        /// As it stands in the line.
        let typed: String
        /// Where it lies; nil for a name that PATH does not find.
        let file: FilePath?
        let arguments: [String]
        /// A shell is told to read it: then it need not be executable.
        let isRead: Bool
        var isIndirect = false
        /// Nothing says which platform is meant.
        let lacksRoot: Bool
        /// A package's launcher, which takes variables from a file.
        var readsSettings = false
    }

    private static let wrappers: Set = [
        "sudo", "nice", "ionice", "chronic", "cronic", "timeout", "flock", "env", "exec", "time", "setsid", "nohup",
        "stdbuf", "systemd-cat", "bash", "sh", "dash", "zsh", "ksh", "chrt", "taskset", "runuser", "systemd-inhibit",
        "unbuffer", "command", "systemd-run", "if", "then",
    ]

    /// What names a program and does not run it.
    private static let speakers: Set = ["[", "[[", "test", "echo", "printf", "logger"]

    /// Where `bin/recipe install` placed it.
    var launcher: FilePath {
        let folder = program.removingLastComponent()
        let isThere = platform(above: folder).map { realPath($0) } == root
        return (isThere ? folder : root.pushing("scripts/backup")).appending("backup.sh")
    }

    /// The call of ours that this is; nil for anything else, and for one of another platform.
    func call(_ command: CommandWords, home: String, path: String, _ variables: [String: String] = [:]) -> Call? {
        guard !isTalk(command) else { return nil }
        guard let place = command.words.firstIndex(where: isNamedAsWeAre),
            place == 0 || Self.wrappers.contains(fileName(command.words[0]))
        else { return indirect(command) }
        let typed = command.words[place]
        let folder = FilePath(command.folder ?? home)
        let file = typed.contains("/") ? FilePath(typed).absolute(in: folder) : Self.find(typed, path)
        let arguments = Array(command.words[(place + 1)...])
        let before = command.words[..<place].map(fileName)
        func call(lacksRoot: Bool) -> Call {
            Call(
                typed: typed, file: file, arguments: arguments,
                isRead: before.contains { ["bash", "sh", "dash", "zsh", "ksh"].contains($0) }, lacksRoot: lacksRoot)
        }
        if let named = command.variables["PLATFORM_ROOT"] ?? variables["PLATFORM_ROOT"] {
            return realPath(FilePath(named)) == root ? call(lacksRoot: false) : nil
        }
        let readings = file.map { [$0.lexicallyNormalized(), realPath($0)] } ?? []
        let above = readings.compactMap { platform(above: $0.removingLastComponent()) }.map { realPath($0) }
        if !above.isEmpty { return above.contains(root) ? call(lacksRoot: false) : nil }
        if realPath(folder) == root { return call(lacksRoot: false) }
        if let file, isOfPackage(realPath(file)) {
            var own = call(lacksRoot: false)
            own.readsSettings = true
            return own
        }
        guard let file, realPath(file) == program else {
            // A program of ours that is not there any more; another's backup.sh is theirs.
            let isGone = file == nil && typed == program.lastComponent?.string
            return isGone ? call(lacksRoot: !isRooted) : nil
        }
        return call(lacksRoot: !isRooted)
    }

    /// The launcher that a package has beside the program: its settings say which platform it is for.
    private func isOfPackage(_ file: FilePath) -> Bool {
        file != program && file.removingLastComponent() == program.removingLastComponent()
            && program.removingLastComponent().ends(with: FilePath("garde/\(recipe)"))
    }

    private func isNamedAsWeAre(_ word: String) -> Bool {
        let name = fileName(word)
        return name == "backup.sh" || name == recipe || name == program.lastComponent?.string
    }

    /// Behind `if` and `sudo`, too.
    private func isTalk(_ command: CommandWords) -> Bool {
        command.words.prefix(2).contains { Self.speakers.contains(fileName($0)) }
    }

    /// A script of the site's own that calls us.
    private func indirect(_ command: CommandWords) -> Call? {
        for (place, word) in command.words.enumerated() where word.hasPrefix("/") {
            guard let text = smallText(FilePath(word)), isCalled(in: text) else { continue }
            return Call(
                typed: word, file: FilePath(word), arguments: Array(command.words[(place + 1)...]),
                isRead: place > 0, isIndirect: true, lacksRoot: false)
        }
        return nil
    }

    /// Whether a script may save this platform: a line names the program, and calls it for nothing else.
    func isCalled(in text: String) -> Bool {
        let said = text.split(whereSeparator: \.isNewline).filter { $0.first { !$0.isWhitespace } != "#" }
        return said.joined(separator: "\n").replacing("\\\n", with: " ").split(separator: "\n").contains { line in
            guard isNamed(in: line) else { return false }
            let commands = CommandWords.read(String(line), home: "/").flatMap { $0.unwrapped(home: "/") }
            let ours = commands.filter { command in
                (command.words + command.variables.map { "\($0)=\($1)" }).contains { isNamed(in: $0) }
            }
            return ours.isEmpty || ours.contains(where: maySave)
        }
    }

    private func isNamed(in text: some StringProtocol) -> Bool {
        text.contains(launcher.string) || text.contains("PLATFORM_ROOT=\(root.string)")
    }

    /// Where it does not say what it runs, as `B=/opt/shop/scripts/backup/backup.sh` does not, it may.
    private func maySave(_ command: CommandWords) -> Bool {
        guard !isTalk(command) else { return false }
        guard let place = command.words.firstIndex(where: isNamedAsWeAre) else { return true }
        let arguments = Arguments(Array(command.words[(place + 1)...]), program: command.words[place])
        return arguments.role == .backup && !arguments.isBare && arguments.given["DRY_RUN"] == nil
    }

    private static func find(_ name: String, _ path: String) -> FilePath? {
        path.split(separator: ":").map { FilePath(String($0)).appending(name) }.first(where: isExecutable)
    }
}
