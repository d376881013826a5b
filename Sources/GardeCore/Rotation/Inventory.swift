package import GardeWords
package import GardeIO
package import SystemPackage

/// What rotation has to know of a folder of backups on this machine.
package struct Inventory {
    private let root: FilePath
    package private(set) var backups: [SavedBackup]
    /// What restores left, by their names.
    package let copies: [String: Moment]
    private let last: Rotation.Last?

    /// What is not `own`'s and shares the folder stays, and counts for nothing.
    package init(_ root: FilePath, of own: Identity) {
        self.root = root
        // Before platforms could share a folder it had one note.
        last = (rotationNote(own, in: root).lines ?? LineFile(root.appending(".rotated")).lines)
            .flatMap(Rotation.Last.init)
        let (history, standing) = (History(root, of: own), Standing(root))
        backups = history.backups.compactMap { SavedBackup($0, standing) }
        for (other, manifests) in history.others {
            backups += manifests.compactMap { SavedBackup($0, standing, madeBy: other.name(for: own)) }
        }
        copies = Self.copies(root, of: own)
    }

    /// What the rules make of it; `new` is a backup that is not there yet.
    package func rotation(
        _ keep: Retention, at now: LocalTime, adding new: SavedBackup? = nil, isForced: Bool, merges: Bool
    ) -> Rotation {
        let all = backups + (new.map { [$0] } ?? [])
        let rules = Rotation.Rules(keep: keep, now: Moment(now), last: last, isForced: isForced, merges: merges)
        let plain = Rotation(all, copies: copies, rules)
        let mixed = Set(plain.goes.filter { !BackupFolder.holdsOnlyFiles(root.appending($0)) })
        guard !mixed.isEmpty else { return plain }
        let marked = all.map { backup in
            var backup = backup
            backup.holdsMore = mixed.contains(backup.id)
            return backup
        }
        return Rotation(marked, copies: copies.filter { !mixed.contains($0.key) }, rules)
    }

    /// Remembers what a rotation left, so that the next one knows what came since, and whether it could put increments
    /// together there, so that a plan knows that.
    package static func record(
        _ root: FilePath, of own: Identity, at now: LocalTime = .now(), merges: Bool = true
    ) async throws {
        let ids = History(root, of: own).backups.map(\.backup.id)
        try await rotationNote(own, in: root).replace(with: Set(ids + [now.iso8601] + (merges ? [] : [apart])))
    }

    private static let apart = "apart"

    /// Whether the last rotation that looked could put increments together there.
    package static func merges(in root: FilePath, of own: Identity) -> Bool {
        rotationNote(own, in: root).lines?.contains(apart) != true
    }

    private static func copies(_ root: FilePath, of own: Identity) -> [String: Moment] {
        let entries = ((try? Folder.open(root).entries()) ?? []).filter { $0.kind == .folder }
        let names = entries.map { String(decoding: $0.name, as: UTF8.self) }.filter { $0.hasPrefix("pre_restore_") }
        let all = names.compactMap { name in Manifest(in: root.appending(name)).map { (name, $0) } }
        let ownership = Ownership(own, Adoptions(root).all, among: [])
        return Dictionary(
            uniqueKeysWithValues: all.compactMap { name, manifest in
                guard ownership.owner(of: manifest) == own else { return nil }
                return LocalTime(id: String(name.dropFirst(12))).map { (name, Moment($0)) }
            })
    }
}

/// The time of a platform's last rotation, and the ids that it left; `url` is where, if not in BACKUP_ROOT.
package func rotationNote(_ own: Identity, in backupRoot: FilePath, at url: String? = nil) -> LineFile {
    let there = url.map { "-" + SHA256.hexadecimal(of: Array($0.utf8)).prefix(12) } ?? ""
    return LineFile(backupRoot.appending(".rotated\(there)-\(own.mark)"))
}

extension Identity {
    /// As little as tells it from ours.
    fileprivate func name(for own: Identity) -> Text {
        let isHere = host == own.host && platform == own.platform
        return .verbatim(isHere ? recipe : [recipe, shown].filter { !$0.isEmpty }.joined(separator: " "))
    }
}

extension Rotation.Last {
    /// Reads the note; nil without a time.
    package init?(_ lines: Set<String>) {
        guard let time = lines.compactMap({ LocalTime(iso8601: $0) }).first else { return nil }
        self.init(seconds: time.seconds, left: lines)
    }
}

extension Moment {
    package init(_ time: LocalTime) { self.init(seconds: time.seconds, day: time.day, month: time.month) }
}

extension SavedBackup {
    /// Nil for one that says of nothing that it holds it: nobody can judge that.
    package init?(_ manifest: Manifest, _ standing: Standing, madeBy stranger: Text? = nil) {
        let held = manifest.components.filter(\.value).keys
        guard let start = manifest.start, !held.isEmpty else { return nil }
        let backup = manifest.backup
        self.init(
            id: backup.id, uuid: backup.uuid, start: Moment(start),
            contents: Dictionary(uniqueKeysWithValues: held.map { ($0, manifest.content($0)) }),
            isWhole: backup.errors == 0,
            isSuspect: manifest.suspect?.isEmpty == false && !standing.accepted.contains(backup.uuid ?? ""))
        lacks = manifest.lacks.map(Set.init)
        isOfIncrements = backup.type == "incremental"
        isCompacted = manifest.compacted != nil
        isReadable = !backup.encrypted && backup.uuid != nil && manifest.files != nil && stranger == nil
        bad = Set(held.filter { standing.isBad(backup.id, $0) })
        self.stranger = stranger
    }
}

extension Manifest {
    fileprivate func content(_ component: Component.ID) -> SavedBackup.Content {
        guard isIncrement(component) else { return .full }
        return .increment(on: lineage(of: component).map { [$0.parent, $0.base] } ?? [])
    }
}
