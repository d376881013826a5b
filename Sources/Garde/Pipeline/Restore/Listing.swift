import GardeIO
import SystemPackage

/// `list`: what lies in BACKUP_ROOT, newest first.
struct Listing {
    private let root: FilePath
    private let console: Console

    init(_ settings: Settings, _ console: Console) {
        self.init(root: FilePath(settings.text("BACKUP_ROOT") ?? ""), console)
    }

    init(root: FilePath, _ console: Console) { (self.root, self.console) = (root, console) }

    /// `remote` is where to look instead.
    func run(looking remote: RemoteLook?) async throws -> ExitCode {
        guard let remote else { return try run() }
        return try await remote.list()
    }

    func run() throws -> ExitCode {
        guard (try? root.stat().type) == .directory else { throw Failure.noBackupRoot(root.string) }
        let (history, accepted) = (History(root), Acceptances(root).uuids)
        guard !history.backups.isEmpty else { throw Failure.noBackups(root.string) }
        for manifest in history.backups { console.plain(row(manifest, accepted)) }
        for name in history.damaged { console.warning(.unreadable(root.appending(name).string)) }
        return .done
    }

    /// `20240315_020000  full   1.2 GB  3 h 5 min  postgresql redis mail config certificates  suspect: mail`
    private func row(_ manifest: Manifest, _ accepted: Set<String>) -> String {
        let language = console.language
        let age =
            manifest.start.map { language.duration(.seconds(max(0, LocalTime.now().seconds - $0.seconds))) } ?? "?"
        let names = manifest.components.filter(\.value).keys.sorted().joined(separator: " ")
        var columns = [
            manifest.backup.id, manifest.backup.type.padding(to: 11),
            language.bytes(manifest.backup.sizeBytes).padding(to: 9, atStart: true), age.padding(to: 12, atStart: true),
            names,
        ]
        let suspect = accepted.contains(manifest.backup.uuid ?? "") ? [] : manifest.suspect ?? []
        if !suspect.isEmpty { columns.append(Text.suspect(suspect)[language]) }
        if let lacking = lacking(manifest) { columns.append(lacking[language]) }
        if manifest.backup.errors > 0 { columns.append(Text.incomplete(manifest.backup.errors)[language]) }
        return columns.joined(separator: "  ")
    }
}

extension Listing {
    /// An increment whose chain is broken, and where.
    private func lacking(_ manifest: Manifest) -> Text? {
        let component = Manifest.incrementalComponent
        guard manifest.isIncrement(component) else { return nil }
        let folder = root.appending(manifest.backup.id)
        do throws(Failure) {
            if manifest.files != nil {
                _ = try Chain(of: folder, manifest, component, in: [root])
            } else if let found = try? FoundBackup(folder) {
                _ = try found.chain(of: component, in: root)
            }
        } catch { return .orphan(error) }
        return nil
    }
}

extension Failure {
    static func noBackupRoot(_ path: String) -> Failure {
        Failure(
            Text("\(path) is no folder", fr: "\(path) n'est pas un dossier"),
            fix: Text(
                "Set BACKUP_ROOT to the folder of the backups.",
                fr: "Donnez le dossier des sauvegardes dans BACKUP_ROOT."))
    }

    static func noBackups(_ path: String) -> Failure {
        Failure(
            Text("no backup in \(path)", fr: "aucune sauvegarde dans \(path)"),
            fix: Text("Set BACKUP_ROOT, or run a backup.", fr: "Posez BACKUP_ROOT, ou lancez une sauvegarde."))
    }
}

extension Text {
    static func unreadable(_ path: String) -> Text {
        Text("\(path): its manifest is damaged", fr: "\(path) : son manifeste est abîmé")
    }

    static func orphan(_ failure: Failure) -> Text {
        let what = failure.what
        return Text("orphan: \(what[.english])", fr: "orphelin : \(what[.french])")
    }

    static func suspect(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("suspect: \(list)", fr: "suspect : \(list)")
    }

    static func incomplete(_ count: Int) -> Text {
        Text("incomplete: \(count)", fr: "incomplète : \(count)")
    }
}
