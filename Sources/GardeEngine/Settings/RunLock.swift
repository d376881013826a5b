import GardeComponents
import GardeCore
import GardeDestinations
import GardeWords
import GardeIO
import Synchronization
import SystemPackage

/// The one lock of a folder of backups, shared by backup, restore and prune.
///
/// A run that sends copies holds another one, of its platform and the place, and lets this one go meanwhile. It takes that
/// one while it holds this one: whoever has this lock, and sees no other of the platform held, changes and removes nothing
/// that is on its way to another place.
struct RunLock: Sendable {
    private let backupRoot: FilePath
    private let who: String
    private let own: Identity?
    private let wait: Duration
    private let console: any Reporter

    /// `who` takes it, such as `mssante backup`; not while copies of `own` are sent.
    init(
        _ backupRoot: FilePath, _ who: String, notWhileSending own: Identity? = nil, wait: Duration,
        _ console: any Reporter
    ) {
        (self.backupRoot, self.who, self.own) = (backupRoot, who, own)
        (self.wait, self.console) = (wait, console)
    }

    private static func path(_ backupRoot: FilePath) -> FilePath { backupRoot.appending(".lock") }

    private static func sending(_ own: Identity) -> String { ".sending-\(own.mark)-" }

    /// Who holds it, and since when; nil when nobody does.
    static func holder(_ backupRoot: FilePath) -> String? { holder(of: path(backupRoot)) }

    /// Who sends copies of `own` to any place, and since when; nil when nobody does.
    static func sender(_ backupRoot: FilePath, _ own: Identity) -> String? {
        let names = ((try? Folder.open(backupRoot).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
        return names.filter { $0.hasPrefix(sending(own)) }.sorted().lazy
            .compactMap { holder(of: backupRoot.appending($0)) }.first
    }

    private static func holder(of path: FilePath) -> String? {
        guard FileLock.isHeld(path) else { return nil }
        return FileLock.note(path).split(separator: "\n").first.map(String.init) ?? "?"
    }

    private var note: String { "\(who), pid \(processID()), \(LocalTime.now().readable)\n" }

    /// Waits as long as it may; throws a `Failure` with exit code 75 when another run still holds the lock.
    func take() async throws -> FileLock {
        let end = ContinuousClock.now + wait
        var hasSaid = false
        while true {
            if let lock = try takeNow() { return lock }
            let holder = sender ?? Self.holder(backupRoot) ?? "?"
            guard ContinuousClock.now < end else { throw Failure.lockHeld(holder) }
            if !hasSaid { console.info(.waitsForLock(holder)) }
            hasSaid = true
            try await Task.sleep(for: min(.seconds(1), end - ContinuousClock.now))
        }
    }

    private func takeNow() throws -> FileLock? {
        guard sender == nil, let lock = try FileLock.take(Self.path(backupRoot), note: note) else { return nil }
        return sender == nil ? lock : nil
    }

    private var sender: String? { own.flatMap { Self.sender(backupRoot, $0) } }

    /// The lock of whoever sends copies of `own` there, by a run that holds this one; nil where another run sends.
    func takeSending(_ own: Identity, to address: DestinationAddress) throws -> FileLock? {
        let place = SHA256.hexadecimal(of: Array(address.url.utf8)).prefix(12)
        return try FileLock.take(backupRoot.appending(Self.sending(own) + place), note: note)
    }
}

/// The lock of a run that lets others go first for a while.
final class HeldLock: Sendable {
    private let way: RunLock
    private let lock: Mutex<FileLock?>

    /// Throws as `RunLock.take` does.
    init(_ way: RunLock) async throws {
        self.way = way
        lock = Mutex(try await way.take())
    }

    var isHeld: Bool { lock.withLock { $0 != nil } }

    func letGo() { lock.withLock { $0 = nil } }

    /// False when another run still holds it after all the time that this one may wait.
    func takeAgain() async -> Bool {
        guard !isHeld else { return true }
        guard let again = try? await way.take() else { return false }
        lock.withLock { $0 = again }
        return true
    }

    /// As `RunLock.takeSending` does.
    func takeSending(_ own: Identity, to address: DestinationAddress) throws -> FileLock? {
        try way.takeSending(own, to: address)
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
