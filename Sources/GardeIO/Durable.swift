internal import Glibc
package import SystemPackage

/// What could not be written or put on the disk, and why; a full disk is an `Errno` of its own.
package struct NotWritten: Error, Sendable {
    package let path: FilePath
    package let reason: Errno
}

/// Names the path in the errors of `body`, less those of a full disk.
func named<Result>(_ path: FilePath, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as Errno where error != .noSpace && error != .diskQuotaExceeded {
        throw NotWritten(path: path, reason: error)
    }
}

/// Files and folders that survive a power cut once these functions have returned.
package enum Durable {
    /// Creates a file of mode 0600 that did not exist, lets `fill` write it, and puts it on the disk.
    ///
    /// When anything fails, fsync included, the file is removed.
    package static func create(_ path: FilePath, _ fill: (FileDescriptor) async throws -> Void) async throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite])
        defer { try? file.close() }
        do {
            try await fill(file)
            try named(path) { try file.sync() }
        } catch {
            unlink(path.string)
            throw error
        }
    }

    /// Puts a folder's entries on the disk.
    package static func syncFolder(_ path: FilePath) throws {
        try named(path) { try Folder.open(path).sync() }
    }

    /// A folder of mode 0700 that did not exist.
    package static func createFolder(_ path: FilePath) throws {
        try named(path) { guard mkdir(path.string, 0o700) == 0 else { throw Errno(rawValue: errno) } }
    }

    /// Renames within a folder and puts the change on the disk; when that fails, the old name is back.
    package static func rename(_ old: FilePath, toUnused new: FilePath) throws {
        try named(new) { guard Glibc.rename(old.string, new.string) == 0 else { throw Errno(rawValue: errno) } }
        do { try syncFolder(new.removingLastComponent()) } catch {
            Glibc.rename(new.string, old.string)
            throw error
        }
    }

    /// Replaces a small file in one step; readers see the old or the new.
    package static func replace(_ path: FilePath, with bytes: [UInt8]) async throws {
        let beside = FilePath(path.string + ".new")
        unlink(beside.string)
        try await create(beside) { try $0.writeAll(bytes) }
        guard Glibc.rename(beside.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        try syncFolder(path.removingLastComponent())
    }
}

extension Durable {
    /// Removes a file and puts the change on the disk.
    package static func remove(_ path: FilePath) throws {
        guard unlink(path.string) == 0 || errno == ENOENT else { throw Errno(rawValue: errno) }
        try syncFolder(path.removingLastComponent())
    }
}

extension Durable {
    /// Removes a folder with all that is in it, following no link; nothing there is no error.
    package static func removeTree(_ path: FilePath) throws {
        let parent = try Folder.open(path.removingLastComponent())
        do { try parent.removeTree(Array((path.lastComponent?.string ?? "").utf8)) } catch Errno.noSuchFileOrDirectory {}
        try parent.sync()
    }
}

extension Durable {
    /// The folder with those above it that are missing; what is made here belongs to this user alone.
    package static func createFolders(_ path: FilePath) throws {
        guard (try? path.stat()) == nil else { return }
        try createFolders(path.removingLastComponent())
        guard mkdir(path.string, 0o700) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
    }

    /// Sets the time of the last change to now; a failure is of no consequence.
    package static func touch(_ path: FilePath) { utimensat(AT_FDCWD, path.string, nil, 0) }
}
