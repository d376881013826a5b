package import GardeIO
import SystemPackage

/// What rotation has to know of a folder of backups on this machine.
struct Inventory {
    private let root: FilePath
    private(set) var backups: [SavedBackup]
    /// What restores left, by their names.
    let copies: [String: Moment]
    private let last: Rotation.Last?

    /// `recipe` is ours: backups of another one that shares the folder stay, and count for nothing.
    init(_ root: FilePath, of recipe: String) {
        self.root = root
        last = Self.note(root).lines.flatMap(Rotation.Last.init)
        let accepted = Acceptances(root).uuids
        backups = History(root).backups.compactMap { manifest in
            var backup = SavedBackup(manifest, accepted: accepted)
            backup?.otherRecipe = manifest.recipe.flatMap { $0 == recipe ? nil : $0 }
            return backup
        }
        copies = Self.copies(root)
    }

    /// What the rules make of it; `new` is a backup that is not there yet.
    func rotation(_ keep: Retention, at now: LocalTime, adding new: SavedBackup? = nil, isForced: Bool) -> Rotation {
        let all = backups + (new.map { [$0] } ?? [])
        let rules = Rotation.Rules(keep: keep, now: Moment(now), last: last, isForced: isForced)
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

    /// Remembers what a rotation left, so that the next one knows what came since.
    static func record(_ root: FilePath) async throws {
        let ids = History(root).backups.map(\.backup.id)
        try await note(root).replace(with: Set(ids + [LocalTime.now().iso8601]))
    }

    /// The time of the last rotation, and the ids that it left.
    private static func note(_ root: FilePath) -> LineFile { LineFile(root.appending(".rotated")) }

    private static func copies(_ root: FilePath) -> [String: Moment] {
        let entries = ((try? Folder.open(root).entries()) ?? []).filter { $0.kind == .folder }
        var found: [String: Moment] = [:]
        for name in entries.map({ String(decoding: $0.name, as: UTF8.self) }) where name.hasPrefix("pre_restore_") {
            guard let time = LocalTime(id: String(name.dropFirst(12))), Manifest(in: root.appending(name)) != nil
            else { continue }
            found[name] = Moment(time)
        }
        return found
    }
}

extension Rotation.Last {
    /// Reads the note; nil without a time.
    init?(_ lines: Set<String>) {
        guard let time = lines.compactMap({ LocalTime(iso8601: $0) }).first else { return nil }
        self.init(seconds: time.seconds, left: lines)
    }
}

extension Moment {
    package init(_ time: LocalTime) { self.init(seconds: time.seconds, day: time.day, month: time.month) }
}

extension SavedBackup {
    /// Nil for one that says of nothing that it holds it: nobody can judge that.
    init?(_ manifest: Manifest, accepted: Set<String>) {
        let held = manifest.components.filter(\.value).keys
        guard let start = manifest.start, !held.isEmpty else { return nil }
        let backup = manifest.backup
        // The bash pair says no more than the type; what it calls an increment may be one.
        let isIncrement = backup.base != nil || backup.parent != nil || (backup.uuid == nil && backup.type != "full")
        self.init(
            id: backup.id, uuid: backup.uuid, start: Moment(start),
            contents: Dictionary(
                uniqueKeysWithValues: held.map { ($0, $0 == "mail" && isIncrement ? .increment : .full) }),
            parent: backup.parent, base: backup.base, isWhole: backup.errors == 0,
            isSuspect: manifest.suspect?.isEmpty == false && !accepted.contains(backup.uuid ?? ""))
    }
}

extension Settings {
    /// How long backups stay; the recipe alone says it of increments.
    func retention(_ recipe: Recipe) -> Retention {
        Retention(
            daily: number("RETENTION_DAYS"), weekly: number("RETENTION_WEEKLY"), monthly: number("RETENTION_MONTHLY"),
            incrementals: recipe.retention?.incrementals ?? .days(7))
    }
}
