import Glibc
import SystemPackage

/// Processes that carry a variable in their environment: a program that was started with it and whatever that started, in
/// any session, and in any container of this machine.
///
/// Seen are those whose environment this user may read (proc(5)): root sees all.
package struct MarkedProcesses: Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }

    /// Their numbers on this machine.
    package var running: [Int] {
        let mark = Array("\(name)=\(value)".utf8)
        let numbers = ((try? Folder.open("/proc").entries()) ?? []).compactMap {
            Int(String(decoding: $0.name, as: UTF8.self))
        }
        return numbers.filter { Self.environment(of: $0).contains(mark[...]) }
    }

    private static func environment(of process: Int) -> [ArraySlice<UInt8>] {
        let file = try? FileDescriptor.open(FilePath("/proc/\(process)/environ"), .readOnly, options: .closeOnExec)
        guard let file else { return [] }
        return file.thenClose { ((try? file.readAll(limit: 1 << 22)) ?? []).split(separator: 0) }
    }

    /// Ends them by SIGTERM, and by SIGKILL what is left after `patience`; gives those that stay all the same.
    package func end(patience: Duration = .seconds(3)) async -> [Int] {
        for number in [SIGTERM, SIGKILL] {
            let left = running
            guard !left.isEmpty else { return [] }
            for process in left { kill(pid_t(process), number) }
            for _ in 0..<30 where !running.isEmpty { try? await Task.sleep(for: patience / 30) }
        }
        return running
    }
}
