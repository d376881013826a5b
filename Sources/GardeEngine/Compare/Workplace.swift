import GardeComponents
import GardeIO
import SystemPackage

/// Folders of a run below BACKUP_ROOT, that are gone when it ends; of one that was killed, when the next one begins.
enum Workplace {
    private static let compared = ".compare-"

    static func ofComparison(in backupRoot: FilePath) -> FilePath {
        backupRoot.appending("\(compared)\(processID())")
    }

    /// Under the lock, so that nobody else has one, whatever process has its number now.
    static func sweep(_ backupRoot: FilePath) {
        let names = ((try? Folder.open(backupRoot).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
        for name in names where name.hasPrefix(compared) || name.hasPrefix(LegacyRun.folder) {
            try? Durable.removeTree(backupRoot.appending(name))
        }
    }
}
