import GardeIO
import SystemPackage

extension FoundBackup {
    /// What the manifest says and the folder does not hold, by component: a file for everything that is saved, encrypted
    /// where it says so.
    var pretences: [(component: String, failure: Failure)] {
        guard let manifest else { return [] }
        let main = Dictionary(grouping: files.filter { $0.part.isMain }, by: \.component)
        let absent = manifest.components.filter { $0.value && main[$0.key] == nil }.keys.sorted()
        let plain = manifest.backup.encrypted ? files.filter { !$0.isEncrypted } : []
        return absent.map { ($0, .componentMissing($0, folder.string)) }
            + plain.map { ($0.component, .notEncrypted($0.path.string)) }
    }
}

extension Part {
    /// Carries the component itself: all else comes beside it.
    fileprivate var isMain: Bool {
        switch self {
        case .dump, .rdb, .tar, .data: true
        case .roles, .appendOnly, .environment: false
        }
    }

    /// Has content, whatever is saved.
    var isNeverEmpty: Bool {
        switch self {
        case .dump, .roles, .rdb, .tar, .appendOnly: true
        case .environment, .data: false
        }
    }
}

extension Failure {
    fileprivate static func componentMissing(_ name: String, _ folder: String) -> Failure {
        Failure(
            Text("\(name) is not in \(folder)", fr: "\(name) n'est pas dans \(folder)"),
            why: Text("the manifest says that it is saved there", fr: "le manifeste dit qu'il y est sauvegardé"),
            fix: Text(
                "Copy the backup once more, use an older one, or leave it out: --no-…",
                fr: "Recopiez la sauvegarde, utilisez-en une plus ancienne, ou écartez-le : --no-…"), isAbsence: true)
    }

    static func notEncrypted(_ path: String) -> Failure {
        Failure(
            Text("\(path) is not encrypted", fr: "\(path) n'est pas chiffré"),
            why: Text("the manifest says that it is", fr: "le manifeste dit qu'il l'est"),
            fix: Text(
                "Whoever reads it needs no key: treat it as such, make a new backup with --encrypt, then remove it.",
                fr:
                    "Qui le lit n'a pas besoin de clé : traitez-le comme tel, refaites une sauvegarde avec --encrypt, puis supprimez-le."
            ))
    }

    static let holdsNothing = Failure(Text("it is empty", fr: "elle est vide"))
}
