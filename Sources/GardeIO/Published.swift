internal import Glibc
package import SystemPackage

/// Replaces a small file in one step: readers see the old or the new. After a power cut it may be either.
///
/// `mode` is that of the file whatever the umask, where the file system has modes. Nothing is left when this fails.
package func publish(_ bytes: [UInt8], at path: FilePath, mode: CInt) throws {
    let beside = FilePath(path.string + ".new")
    unlink(beside.string)
    do {
        let file = try FileDescriptor.open(
            beside, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite])
        try file.closeAfter {
            try file.writeAll(bytes)
            // A file system without modes keeps its own, and is asked for nothing else.
            guard fchmod(file.rawValue, mode_t(mode)) == 0 || [EPERM, EOPNOTSUPP, ENOSYS].contains(errno) else {
                throw Errno(rawValue: errno)
            }
        }
        guard rename(beside.string, path.string) == 0 else { throw Errno(rawValue: errno) }
    } catch {
        unlink(beside.string)
        throw error
    }
}

/// The content of a small file, at most 1 MiB; nil when it is missing or cannot be read.
package func smallFile(_ path: FilePath) -> [UInt8]? {
    guard let file = try? FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec]) else {
        return nil
    }
    defer { try? file.close() }
    return try? file.readAll(limit: 1 << 20)
}
