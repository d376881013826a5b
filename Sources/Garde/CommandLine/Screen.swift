import GardeEngine
import GardeComponents
import GardeCore
internal import GardeIO
package import SystemPackage

/// Where people read: a terminal, or the file that the output goes to.
package struct Screen: Sendable {
    let descriptor: FileDescriptor
    let isTerminal: Bool
    let hasColour: Bool

    package init(_ descriptor: FileDescriptor, isTerminal: Bool, hasColour: Bool) {
        (self.descriptor, self.isTerminal, self.hasColour) = (descriptor, isTerminal, hasColour)
    }

    /// Looks at the descriptor; `NO_COLOR` and `TERM=dumb` take the colour away, the latter the progress too.
    package init(_ descriptor: FileDescriptor, environment: [String: String]) {
        let isTerminal = descriptor.isTerminal && environment["TERM"] != "dumb"
        let hasColour = isTerminal && environment["NO_COLOR", default: ""].isEmpty
        self.init(descriptor, isTerminal: isTerminal, hasColour: hasColour)
    }

    var columns: Int { descriptor.columns ?? 80 }

    /// Nobody can be told that writing to people failed.
    func write(_ text: String) {
        if !text.isEmpty { _ = try? descriptor.writeAll(text.utf8) }
    }
}

/// A line before it is known who reads it.
struct Line: Sendable {
    let level: Level
    /// `2024-03-15 02:00:00`
    let time: String
    let message: String
    /// What it is called in every language.
    let id: String?

    /// `[2024-03-15 02:00:00] [INFO] …`
    private var timed: String { "[\(time)] [\(level.rawValue)] \(message)" }

    /// The same for the log, where a warning and an error end with their id: `… [postgres.unreachable]`.
    var logged: String {
        guard let id, level == .warning || level == .error else { return timed }
        return "\(timed) [\(id)]"
    }

    /// Whoever watches a terminal knows what time it is.
    func text(on screen: Screen) -> String {
        guard screen.isTerminal else { return timed }
        let tag = "[\(level.rawValue)]"
        return screen.hasColour ? "\u{1b}[\(level.colour)m\(tag)\u{1b}[0m \(message)" : "\(tag) \(message)"
    }
}

extension Level {
    fileprivate var colour: Int {
        switch self {
        case .debug: 2
        case .info: 34
        case .success: 32
        case .warning: 33
        case .error: 31
        }
    }
}
