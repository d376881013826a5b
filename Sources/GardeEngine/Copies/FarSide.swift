import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What a place holds by names and sizes, as one listing shows it.
struct FarSide: Sendable {
    /// Bytes by `<id>/<file>`.
    private var sizes: [String: Int]
    /// The folders that something lies in.
    private(set) var folders: Set<String>
    /// Until something was sent, which takes its time.
    private var isOfNow = true

    init(_ sizes: [String: Int]) {
        self.sizes = sizes
        folders = Set(sizes.keys.map { String($0.prefix { $0 != "/" }) })
    }

    /// The files of a backup in `root` that are not there in their sizes, its manifest among them.
    func lacking(_ backup: Manifest, of root: FilePath) -> [String] {
        let id = backup.backup.id
        let missing = (backup.files ?? []).filter { sizes["\(id)/\($0.name)"] != $0.bytes }.map(\.name)
        let own = Self.manifestBytes(id, root) ?? manifestBytes(id)
        return missing + (hasManifest(id) && manifestBytes(id) == own ? [] : [CopiedFile.manifest])
    }

    /// An empty one is what a server leaves that stopped while it wrote.
    func hasManifest(_ id: String) -> Bool { manifestBytes(id) ?? 0 > 0 }

    private func manifestBytes(_ id: String) -> Int? { sizes["\(id)/\(CopiedFile.manifest)"] }

    private static func manifestBytes(_ id: String, _ root: FilePath) -> Int? {
        (try? root.appending(id).appending(CopiedFile.manifest).stat()).map { Int($0.size) }
    }

    /// Whether nothing of this lay there a moment ago; asked before it is sent.
    mutating func isNew(_ id: String) -> Bool {
        defer { isOfNow = false }
        return isOfNow && !folders.contains(id)
    }

    /// Takes note of a copy that was made since of a backup in `root`.
    mutating func add(_ backup: Manifest, of root: FilePath) {
        let id = backup.backup.id
        for file in backup.files ?? [] { sizes["\(id)/\(file.name)"] = file.bytes }
        sizes["\(id)/\(CopiedFile.manifest)"] = Self.manifestBytes(id, root)
        folders.insert(id)
    }
}

/// What a place lacks of the copies that were proven to be in it.
struct Holes: Sendable {
    /// Somebody removed or cut them, oldest first.
    let holes: [RemoteRecord.Line]
    /// Nothing is left of them, and every older one is gone too: a rule of the place's own took them, a few at a time.
    let expired: [RemoteRecord.Line]

    /// `sent` is what was proven, oldest first; `local` gives the manifest of one that is still here, in `root`.
    init(
        _ sent: [RemoteRecord.Line], in far: FarSide, at now: LocalTime = .now(), of root: FilePath,
        local: (RemoteRecord.Line) -> Manifest?
    ) {
        let lacking = sent.map { line in
            local(line).map { !far.lacking($0, of: root).isEmpty } ?? !far.hasManifest(line.id)
        }
        let folders = far.folders
        let isGone = sent.map { !folders.contains($0.id) }
        // Where nothing is left at all it was no rule that goes by age; where much went at once, neither.
        let yesterday = now.adding(seconds: -86400).id
        let most = max(3, 2 * sent.count { $0.id > yesterday })
        let first = isGone.firstIndex(of: false) ?? 0
        let old = first > most ? 0 : first
        expired = Array(sent.prefix(old))
        holes = zip(sent, lacking).dropFirst(old).filter(\.1).map(\.0)
    }
}
