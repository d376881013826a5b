import GardeCore
/// One thing of the platform that can be stopped and started again.
package enum Service: Sendable, Hashable {
    /// Of the platform's own Compose project.
    case compose(String)
    /// A container of somebody else that mounts the platform's data, by its name.
    case container(String)
    /// Of systemd, with or without `.service`.
    case unit(String)
    case commands(ServiceCommands)

    /// The name that an administrator knows it by.
    package var name: String {
        switch self {
        case .compose(let name), .container(let name), .unit(let name): name
        case .commands(let commands): commands.name
        }
    }

    /// As the journal has it: `compose:api`.
    var text: String {
        switch self {
        case .compose: "compose:\(name)"
        case .container: "container:\(name)"
        case .unit: "unit:\(name)"
        case .commands: "commands:\(name)"
        }
    }

    package var composeName: String? { if case .compose(let name) = self { name } else { nil } }
}
