public import GardeCore
/// Something that runs without Docker and systemd.
public struct ServiceCommands: WordValue {
    package let name: String
    package let stop: [String]
    package let start: [String]
    /// Exits with 0 when the service runs.
    package let isRunning: [String]
}

/// Something of the platform that runs without Docker and systemd: how it is stopped and started, and how to see
/// whether it runs.
///
/// `usedBy:` calls it by its name; one that is called like a component, or like its `in:`, is that server itself. A
/// program is its name and its arguments, one by one; `isRunning` exits with 0 when it does.
public func service(_ name: String, stop: [String], start: [String], isRunning: [String]) -> Word {
    Word(ServiceCommands(name: name, stop: stop, start: start, isRunning: isRunning))
}
