import GardeIO
import Glibc
import SystemPackage

// What is said of a folder of backups by whatever looks into it.

extension Failure {
    static func noBackupRoot(_ path: String) -> Failure {
        Failure(
            Text("\(path) is no folder", fr: "\(path) n'est pas un dossier"),
            fix: Text(
                "Set BACKUP_ROOT to the folder of the backups.",
                fr: "Donnez le dossier des sauvegardes dans BACKUP_ROOT."))
    }

    /// Nothing is found in it, or this user may not look.
    static func noBackups(_ root: FilePath) -> Failure {
        closedFolder(root)
            ?? Failure(
                Text("no backup in \(root)", fr: "aucune sauvegarde dans \(root)"),
                fix: Text("Set BACKUP_ROOT, or run a backup.", fr: "Définissez BACKUP_ROOT, ou lancez une sauvegarde."))
    }

    /// Of a folder of backups that this user may not list, or one of whose backups; nil for every other.
    static func closedFolder(_ root: FilePath) -> Failure? {
        var places = [root]
        do {
            let entries = try Folder.open(root).entries().filter { $0.kind == .folder || $0.kind == .unknown }
            places += entries.map { root.appending(String(decoding: $0.name, as: UTF8.self)) }.filter {
                LocalTime(id: $0.lastComponent?.string ?? "") != nil
            }
        } catch let reason as Errno where ![.noSuchFileOrDirectory, .permissionDenied].contains(reason) {
            return .notRead(NotRead(path: root, reason: reason))
        } catch {}
        guard let closed = places.first(where: { access($0.string, R_OK | X_OK) != 0 && errno == EACCES }) else {
            return nil
        }
        return Failure(
            Text("you may not read \(closed)", fr: "vous n'avez pas le droit de lire \(closed)"),
            fix: Text(
                "Type the same as the user who makes the backups, often root: sudo …",
                fr: "Retapez la commande sous le compte qui sauvegarde, souvent root : sudo …"))
    }
}

extension Text {
    static func unreadable(_ path: String) -> Text {
        Text("\(path): its manifest is damaged", fr: "\(path) : son manifeste est abîmé")
    }
}
