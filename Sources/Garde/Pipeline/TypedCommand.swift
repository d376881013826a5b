import GardeIO
import SystemPackage

/// What a person types to call this program for this platform, from whatever folder.
struct TypedCommand: Sendable {
    let backupRoot: FilePath
    let root: FilePath

    /// `words` follow the program's name; `variables` stand before it, as `NAME=VALUE`.
    func line(_ words: String, with variables: [String] = []) -> String {
        let places = ["BACKUP_ROOT=\(quoted(backupRoot.string))", "PLATFORM_ROOT=\(quoted(root.string))"]
        return (places + variables + [quoted(programPath().string), words]).joined(separator: " ")
    }

    /// The same run of backup.sh once more, from the words of this process, which hold no secret.
    func again(_ arguments: [String]) -> String {
        let words = arguments.dropFirst().drop { $0 == Role.backup.rawValue }.map(quoted)
        return line(([Role.backup.rawValue] + words).joined(separator: " "))
    }

    /// As a shell reads it.
    private func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            "/._-+:@=,".utf8.contains(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= (byte | 0x20)
        }
        return isPlain
            ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
