internal import GardeWords
package import GardeIO
package import SystemPackage

/// The committed backups of a folder: those with a manifest.
package struct History: Sendable {
    /// Newest first, by the manifest's date; of one platform where it was asked for one.
    package let backups: [Manifest]
    /// What others made who share the folder, newest first; empty where nobody was asked for.
    package let others: [Identity: [Manifest]]
    /// Every id in use, committed or not, also by what is no folder.
    package let ids: [String]
    /// Folders whose manifest cannot be read or is that of another backup, newest first.
    package let damaged: [String]
    /// Folders with a manifest, readable or not, newest first by their ids.
    package let committed: [String]
    /// Folders named as backups are that have no manifest, newest first.
    package let withoutManifest: [String]

    /// Those that `own` made or adopted; `adoptions` are those of BACKUP_ROOT where `root` is another folder.
    package init(_ root: FilePath, of own: Identity, _ adoptions: Adoptions? = nil) {
        let all = History(root)
        let ownership = Ownership(own, (adoptions ?? Adoptions(root)).all, among: all.backups)
        let owners = Dictionary(grouping: all.backups, by: ownership.owner)
        backups = owners[own] ?? []
        others = owners.filter { $0.key != own }
        (ids, damaged, committed) = (all.ids, all.damaged, all.committed)
        withoutManifest = all.withoutManifest
    }

    package init(_ root: FilePath) {
        others = [:]
        let entries = (try? Folder.open(root).entries()) ?? []
        let all = entries.map { String(decoding: $0.name, as: UTF8.self) }
        // Who moves a backup to another disk leaves a link: it is read there, and rotation leaves it alone. A second name
        // within the folder is no backup of its own.
        let names = zip(entries, all).filter { entry, name in
            [.folder, .unknown].contains(entry.kind)
                || entry.kind == .link && root.appending(name).isFolder
                    && realPath(root.appending(name)).removingLastComponent() != realPath(root)
        }.map(\.1)
        ids = all.map { $0.hasSuffix(BackupFolder.partial) ? String($0.dropLast(BackupFolder.partial.count)) : $0 }
            .filter { LocalTime.isID($0) }
        var (read, unread, bare) = ([Manifest](), [String](), [String]())
        for name in names where LocalTime.isID(name) {
            switch Manifest.look(in: root.appending(name)) {
            // A manifest of another backup proves nothing of this one.
            case .read(let manifest) where manifest.backup.id != name: unread.append(name)
            case .read(let manifest): read.append(manifest)
            case .damaged, .later, .unreadable: unread.append(name)
            case .absent: bare.append(name)
            }
        }
        // A date is read once, not for each comparison.
        let dated = read.map { (seconds: $0.start?.seconds ?? 0, manifest: $0) }
        backups = dated.sorted {
            ($0.seconds, $0.manifest.backup.id) > ($1.seconds, $1.manifest.backup.id)
        }.map(\.manifest)
        damaged = unread.sorted(by: >)
        withoutManifest = bare.sorted(by: >)
        committed = (read.map(\.backup.id) + unread).sorted(by: >)
    }

    /// The newest backup that holds all of `component`, whole and believed, and of the same `subject`.
    package func lastGood(_ component: Component.ID, _ standing: Standing, of subject: String? = nil) -> Manifest? {
        backups.first { manifest in
            ["full", "incremental"].contains(manifest.backup.type) && !manifest.isIncrement(component)
                && manifest.components[component] == true && manifest.files != nil
                && manifest.isOf(subject, component)
                && standing.flaws(of: manifest, component).isDisjoint(with: [.suspect, .bad, .cut])
        }
    }

    /// The newest backup that holds `component`, be it as an increment.
    package func newest(_ component: Component.ID) -> Manifest? { backups.first { $0.components[component] == true } }

    /// The id of a backup that starts at `now`: at or below the newest it is the newest plus one second, unless that
    /// lies two hours ahead, where a wrong clock left it.
    package func nextID(at now: LocalTime) -> String {
        let newest = ids.compactMap { LocalTime(id: $0) }.filter { $0.seconds < now.seconds + 7200 }.max()
        var next = now
        if let newest, newest >= now { next = newest.adding(seconds: 1) }
        while ids.contains(next.id) { next = next.adding(seconds: 1) }
        return next.id
    }
}

extension Manifest {
    /// By its date, else by its id.
    package var start: LocalTime? { LocalTime(iso8601: backup.date) ?? LocalTime(id: backup.id) }

    /// Whether the component is that of the same database or path; one that does not say it is.
    package func isOf(_ subject: String?, _ component: Component.ID) -> Bool {
        guard let subject, let ours = subjects?[component] else { return true }
        return subject == ours
    }

    /// How much a component holds: its data before compression.
    package func contentBytes(of component: Component.ID) -> Int {
        (files ?? []).contentBytes(of: component, .backup(id: backup.id))
    }

    /// What the files of a component take on the disk.
    package func storedBytes(of component: Component.ID) -> Int {
        (files ?? []).filter { $0.component == component }.reduce(0) { $0 + $1.bytes }
    }
}

extension [Manifest.File] {
    /// How much a component holds: its data before compression, less what grows and shrinks by itself.
    func contentBytes(of component: Component.ID, _ names: FileNames) -> Int {
        filter { $0.component == component && names.part(of: $0.name, in: component)?.isMain != false }
            .reduce(0) { $0 + $1.contentBytes }
    }
}

/// Suspect backups that somebody looked at and found right, by uuid.
package struct Acceptances {
    private let file: LineFile

    package init(_ root: FilePath) { file = LineFile(root.appending(".accepted")) }

    package var uuids: Set<String> { file.lines ?? [] }

    package func add(_ uuid: String) async throws { try await file.update { $0.union([uuid]) } }
}
