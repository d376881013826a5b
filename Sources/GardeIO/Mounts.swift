internal import CGarde
internal import Glibc
package import SystemPackage

/// The mount points of a table in the form of fstab(5), less those that are not mounted at boot; empty when it is
/// missing. `/proc/self/mounts` has what is mounted now.
package func mountPoints(of table: FilePath) -> [FilePath] {
    guard let lines = setmntent(table.string, "r") else { return [] }
    defer { endmntent(lines) }
    var points: [FilePath] = []
    while let entry = getmntent(lines) {
        let isAutomatic = hasmntopt(entry, "noauto") == nil
        if isAutomatic, entry.pointee.mnt_dir[0] == CChar(UInt8(ascii: "/")) {
            points.append(FilePath(String(cString: entry.pointee.mnt_dir)))
        }
    }
    return points
}

/// The path without links and dots, as far as it exists.
package func settledPath(_ path: FilePath) -> FilePath {
    let there = nearestFolder(path)
    return realPath(there).appending(path.components.dropFirst(there.components.count)).lexicallyNormalized()
}

/// The folder at `path`, or the nearest above that exists.
package func nearestFolder(_ path: FilePath) -> FilePath {
    var folder = path
    while (try? folder.stat()) == nil, !folder.components.isEmpty { folder.removeLastComponent() }
    return folder
}

/// Whether this process may create entries in the folder.
package func isWritable(_ folder: FilePath) -> Bool { access(folder.string, W_OK | X_OK) == 0 }
