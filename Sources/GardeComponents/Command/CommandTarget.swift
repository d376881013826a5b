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
        let reach = try await reach()
        for case let program? in [command.empty.first, command.load.first] { try await site.require(program, reach) }
    }

    /// Ends first what an earlier load left, which would go on writing: a killed run does not end a program that has read
    /// everything, and nothing that is ended here ends in a container.
    func load(_ file: RestoreFile) async throws {
        let left = await mark.end()
        guard left.isEmpty else { throw Failure.stillLoads(id, left) }
        let reach = try await reach()
        if !command.empty.isEmpty { try await pipeline([child(command.empty, reach)]) }
        try await pipeline(file.source + [ReadsAll(loader: command.load[0], filter: child(command.load, reach))])
    }

    func check(_ file: RestoreFile) {}

    private func child(_ words: [String], _ reach: Reach) -> Child {
        Child(site.call(words, reach, environment: [mark.name: mark.value]), hear: site.hear(id))
    }

    private var mark: MarkedProcesses { MarkedProcesses("GARDE_LOAD", "\(id)-\(site.identity.mark)") }

    private func reach() async throws -> Reach { try await site.reach(command.place) }
}

extension Failure {
    /// Processes of an earlier load of this component, by their numbers, that no signal ends.
    fileprivate static func stillLoads(_ component: Component.ID, _ processes: [Int]) -> Failure {
        let list = processes.map(String.init).joined(separator: " ")
        return Failure("command.still-loads", ["component": component, "list": list])
    }
}
