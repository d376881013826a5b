package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Whatever a program of the recipe writes to its standard output.
package struct CommandCapture: Capture {
    package let id: Component.ID
    let command: Command
    let site: Site

    package func parts() -> [Part] { [.data] }

    package func check() async throws {
        try await site.require(command.dump[0], try await reach())
    }

    package func save(to files: ComponentFiles) async throws {
        let reach = try await reach()
        try await files.store(
            .data, [Child(site.call(command.dump, reach), hear: site.hear(id)), NotEmpty(), Inspect(RolledBack())])
    }

    private func reach() async throws -> Reach {
        try await site.reach(command.place)
    }
}

extension Site {
    /// Throws a `Failure` when there is no such program of the recipe in that place; one without a shell is not asked.
    package func require(_ name: String, _ reach: Reach) async throws {
        guard reach == .here else {
            let asked = ["-c", "command -v -- \"$1\" >/dev/null || exit 42", "sh", name]
            let answer = try? await reach.invocation("sh", asked).capture()
            if answer?.ending == .exited(42) { throw Failure.commandMissing(name) }
            return
        }
        let program = program(name)
        let isThere = name.contains("/") ? isExecutable(FilePath(program)) : findProgram(program) != nil
        guard isThere else { throw Failure.commandMissing(program) }
    }
}

/// Passes on, and refuses a stream without a byte: a dump that says nothing has failed, whatever its exit code.
struct NotEmpty: Filter {
    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var isEmpty = true
        try input.forEachChunk { chunk in
            isEmpty = false
            try output.writeAll(chunk)
        }
        if isEmpty { throw Failure.commandSaidNothing }
    }
}

/// `sqlite3 FILE .dump` of a damaged database exits with 0, and ends with what undoes all of it when it is read.
private struct RolledBack: StreamInspector {
    private static let end = Array("ROLLBACK; -- due to errors\n".utf8)
    private var last: [UInt8] = []

    mutating func see(_ chunk: [UInt8]) { last = Array((last.suffix(Self.end.count) + chunk).suffix(Self.end.count)) }

    func end() throws { if last == Self.end { throw Failure.commandRolledBack } }
}

extension Failure {
    static let commandRolledBack = Failure("command.rolled-back")

    static func commandMissing(_ program: String) -> Failure {
        Failure("command.missing", ["program": program])
    }

    static let commandSaidNothing = Failure("command.said-nothing")
}
