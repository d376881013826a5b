import GardeCore
internal import GardeWords
package import GardeIO
import SystemPackage

/// Puts what is staged into the place of what is live, entry by entry, each step in the journal before it is taken.
///
/// A folder that is a mount point, or holds one, or holds what belongs to others, stays; its entries move. Everything
/// else moves whole, by one rename that exchanges both names: what was live lies in the staging folder afterwards.
struct TreeExchange {
    /// Units of one line in the journal: bounds its length, and the number of fsyncs.
    private static let batch = 256

    let component: Component.ID
    let targets: TreeTargets
    let journal: Journal

    func run(_ place: TreePlace, staging: [UInt8]) throws {
        let folder = TreeFolder(place: place.folder, staging: staging)
        let root = place.folder.names
        try naming(place.folder) {
            try place.isWhole ? exchangeAll(folder, below: root) : exchangeStaged(folder)
            try Folder.open(withoutLinks: place.folder).syncFileSystem()
        }
    }

    // MARK: Which entries

    private func exchangeStaged(_ folder: TreeFolder) throws {
        let (live, staged) = try folder.open()
        let names = try staged.entries().map(\.name)
        let cleared = targets.cleared(in: folder.place).filter { live.has($0) && !names.contains($0) }
        // Before those that come: they must not meet the remains of others.
        let was = try live.attributes()
        try move(cleared + names, in: folder)
        // The folder is another source's perhaps, and its time with it.
        try live.set(was)
    }

    private func exchangeAll(_ folder: TreeFolder, below root: [[UInt8]]) throws {
        let (live, staged) = try folder.open()
        let names = Set(try (live.entries() + staged.entries()).map(\.name))
        var units: [[UInt8]] = []
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let path = folder.live + [name]
            if targets.isKept(path, below: root) || targets.isFolderMount(path) { continue }
            if targets.holdsKept(path) {
                try exchangeBelow(folder, name, below: root)
            } else {
                units.append(name)
            }
        }
        try move(units, in: folder)
    }

    /// The folder itself stays; it gets the attributes of the staged one.
    private func exchangeBelow(_ parent: TreeFolder, _ name: [UInt8], below root: [[UInt8]]) throws {
        let (live, staged) = try parent.open()
        let isSaved = staged.has(name)
        if !isSaved { try staged.createFolder(name) }
        let folder = TreeFolder(place: parent.place, staging: parent.staging, names: parent.names + [name])
        let (own, new) = (try live.folder(name), try staged.folder(name).attributes())
        try record(.folder(folder, try own.attributes()))
        try exchangeAll(folder, below: root)
        if isSaved { try own.set(new) }
    }

    // MARK: Moving

    private func move(_ names: [[UInt8]], in folder: TreeFolder) throws {
        let isMounted = { (name: [UInt8]) in targets.isFileMount(folder.live + [name]) }
        for name in names where isMounted(name) { try writeInPlace(name, in: folder) }
        let moving = names.filter { !isMounted($0) }
        for start in stride(from: 0, to: moving.count, by: Self.batch) {
            let (live, staged) = try folder.open()
            let units = try moving[start..<min(start + Self.batch, moving.count)].map {
                TreeUnit(name: $0, live: try live.inode($0), staged: try staged.inode($0))
            }
            try record(.exchange(folder, units))
            for unit in units { try take(unit, TreeSwap(live: live, staged: staged), in: folder) }
        }
    }

    private func take(_ unit: TreeUnit, _ swap: TreeSwap, in folder: TreeFolder) throws {
        let path = FilePath(names: (folder.live + [unit.name])[...])
        do { try naming(path) { try swap.take(unit) } } catch let failed as NotWritten
            where failed.reason == .improperLink
        {
            throw Failure.cannotMove(component, path.bytes, failed.reason)
        }
    }

    /// What was there is kept aside first, whole, under a name of its own.
    private func writeInPlace(_ name: [UInt8], in folder: TreeFolder) throws {
        let (live, staged) = try folder.open()
        guard staged.has(name) else { return }
        try naming(live.path(of: [name])) {
            _ = try staged.copy(name, of: live, as: TreeSwap.unfinished)
            try staged.syncFileSystem()
            try staged.move(TreeSwap.unfinished, to: staged, as: TreeSwap.aside(name))
            try staged.sync()
            try record(.inPlace(folder, name: name))
            try live.overwrite(name, with: name, of: staged)
        }
    }

    private func record(_ step: TreeStep) throws { try journal.record(step.entry(component)) }
}

/// One entry's change of places, and the way back from wherever it was interrupted.
package struct TreeSwap {
    static let unfinished = Array(".garde-unfinished".utf8)
    static func aside(_ name: [UInt8]) -> [UInt8] { Array(".garde-aside-".utf8) + name }
    /// Holds the live entry while the staged one moves, on file systems that cannot exchange.
    package static let between = Array(".garde-between".utf8)

    private let live: Folder
    private let staged: Folder
    private let canExchange: Bool

    /// `canExchange` is false only in tests: file systems of Linux's own can, NFS cannot.
    package init(live: Folder, staged: Folder, canExchange: Bool = true) {
        (self.live, self.staged, self.canExchange) = (live, staged, canExchange)
    }

    package func take(_ unit: TreeUnit) throws {
        switch (unit.live, unit.staged) {
        case (nil, nil): break
        case (.some, nil): try live.move(unit.name, to: staged, as: unit.name)
        case (nil, .some): try staged.move(unit.name, to: live, as: unit.name)
        case (.some, .some): try exchange(unit.name)
        }
    }

    /// In one step where the file system can (NFS cannot), else in three; the name is missing for a moment then.
    private func exchange(_ name: [UInt8]) throws {
        do {
            if !canExchange { throw Errno.invalidArgument }
            try live.exchange(name, with: staged, name)
        } catch let error as Errno where error.hasNoSuchMove {
            try live.move(name, to: staged, as: Self.between)
            try staged.move(name, to: live, as: name)
            try staged.move(Self.between, to: staged, as: name)
        }
    }

    /// Whatever has happened of this unit, or nothing: the live entry of before is live again.
    ///
    /// It is told by its inode number, which no other file gets while it exists. Throws when it is nowhere.
    package func undo(_ unit: TreeUnit) throws {
        let now = try live.inode(unit.name)
        if now == unit.live { return }
        guard let before = unit.live else { return try takeBack(unit.name) }
        if try staged.inode(Self.between) == before {
            if now != nil { try live.move(unit.name, to: staged, as: unit.name) }
            return try staged.move(Self.between, to: live, as: unit.name)
        }
        guard try staged.inode(unit.name) == before else { throw Failure.asideLost(unit.name) }
        try now == nil ? staged.move(unit.name, to: live, as: unit.name) : exchange(unit.name)
    }

    /// Nothing was there before: what came goes, unless it never came and is somebody else's.
    private func takeBack(_ name: [UInt8]) throws {
        if !staged.has(name) { try live.move(name, to: staged, as: name) }
    }
}

extension Folder {
    /// Gives a file that must keep its inode the content and attributes of another, and puts it on the disk.
    func overwrite(_ name: [UInt8], with other: [UInt8], of folder: Folder) throws {
        let source = try folder.file(other)
        defer { try? source.close() }
        let file = try existingFile(name)
        defer { try? file.close() }
        try file.resize(to: 0)
        try source.forEachChunk { try file.writeAll($0) }
        _ = try FileAttributes(of: source).apply(to: file)
        try file.sync()
    }
}

extension Failure {
    /// A file system of layers (a container's own) does not move its folders.
    static func cannotMove(_ component: Component.ID, _ path: [UInt8], _ error: Errno) -> Failure {
        let path = visible(path)
        return Failure("files.cannot-move", ["component": component, "path": path, "error": "\(error)"])
    }

    static func asideLost(_ name: [UInt8]) -> Failure {
        let name = visible(name)
        return Failure("files.aside-lost", ["name": name])
    }
}
