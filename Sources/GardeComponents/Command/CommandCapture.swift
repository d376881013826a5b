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
        if try await reach() == .here { try site.require(command.dump[0]) }
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
    /// Throws a `Failure` when this machine has no such program of the recipe.
    func require(_ name: String) throws {
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
