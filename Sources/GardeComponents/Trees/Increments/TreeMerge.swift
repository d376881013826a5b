package import GardeCore
import GardeIO
package import SystemPackage

/// The first filter of one increment that stands for several, which follow one another.
package struct TreeMerge: Filter {
    private let archives: [RestoreFile]
    private let merged: MergedOutline

    /// The oldest first; nil where one archive cannot say what they do.
    package init?(_ archives: [RestoreFile]) async throws {
        var outlines: [Outline] = []
        for archive in archives {
            let sink = OutlineSink(isBase: false, keepsMembers: true)
            try await pipeline(archive.source + [sink])
            guard let outline = sink.result else { return nil }
            outlines.append(outline)
        }
        guard let merged = MergedOutline(outlines) else { return nil }
        (self.archives, self.merged) = (archives, merged)
    }

    /// Whether this archive, as it came out, does what the several did.
    package func isDone(by archive: RestoreFile) async throws -> Bool {
        let sink = OutlineSink(isBase: false)
        try await pipeline(archive.source + [sink])
        return sink.result.map(merged.isDone) == true
    }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await walk(archives) { [merged] next in
            let writer = try TarWriter(to: output)
            for link in merged.links { try writer.begin(link) }
            var folders: [TreePath: TarMember] = [:]
            let reader = ChainReader(merged.succession, next)
            while let member = try reader.next() {
                let path = TreePath(names: try MemberPath(member.name).names)
                let named = member.renamed(path.member, member.kind.inIncrement)
                guard member.kind != .folder else {
                    folders[path] = named
                    continue
                }
                try writer.begin(named)
                if case .file(let size) = member.kind { try writer.copy(size, from: reader) }
            }
            let order = folders.keys.sorted(by: >)
            for path in order { try writer.begin(folders[path]!) }
            let time = folders.values.map(\.attributes.modified.seconds).max() ?? 0
            try writer.list(IncrementArchive.removedList, merged.removed, time)
            try writer.list(IncrementArchive.foldersList, order, time)
            try writer.finish()
        }
    }
}

extension TarMember.Kind {
    /// A link to a name as members of increments have it.
    fileprivate var inIncrement: TarMember.Kind {
        guard case .hardLink(let target) = self else { return self }
        return .hardLink(to: TreePath(member: target).member)
    }
}

extension TarWriter {
    /// Names, each ended by NUL.
    fileprivate func list(_ name: [UInt8], _ paths: [TreePath], _ time: Int) throws {
        let list: [UInt8] = paths.flatMap { $0.member + [0] }
        let attributes = FileAttributes(mode: 0o600, owner: 0, group: 0, modified: FileTime(seconds: time))
        try begin(name, .file(size: list.count), attributes)
        try list.withUnsafeBytes { try write($0) }
    }
}
