import GardeIO
import SystemPackage

/// The way back of a command's output: its `load` reads it. Undone by loading what the safety copy holds.
struct CommandLoad: Load {
    let name: String
    let command: Command
    let site: Site
    /// The file of this component in the safety copy, plain or encrypted; there once the services have stopped.
    let safetyCopies: [FilePath]
    let decrypt: Decrypt

    func analyze(_ files: RestoreFiles) async throws {
        guard let program = command.load.first, program.contains("/"), try await reach() == .here else { return }
        guard isExecutable(FilePath(site.program(program))) else { throw Failure.commandMissing(site.program(program)) }
    }

    func stage(_ files: RestoreFiles, _ journal: Journal) async throws {
        guard let data = files.first(.data) else { return }
        try journal.record(name, Self.data, data.path.string)
    }

    func swap(_ journal: Journal) async throws {
        let staged = journal.entries.last { $0.component == name && $0.step == Self.data }
        guard let path = staged?.text(0) else { return }
        try journal.record(name, Self.loaded)
        try await load(FilePath(path))
    }

    /// Which file is loaded; nothing happens by that.
    private static let data = "data"
    private static let loaded = "loaded"

    func check(_ files: RestoreFiles) async throws {}

    func undo(_ entry: Journal.Entry) async throws {
        guard entry.step == Self.loaded else { return }
        guard let copy = safetyCopies.first(where: { (try? $0.stat()) != nil }) else {
            throw Failure.commandNotUndone(name)
        }
        try await load(copy)
    }

    func finish(_ entry: Journal.Entry) async throws {}

    private func load(_ file: FilePath) async throws {
        let source = RestoreFile(path: file, part: .data, contentBytes: 0, decrypt: decrypt).source
        let reach = try await reach()
        try await pipeline(source + [Child(site.call(command.load, reach), hear: site.hear(name))])
    }

    private func reach() async throws -> Reach { try await site.reach(command.place) }
}

extension Failure {
    static func commandNotUndone(_ name: String) -> Failure {
        Failure(
            Text("\(name) cannot be put back by itself", fr: "\(name) ne peut pas être remis automatiquement"),
            why: Text("the safety copy does not hold it", fr: "la copie de sécurité ne le contient pas"),
            fix: Text(
                "Load it by hand from an older backup.", fr: "Chargez-le à la main depuis une sauvegarde plus ancienne."
            ))
    }
}
