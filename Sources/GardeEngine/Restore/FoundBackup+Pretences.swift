import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension FoundBackup {
    /// What the manifest says and the folder does not hold, by component: a file for everything that is saved, encrypted
    /// where it says so.
    var pretences: [(component: Component.ID, failure: Failure)] {
        guard let manifest else { return [] }
        let main = Dictionary(grouping: files.filter { $0.part.isMain }, by: \.component)
        let pointers = manifest.pointers
        let absent = manifest.components.filter { $0.value && main[$0.key] == nil && !pointers.contains($0.key) }
            .keys.sorted()
        let plain = manifest.backup.encrypted ? files.filter { !$0.isEncrypted } : []
        return absent.map { ($0, .componentMissing($0, folder.string)) }
            + plain.map { ($0.component, .notEncrypted($0.path.string)) }
    }
}

extension Failure {
    fileprivate static func componentMissing(_ name: Component.ID, _ folder: String) -> Failure {
        Failure("verify.component-missing", ["name": name, "folder": folder], isAbsence: true)
    }

    static func notEncrypted(_ path: String) -> Failure {
        Failure("verify.not-encrypted", ["path": path])
    }

    static let holdsNothing = Failure("verify.holds-nothing")
}
