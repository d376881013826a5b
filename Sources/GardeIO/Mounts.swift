internal import CGarde
internal import Glibc
package import SystemPackage

/// The mount points of a table in the form of fstab(5), less those that are not mounted at boot unless `all` are wanted;
/// empty when it is missing. `/proc/self/mounts` has what is mounted now.
package func mountPoints(of table: FilePath, all: Bool = false) -> [FilePath] {
    guard let lines = setmntent(table.string, "r") else { return [] }
    defer { endmntent(lines) }
    var points: [FilePath] = []
    while let entry = getmntent(lines) {
        let isWanted = all || hasmntopt(entry, "noauto") == nil
        if isWanted, entry.pointee.mnt_dir[0] == CChar(UInt8(ascii: "/")) {
            points.append(FilePath(String(cString: entry.pointee.mnt_dir)))
        }
    }
    return points
}

/// A mount point of fstab(5) at this path or above it where nothing is mounted now; also one that nobody mounts at boot
/// where `all` are wanted.
package func unmountedPoint(above path: FilePath, all: Bool = false) -> FilePath? {
    let (place, mounted) = (settledPath(path), Set(mountPoints(of: "/proc/self/mounts").map(realPath)))
    return mountPoints(of: "/etc/fstab", all: all).first { point in
        let real = realPath(point)
        return !real.components.isEmpty && place.starts(with: real) && !mounted.contains(real)
    }
}

/// The path without links and dots. Where it does not exist, links still lead on: to what a restore will put there.
package func settledPath(_ path: FilePath) -> FilePath { settledPath(path, links: 40) }

/// `links` as in path_resolution(7): more lead nowhere.
private func settledPath(_ path: FilePath, links: Int) -> FilePath {
    let there = nearestFolder(path)
    let (folder, rest) = (realPath(there), path.components.dropFirst(there.components.count))
    if links > 0, let next = rest.first, let target = try? Folder.open(folder).linkTarget(Array(next.string.utf8)) {
        return settledPath(folder.pushing(FilePath(bytes: target)).appending(Array(rest.dropFirst())), links: links - 1)
    }
    return folder.appending(rest).lexicallyNormalized()
}

/// The folder at `path`, or the nearest above that exists.
package func nearestFolder(_ path: FilePath) -> FilePath {
    var folder = path
    while (try? folder.stat()) == nil, !folder.components.isEmpty { folder.removeLastComponent() }
    return folder
}

/// Whether this process may create entries in the folder, by all the rights that it has: access(2) forgets capabilities.
package func isWritable(_ folder: FilePath) -> Bool { whyNotWritable(folder) == nil }

/// What the system says against it; nil when nothing.
package func whyNotWritable(_ folder: FilePath) -> Errno? {
    faccessat(AT_FDCWD, folder.string, W_OK | X_OK, AT_EACCESS) == 0 ? nil : Errno(rawValue: errno)
}

/// Where the file system of a path begins.
package func mountPoint(of path: FilePath) -> FilePath {
    let place = realPath(nearestFolder(path))
    let above = ((try? mountPoints()) ?? []).filter { place.starts(with: $0) }
    return above.max { $0.components.count < $1.components.count } ?? "/"
}

/// Where something is mounted now, folders and single files, as proc(5) says it of this process.
package func mountPoints(_ table: FilePath = "/proc/self/mountinfo") throws -> [FilePath] {
    let text = try namingRead(table) {
        let file = try FileDescriptor.open(table, .readOnly, options: .closeOnExec)
        return try file.thenClose { try file.readAll() }
    }
    let lines = text.split(separator: UInt8(ascii: "\n"))
    return lines.compactMap { line in
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
        return fields.count > 4 ? FilePath(bytes: unescaped(fields[4])) : nil
    }
}

/// Blanks, line ends and backslashes stand there as `\` and three octal digits.
private func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var (result, rest) = ([UInt8](), field)
    while let byte = rest.popFirst() {
        let digits = rest.prefix(3)
        if byte == UInt8(ascii: "\\"), let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
            result.append(code)
            rest = rest.dropFirst(3)
        } else {
            result.append(byte)
        }
    }
    return result
}
