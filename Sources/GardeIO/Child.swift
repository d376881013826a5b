import Synchronization
package import SystemPackage

/// Another program as a filter: its standard input and output are the pipeline's own descriptors.
package struct Child: Filter {
    private let invocation: Invocation
    private let hear: @Sendable (String) -> Void

    package init(_ invocation: Invocation, hear: @escaping @Sendable (String) -> Void = { _ in }) {
        (self.invocation, self.hear) = (invocation, hear)
    }

    /// Its program, without the folder.
    package var stage: String { FilePath(invocation.program).lastComponent?.string ?? invocation.program }

    /// Throws `ToolFailed` unless the program exits with 0; `EPIPE` when it died because nobody read on.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let tail = Tail()
        let ending = try await invocation.run(input: input, output: output) { line in
            tail.add(line)
            hear(line)
        }
        guard ending != .signaled(13) else { throw Errno.brokenPipe }  // SIGPIPE
        guard ending.isSuccess else {
            throw ToolFailed(program: invocation.program, ending: ending, said: tail.lines)
        }
    }
}

/// What a finished program printed.
package struct ToolOutput: Sendable {
    package let program: String
    package let ending: Ending
    package let output: String
    package let said: [String]

    /// The standard output; throws `ToolFailed` unless the program exited with 0.
    package func whenSuccessful() throws -> String {
        guard ending.isSuccess else { throw ToolFailed(program: program, ending: ending, said: said) }
        return output
    }
}

extension Invocation {
    /// Runs and keeps the output, at most `limit` bytes of it; `input` is what the program reads.
    ///
    /// Throws `ToolMissing`, `TimedOut` when the program takes longer than `timeout`, `Errno.fileTooLarge`.
    package func capture(
        timeout: Duration = .seconds(60), limit: Int = 4 << 20, input: [UInt8] = []
    ) async throws -> ToolOutput {
        try await within(timeout) { try await self.captureAll(limit: limit, input: input) }
    }

    private func captureAll(limit: Int, input: [UInt8]) async throws -> ToolOutput {
        let given = try FileDescriptor.inMemory(input)
        defer { try? given.close() }
        let out = try FileDescriptor.widePipe()
        let tail = Tail()
        return try await withThrowingTaskGroup(of: [UInt8].self) { reader in
            reader.addTask(executorPreference: OwnThread()) {
                defer { out.readEnd.letGo() }
                return try out.readEnd.readAll(limit: limit)
            }
            let ending: Result<Ending, any Error>
            do {
                ending = .success(try await run(input: given, output: out.writeEnd) { tail.add($0) })
            } catch { ending = .failure(error) }
            out.writeEnd.letGo()
            let bytes = try await reader.next() ?? []
            return ToolOutput(
                program: program, ending: try ending.get(), output: String(decoding: bytes, as: UTF8.self),
                said: tail.lines)
        }
    }
}

/// Work that took longer than it may.
package struct TimedOut: Error {}

/// Cancels `work` and throws `TimedOut` when it takes longer than `limit`.
package func within<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw TimedOut()
        }
        defer { group.cancelAll() }
        return try await group.next()!
    }
}

/// The last lines that a program said.
private final class Tail: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func add(_ line: String) {
        let words = line.drop(while: \.isWhitespace)
        kept.withLock { $0 = ($0 + [String(words)]).suffix(8) }
    }
}
