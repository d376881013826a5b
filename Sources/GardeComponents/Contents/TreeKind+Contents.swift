package import GardeCore
import GardeIO
import Synchronization
import SystemPackage

extension TreeKind {
    package func contents(of files: [RestoreFile], _ source: Source, _ site: Site) async throws -> Contents? {
        guard let archive = files.last(where: { $0.part == .tar }) else { return nil }
        let places = TreePlaces(source, in: site.root)
        let found = Mutex(Contents())
        let sink = TarSink { reader in
            let contents = try Contents(reader, places)
            found.withLock { $0 = contents }
        }
        try await pipeline(archive.source + [sink])
        return found.withLock { $0 }
    }

    /// What is gone, and what was written, renamed or given away since.
    package func changed(_ names: [[UInt8]], since before: StandBefore, _ source: Source, _ site: Site) async -> Set<
        [UInt8]
    > {
        Set(names.filter { FilePath(bytes: $0).isGone(orChangedSince: before.time) })
    }

    /// What the recipe excludes of these.
    package func leftOut(_ names: [[UInt8]], _ source: Source, _ site: Site) -> Set<[UInt8]> {
        guard !excludes.isEmpty, !names.isEmpty else { return [] }
        let folders = TreePlaces(source, in: site.root).folders
        guard let excluded = try? ExcludedPaths(excludes, below: folders) else { return [] }
        return Set(
            names.filter { name in
                let path = FilePath(bytes: name).names
                return folders.contains { path.starts(with: $0) && excluded.hold(path, below: $0) }
            })
    }
}

extension FilePath {
    fileprivate func isGone(orChangedSince time: FileTime) -> Bool {
        do { return try stat(followTargetSymlink: false).changed >= time } catch {
            return [.noSuchFileOrDirectory, .notDirectory].contains(error)
        }
    }
}

/// Where the members of an archive of a component lie on this machine.
private struct TreePlaces: Sendable {
    private let names: TreeNames?
    private let roots: [[[UInt8]]]
    private let root: [[UInt8]]

    init(_ source: Source, in root: FilePath) {
        names = TreeNames(source, in: root)
        roots = source.paths.map { settledPath(root.pushing(FilePath($0)).lexicallyNormalized()).names }
        self.root = settledPath(root).names
    }

    /// Those of the recipe that are folders.
    var folders: [[[UInt8]]] { roots.filter { (try? FilePath(names: $0[...]).stat().type) == .directory } }

    /// Absolute, and whether the recipe leads there.
    func place(of path: MemberPath) -> (name: [UInt8], isKnown: Bool) {
        let found = names?.place(of: path.names)
        let live = found.map { roots[$0.path] + $0.rest } ?? root + path.names
        return (live.flatMap { [0x2f] + $0 }, found != nil)
    }
}

extension Contents {
    /// Every entry with its kind, mode, owner, time in seconds and content: what the plainest tar keeps. The times of
    /// folders, which each entry that comes or goes changes, do not count.
    fileprivate init(_ reader: TarReader, _ places: TreePlaces) throws {
        self.init()
        while let member = try reader.next() {
            let (name, isKnown) = places.place(of: try MemberPath(member.name))
            if !isKnown { strange.insert(name) }
            entries[name] = try text(of: member, reader, places)
        }
    }

    private func text(of member: TarMember, _ reader: TarReader, _ places: TreePlaces) throws -> String {
        let own = member.attributes
        let owner = "\(String(own.mode, radix: 8)) \(own.owner):\(own.group)"
        switch member.kind {
        case .file(let size): return "file \(owner) \(own.modified.seconds) \(try digest(of: reader, size))"
        case .hardLink(let target):
            return entries[places.place(of: try MemberPath(target, of: member.name)).name] ?? "link"
        case .folder: return "folder \(owner)"
        case .symbolicLink(let target): return "link \(visible(target))"
        case .fifo: return "fifo \(owner)"
        case .device: return "device"
        }
    }

    /// With the zeros of holes.
    private func digest(of reader: TarReader, _ size: Int) throws -> String {
        var hash = SHA256()
        var end = 0
        try reader.content { place, bytes in
            Self.update(&hash, zeros: place - end)
            hash.update(bytes)
            end = place + bytes.count
        }
        Self.update(&hash, zeros: size - end)
        return hash.hexadecimal()
    }

    private static func update(_ hash: inout SHA256, zeros count: Int) {
        let zeros = [UInt8](repeating: 0, count: min(count, 1 << 16))
        var rest = count
        while rest > 0 {
            zeros.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0.prefix(rest))) }
            rest -= zeros.count
        }
    }
}
