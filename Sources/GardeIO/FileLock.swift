internal import Glibc
package import SystemPackage

/// A file that no flock(2) is had on, for another reason than that somebody holds it.
package struct NotLocked: Error, Sendable {
    package let path: FilePath
    package let reason: Errno
}

/// An exclusive flock(2) on a file, freed by the kernel whatever happens to the holder.
package final class FileLock: Sendable {
    private let file: FileDescriptor

    private init(_ file: FileDescriptor) { self.file = file }

    deinit { Self.release(file) }

    /// Also where close(2) fails, after which the kernel would hold it for a process that waits for it.
    private static func release(_ file: FileDescriptor) {
        flock(file.rawValue, LOCK_UN)
        file.letGo()
    }

    /// Takes the lock and leaves `note` in the file for whoever waits; nil when another process holds it.
    package static func take(_ path: FilePath, note: String) throws -> FileLock? {
        let file = try naming(path) {
            try FileDescriptor.open(
                path, .readWrite, options: [.create, .noFollow, .closeOnExec], permissions: [.ownerReadWrite])
        }
        do {
            guard try isTaken(file, path) else {
                file.letGo()
                return nil
            }
            try naming(path) {
                try file.resize(to: 0)
                try file.writeAll(note.utf8)
            }
        } catch {
            release(file)
            throw error
        }
        return FileLock(file)
    }

    /// Again after a moment: who asks whether it is held holds it for that long.
    private static func isTaken(_ file: FileDescriptor, _ path: FilePath) throws -> Bool {
        for attempt in 1...4 {
            if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 { return true }
            let reason = Errno(rawValue: errno)
            guard reason == .wouldBlock else { throw NotLocked(path: path, reason: reason) }
            if attempt < 4 { usleep(5000) }
        }
        return false
    }

    /// A folder, while a file in it is read and replaced, which takes no time: where folders take no lock, as on NFS, by a
    /// file in it; nil where nothing does. Throws `NotLocked` where somebody else has it for a minute.
    package static func briefly(on folder: FilePath) async throws -> FileLock? {
        let own = try? FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
        if let own, let lock = try await shortly(own, folder) { return lock }
        let file = try? FileDescriptor.open(
            folder.appending(".change"), .readWrite, options: [.create, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite])
        return if let file { try await shortly(file, folder) } else { nil }
    }

    /// Nil where it takes no lock.
    private static func shortly(_ file: FileDescriptor, _ folder: FilePath) async throws -> FileLock? {
        for _ in 1...6000 {
            if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 { return FileLock(file) }
            guard errno == EWOULDBLOCK else {
                file.letGo()
                return nil
            }
            // A cancelled task does not sleep.
            if (try? await Task.sleep(for: .milliseconds(10))) == nil { usleep(10_000) }
        }
        file.letGo()
        throw NotLocked(path: folder, reason: .wouldBlock)
    }

    /// Whether a process holds the lock; false where nobody ever took it.
    package static func isHeld(_ path: FilePath) -> Bool {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return false }
        defer { release(file) }
        return flock(file.rawValue, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// What the holder left; empty when nobody did.
    package static func note(_ path: FilePath) -> String {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return "" }
        defer { try? file.close() }
        return String(decoding: (try? file.read(at: 0, 4096)) ?? [], as: UTF8.self)
    }
}
