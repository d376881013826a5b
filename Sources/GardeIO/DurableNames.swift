internal import CGarde
internal import Glibc
package import SystemPackage

extension Durable {
    /// Gives a file a second name in the same file system and puts that on the disk; throws
    /// `Errno.noSuchFileOrDirectory` where there is no such file.
    package static func link(_ old: FilePath, as new: FilePath) throws {
        guard Glibc.link(old.string, new.string) == 0 else {
            let reason = Errno(rawValue: errno)
            throw reason == .noSuchFileOrDirectory ? reason : NotWritten(path: new, reason: reason)
        }
        try syncFolder(new.removingLastComponent())
    }

    /// Renames within a folder, over whatever has the new name, and puts the change on the disk.
    package static func rename(_ old: FilePath, over new: FilePath) throws {
        // rename(2) leaves both names where they are those of one file.
        let isSame = old != new && (try? FileIdentity(of: old) == FileIdentity(of: new)) == true
        try naming(new) { guard Glibc.rename(old.string, new.string) == 0 else { throw Errno(rawValue: errno) } }
        if isSame { unlink(old.string) }
        try syncFolder(new.removingLastComponent())
    }
}

extension Durable {
    /// A file for reading and writing that no folder names: it ends with its last descriptor.
    package static func namelessFile(in folder: FilePath) throws -> FileDescriptor {
        let path = folder.appending(".nameless-\(UInt64.random(in: 0 ... .max))")
        let file = try naming(path) {
            try FileDescriptor.open(
                path, .readWrite, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: [.ownerReadWrite])
        }
        unlink(path.string)
        return file
    }
}

extension FileDescriptor {
    /// Sets owner and mode of an open file, in the order that lets no right of the mode get lost.
    package func setOwner(_ user: UInt32, _ group: UInt32, mode: UInt32) throws {
        let now = try stat().rawValue
        let isOwned = now.st_uid == user && now.st_gid == group
        guard isOwned || fchown(rawValue, user, group) == 0 else { throw Errno(rawValue: errno) }
        guard fchmod(rawValue, mode) == 0 else { throw Errno(rawValue: errno) }
    }
}

/// Puts what any process of this machine wrote on the disk.
package func syncAllFileSystems() { Glibc.sync() }
