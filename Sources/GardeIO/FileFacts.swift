internal import CGarde
internal import Glibc
package import SystemPackage

/// What `statx(2)` tells of an entry, its birth included where the file system keeps it.
package struct FileFacts: Sendable, Hashable {
    package let kind: FolderEntry.Kind
    package let identity: FileIdentity
    package let links: UInt32
    package let mode: UInt32
    package let owner: UInt32
    package let group: UInt32
    package let size: UInt64
    /// When the content was written last.
    package let modified: FileTime
    /// When the inode was changed last, its name included.
    package let changed: FileTime
    /// When the inode came to be: no other file that gets its number later has the same.
    package let born: FileTime?
    /// chattr(1) made it immutable or append-only: not even root renames or removes it.
    package let isFixed: Bool

    /// Whether a change after `now` would show in the times: kernels stamp by a coarse clock, some file systems keep whole
    /// seconds only.
    package func isSettled(at now: FileTime) -> Bool {
        let resolution = changed.nanoseconds == 0 ? 2_000_000_000 : 50_000_000
        let age = (now.seconds - changed.seconds) * 1_000_000_000 + now.nanoseconds - changed.nanoseconds
        return age > resolution
    }

    /// Mode, owner and time, without ACL and `user.*` attributes.
    package var attributes: FileAttributes {
        FileAttributes(mode: mode, owner: owner, group: group, modified: modified)
    }
}

extension Folder {
    /// Of the entry itself, not of what a link points to.
    package func facts(_ name: [UInt8]) throws -> FileFacts {
        try name.withCName { try FileFacts(descriptor.rawValue, $0, AT_SYMLINK_NOFOLLOW) }
    }

    /// Of the folder itself.
    package func facts() throws -> FileFacts { try withExtendedLifetime(self) { try descriptor.facts() } }
}

extension FileDescriptor {
    package func facts() throws -> FileFacts { try FileFacts(rawValue, "", 0x1000) }  // AT_EMPTY_PATH

    /// Whether there is an ACL or any extended attribute.
    package var isExtended: Bool { flistxattr(rawValue, nil, 0) > 0 }
}

extension FileFacts {
    /// Of what lies at the path, be it a link.
    package init(of path: FilePath) throws {
        self = try path.withPlatformString { try FileFacts(AT_FDCWD, $0, AT_SYMLINK_NOFOLLOW) }
    }

    fileprivate init(_ folder: CInt, _ name: UnsafePointer<CChar>, _ flags: CInt) throws {
        var found = statx()
        guard statx(folder, name, flags, UInt32(STATX_BASIC_STATS | STATX_BTIME), &found) == 0 else {
            throw Errno(rawValue: errno)
        }
        kind = FolderEntry.Kind(type: UInt8((UInt32(found.stx_mode) & S_IFMT) >> 12))
        let device = UInt64(found.stx_dev_major) << 32 | UInt64(found.stx_dev_minor)
        identity = FileIdentity(device: device, inode: found.stx_ino)
        (links, mode) = (found.stx_nlink, UInt32(found.stx_mode) & 0o7777)
        (owner, group, size) = (found.stx_uid, found.stx_gid, found.stx_size)
        (modified, changed) = (FileTime(found.stx_mtime), FileTime(found.stx_ctime))
        isFixed = found.stx_attributes & UInt64(STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND) != 0
        born = found.stx_mask & UInt32(STATX_BTIME) != 0 ? FileTime(found.stx_btime) : nil
    }
}

extension FileTime {
    fileprivate init(_ stamp: statx_timestamp) {
        self.init(seconds: Int(stamp.tv_sec), nanoseconds: Int(stamp.tv_nsec))
    }
}
