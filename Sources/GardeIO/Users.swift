internal import Glibc
package import SystemPackage

/// The folder of this user, as the system's list has it; nil for a name that nobody has.
package func homeFolder(of user: String) -> String? {
    guard let entry = getpwnam(user), let folder = entry.pointee.pw_dir else { return nil }
    return String(cString: folder)
}

/// What this user is called in messages; the number where it has no name.
package func userName(of number: UInt32) -> String {
    guard let entry = getpwuid(number) else { return "\(number)" }
    return String(cString: entry.pointee.pw_name)
}

/// Whom this process acts as.
package func userNumber() -> UInt32 { geteuid() }

/// A text file of at most so many bytes; nil where it is none that can be read.
package func smallText(_ path: FilePath, limit: Int = 1 << 16) -> String? {
    guard (try? path.stat().type) == .regular,
        let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    else { return nil }
    defer { try? file.close() }
    return (try? file.readAll(limit: limit)).map { String(decoding: $0, as: UTF8.self) }
}

/// What the programs are called that run now, as the kernel cuts their names.
package func runningPrograms(_ processes: FilePath = "/proc") -> Set<String> {
    let names = (try? Folder.open(processes).entries().map { String(decoding: $0.name, as: UTF8.self) }) ?? []
    let running = names.filter { $0.allSatisfy(\.isNumber) }.compactMap {
        smallText(processes.appending($0).appending("comm"))
    }
    return Set(running.map { String($0.prefix { $0 != "\n" }) })
}
