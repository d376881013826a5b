/// Something that runs without Docker and systemd.
public struct ServiceCommands: Sendable, Hashable {
    package let name: String
    package let stop: [String]
    package let start: [String]
    /// Exits with 0 when the service runs.
    package let isRunning: [String]
}
