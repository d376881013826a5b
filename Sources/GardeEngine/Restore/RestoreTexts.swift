import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

// What a restore says.

extension Failure {
    static let noTerminal = Failure("restore.no-terminal")

    static let notConfirmed = Failure("restore.not-confirmed")

    /// The disk of the backups is only to be read: journal, lock and safety copy find their place elsewhere.
    static func readOnlyBackups(_ plan: RestorePlan, _ failed: NotWritten) -> Failure {
        let backup =
            switch plan.source {
            case .folder(let path), .archive(let path): path
            case .latest, .remote:
                plan.shelf.appending(History(plan.shelf).backups.first?.backup.id ?? "…")
            }
        let place = FilePath("/var/tmp/\(plan.recipe)-restore")
        let elsewhere = plan.typed.with(backupRoot: place)
        let command = plan.typedRestore(shellWord(backup.string), by: elsewhere)
        return Failure(
            "restore.read-only-backups", ["path": failed.path, "why": failed.reason.meaning, "command": command])
    }

    /// Data is restored and right; the services are not well.
    static func oldDataAside(_ plan: RestorePlan, _ copies: [FilePath]) -> Failure {
        let commands = copies.map { copy in
            let isEncrypted = Manifest(in: copy)?.backup.encrypted == true
            let words = ["restore --yes --force"] + (isEncrypted ? ["--decrypt"] : []) + [copy.lastComponent!.string]
            return plan.typed.line(words.joined(separator: " "))
        }
        guard !commands.isEmpty else { return .servicesUnwell }
        let command = commands.joined(separator: " && ")
        return Failure("restore.old-data-aside", ["command": command])
    }

    /// On a machine that held nothing there is no way back to show.
    private static let servicesUnwell = Failure("restore.services-unwell")
}

extension Text {
    static let finishedEarlier = Text("restore.finished-earlier")

    static let unfinished = Text("restore.unfinished")

    static func aboutToReplace(_ host: String, _ root: String, _ project: String?, _ names: [String]) -> Text {
        let project = project.map { Text("restore.in-project", ["name": $0]) } ?? Text("restore.without-docker")
        let list = names.joined(separator: ", ")
        return Text("restore.about-to-replace", ["host": host, "root": root, "project": project, "list": list])
    }

    static let typeYes = Text("restore.type-yes")

    static func wouldStop(_ names: [String]) -> Text {
        let list = names.isEmpty ? "-" : names.joined(separator: ", ")
        return Text("restore.would-stop", ["list": list])
    }

    static func wouldStart(_ names: [String]) -> Text {
        let list = names.isEmpty ? "-" : names.joined(separator: ", ")
        return Text("restore.would-start", ["list": list])
    }

    static let wouldStartServers = Text("restore.would-start-servers")

    static let wouldStartAll = Text("restore.would-start-all")

    static func wouldRestart(_ name: Component.ID) -> Text {
        Text("restore.would-restart", ["name": name])
    }

    static func wouldRestore(_ name: Component.ID, _ id: String) -> Text {
        Text("restore.would-restore", ["name": name, "id": id])
    }

    static func restored(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("restore.restored", ["list": list])
    }
}
