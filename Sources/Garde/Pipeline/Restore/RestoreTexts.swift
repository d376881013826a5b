import GardeIO
import SystemPackage

// What a restore says.

extension Failure {
    static let noTerminal = Failure(
        Text("nobody can confirm this restore", fr: "personne ne peut confirmer cette restauration"),
        why: Text("there is no terminal", fr: "il n'y a pas de terminal"),
        fix: Text("Add --yes to go on without asking.", fr: "Ajoutez --yes pour continuer sans question."))

    static let notConfirmed = Failure(
        Text("not confirmed, nothing was touched", fr: "non confirmé, rien n'a été touché"))

    /// The disk of the backups is only to be read: journal, lock and safety copy find their place elsewhere.
    static func readOnlyBackups(_ plan: RestorePlan, _ failed: NotWritten) -> Failure {
        let backup =
            switch plan.source {
            case .folder(let path), .archive(let path): path
            case .latest, .remote:
                plan.backupRoot.appending(History(plan.backupRoot).backups.first?.backup.id ?? "…")
            }
        let place = FilePath("/var/tmp/\(plan.recipe)-restore")
        let elsewhere = TypedCommand(backupRoot: place, root: plan.root, variables: plan.typedVariables)
        let command = plan.typedRestore(shellWord(backup.string), by: elsewhere)
        return Failure(
            Text("\(failed.path) cannot be written", fr: "\(failed.path) n'a pas pu être écrit"),
            why: failed.reason.meaning,
            fix: Text(
                "That can stay so: give the safety copy and the restore's journal another place. Type: \(command)",
                fr:
                    "Cela peut rester ainsi : donnez une autre place à la copie de sécurité et au journal de la restauration. Tapez : \(command)"
            ))
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
        return Failure(
            Text(
                "the data is restored, but not all services are well",
                fr: "les données sont restaurées, mais des services vont mal"),
            why: Text("the old data is still kept aside", fr: "les anciennes données sont encore de côté"),
            fix: Text(
                "Mend the service, or go back to the data of before: \(command)",
                fr: "Réparez le service, ou revenez aux données d'avant : \(command)"))
    }

    /// On a machine that held nothing there is no way back to show.
    private static let servicesUnwell = Failure(
        Text(
            "the data is restored, but not all services are well",
            fr: "les données sont restaurées, mais des services vont mal"),
        fix: Text(
            "Mend what is named above, and start the services.",
            fr: "Corrigez ce qui précède et démarrez les services."))
}

extension Text {
    static let finishedEarlier = Text(
        "the earlier restore is finished: its data was right", fr: "la restauration précédente est terminée")

    static let unfinished = Text(
        "an earlier restore did not come to its end", fr: "une restauration précédente n'est pas allée au bout")

    static func aboutToReplace(_ host: String, _ root: String, _ project: String?, _ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        let english = project.map { "project \($0)" } ?? "without Docker"
        let french = project.map { "projet \($0)" } ?? "sans Docker"
        return Text(
            "on \(host), in \(root), \(english), these will be replaced: \(list)",
            fr: "sur \(host), dans \(root), \(french), seront remplacés : \(list)")
    }

    static func newerMessages(_ name: String, _ count: Int) -> Text {
        Text(
            "\(name): messages here that are newer than the backup, and will be gone: \(count)",
            fr: "\(name) : messages d'ici plus récents que la sauvegarde, qui disparaîtront : \(count)")
    }

    static let typeYes = Text("Type yes to go on: ", fr: "Tapez oui pour continuer : ")

    static func wouldStop(_ names: [String]) -> Text {
        let list = names.isEmpty ? "-" : names.joined(separator: ", ")
        return Text(
            "dry run, nothing is changed. Would stop: \(list)",
            fr: "simulation, rien n'est changé. Arrêterait : \(list)")
    }

    static func wouldStart(_ names: [String]) -> Text {
        let list = names.isEmpty ? "-" : names.joined(separator: ", ")
        return Text("would start: \(list)", fr: "démarrerait : \(list)")
    }

    static let wouldStartServers = Text(
        "bare machine: configuration and certificates first, then the servers are started, then the rest",
        fr: "machine nue : d'abord la configuration et les certificats, puis démarrage des serveurs, puis le reste")

    static let wouldStartAll = Text("would start every service", fr: "démarrerait tous les services")

    static func wouldRestart(_ name: String) -> Text {
        Text("\(name): the server itself would be restarted", fr: "\(name) : le serveur lui-même serait redémarré")
    }

    static func wouldRestore(_ name: String, _ id: String) -> Text {
        Text("would replace \(name) by that of \(id)", fr: "remplacerait \(name) par celui de \(id)")
    }

    static func restored(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("restored: \(list)", fr: "restauré : \(list)")
    }
}
