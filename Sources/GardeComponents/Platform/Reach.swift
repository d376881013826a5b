import GardeCore
package import GardeIO

/// Where a server's own tools run.
package enum Reach: Sendable, Hashable {
    case here
    case container(Container)

    /// `program` with what its environment adds; values never become arguments.
    package func invocation(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
    ) -> Invocation {
        switch self {
        case .here: return Invocation(program, arguments, environment: environment)
        case .container(let container):
            let names = environment.keys.sorted().flatMap { ["-e", $0] }
            return Invocation(
                "docker", ["exec", "-i"] + names + [container.id, program] + arguments, environment: environment)
        }
    }
}

extension Reach {
    /// What somebody types to run a command there.
    func typed(_ command: String) -> String {
        guard case .container(let container) = self else { return command }
        return "\(container.command) exec \(container.service) \(command)"
    }

    /// What the container's variable says, or the file there that its kin with `_FILE` names, as the image reads it.
    func value(_ name: String, _ container: Container) async throws -> String? {
        if let value = container.environment[name], !value.isEmpty { return value }
        guard let file = container.environment["\(name)_FILE"], !file.isEmpty else { return nil }
        let content = try await invocation("cat", ["--", file]).capture().whenSuccessful()
        return content.split(whereSeparator: \.isNewline).first.map(String.init)
    }
}
