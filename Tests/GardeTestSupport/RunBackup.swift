import GardeIO
import Glibc
import Subprocess
package import SystemPackage

/// The folder of this package.
package let packageFolder: String = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

/// The folder of the built executables: GARDE_BIN, else the release build.
package let executables: String = getenv("GARDE_BIN").map { String(cString: $0) } ?? "\(packageFolder)/.build/release"

/// Runs a built recipe with these arguments, and with no variable but PATH, HOME, DOCKER_CONFIG and those of `environment`.
///
/// Without arguments it is a backup, as by backup.sh.
/// `launcher` is a command that the executable's path and arguments are handed to, such as `setpriv …`.
package func runBackup(
    _ arguments: [String] = [], _ environment: [String: String], recipe: String = "mssante", by launcher: [String] = [],
    in folder: FilePath? = nil
) async throws -> ToolResult {
    let program = recipe.hasPrefix("/") ? recipe : "\(executables)/\(recipe)"
    let words = launcher + [program] + (arguments.isEmpty ? ["backup"] : arguments)
    // 40 MB a backup, in a debug build.
    let isBackup = arguments.first.map { $0 == "backup" || $0.hasPrefix("-") } ?? true
    let variables = usual.merging(isBackup ? ["COPY_PROGRAM": "false"] : [:]) { $1 }.merging(environment) { $1 }
    return try await run(words[0], Array(words.dropFirst()), variables: variables, in: folder)
}

/// Runs a tool to its end with these variables and no others.
package func run(
    _ tool: String, _ arguments: [String], input: String = "", variables: [String: String], in folder: FilePath? = nil
) async throws -> ToolResult {
    let limit = 64 << 20
    let keys = variables.map { (Environment.Key(rawValue: $0.key)!, $0.value) }
    let environment = Environment.custom(Dictionary(uniqueKeysWithValues: keys))
    // From memory: the library traps when a program ends before it has read what a pipe brings.
    let given = try FileDescriptor.inMemory(Array(input.utf8))
    defer { try? given.close() }
    let result = try await Subprocess.run(
        .tool(tool), arguments: Arguments(arguments), environment: environment, workingDirectory: folder,
        input: .fileDescriptor(given, closeAfterSpawningProcess: false), output: .string(limit: limit),
        error: .string(limit: limit))
    return ToolResult(
        status: result.terminationStatus.number, output: result.standardOutput, error: result.standardError)
}

extension TerminationStatus {
    /// The exit code; minus the signal's number when one ended the program.
    var number: CInt {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    }
}

extension ThrowawayPlatform {
    /// Runs backup.sh's executable on this platform; `more` comes on top of the platform's own variables.
    package func backup(
        _ arguments: [String] = [], _ more: [String: String] = [:], recipe: String = "mssante",
        by launcher: [String] = []
    ) async throws -> ToolResult {
        try await runBackup(arguments, environment.merging(more) { $1 }, recipe: recipe, by: launcher)
    }

    /// The committed backups, oldest first.
    package func backups() async throws -> [BackupRead] { try await BackupRead.all(in: backupRoot) }

    /// The one file of BACKUP_ROOT that a pattern of the shell's names.
    package func file(_ pattern: String) async throws -> String {
        let listed = try await run("sh", ["-c", "ls -d \"$0\"/\(pattern)", backupRoot.string]).output.lines
        return listed.count == 1 ? listed[0] : ""
    }

    /// The newest of them; throws when there is none.
    package func newestBackup() async throws -> BackupRead {
        guard let last = try await backups().last else { throw NoBackup(root: backupRoot.string) }
        return last
    }
}

/// Names of files in BACKUP_ROOT without the mark of the platform that they belong to.
package func unmarked(_ names: String) -> String { names.replacing(/-[0-9a-f]{12}/, with: "") }

/// No backup where one should be.
package struct NoBackup: Error { let root: String }
