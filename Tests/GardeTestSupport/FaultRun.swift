import Subprocess
import SystemPackage

/// A run of a recipe that a test disturbs while it goes on.
package struct DisturbedRun: Sendable {
    /// Of the recipe's executable, or of the launcher that becomes it.
    package let pid: CInt
    /// The variable that all its children inherit, `NAME=VALUE`.
    fileprivate let mark: String

    /// Sends a signal to the executable alone; nothing when it has ended.
    package func signal(_ number: CInt) async throws { _ = try await run("sh", ["-c", "kill -\(number) \(pid)"]) }

    /// The numbers of all processes of this run, children and grandchildren too.
    package func processes() async throws -> [String] {
        let found = try await run("sh", ["-c", "grep -slxz -- \"$0\" /proc/[0-9]*/environ", mark])
        return found.output.lines.map { $0.split(separator: "/").map { String($0) }[1] }
    }

    package func isRunning() async throws -> Bool { try await processes().contains("\(pid)") }
}

/// What was found after a disturbed run.
package struct Aftermath: Sendable {
    package let result: ToolResult
    /// From the end of the disturbance to the end of the run.
    package let took: Duration
    /// Processes that were still there five seconds after the run's end.
    package let left: [String]
}

extension ThrowawayPlatform {
    /// Runs a backup; `disturb` acts meanwhile.
    package func disturbed(
        _ arguments: [String] = [], _ more: [String: String] = [:], recipe: String = "mssante",
        by launcher: [String] = [], _ disturb: @escaping @Sendable (DisturbedRun) async throws -> Void
    ) async throws -> Aftermath {
        let mark = (name: "GARDE_TEST", value: "\(UInt64.random(in: 0 ... .max))")
        let program = recipe.hasPrefix("/") ? recipe : "\(executables)/\(recipe)"
        let words = launcher + [program] + (arguments.isEmpty ? ["backup"] : arguments)
        let variables = usual.merging(environment) { $1 }.merging(more) { $1 }.merging([mark.name: mark.value]) { $1 }
        let keys = variables.map { (Environment.Key(rawValue: $0.key)!, $0.value) }
        let scratch = Scratch()
        let (out, err) = (try scratch.file("out"), try scratch.file("err"))
        defer { for file in [out, err] { try? file.close() } }
        let clock = ContinuousClock()
        let nothing = try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        defer { try? nothing.close() }
        let outcome = try await Subprocess.run(
            .tool(words[0]), arguments: Arguments(Array(words.dropFirst())),
            environment: .custom(Dictionary(uniqueKeysWithValues: keys)),
            input: .fileDescriptor(nothing, closeAfterSpawningProcess: false),
            output: .fileDescriptor(out, closeAfterSpawningProcess: false),
            error: .fileDescriptor(err, closeAfterSpawningProcess: false)
        ) { execution in
            let pid = CInt(execution.processIdentifier.value)
            try await disturb(DisturbedRun(pid: pid, mark: "\(mark.name)=\(mark.value)"))
            return clock.now
        }
        let took = clock.now - outcome.closureResult
        let result = ToolResult(
            status: outcome.terminationStatus.number, output: try scratch.text("out"), error: try scratch.text("err"))
        let run = DisturbedRun(pid: -1, mark: "\(mark.name)=\(mark.value)")
        var left = try await run.processes()
        for _ in 1...50 where !left.isEmpty {
            try await Task.sleep(for: .milliseconds(100))
            left = try await run.processes()
        }
        return Aftermath(result: result, took: took, left: left)
    }
}

extension Scratch {
    fileprivate func file(_ name: String) throws -> FileDescriptor {
        try FileDescriptor.open(
            self(name), .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite])
    }

    fileprivate func text(_ name: String) throws -> String {
        let file = try FileDescriptor.open(self(name), .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while case let count = try chunk.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
            bytes += chunk.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
