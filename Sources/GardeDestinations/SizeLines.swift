import GardeIO
import Synchronization
import SystemPackage

/// What a tool lists: a line a file, its size in bytes, a tab, its name. However long the list is, no more of it is in
/// memory than what it comes to.
final class SizeLines: Filter {
    private let found = Mutex<[String: Int]>([:])
    private let prefix: String

    /// Names are what follows `prefix`.
    private init(dropping prefix: String) { self.prefix = prefix }

    /// Throws `ToolFailed`, and `TimedOut` after half an hour.
    static func sizes(by list: Invocation, dropping prefix: String = "") async throws -> [String: Int] {
        let lines = SizeLines(dropping: prefix)
        try await within(.seconds(1800)) { try await pipeline([Child(list), lines]) }
        return lines.found.withLock { $0 }
    }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try input.forEachLine { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            guard parts.count == 2, let size = Int(parts[0]), parts[1].hasPrefix(prefix) else { return }
            found.withLock { $0[String(parts[1].dropFirst(prefix.count))] = size }
        }
    }
}
