package import GardeWords
import GardeIO
import Glibc
package import SystemPackage

// What is said of a folder of backups by whatever looks into it.

extension Failure {
    package static func noBackupRoot(_ path: String) -> Failure {
        closedFolder(FilePath(path))
            ?? Failure("backup.no-backup-root", ["path": path, "command": "\(programWord) backup"])
    }

    /// Nothing is found in it, or this user may not look.
    package static func noBackups(_ root: FilePath) -> Failure {
        closedFolder(root)
            ?? Failure("backup.no-backups", ["root": root, "command": "\(programWord) backup"])
    }

    /// Of a disk that fstab names, and whose mount point holds nothing: what is asked for would be found on it.
    package static func diskAbsent(_ path: FilePath) -> Failure? {
        guard let point = unmountedPoint(above: path, all: true) else { return nil }
        let entries = (try? Folder.open(point).entries()) ?? []
        return entries.isEmpty ? diskNotMounted(point.string) : nil
    }

    package static func diskNotMounted(_ point: String) -> Failure {
        Failure("backup.disk-not-mounted", ["point": point])
    }

    /// Of a folder of backups that is on a disk that is away, that this user may not list, or one of whose backups; nil for every other.
    package static func closedFolder(_ root: FilePath) -> Failure? {
        if let absent = diskAbsent(root) { return absent }
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
        return Failure("backup.closed-folder", ["closed": closed])
    }
}

extension Text {
    package static func unreadable(_ path: String) -> Text {
        Manifest.unread(in: FilePath(path))?.text ?? Text("backup.unreadable", ["path": path])
    }
}
