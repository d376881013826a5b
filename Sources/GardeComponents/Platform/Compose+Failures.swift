import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension Failure {
    /// `compose` are the words that lead Compose to the platform's project.
    static func composeRefused(_ words: [String], _ said: [String], _ compose: String) -> Failure {
        let command = words.joined(separator: " ")
        let reasons = said.filter(isReason)
        let why = (reasons.isEmpty ? said : reasons).joined(separator: " / ")
        return Failure("compose.refused", ["command": command, "why": why, "compose": compose])
    }

    /// Version 2 also tells of its progress, and what it takes for doubtful in files.
    private static func isReason(_ line: String) -> Bool {
        let progress = /(?:Container|Network|Volume|Image) \S+ +\w+ *|\S+ +(?:Pulling|Pulled|Interrupted|Error .*) */
        return !line.contains("level=warning") && line.wholeMatch(of: progress) == nil
    }

    static func noSuchService(_ service: String, _ known: [String]) -> Failure {
        let list = known.sorted().joined(separator: " ")
        return Failure("compose.no-such-service", ["service": service, "list": list])
    }

    static func serviceNotRunning(_ service: String, _ compose: String) -> Failure {
        let command = "\(compose) up -d \(service)"
        return Failure("compose.service-not-running", ["service": service, "command": command])
    }

    static func servicePaused(_ service: String, _ compose: String) -> Failure {
        Failure("compose.service-paused", ["service": service, "command": "\(compose) unpause \(service)"])
    }

    static func composeFilesLost(_ files: [FilePath]) -> Failure {
        let list = files.map(\.string).joined(separator: ", ")
        return Failure("compose.files-lost", ["list": list])
    }

    static func severalProjects(_ names: [String], _ root: FilePath) -> Failure {
        let list = names.joined(separator: ", ")
        return Failure("compose.several-projects", ["root": root, "list": list, "names": names[0]])
    }

    static func foreignProject(_ asked: String?, _ container: ContainerState) -> Failure {
        let (service, folder) = (asked ?? container.service, container.folder)
        return Failure("compose.foreign-project", ["service": service, "folder": folder])
    }
}
