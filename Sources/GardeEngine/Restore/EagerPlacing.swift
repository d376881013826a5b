import GardeComponents
import GardeCore
import GardeIO
import Synchronization
import SystemPackage

/// Places the only archive of a `restore --to` in the pass that compares it with its digest, so that it is read once.
///
/// Nobody sees what it placed before that pass is over and all was right. What it cannot place is left to a second pass,
/// which knows what the whole archive holds, and says why.
final class EagerPlacing: Sendable {
    private let unfinished: Unfinished
    private let plan: RestorePlan
    private let placed = Mutex<TreePlacer.Losses?>(nil)

    init(_ unfinished: Unfinished, _ plan: RestorePlan) { (self.unfinished, self.plan) = (unfinished, plan) }

    /// What could not be kept of single entries; nil as long as not all is placed.
    var losses: TreePlacer.Losses? { placed.withLock(\.self) }

    /// Nil for what is not one archive whose size the manifest tells, or does not fit.
    func reading(
        _ source: Source, _ load: any Load, _ chain: [FoundBackup]
    ) -> (@Sendable (any MemberReader) -> Void)? {
        placed.withLock { $0 = nil }
        unfinished.clear()
        let files = chain.flatMap(\.files).filter { $0.component == source.id }
        guard files.count == 1, files[0].part == .tar, let bytes = files[0].expected?.contentBytes,
            (try? unfinished.checkRoom(bytes)) != nil
        else { return nil }
        let names = TreeNames(source, in: plan.root)
        return { [self] reader in
            do {
                let place = try unfinished.begin()
                let losses = try MembersPlacing(load, names, in: place, limit: bytes).run(reader)
                placed.withLock { $0 = losses }
            } catch { unfinished.clear() }
        }
    }
}

/// Places members below a folder, as they lie below the platform's root.
struct MembersPlacing: Sendable {
    private let folder: FilePath
    private let names: TreeNames?
    private let limit: Int
    private let refine: @Sendable (inout FileAttributes, [UInt8]) -> Void

    /// `names` is nil where members have the names already by which they lie there; `limit` is in bytes.
    init(_ load: any Load, _ names: TreeNames?, in folder: FilePath, limit: Int) {
        (self.folder, self.names, self.limit) = (folder, names, limit)
        refine = if let load = load as? TreeLoad { load.refine } else { { _, _ in } }
    }

    /// Everything is on the disk when this returns.
    @Sendable func run(_ reader: any MemberReader) throws -> TreePlacer.Losses {
        let placer = TreePlacer(limit: limit, setID: .drop, refine: refine)
        let staging = Staging(try Folder.open(folder))
        func spot(_ path: MemberPath) -> Spot {
            Spot(staging, MemberPath(names: names?.home(of: path.names) ?? path.names))
        }
        while let member = try reader.next() {
            var link: Spot?
            if case .hardLink(let target) = member.kind { link = spot(try MemberPath(target, of: member.name)) }
            try placer.place(member, from: reader, at: spot(try MemberPath(member.name)), link: link)
        }
        try placer.finish()
        return placer.losses
    }
}
