import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The one lock of a folder of backups, shared by backup, restore and prune.
struct RunLock {
    private let path: FilePath
    private let wait: Duration
    private let console: any Reporter
    private let who: String

    /// `who` takes it, such as `mssante backup`.
    init(_ backupRoot: FilePath, _ who: String, wait: Duration, _ console: any Reporter) {
        path = backupRoot.appending(".lock")
        (self.who, self.wait, self.console) = (who, wait, console)
    }

    /// Who holds the lock, and since when.
    private var note: String { "\(who), pid \(processID()), \(LocalTime.now().readable)\n" }

    /// Waits as long as it may; throws a `Failure` with exit code 75 when another run still holds the lock.
    func take() async throws -> FileLock {
        let end = ContinuousClock.now + wait
        var hasSaid = false
        while true {
            if let lock = try FileLock.take(path, note: note) { return lock }
            let holder = FileLock.note(path).split(separator: "\n").first.map(String.init) ?? "?"
            guard ContinuousClock.now < end else { throw Failure.lockHeld(holder) }
            if !hasSaid { console.info(.waitsForLock(holder)) }
            hasSaid = true
            try await Task.sleep(for: min(.seconds(1), end - ContinuousClock.now))
        }
    }
}

extension Failure {
    static func lockHeld(_ holder: String) -> Failure {
        Failure("lock.held", ["holder": holder], exitCode: .locked)
    }
}

extension Text {
    static func waitsForLock(_ holder: String) -> Text {
        Text("lock.waits-for-lock", ["holder": holder])
    }
}
