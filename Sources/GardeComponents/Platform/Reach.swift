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
