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
    package var family = Family.ends

    /// What becomes of the processes that the program started and that are still there when it has ended.
    package enum Family: Sendable, Hashable {
        /// They end with it.
        case ends
        /// It has done its work only when they have ended too, as where a shell of somebody's leaves work to a process
        /// that it does not wait for.
        case isWaitedFor
        /// They go on, unless the program is ended itself.
        case stays
    }

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
    /// It exited with 0, and what it had started was still at work a minute later.
    case outlived

    package var isSuccess: Bool { self == .exited(0) }
}

/// A program that did not do its work: which, how it ended, and the last lines that it said on standard error.
package struct ToolFailed: Error, Sendable {
    package let program: String
    package let ending: Ending
    package let said: [String]

    package init(program: String, ending: Ending, said: [String]) {
        (self.program, self.ending, self.said) = (program, ending, said)
    }
}

/// A program that is not there.
package struct ToolMissing: Error, Sendable {
    package let program: String
}

/// A program that is there and could not be started.
package struct NotStarted: Error, Sendable {
    package let program: String
    package let reason: Errno
}

extension Invocation {
    /// Runs to the end between two descriptors, which stay open; every line on standard error goes to `hear`.
    ///
    /// The program has a session of its own, and its whole family ends with it: when the task is cancelled (SIGTERM,
    /// after two seconds SIGKILL) and when the program itself has ended. Throws `ToolMissing`, `NotStarted`
    /// and `CancellationError`.
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

    func spawn(
        _ input: FileDescriptor, _ output: FileDescriptor, _ error: FileDescriptor
    ) async throws -> Ending {
        let (variables, folder) = (childEnvironment, folder ?? "/")
        guard let file = file(variables["PATH"]) else { throw ToolMissing(program: program) }
        let child: ChildProcess
        do {
            child = try ChildProcess(
                file, arguments, environment: variables, in: folder, standard: [input, output, error],
                family: family)
        } catch let reason as Errno {
            _ = try namingRead(folder) { try Folder.open(folder) }
            throw NotStarted(program: program, reason: reason)
        }
        Movement.current?.begins(program, child.id)
        defer { Movement.current?.ends(child.id) }
        return await child.ending()
    }

    /// Where it lies; a name is looked for as a shell does.
    private func file(_ path: String?) -> FilePath? {
        let folders = program.contains("/") ? [""] : (path ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        return folders.lazy.map { FilePath($0).appending(program) }.first(where: isProgram)
    }
}

private func isProgram(_ file: FilePath) -> Bool { isExecutable(file) && (try? file.stat().type) == .regular }

extension FileDescriptor {
    /// Hands each line to `body` without its end; bytes that are no UTF-8 are replaced, lines are cut at 4 KiB.
    package func forEachLine(_ body: (String) -> Void) throws {
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
