import GardeComponents
import GardeIO
import SystemPackage

/// Folders of a run below BACKUP_ROOT, that are gone when it ends; of one that was killed, when the next one begins.
enum Workplace {
    private static let compared = ".compare-"

    static func ofComparison(in backupRoot: FilePath) -> FilePath {
        backupRoot.appending("\(compared)\(processID())")
    }

    static func sweep(_ backupRoot: FilePath) {
        for beginning in [compared, LegacyRun.folder] { sweepOwned(by: beginning, in: backupRoot) }
    }
}
