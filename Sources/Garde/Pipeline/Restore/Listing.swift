import GardeIO
import SystemPackage

/// `list`: what lies in BACKUP_ROOT, newest first.
struct Listing {
    private let root: FilePath
    private let console: Console
    /// What else is to be said of a backup.
    private let remark: @Sendable (Manifest) -> Text?

    init(_ settings: Settings, _ console: Console) {
        self.init(root: settings.backupRoot, console)
    }

    init(root: FilePath, _ console: Console, remark: @escaping @Sendable (Manifest) -> Text? = { _ in nil }) {
        (self.root, self.console, self.remark) = (root, console, remark)
    }

    /// `remote` is where to look instead.
    func run(looking remote: RemoteLook?) async throws -> ExitCode {
        guard let remote else { return try run() }
        return try await remote.list()
    }

    func run() throws -> ExitCode {
        guard (try? root.stat().type) == .directory else { throw Failure.noBackupRoot(root.string) }
        let (history, accepted) = (History(root), Acceptances(root).uuids)
        let isShared = Set(history.backups.map(\.machine)).count > 1
        for manifest in history.backups { console.plain(row(manifest, accepted, isShared: isShared)) }
        if let closed = Failure.closedFolder(root) { throw closed }
        for name in history.damaged { console.warning(.unreadable(root.appending(name).string)) }
        guard !history.backups.isEmpty else { throw Failure.noBackups(root) }
        return .done
    }

    /// `20240315_020000  full   1.2 GB  3 h 5 min  postgresql redis mail config certificates  suspect: mail`
    private func row(_ manifest: Manifest, _ accepted: Set<String>, isShared: Bool) -> String {
        let language = console.language
        let age =
            manifest.start.map { language.duration(.seconds(max(0, LocalTime.now().seconds - $0.seconds))) } ?? "?"
        let names = manifest.components.filter(\.value).keys.sorted().joined(separator: " ")
        var columns = [
            manifest.backup.id, manifest.backup.type.padding(to: 11),
            language.bytes(manifest.backup.sizeBytes).padding(to: 9, atStart: true), age.padding(to: 12, atStart: true),
            names,
        ]
        if isShared { columns.append(manifest.machine) }
        let suspect = accepted.contains(manifest.backup.uuid ?? "") ? [] : manifest.suspect ?? []
        if !suspect.isEmpty { columns.append(Text.suspect(suspect)[language]) }
        if let lacking = lacking(manifest) { columns.append(lacking[language]) }
        if let remark = remark(manifest) { columns.append(remark[language]) }
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

extension Text {
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
