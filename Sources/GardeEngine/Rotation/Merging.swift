import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Writes increments anew with what lay between them and the next one down that stays, so that it can go; while the lock
/// is held.
struct Merging {
    let backupRoot: FilePath
    let level: Int
    let console: any Reporter

    /// What cannot be put together stays as it is, and all that it needs.
    func run(_ merges: [Rotation.Merge]) async throws {
        for (id, merges) in Dictionary(grouping: merges, by: \.into).sorted(by: { $0.key < $1.key }) {
            try Task.checkCancellation()
            do {
                if try await merge(id, merges) {
                    console.info(.merged(id, merges))
                } else {
                    console.info(Text("prune.stay-apart", ["id": id]))
                }
            } catch let error as CancellationError { throw error } catch {
                console.warning(Text("prune.not-merged", ["id": id, "why": Failure(describing: error).text]))
            }
        }
    }

    /// All of it, or nothing: an increment that stays for one component may not be there twice for another.
    private func merge(_ id: String, _ merges: [Rotation.Merge]) async throws -> Bool {
        guard let old = Manifest(in: backupRoot.appending(id)), isOurs(old) else { return false }
        try checkRoom(for: merges, old)
        var (lineages, lacks, rows) = ([Component.ID: Lineage](), Set<Component.ID>(), [(Component.ID, Row, Merged)]())
        for merge in merges {
            let (component, between) = (merge.component, manifests(merge.between))
            guard between.count == merge.between.count, ([old] + between).follow(component),
                let lineage = between.last?.lineage(of: component),
                let row = Row(component, between.reversed() + [old], in: backupRoot), try await row.isAsSaved(),
                let merged = try await row.merged()
            else { return false }
            rows.append((component, row, merged))
            lineages[component] = lineage
            if between.contains(where: { $0.lacks?.contains(component) == true }) { lacks.insert(component) }
        }
        let folder = try BackupFolder.begin(id: id, in: backupRoot)
        defer { folder.abandon() }
        for (component, row, merged) in rows {
            try await folder.land(
                row.part, of: component, merged.source, level: level, progress: Meter(), knowsContent: true)
            try await readBack(component, row.part, in: folder, merged.isDone)
        }
        for file in old.files ?? [] where lineages[file.component] == nil { try folder.take(file) }
        let new = old.merged(lineages, lacks: lacks, files: folder.files)
        let accepted = Acceptances(backupRoot)
        if let (was, now) = old.backup.uuid.flatMap({ was in new.backup.uuid.map { (was, $0) } }),
            accepted.uuids.contains(was)
        {
            try await accepted.add(now)
        }
        await Verified.forgetGood(id, in: backupRoot)
        try await folder.commitAnew(new)
        return true
    }

    /// For both, as long as the several are there too.
    private func checkRoom(for merges: [Rotation.Merge], _ old: Manifest) throws {
        let needed = merges.reduce(0) { sum, merge in
            ([old] + manifests(merge.between)).reduce(sum) { $0 + $1.storedBytes(of: merge.component) }
        }
        let free = try room(at: backupRoot).free
        guard needed < free else { throw Failure.notEnoughRoom(backupRoot.string, needed, free) }
    }

    /// Whether nothing else lies in the folder, and it is one.
    private func isOurs(_ manifest: Manifest) -> Bool {
        let path = backupRoot.appending(manifest.backup.id)
        guard let folder = try? Folder.open(path), let entries = try? folder.entries(),
            (try? path.stat(followTargetSymlink: false).type) == .directory
        else { return false }
        return Set(entries.map { String(decoding: $0.name, as: UTF8.self) })
            == Set((manifest.files ?? []).map(\.name) + ["manifest.json"])
    }

    private func manifests(_ ids: [String]) -> [Manifest] {
        ids.compactMap { Manifest(in: backupRoot.appending($0)) }
    }

    /// What is on the disk has the content that was written, and does what the several did.
    private func readBack(
        _ component: Component.ID, _ part: Part, in folder: BackupFolder,
        _ isDone: (RestoreFile) async throws -> Bool
    ) async throws {
        let plain = Tally()
        let path = folder.path.appending(FileNames.backup(id: folder.id).name(component, part))
        let file = RestoreFile(path: path, part: part, contentBytes: 0)
        try await pipeline(file.source + [plain])
        guard folder.contents(of: component).map(\.sha256) == [plain.result.sha256], try await isDone(file) else {
            throw Failure.mergedDiffers
        }
    }
}

/// One archive of several, and whether what came out of it does what they did.
private typealias Merged = (source: [any Filter], isDone: (RestoreFile) async throws -> Bool)

/// The archives of one component in backups that follow one another, the oldest first.
private struct Row {
    let part: Part
    private let files: [(path: FilePath, said: Manifest.File)]

    /// Nil where they are no increments of one kind.
    init?(_ component: Component.ID, _ manifests: [Manifest], in root: FilePath) {
        var (parts, files) = (Set<Part>(), [(path: FilePath, said: Manifest.File)]())
        for manifest in manifests {
            let id = manifest.backup.id
            for file in manifest.files ?? [] where file.component == component {
                guard let part = FileNames.backup(id: id).part(of: file.name, in: component) else { return nil }
                parts.insert(part)
                files.append((root.appending(id).appending(file.name), file))
            }
        }
        guard files.count == manifests.count, parts == [.wal] || parts == [.tar], let part = parts.first else {
            return nil
        }
        (self.part, self.files) = (part, files)
    }

    /// Whether each is what its manifest says: what is damaged is for `verify`, and not to be handed on.
    func isAsSaved() async throws -> Bool {
        for file in files {
            let tally = Tally()
            try await pipeline([FileSource(file.path), tally])
            guard tally.result.sha256 == file.said.sha256 else { return false }
        }
        return true
    }

    /// One archive of all of them; nil where there is none.
    func merged() async throws -> Merged? {
        let archives = files.map {
            RestoreFile(path: $0.path, part: part, contentBytes: $0.said.contentBytes)
        }
        guard part == .wal else { return try await TreeMerge(archives).map { ([$0], $0.isDone) } }
        return ([WALMerge(archives), WALMerge.proof], { _ in true })
    }
}

extension Failure {
    /// As of `compact`: it stays as it was.
    fileprivate static let mergedDiffers = Failure("compact.differs")
}

extension Text {
    fileprivate static func merged(_ id: String, _ merges: [Rotation.Merge]) -> Text {
        Text(
            "prune.merged",
            [
                "id": id, "names": merges.map(\.component.name).sorted().joined(separator: ", "),
                "count": Set(merges.flatMap(\.between)).count,
            ])
    }
}
