internal import Glibc
internal import Subprocess
package import SystemPackage

/// A program to run: a name or path, its arguments as they are, and its environment.
package struct Invocation: Sendable, Hashable {
    package var program: String
    package var arguments: [String]
    /// Over what it inherits; a nil value takes the variable away from the child.
    package var environment: [String: String?]
    package var inherits: Inheritance
    /// Where the program works; `/` when nil: the folder that a run was started in may be gone or closed, and
    /// PostgreSQL's tools refuse to work there.
    package var folder: FilePath?

    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String?] = [:],
        inherits: Inheritance = .chosen, in folder: FilePath? = nil
    ) {
        (self.program, self.arguments, self.environment) = (program, arguments, environment)
        (self.inherits, self.folder) = (inherits, folder)
    }

    /// Variables over those that this process was given, for every program that the current task starts. Tests, which share a process,
    /// lead to servers of their own by it.
    @TaskLocal package static var surroundings: [String: String] = [:]
}

/// How a program ended.
package enum Ending: Sendable, Hashable {
    case exited(CInt)
    case signaled(CInt)

    package var isSuccess: Bool { self == .exited(0) }
}

/// A program that did not do its work: which, how it ended, and the last lines that it said on standard error.
package struct ToolFailed: Error, Sendable {
    package let program: String
    package let ending: Ending
    package let said: [String]
}

/// A program that could not be started.
package struct ToolMissing: Error, Sendable {
    package let program: String
}

extension Invocation {
    /// Runs to the end between two descriptors, which stay open; every line on standard error goes to `hear`.
    ///
    /// The program has a session of its own, and its whole family ends with it: when the task is cancelled (SIGTERM,
    /// after two seconds SIGKILL) and when the program itself has ended. Throws `ToolMissing` and `CancellationError`.
    package func run(
        input: FileDescriptor, output: FileDescriptor, hear: @escaping @Sendable (String) -> Void
    ) async throws -> Ending {
        let error = try FileDescriptor.widePipe()
        return try await withThrowingTaskGroup(of: Void.self) { listeners in
            listeners.addTask(executorPreference: OwnThread()) {
                defer { error.readEnd.letGo() }
                try error.readEnd.forEachLine(hear)
            }
            let ending: Result<Ending, any Error>
            do { ending = .success(try await spawn(input, output, error.writeEnd)) } catch { ending = .failure(error) }
            error.writeEnd.letGo()
            while await listeners.nextResult() != nil {}
            try Task.checkCancellation()
            return try ending.get()
        }
    }

    private func spawn(
        _ input: FileDescriptor, _ output: FileDescriptor, _ error: FileDescriptor
    ) async throws -> Ending {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))]
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        let result: ExecutionResult<Void, FileDescriptorOutput, FileDescriptorOutput>
        do {
            result = try await Subprocess.run(
                executable, arguments: Arguments(arguments), environment: childEnvironment,
                workingDirectory: folder ?? "/", platformOptions: options,
                input: .fileDescriptor(input, closeAfterSpawningProcess: false),
                output: .fileDescriptor(output, closeAfterSpawningProcess: false),
                error: .fileDescriptor(error, closeAfterSpawningProcess: false)
            ) { _ in }
        } catch let failure as SubprocessError where failure.code == .executableNotFound {
            throw ToolMissing(program: program)
        }
        // What it left behind would hold the pipes open. The group's number is its own as long as a member lives.
        kill(-result.processIdentifier.value, SIGKILL)
        switch result.terminationStatus {
        case .exited(let code): return .exited(code)
        case .signaled(let signal): return .signaled(signal)
        }
    }
}

extension FileDescriptor {
    /// Hands each line to `body` without its end; bytes that are no UTF-8 are replaced, lines are cut at 4 KiB.
    func forEachLine(_ body: (String) -> Void) throws {
        var line: [UInt8] = []
        func flush() {
            body(String(decoding: line, as: UTF8.self))
            line.removeAll(keepingCapacity: true)
        }
        while case let bytes = try readSome(4096), !bytes.isEmpty {
            for byte in bytes {
                if byte == UInt8(ascii: "\n") { flush() } else if line.count < 4096 { line.append(byte) }
            }
        }
        if !line.isEmpty { flush() }
    }

    /// What one read gives, at most `count` bytes; empty at the end.
    private func readSome(_ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}
