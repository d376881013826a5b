import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The way back of a command's output: its `load` reads it, once its `empty` has made room. Undone by doing so with what
/// the safety copy holds.
struct CommandLoad: Load {
    let id: Component.ID
    let command: Command
    let site: Site
    /// What the file of this component is called in the safety copy of this run, plain or encrypted.
    let safetyCopies: [FilePath]
    let decrypt: Decrypt

    func analyze(_ files: RestoreFiles) async throws {
        guard try await reach() == .here else { return }
        for case let program? in [command.empty.first, command.load.first] { try site.require(program) }
    }

    func stage(_ files: RestoreFiles, _ journal: Journal) async throws {
        guard let data = files.first(.data) else { return }
        try journal.record(id, Self.data, data.path.string)
    }

    func swap(_ journal: Journal) async throws {
        let staged = journal.entries.last { $0.owner == .component(id) && $0.step == Self.data }
        guard let path = staged?.text(0) else { return }
        let copy = safetyCopies.first { (try? $0.stat()) != nil }
        try journal.record(id, Self.loaded, copy?.string ?? "")
        try await load(FilePath(path))
    }

    /// Which file is loaded; nothing happens by that.
    private static let data = "data"
    /// With the file of the safety copy that takes it back, for a later process too; none where nothing was saved.
    private static let loaded = "loaded"

    func check(_ files: RestoreFiles) async throws {}

    func undo(_ entry: Journal.Entry) async throws {
        guard entry.step == Self.loaded else { return }
        let copy = FilePath(entry.text(0))
        guard !copy.isEmpty, (try? copy.stat()) != nil else { throw Failure.commandNotUndone(name, entry.text(0)) }
        try await load(copy)
    }

    func finish(_ entry: Journal.Entry) async throws {}

    private func load(_ file: FilePath) async throws {
        let reach = try await reach()
        let source = RestoreFile(path: file, part: .data, contentBytes: 0, decrypt: decrypt).source
        if !command.empty.isEmpty { try await pipeline([child(command.empty, reach)]) }
        try await pipeline(source + [ReadsAll(program: command.load[0], child: child(command.load, reach))])
    }

    private func child(_ words: [String], _ reach: Reach) -> Child {
        Child(site.call(words, reach), hear: site.hear(id))
    }

    private func reach() async throws -> Reach { try await site.reach(command.place) }
}

/// A program that has to take all that it is given: one that ends well before has not loaded it.
private struct ReadsAll: Filter {
    let program: String
    let child: Child

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await child.run(input, output)
        var left = 0
        // tar and its like leave the zeros behind an archive's end.
        try input.forEachChunk { chunk in if left > 0 || chunk.contains(where: { $0 != 0 }) { left += chunk.count } }
        if left > 0 { throw Failure.commandLeftInput(program, left) }
    }
}

extension Failure {
    static func commandLeftInput(_ program: String, _ left: Int) -> Failure {
        Failure("command.left-input", ["program": program, "left": left])
    }

    static func commandNotUndone(_ name: String, _ copy: String) -> Failure {
        Failure(
            "command.not-undone",
            [
                "name": name,
                "why":
                    (copy.isEmpty
                    ? Text("command.no-safety-copy")
                    : Text("command.safety-copy-gone", ["copy": copy])),
            ])
    }
}
