package import SystemPackage

/// A process of this machine that has a file open, as proc(5) shows it.
package struct FileWriter: Sendable, Hashable {
    package let name: String
    package let id: String

    /// The first that has one open for writing at or below these absolute paths; nil also where this user may not look at it.
    package static func first(below places: [FilePath]) -> FileWriter? { first { writes($0, below: places) } }

    /// The first that has one of these files open, to read or to write, whatever its name is there: in a container it is
    /// another one. Nil also where this user may not look at it.
    package static func first(holding files: Set<FileIdentity>) -> FileWriter? { first { holds($0, files) } }

    private static func first(where isWanted: (_ id: String) -> Bool) -> FileWriter? {
        let processes = (try? Folder.open("/proc").entries()) ?? []
        return processes.map { String(decoding: $0.name, as: UTF8.self) }
            .filter { Int($0) != nil && $0 != "\(processID())" }
            .first(where: isWanted)
            .map { FileWriter(name: text("/proc/\($0)/comm").trimmed, id: $0) }
    }

    private static func writes(_ id: String, below places: [FilePath]) -> Bool {
        hasOpen(id) { folder, number in
            guard let target = try? folder.linkTarget(Array(number.utf8)) else { return false }
            let file = FilePath(bytes: target)
            guard places.contains(where: file.starts(with:)) else { return false }
            return text("/proc/\(id)/fdinfo/\(number)").opensForWriting
        }
    }

    private static func holds(_ id: String, _ files: Set<FileIdentity>) -> Bool {
        hasOpen(id) { _, number in
            (try? FileIdentity(of: FilePath("/proc/\(id)/fd/\(number)"))).map(files.contains) ?? false
        }
    }

    private static func hasOpen(_ id: String, _ isWanted: (Folder, _ number: String) -> Bool) -> Bool {
        guard let folder = try? Folder.open(FilePath("/proc/\(id)/fd")), let entries = try? folder.entries() else {
            return false
        }
        return entries.contains { isWanted(folder, String(decoding: $0.name, as: UTF8.self)) }
    }

    private static func text(_ path: String) -> String {
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else { return "" }
        let bytes = try? file.closeAfter { try file.readAll(limit: 1 << 12) }
        return String(decoding: bytes ?? [], as: UTF8.self)
    }
}

extension String {
    fileprivate var trimmed: String { String(prefix { !$0.isNewline }) }

    /// Of `/proc/PID/fdinfo/FD`: the last two bits of the octal `flags:` say it.
    fileprivate var opensForWriting: Bool {
        let line = split(whereSeparator: \.isNewline).first { $0.hasPrefix("flags:") }
        return line.flatMap { $0.last?.wholeNumberValue }.map { $0 & 3 != 0 } ?? false
    }
}
