import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Looks whether entries can be staged, exchanged and removed, before anything stops; changes nothing.
struct TreeProbe {
    let component: Component.ID
    let targets: TreeTargets

    /// Throws the `Failure` of the first place where it cannot be done.
    func run(_ places: some Sequence<TreePlace>) throws {
        var fixed: [FilePath] = []
        for place in places {
            try check(place)
            if place.isWhole { fixed += try fixedEntries(of: place) }
        }
        fixed += targets.files.filter { (try? FileFacts(of: $0).isFixed) == true }
        if !fixed.isEmpty { throw Failure.fixed(fixed) }
    }

    /// A folder that is missing is made later.
    private func check(_ place: TreePlace) throws {
        let there = nearestFolder(place.folder)
        guard (try? there.stat().type) == .directory else { throw Failure.cannotReplace(there, nil) }
        if let reason = whyNotWritable(there) { throw Failure.cannotReplace(there, reason) }
        let folder = try naming(there) { try Folder.open(withoutLinks: there) }
        try naming(there) { try folder.tryEntry() }
        guard there == place.folder else { return }
        let left = try namingRead(there) { try folder.entries() }.first {
            $0.name.starts(with: TreeTargets.stagingPrefix)
        }
        if let left { throw Failure.stagingLeft(component, "\(there)/\(visible(left.name))") }
    }

    // MARK: Attributes of chattr(1)

    private func fixedEntries(of place: TreePlace) throws -> [FilePath] {
        guard let folder = try? Folder.open(withoutLinks: place.folder) else { return [] }
        let own = try folder.facts().isFixed ? [place.folder] : []
        return own + fixedEntries(in: folder, place.folder.names, below: place.folder.names)
    }

    /// What disappears meanwhile, or cannot be looked into, is for the restore itself to meet.
    private func fixedEntries(in folder: Folder, _ path: [[UInt8]], below root: [[UInt8]]) -> [FilePath] {
        ((try? folder.entries()) ?? []).flatMap { entry -> [FilePath] in
            let own = path + [entry.name]
            if targets.isKept(own, below: root) || targets.isFolderMount(own) { return [] }
            guard let facts = try? folder.facts(entry.name) else { return [] }
            let found = facts.isFixed ? [FilePath(names: own[...])] : []
            guard facts.kind == .folder, let child = try? folder.folder(entry.name) else { return found }
            return found + fixedEntries(in: child, own, below: root)
        }
    }
}

extension TreeTargets {
    /// The single files that the recipe names and that are there.
    fileprivate var files: [FilePath] {
        targets.filter { $0.kind == .file }.map { FilePath(names: $0.names[...]) }
    }
}

extension Failure {
    fileprivate static func cannotReplace(_ folder: FilePath, _ reason: Errno?) -> Failure {
        if let reason, reason != .permissionDenied {
            return .notWritten(NotWritten(path: folder, reason: reason))
        }
        return Failure("files.cannot-replace", ["folder": folder])
    }

    /// Not even root moves or removes what chattr(1) fixed.
    fileprivate static func fixed(_ paths: [FilePath]) -> Failure {
        let list = shorten(paths.map { visible($0.bytes) })
        let words = paths.prefix(5).map { shellWord($0.string) }.joined(separator: " ")
        return Failure("files.fixed", ["list": list, "words": words])
    }
}
