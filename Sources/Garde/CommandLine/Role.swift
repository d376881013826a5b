/// What a recipe's executable is asked to do: the first word of its arguments.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case backup, restore, list, verify, status, accept, prune, kit, notify

    /// Takes the role off the arguments: the first word, else the program's own name if it contains "restore", else
    /// backup, so that bare flags are those of backup.sh.
    package static func take(from arguments: inout [String], program: String) -> Role {
        if let role = arguments.first.flatMap(Role.init) {
            arguments.removeFirst()
            return role
        }
        return program.split(separator: "/").last?.contains("restore") == true ? .restore : .backup
    }

    /// How many words it takes that are no options.
    package var positionals: ClosedRange<Int> {
        switch self {
        case .restore, .accept: 1...1
        case .verify: 0...1
        case .backup, .list, .status, .prune, .kit, .notify: 0...0
        }
    }

    /// Why this role is refused so far, and what serves meanwhile; nil for those that work.
    package var refusal: Failure? {
        switch self {
        case .backup, .restore, .accept, .list, .verify, .prune, .kit, .notify: nil
        case .status: .notYet(self, meanwhile: .readManifests)
        }
    }
}

extension Failure {
    fileprivate static func notYet(_ role: Role, meanwhile: Text) -> Failure {
        Failure(
            Text("\(role.rawValue) does not exist yet", fr: "\(role.rawValue) n'existe pas encore"), fix: meanwhile)
    }
}

extension Text {
    fileprivate static let readManifests = Text(
        "Each backup is a folder of BACKUP_ROOT and its manifest.json says what it holds; backup.log says how runs ended",
        fr:
            "Chaque sauvegarde est un dossier de BACKUP_ROOT dont manifest.json dit le contenu ; backup.log dit comment "
            + "les exécutions se sont terminées")
}
