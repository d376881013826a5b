package import SystemPackage

/// A small file that is a set of lines, replaced in one step.
package struct LineFile: Sendable {
    private let path: FilePath

    package init(_ path: FilePath) { self.path = path }

    /// Nil when it is missing or cannot be read.
    package var lines: Set<String>? { (try? read()).flatMap(\.self) }

    /// Nil when it is missing.
    private func read() throws -> Set<String>? {
        let file: FileDescriptor
        do { file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec) } catch Errno.noSuchFileOrDirectory
        {
            return nil
        }
        let bytes = try file.thenClose { try file.readAll() }
        return Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    /// Changes some lines and keeps the others; throws, and changes nothing, when it is there and cannot be read.
    package func update(_ change: (Set<String>) -> Set<String>) async throws {
        let old = try read()
        let new = change(old ?? [])
        if new != old { try await replace(with: new) }
    }

    package func replace(with lines: Set<String>) async throws {
        try await Durable.replace(path, with: Array(lines.sorted().map { $0 + "\n" }.joined().utf8))
    }
}
