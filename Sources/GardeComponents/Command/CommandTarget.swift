import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Reads a command's output back: by its `load`, once its `empty` has made room.
struct CommandTarget: StreamTarget {
    let id: Component.ID
    let command: Command
    let site: Site

    func analyze(_ file: RestoreFile?) async throws {
        guard try await reach() == .here else { return }
        for case let program? in [command.empty.first, command.load.first] { try site.require(program) }
    }

    func load(_ file: RestoreFile) async throws {
        let reach = try await reach()
        if !command.empty.isEmpty { try await pipeline([child(command.empty, reach)]) }
        try await pipeline(file.source + [ReadsAll(loader: command.load[0], filter: child(command.load, reach))])
    }

    func check(_ file: RestoreFile) {}

    private func child(_ words: [String], _ reach: Reach) -> Child {
        Child(site.call(words, reach), hear: site.hear(id))
    }

    private func reach() async throws -> Reach { try await site.reach(command.place) }
}
