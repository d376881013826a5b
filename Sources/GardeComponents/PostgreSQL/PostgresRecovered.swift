import GardeCore
import GardeIO
import GardeWords
import Synchronization
package import SystemPackage

/// What was recovered aside for a restore: the dump and the roles, as files that are there as long as somebody holds this.
final class PostgresRecovered: Sendable {
    let files: RestoreFiles
    /// Last of all that goes.
    private let ground: RecoveryGround

    init(_ files: RestoreFiles, _ ground: RecoveryGround) { (self.files, self.ground) = (files, ground) }

    // MARK: In this process

    private struct Weak: Sendable { weak var value: PostgresRecovered? }
    private static let all = Mutex<[FilePath: Weak]>([:])

    /// What this process recovered there already: the platform may have been read anew since.
    static func known(in path: FilePath, _ id: String) -> PostgresRecovered? {
        let found = all.withLock { $0[path]?.value }
        return found?.files.id == id ? found : nil
    }

    func share() { Self.all.withLock { $0[ground.path] = Weak(value: self) } }
}

/// The folder of one recovery: of this user alone, and of one process at a time. It goes with its last holder.
///
/// Where a run was killed in it, the note says on which side its server may still be.
package final class RecoveryGround: Sendable {
    package let path: FilePath
    private let lock: FileLock
    private let mayHaveServer = Mutex(false)

    private init(_ path: FilePath, _ lock: FileLock) { (self.path, self.lock) = (path, lock) }

    deinit {
        // Below a server that runs nothing is removed: the next run ends it first.
        if !mayHaveServer.withLock({ $0 }) { try? Durable.removeTree(path) }
    }

    /// Throws a `Failure` when another process is at it. What a killed one left is gone.
    package static func take(_ path: FilePath) async throws -> RecoveryGround {
        if (try? path.stat()) == nil { try Durable.createFolder(path) }
        guard let lock = try FileLock.take(path.appending(lockName), note: "") else { throw Failure.recoveryRuns(path) }
        let ground = RecoveryGround(path, lock)
        do { try await ground.clear() } catch {
            ground.mayHaveServer.withLock { $0 = true }
            throw error
        }
        return ground
    }

    /// Ends and removes what a killed run left there; leaves what a process is at.
    static func sweep(_ path: FilePath) async {
        guard (try? path.stat()) != nil, !FileLock.isHeld(path.appending(lockName)) else { return }
        _ = try? await take(path)
    }

    /// The same for each component of a platform, whose restores have this folder.
    package static func sweep(beside scratch: FilePath) async {
        let start = Array("\(scratch.lastComponent?.string ?? "")-".utf8)
        let parent = scratch.removingLastComponent()
        let entries = (try? Folder.open(parent).entries()) ?? []
        for entry in entries where entry.name.starts(with: start) {
            await sweep(parent.appending(String(decoding: entry.name, as: UTF8.self)))
        }
    }

    /// Said before a server can be there.
    package func expects(_ place: RecoveryPlace) async throws {
        mayHaveServer.withLock { $0 = true }
        let container = if case .container(let container) = place.reach { container.id } else { "" }
        try await Durable.replace(note, with: Array("\(container)\n\(place.user ?? "")\n".utf8))
    }

    func hasNoServer() throws {
        try Durable.remove(note)
        mayHaveServer.withLock { $0 = false }
    }

    private static let lockName = "lock"
    private var note: FilePath { path.appending("server-is") }

    private func clear() async throws {
        if let place = left() {
            let recovery = PostgresRecovery(place, LiveServer(major: 0, users: [])) { _ in }
            do { try await recovery.remove() } catch let failed as ToolFailed {
                // No server runs in it; with the container its /tmp is gone, or it is emptied when it is used again.
                let isGone = failed.said.contains {
                    $0.contains("No such container") || $0.contains("is not running")
                }
                guard isGone else { throw failed }
            }
        }
        let folder = try Folder.open(path)
        for entry in try folder.entries() where entry.name != Array(Self.lockName.utf8) {
            try folder.removeTree(entry.name)
        }
    }

    private func left() -> RecoveryPlace? {
        guard let bytes = smallFile(note) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1 else { return nil }
        let container = Container(id: String(lines[0]), service: "", environment: [:], command: "")
        let reach: Reach = lines[0].isEmpty ? .here : .container(container)
        return RecoveryPlace(reach, in: path, user: lines[1].isEmpty ? nil : String(lines[1]))
    }
}
