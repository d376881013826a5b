internal import CGarde
internal import Glibc
package import SystemPackage

/// The path without links and dots, or the path itself where nothing is there.
package func realPath(_ path: FilePath) -> FilePath {
    guard let resolved = realpath(path.string, nil) else { return path }
    defer { free(resolved) }
    return FilePath(String(cString: resolved))
}

/// Bytes that this process may still write on the file system of `path`, the file system's size, and how many more files
/// it takes; nil where it does not count them.
package func room(at path: FilePath) throws -> (free: Int, total: Int, files: Int?) {
    var found = statvfs()
    guard statvfs(path.string, &found) == 0 else { throw Errno(rawValue: errno) }
    let files = found.f_files > 0 ? Int(found.f_favail) : nil
    return (Int(found.f_bavail) * Int(found.f_frsize), Int(found.f_blocks) * Int(found.f_frsize), files)
}

/// This machine's name, as uname(2) gives it.
package func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
}

/// The name of the user that this process acts as; its number where it has none.
package func userName() -> String {
    guard let entry = getpwuid(geteuid()) else { return "\(geteuid())" }
    return String(cString: entry.pointee.pw_name)
}

/// Whether this process may run the file at `path`.
package func isExecutable(_ path: FilePath) -> Bool { access(path.string, X_OK) == 0 }

/// The file of the running program; after an upgrade while it runs, the one that is there now.
package func programPath(by own: FilePath = "/proc/self/exe") -> FilePath {
    let resolved = realPath(own)
    guard resolved == own else { return resolved }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard readlink(own.string, &buffer, buffer.count - 1) > 0 else { return own }
    let target = buffer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    let mark = " (deleted)"
    return FilePath(target.hasSuffix(mark) ? String(target.dropLast(mark.count)) : target)
}

/// Keeps to as many heaps as there are processors (M_ARENA_MAX, mallopt(3)): glibc makes up to eight times as many, for
/// as many threads, and none gives back what it once held.
package func shareHeaps() { mallopt(M_ARENA_MAX, CInt(usableCores())) }

/// Gives what is free of these heaps back to the system, after work that took much of it.
package func returnFreeMemory() { malloc_trim(0) }

package func processID() -> Int { Int(getpid()) }

/// The file that runs when this name is called; nil when none of PATH's folders has one that this process may run.
package func findProgram(_ name: String) -> FilePath? {
    let path = Invocation.variable("PATH") ?? ""
    return path.split(separator: ":").map { FilePath(String($0)).appending(name) }.first(where: isExecutable)
}
