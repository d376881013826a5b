import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Places an archive's members beside the live data, in a staging folder of each place.
final class TreeStager {
    private let component: Component.ID
    private let targets: TreeTargets
    private let journal: Journal
    private let stagingName: [UInt8]
    private let placer: TreePlacer
    private var stagings: [TreePlace: Staging] = [:]
    /// First names of what the recipe does not name.
    private(set) var unknown: Set<[UInt8]> = []
    /// Single files that have their content: several links of the platform may lead to one.
    private var placed: Set<[[UInt8]]> = []
    /// What the archive says of folders that lead to what is restored, and which of these were made.
    private var above: [FilePath: FileAttributes] = [:]
    private var made: [FilePath] = []

    init(_ load: TreeLoad, _ targets: TreeTargets, _ journal: Journal, limit: Int) {
        (component, stagingName) = (load.id, load.stagingName)
        (self.targets, self.journal) = (targets, journal)
        placer = TreePlacer(limit: limit, setID: .drop, refine: load.refine)
    }

    var losses: TreePlacer.Losses { placer.losses }

    /// Everything of the archive is staged and on the disk when this returns.
    func run(_ reader: any MemberReader) throws {
        while let member = try reader.next() {
            let path = try MemberPath(member.name)
            let isFolder = member.kind == .folder
            if isFolder, case .above(let folder) = targets.locate(path, isFolder: true) {
                above[folder] = member.attributes
            }
            guard let spot = try spot(path, isFolder: isFolder, member.name, isNew: !isFolder) else { continue }
            try placer.place(member, from: reader, at: spot, link: try link(member))
        }
        try placer.finish()
        for (place, staging) in stagings.sorted(by: { $0.key.folder.string < $1.key.folder.string }) {
            guard place.isWhole, let said = staging.attributes else { continue }
            try record(.attributes(place.folder, said))
        }
        for folder in made.reversed() {
            guard let said = above[folder] else { continue }
            try record(.attributes(folder, said))
        }
    }

    private func spot(
        _ path: MemberPath, isFolder: Bool, _ name: [UInt8], isNew: Bool = false
    ) throws -> Spot? {
        switch targets.locate(path, isFolder: isFolder) {
        case .at(let place, _, let live) where !place.isWhole && isNew && !placed.insert(live).inserted: return nil
        case .at(let place, let rest, _): return Spot(try staging(in: place), rest)
        case .above, .leftAlone, .environmentStays: return nil
        case .unknown:
            unknown.insert(path.names.first ?? name)
            return nil
        case .otherKind: throw Failure.otherKind(component, name)
        }
    }

    private func link(_ member: TarMember) throws -> Spot? {
        guard case .hardLink(let target) = member.kind else { return nil }
        return try spot(try MemberPath(target, of: member.name), isFolder: false, member.name)
    }

    private func record(_ step: TreeStep) throws { try journal.record(step.entry(component)) }

    // MARK: Staging folders

    private func staging(in place: TreePlace) throws -> Staging {
        if let staging = stagings[place] { return staging }
        let staging = try naming(place.folder) { try makeStaging(in: place) }
        stagings[place] = staging
        // Whatever is mounted below is replaced too, also where the backup holds nothing.
        guard place.isWhole else { return staging }
        for mount in targets.folderMounts(below: place.folder.names) {
            _ = try self.staging(in: TreePlace(folder: FilePath(names: mount[...]), isWhole: true))
        }
        return staging
    }

    private func makeStaging(in place: TreePlace) throws -> Staging {
        try makeFolders(place.folder)
        let folder = try Folder.open(withoutLinks: place.folder)
        try record(.stage(place, staging: stagingName, try folder.attributes()))
        try folder.createFolder(stagingName)
        let staged = try folder.folder(stagingName)
        // What is made here must not inherit an ACL that the backup does not know.
        let plain = FileAttributes(mode: 0o700, owner: .max, group: .max, modified: .now())
        try staged.set(plain)
        try folder.sync()
        return Staging(staged)
    }

    private func makeFolders(_ path: FilePath) throws {
        let there = nearestFolder(path)
        guard there != path else { return }
        let missing = (there.components.count + 1...path.components.count).map { path.names.prefix($0) }
        let paths = missing.map { FilePath(names: $0) }
        try record(.create(paths))
        made += paths
        var folder = try Folder.open(withoutLinks: there)
        for name in missing.compactMap(\.last) {
            try folder.createFolder(name)
            let made = try folder.folder(name)
            try made.set(FileAttributes(mode: 0o755, owner: .max, group: .max, modified: .now()))
            try folder.sync()
            folder = made
        }
    }
}

extension Failure {
    static func otherKind(_ component: Component.ID, _ entry: [UInt8]) -> Failure {
        let name = shown(entry)
        return Failure("files.other-kind", ["component": component, "name": name])
    }
}
