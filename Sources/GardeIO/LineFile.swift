package import SystemPackage

/// A small file that is a set of lines, replaced in one step.
package struct LineFile: Sendable {
    private let path: FilePath

    package init(_ path: FilePath) { self.path = path }

    /// Nil when it is missing or cannot be read.
    package var lines: Set<String>? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return nil }
        defer { try? file.close() }
        guard let bytes = try? file.readAll() else { return nil }
        return Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }

    package func replace(with lines: Set<String>) async throws {
        try await Durable.replace(path, with: Array(lines.sorted().map { $0 + "\n" }.joined().utf8))
    }
}
