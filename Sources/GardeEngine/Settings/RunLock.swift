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
    /// Who may not be sending copies meanwhile.
    enum Senders: Sendable {
        case none, anybody
        case own(Identity)
    }

    private let backupRoot: FilePath
    private let who: String
    private let senders: Senders
    private let wait: Duration
    private let console: any Reporter

    /// `who` takes it, such as `mssante backup`.
    init(
        _ backupRoot: FilePath, _ who: String, apartFrom senders: Senders = .none, wait: Duration,
        _ console: any Reporter
    ) {
        (self.backupRoot, self.who, self.senders) = (backupRoot, who, senders)
        (self.wait, self.console) = (wait, console)
    }

    /// The same for a run that sends itself.
    fileprivate var besideSenders: RunLock { RunLock(backupRoot, who, wait: wait, console) }

    private static func path(_ backupRoot: FilePath) -> FilePath { backupRoot.appending(".lock") }

    private static func path(_ backupRoot: FilePath, _ own: Identity, to address: DestinationAddress) -> FilePath {
        let place = SHA256.hexadecimal(of: Array(address.url.utf8)).prefix(12)
        return backupRoot.appending("\(sending)\(own.mark)-\(place)")
    }

    private static let sending = ".sending-"

    /// Who holds it, and since when; nil when nobody does.
    static func holder(_ backupRoot: FilePath) -> String? { holder(of: path(backupRoot)) }

    /// Who sends copies of `own` there, and since when; nil when nobody does.
    static func sender(_ backupRoot: FilePath, _ own: Identity, to address: DestinationAddress) -> String? {
        holder(of: path(backupRoot, own, to: address))
    }

    /// One of those who send copies, and since when; nil when none of them does but to these places.
    static func sender(_ backupRoot: FilePath, _ senders: Senders, besides places: [DestinationAddress] = []) -> String?
    {
        let beginning: String
        var known: Set<String> = []
        switch senders {
        case .none: return nil
        case .anybody: beginning = sending
        case .own(let own):
            beginning = "\(sending)\(own.mark)-"
            known = Set(places.map { path(backupRoot, own, to: $0).lastComponent?.string ?? "" })
        }
        let entries: [FolderEntry]
        do { entries = try Folder.open(backupRoot).entries() } catch Errno.noSuchFileOrDirectory { return nil } catch {
            // What cannot be listed may hold anything.
            return "?"
        }
        let names = entries.map { String(decoding: $0.name, as: UTF8.self) }
            .filter { $0.hasPrefix(beginning) && !known.contains($0) }
        return names.sorted().lazy.compactMap { holder(of: backupRoot.appending($0)) }.first
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

    private var sender: String? { Self.sender(backupRoot, senders) }

    /// The lock of whoever sends copies of `own` there, by a run that holds this one; nil where another run sends.
    func takeSending(_ own: Identity, to address: DestinationAddress) throws -> FileLock? {
        try FileLock.take(Self.path(backupRoot, own, to: address), note: note)
    }
}

/// The lock of a run that lets others go first for a while.
final class HeldLock: Sendable {
    private let way: RunLock
    private let lock: Mutex<FileLock?>
    /// Commands around the run count on being alone, so that it lets nobody go first.
    private let isKept: Bool

    /// Throws as `RunLock.take` does.
    init(_ way: RunLock, isKept: Bool = false) async throws {
        (self.way, self.isKept) = (way, isKept)
        lock = Mutex(try await way.take())
    }

    var isHeld: Bool { lock.withLock { $0 != nil } }

    func end() { lock.withLock { $0 = nil } }

    func letGo() { if !isKept { end() } }

    /// False when another run still holds it after all the time that this one may wait, or this one was ended; throws what
    /// else is in the way.
    func takeAgain() async throws -> Bool {
        guard !isHeld else { return true }
        do {
            let again = try await way.besideSenders.take()
            lock.withLock { $0 = again }
            return true
        } catch let failure as Failure where failure.exitCode == .locked { return false } catch is CancellationError {
            return false
        }
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
