package import GardeWords
import GardeIO
import SystemPackage

extension Failure {
    /// What an administrator reads when `error` ends something: its own words where it has any.
    package init(describing error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let failed as ToolFailed: self = .tool(failed)
        case let missing as ToolMissing:
            self = Failure("system.let", ["program": missing.program])
        case let failed as NotStarted: self = .notStarted(failed)
        case let failed as NotWritten: self = .notWritten(failed)
        case let failed as NotRead: self = .notRead(failed)
        case let failed as NotLocked: self = .notLocked(failed)
        case let number as Errno: self = .system(number)
        case let failed as OpenPGPFailed: self = .openPGP(failed)
        case is GzipFailed: self = .archiveDamaged
        case let failed as RedisDumpFailed: self = .redisDump(failed)
        case let failed as TarFailed: self = Failure("system.let", Text.verbatim(failed.message))
        case let refused as EntryRefused: self = .entryRefused(refused)
        case is TimedOut: self = Failure("system.no-answer")
        case is CancellationError: self = Failure("system.cancelled")
        default: self = Failure("system.init", ["error": "\(error)"])
        }
    }

    /// Whether it describes an error that nothing here throws.
    package var isOfOthers: Bool { id == "system.init" }

    private static func tool(_ failed: ToolFailed) -> Failure {
        let name = FilePath(failed.program).lastComponent?.string ?? failed.program
        let said = failed.said.filter { !$0.isEmpty }.joined(separator: " / ")
        let what =
            switch failed.ending {
            case .exited(let code):
                Text("system.tool-exited", ["name": name, "code": Int(code)])
            case .signaled(let signal):
                Text("system.tool-signaled", ["name": name, "signal": "\(signal)"])
            case .outlived: Text("system.tool-outlived", ["name": name])
            }
        return Failure("system.tool", what, why: said.isEmpty ? nil : Text.verbatim(said))
    }

    private static func redisDump(_ failed: RedisDumpFailed) -> Failure {
        let why =
            failed == .notRDB
            ? Text("system.not-rdb")
            : Text("system.rdb-cut-short")
        return Failure("system.redis-not-whole", ["why": why])
    }

    static let archiveDamaged = Failure("system.archive-damaged")
}

extension Failure {
    /// The same, with the component's name in front.
    package func of(_ component: Component.ID) -> Failure { of(component.name) }

    /// The same, with the name of a component or service in front.
    package func of(_ name: String) -> Failure {
        Failure(
            id, Text("backup.of", ["component": name, "what": what]), why: why, fix: fix,
            arguments: arguments.merging(["component": .text(name)]) { $1 }, exitCode: exitCode)
    }

    package static func notEnoughRoom(_ folder: String, _ expected: Int, _ free: Int) -> Failure {
        return Failure("backup.not-enough-room", ["expected": Bytes(expected), "folder": folder, "free": Bytes(free)])
    }
}
