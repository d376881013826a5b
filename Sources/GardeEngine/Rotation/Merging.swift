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
        guard let old = Manifest(in: backupRoot.appending(id)) else { return false }
        let folder = try BackupFolder.begin(id: id, in: backupRoot)
        defer { folder.abandon() }
        var (lineages, lacks) = ([Component.ID: Lineage](), Set<Component.ID>())
        for merge in merges {
            let (component, between) = (merge.component, manifests(merge.between))
            guard between.count == merge.between.count, let lineage = between.last?.lineage(of: component),
                let row = Row(component, between.reversed() + [old], in: backupRoot), try await row.isAsSaved(),
                let source = try await row.source()
            else { return false }
            try await folder.land(
                row.part, of: component, source, level: level, progress: Meter(), knowsContent: true)
            try await readBack(component, row.part, in: folder)
            lineages[component] = lineage
            if between.contains(where: { $0.lacks?.contains(component) == true }) { lacks.insert(component) }
        }
        for file in old.files ?? [] where lineages[file.component] == nil { try folder.take(file) }
        try await folder.commitAnew(old.merged(lineages, lacks: lacks, files: folder.files))
        return true
    }

    private func manifests(_ ids: [String]) -> [Manifest] {
        ids.compactMap { Manifest(in: backupRoot.appending($0)) }
    }

    private func readBack(_ component: Component.ID, _ part: Part, in folder: BackupFolder) async throws {
        let plain = Tally()
        let path = folder.path.appending(FileNames.backup(id: folder.id).name(component, part))
        try await pipeline(RestoreFile(path: path, part: part, contentBytes: 0).source + [plain])
        guard folder.contents(of: component).map(\.sha256) == [plain.result.sha256] else {
            throw Failure.mergedDiffers
        }
    }
}

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
    func source() async throws -> [any Filter]? {
        let archives = files.map {
            RestoreFile(path: $0.path, part: part, contentBytes: $0.said.contentBytes)
        }
        guard part == .wal else { return try await TreeMerge(archives).map { [$0] } }
        return [WALMerge(archives), WALMerge.proof]
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
