internal import CGarde
internal import Glibc
package import SystemPackage

/// A file's identity on this machine.
package struct FileIdentity: Sendable, Hashable {
    package let device: UInt64
    package let inode: UInt64

    package init(device: UInt64, inode: UInt64) { (self.device, self.inode) = (device, inode) }

    package init(_ status: Stat) {
        self.init(device: UInt64(status.rawValue.st_dev), inode: UInt64(status.rawValue.st_ino))
    }

    /// Of what the path leads to, through links.
    package init(of path: FilePath) throws { self.init(try path.stat()) }
}

/// A point of time as file systems keep it, since 1970 in UTC.
package struct FileTime: Sendable, Hashable {
    package let seconds: Int
    package let nanoseconds: Int

    package init(seconds: Int, nanoseconds: Int = 0) { (self.seconds, self.nanoseconds) = (seconds, nanoseconds) }

    package static func now() -> FileTime {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return FileTime(seconds: now.tv_sec, nanoseconds: now.tv_nsec)
    }

    package var milliseconds: Int { seconds * 1000 + nanoseconds / 1_000_000 }
}

extension FileTime: Comparable {
    package static func < (one: FileTime, other: FileTime) -> Bool {
        (one.seconds, one.nanoseconds) < (other.seconds, other.nanoseconds)
    }
}

extension Stat {
    /// Of a file that this machine does not hold; of `mode` only the permissions count, `seconds` since 1970 say when it was written.
    package static func file(
        mode: UInt32, owner: UInt32, group: UInt32, modified seconds: Int = FileTime.now().seconds
    ) -> Stat {
        var raw = stat()
        (raw.st_mode, raw.st_uid, raw.st_gid) = (S_IFREG | (mode & 0o7777), owner, group)
        raw.st_mtim.tv_sec = seconds
        return Stat(rawValue: raw)
    }

    /// When the inode was changed last, its name included.
    package var changed: FileTime {
        FileTime(seconds: rawValue.st_ctim.tv_sec, nanoseconds: rawValue.st_ctim.tv_nsec)
    }

    /// When the content was written last.
    package var modified: FileTime {
        FileTime(seconds: rawValue.st_mtim.tv_sec, nanoseconds: rawValue.st_mtim.tv_nsec)
    }
}
