internal import CGarde
internal import Glibc
package import SystemPackage

/// The mount points that /etc/fstab mounts at boot, as paths.
package func mountPointsOfFstab(_ file: FilePath = "/etc/fstab") -> [FilePath] {
    guard let table = setmntent(file.string, "r") else { return [] }
    defer { endmntent(table) }
    var points: [FilePath] = []
    while let entry = getmntent(table) {
        let isAutomatic = hasmntopt(entry, "noauto") == nil
        if isAutomatic, entry.pointee.mnt_dir[0] == CChar(UInt8(ascii: "/")) {
            points.append(FilePath(String(cString: entry.pointee.mnt_dir)))
        }
    }
    return points
}

/// Whether something is mounted on this folder, by the device of the folder above.
package func isMountPoint(_ path: FilePath) -> Bool {
    guard let own = try? FileIdentity(of: path), let above = try? FileIdentity(of: path.appending("..")) else {
        return false
    }
    return own.device != above.device || own.inode == above.inode
}

/// The folder at `path`, or the nearest above that exists.
package func nearestFolder(_ path: FilePath) -> FilePath {
    var folder = path
    while (try? folder.stat()) == nil, !folder.components.isEmpty { folder.removeLastComponent() }
    return folder
}

/// Whether this process may create entries in the folder, by all the rights that it has: access(2) forgets capabilities.
package func isWritable(_ folder: FilePath) -> Bool {
    faccessat(AT_FDCWD, folder.string, W_OK | X_OK, AT_EACCESS) == 0
}
