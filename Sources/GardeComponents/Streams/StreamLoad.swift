import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The way back of what is one stream: loading it replaces what is there. Undone by loading what the safety copy holds.
struct StreamLoad: Load {
    let id: Component.ID
    /// What the file of this component is called in the safety copy of this run, plain or encrypted.
    let safetyCopies: [FilePath]
    let decrypt: Decrypt
    let target: any StreamTarget

    init(_ request: LoadRequest, _ target: any StreamTarget) {
        id = request.source.id
        safetyCopies = [false, true].map {
            request.safetyCopy.appending(FileNames.safety.name(request.source.id, .data, isEncrypted: $0))
        }
        (decrypt, self.target) = (request.decrypt ?? Decrypt(), target)
    }

    func analyze(_ files: RestoreFiles) async throws { try await target.analyze(files.first(.data)) }

    func stage(_ files: RestoreFiles, _ journal: Journal) async throws {
        guard let data = files.first(.data) else { return }
        try journal.record(id, Self.data, data.path.string)
    }

    func swap(_ journal: Journal) async throws {
        let staged = journal.entries.last { $0.owner == .component(id) && $0.step == Self.data }
        guard let path = staged?.text(0) else { return }
        let copy = safetyCopies.first { (try? $0.stat()) != nil }
        // What no key here opens cannot take this back.
        if let copy, StoredName(copy).isEncrypted { try await pipeline(file(copy).source + [Drain()]) }
        try journal.record(id, Self.loaded, copy?.string ?? "")
        try await named { try await target.load(file(FilePath(path))) }
    }

    /// Which file is loaded; nothing happens by that.
    private static let data = "data"
    /// With the file of the safety copy that takes it back, for a later process too; none where nothing was saved.
    private static let loaded = "loaded"

    func check(_ files: RestoreFiles) async throws {
        if let data = files.first(.data) { try await named { try await target.check(data) } }
    }

    func undo(_ entry: Journal.Entry) async throws {
        guard entry.step == Self.loaded else { return }
        let copy = lasting(FilePath(entry.text(0)))
        guard !copy.isEmpty, (try? copy.stat()) != nil else { throw Failure.streamNotUndone(id, entry.text(0)) }
        try await named {
            try await target.load(file(copy))
            // What loads may say that all is well, or be overtaken by an earlier load that its server goes on with.
            try await target.check(file(copy))
        }
    }

    /// With the component's name in what fails.
    private func named(_ body: () async throws -> Void) async throws {
        do { try await body() } catch let error as CancellationError { throw error } catch {
            throw Failure(describing: error).of(id)
        }
    }

    func finish(_ entry: Journal.Entry) async throws {}

    /// The folder of the backups may be mounted in another place by now.
    private func lasting(_ copy: FilePath) -> FilePath {
        guard (try? copy.stat()) == nil, let folder = copy.removingLastComponent().lastComponent,
            let name = copy.lastComponent, let backups = safetyCopies.first?.removingLastComponent()
        else { return copy }
        return backups.removingLastComponent().appending(folder).appending(name)
    }

    private func file(_ path: FilePath) -> RestoreFile {
        RestoreFile(path: path, part: .data, contentBytes: 0, decrypt: decrypt)
    }
}

/// What a stream is loaded into.
protocol StreamTarget: Sendable {
    /// Throws what stands against loading this file; nil where the backup has none. Changes nothing.
    func analyze(_ file: RestoreFile?) async throws

    /// Replaces what is there by the content of this file.
    func load(_ file: RestoreFile) async throws

    /// Throws where what is there now is not what this file says.
    func check(_ file: RestoreFile) async throws
}

extension Failure {
    static func streamNotUndone(_ component: Component.ID, _ copy: String) -> Failure {
        Failure(
            "command.not-undone",
            [
                "name": component,
                "why":
                    (copy.isEmpty
                    ? Text("command.no-safety-copy")
                    : Text("command.safety-copy-gone", ["copy": copy])),
            ])
    }

    /// Whoever was to load a stream left that many bytes of it.
    static func streamLeft(_ loader: String, _ bytes: Int) -> Failure {
        Failure("command.left-input", ["program": loader, "left": bytes])
    }
}

/// The last filter of a pipeline: reads what arrives to its end.
struct Drain: Filter {
    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws { try input.forEachChunk { _ in } }
}

/// What loads has to take all that it is given: one that ends well before has not loaded it.
struct ReadsAll: Filter {
    let loader: String
    let filter: any Filter

    var stage: String { filter.stage }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await filter.run(input, output)
        var left = 0
        // tar and its like leave the zeros behind an archive's end.
        try input.forEachChunk { chunk in if left > 0 || chunk.contains(where: { $0 != 0 }) { left += chunk.count } }
        if left > 0 { throw Failure.streamLeft(loader, left) }
    }
}
