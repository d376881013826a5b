import GardeComponents
import GardeCore
import GardeIO
package import SystemPackage

/// What a person types to call this program for this platform, from whatever folder.
package struct TypedCommand: Sendable {
    private(set) var backupRoot: FilePath
    let root: FilePath
    /// What the environment of this call set, `NAME=VALUE`.
    var variables: [String] = []

    package init(backupRoot: FilePath, root: FilePath, variables: [String] = []) {
        (self.backupRoot, self.root, self.variables) = (backupRoot, root, variables)
    }

    /// `words` follow the program's name; `variables` stand before it, as `NAME=VALUE`.
    func line(_ words: String, with variables: [String] = []) -> String {
        let places = ["BACKUP_ROOT=\(shellWord(backupRoot.string))", "PLATFORM_ROOT=\(shellWord(root.lasting.string))"]
        return (places + self.variables + variables + [shellWord(programCommand().string), words]).joined(
            separator: " ")
    }

    /// The same for another folder of backups.
    func with(backupRoot: FilePath) -> TypedCommand {
        var command = self
        command.backupRoot = backupRoot
        return command
    }

    /// The same run of backup.sh once more, from the words of this process, which hold no secret.
    func again(_ arguments: [String]) -> String {
        let words = arguments.dropFirst().drop { $0 == Role.backup.rawValue }.map(shellWord)
        return line(([Role.backup.rawValue] + words).joined(separator: " "))
    }
}
