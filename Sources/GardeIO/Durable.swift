internal import Glibc
package import SystemPackage

/// Files and folders that survive a power cut once these functions have returned.
package enum Durable {
    /// Creates a file of mode 0600 that did not exist, lets `fill` write it, and puts it on the disk.
    ///
    /// When anything fails, fsync included, the file is removed.
    package static func create(_ path: FilePath, _ fill: (FileDescriptor) async throws -> Void) async throws {
        try await create(path, [.ownerReadWrite], fill)
    }

    /// The same with `permissions`, as far as the umask allows.
    package static func create(
        _ path: FilePath, _ permissions: FilePermissions, _ fill: (FileDescriptor) async throws -> Void
    ) async throws {
        let file = try naming(path) {
            try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: permissions)
        }
        defer { try? file.close() }
        do {
            try await naming(path) {
                try await fill(file)
                try file.sync()
            }
        } catch {
            unlink(path.string)
            throw error
        }
    }

    /// Puts a folder's entries on the disk.
    package static func syncFolder(_ path: FilePath) throws {
        try naming(path) { try Folder.open(path).sync() }
    }

    /// A folder of mode 0700 that did not exist; when its name cannot be put on the disk there is none.
    package static func createFolder(_ path: FilePath) throws {
        try naming(path) { guard mkdir(path.string, 0o700) == 0 else { throw Errno(rawValue: errno) } }
        do { try syncFolder(path.parent) } catch {
            rmdir(path.string)
            throw error
        }
    }

    /// Renames within a folder and puts the change on the disk; when that fails, the old name is back.
    package static func rename(_ old: FilePath, toUnused new: FilePath) throws {
        try naming(new) { guard Glibc.rename(old.string, new.string) == 0 else { throw Errno(rawValue: errno) } }
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
        try naming(path) {
            guard Glibc.rename(beside.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        }
        try syncFolder(path.parent)
    }
}

extension Durable {
    /// Removes a file and puts the change on the disk.
    package static func remove(_ path: FilePath) throws {
        try naming(path) {
            guard unlink(path.string) == 0 || errno == ENOENT else { throw Errno(rawValue: errno) }
        }
        try syncFolder(path.parent)
    }
}

extension Durable {
    /// Removes a folder with all that is in it, following no link; nothing there is no error.
    package static func removeTree(_ path: FilePath) throws {
        try naming(path) {
            let parent = try Folder.open(path.parent)
            do { try parent.removeTree(Array((path.lastComponent?.string ?? "").utf8)) } catch Errno
                .noSuchFileOrDirectory
            {}
            try parent.sync()
        }
    }
}

extension Durable {
    /// The folder with those above it that are missing; what is made here belongs to this user alone.
    package static func createFolders(_ path: FilePath) throws {
        guard (try? path.stat()) == nil else { return }
        try createFolders(path.removingLastComponent())
        try naming(path) {
            guard mkdir(path.string, 0o700) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
        }
        try syncFolder(path.parent)
    }

    /// Sets the time of the last change to now; a failure is of no consequence.
    package static func touch(_ path: FilePath) { utimensat(AT_FDCWD, path.string, nil, 0) }
}

extension FilePath {
    /// The folder that holds it; the current one for a lone name.
    fileprivate var parent: FilePath { components.count == 1 && isRelative ? "." : removingLastComponent() }
}

extension Durable {
    /// Does in a folder what a run will have to do there, and leaves nothing: a file is made, put on the disk and given
    /// another name. Throws what the folder cannot. Only while its lock is held.
    package static func probe(_ folder: FilePath) async throws {
        let (first, second) = (folder.appending(".probe"), folder.appending(".probed"))
        for path in [first, second] { unlink(path.string) }
        defer { for path in [first, second] { unlink(path.string) } }
        try await create(first) { try $0.writeAll([0]) }
        try rename(first, toUnused: second)
        try remove(second)
    }
}

extension Durable {
    /// Whether files there can have second names, and two names change places in one step: FAT and some disks of a network
    /// have neither. Leaves nothing; only while the folder's lock is held.
    package static func exchangesNames(in folder: FilePath) async -> Bool {
        let (first, second) = (folder.appending(".probe"), folder.appending(".probed"))
        func clear() { for path in [first, second] { unlink(path.string) } }
        clear()
        defer { clear() }
        do {
            try await create(first) { try $0.writeAll([0]) }
            try link(first, as: second)
            unlink(second.string)
            try await create(second) { try $0.writeAll([0]) }
            let place = try Folder.open(folder)
            try place.exchange(Array(".probe".utf8), with: place, Array(".probed".utf8))
            return true
        } catch { return false }
    }
}
