import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Compares what is live with the archive that was restored: every member, and nothing beside them.
final class TreeCheck {
    /// More are not worth naming.
    private static let most = 20

    private let targets: TreeTargets
    private let refine: @Sendable (inout FileAttributes, [UInt8]) -> Void
    private let isRoot = GardeIO.isRoot()
    private var differences: [String] = []
    /// How many entries of each live folder come from the archive, by the folder's path; folders of the archive only.
    private var counts: [[UInt8]: Int] = [:]
    private var roots: Set<FilePath> = []
    /// The folder of the last member.
    private var last: (names: [[UInt8]], folder: Folder)?

    init(_ load: TreeLoad, _ targets: TreeTargets) {
        (self.targets, refine) = (targets, load.refine)
    }

    /// One line for each difference; empty when all is equal.
    func run(_ reader: any MemberReader) throws -> [String] {
        // To the end in any case: whoever decodes must not find the reader gone.
        while let member = try reader.next() {
            if differences.count >= Self.most { continue }
            let path = try MemberPath(member.name)
            guard case .at(let place, let rest, let live) = targets.locate(path, isFolder: member.kind == .folder)
            else {
                continue
            }
            if place.isWhole {
                roots.insert(place.folder)
                count(rest.names, in: place, isFolder: member.kind == .folder)
            }
            do { try compare(member, live, reader) } catch let error as Errno { differ(member, "\(error)") }
        }
        for root in roots where differences.count < Self.most {
            try namingRead(root) {
                try compareEntries(try Folder.open(withoutLinks: root), root.names, below: root.names)
            }
        }
        return differences
    }

    private func differ(_ member: TarMember, _ what: String) { differ(member.name, what) }
    private func differ(_ name: [UInt8], _ what: String) { differences.append("\(shown(name)) (\(what))") }

    // MARK: Members

    private func compare(_ member: TarMember, _ live: [[UInt8]], _ reader: any MemberReader) throws {
        guard let name = live.last else { return }
        let parent = try folder(Array(live.dropLast()))
        let status = try parent.status(name)
        guard status.type == member.kind.type(of: status) else { return differ(member, "kind") }
        switch member.kind {
        case .file(let size): try compareFile(member, size, name, in: parent, reader)
        case .folder:
            let folder = try parent.folder(name)
            compare(member, member.attributes, try folder.attributes(), keeps: folder.keeps)
        case .symbolicLink(let target):
            if try parent.linkTarget(name) != target { differ(member, "target") }
            compare(member, member.attributes, FileAttributes(status))
        case .fifo: compare(member, member.attributes, FileAttributes(status))
        case .hardLink(let target): try compareLink(member, target, status, name, in: parent)
        case .device: break
        }
    }

    private func folder(_ names: [[UInt8]]) throws -> Folder {
        if let last, last.names == names { return last.folder }
        let folder = try Folder.open(withoutLinks: FilePath(names: names[...]))
        last = (names, folder)
        return folder
    }

    private func compareFile(
        _ member: TarMember, _ size: Int, _ name: [UInt8], in parent: Folder, _ reader: any MemberReader
    ) throws {
        let file = try parent.file(name)
        defer { try? file.close() }
        guard try file.stat().size == Int64(size) else { return differ(member, "size") }
        var (head, end, isEqual) = ([UInt8](), 0, true)
        try reader.content { place, bytes in
            if place == head.count { head += bytes.prefix(TreePlacer.headLength - head.count) }
            guard isEqual else { return }
            isEqual = try file.isZero(from: end, to: place) && file.read(at: place, bytes.count).elementsEqual(bytes)
            end = place + bytes.count
        }
        guard try isEqual && file.isZero(from: end, to: size) else { return differ(member, "content") }
        var wanted = member.attributes
        wanted.mode &= ~FileAttributes.setIDBits
        refine(&wanted, head)
        compare(member, wanted, try FileAttributes(of: file), keeps: file.keeps)
    }

    private func compare(
        _ member: TarMember, _ wanted: FileAttributes, _ found: FileAttributes,
        keeps: ((FileAttributes.Extended) -> Bool)? = nil
    ) {
        if case .symbolicLink = member.kind {} else if wanted.mode != found.mode { differ(member, "mode") }
        if wanted.modified != found.modified { differ(member, "time") }
        if isRoot && (wanted.owner, wanted.group) != (found.owner, found.group) { differ(member, "owner") }
        guard let keeps, wanted.extended != found.extended else { return }
        // What the file system cannot hold was said when it was placed.
        if wanted.extended.filter(keeps) != found.extended { differ(member, "attributes") }
    }

    /// The same inode, or a copy where the file system makes no link.
    private func compareLink(
        _ member: TarMember, _ target: [UInt8], _ status: Stat, _ name: [UInt8], in parent: Folder
    ) throws {
        let path = try MemberPath(target, of: member.name)
        guard case .at(_, _, let live) = targets.locate(path, isFolder: false), let other = live.last else {
            return differ(member, "target")
        }
        let folder = try Folder.open(withoutLinks: FilePath(names: live.dropLast()))
        let found = try folder.status(other)
        if FileIdentity(found) == FileIdentity(status) { return }
        let isCopy = found.type == .regular && status.type == .regular && found.size == status.size
        guard isCopy, try folder.isEqual(other, to: name, of: parent) else { return differ(member, "link") }
    }

    // MARK: Folders

    /// Counts each entry once: a folder may come before its content, after it, twice, or only by what is in it.
    private func count(_ names: [[UInt8]], in place: TreePlace, isFolder: Bool) {
        var path = place.folder.bytes
        if counts[path] == nil { counts[path] = 0 }
        for (depth, name) in names.enumerated() {
            let (above, isLast) = (path, depth == names.count - 1)
            path += [0x2f] + name
            let isNewFolder = (!isLast || isFolder) && counts[path] == nil
            if isNewFolder { counts[path] = 0 }
            if isNewFolder || (isLast && !isFolder) { counts[above, default: 0] += 1 }
        }
    }

    private func compareEntries(_ folder: Folder, _ live: [[UInt8]], below root: [[UInt8]]) throws {
        let path = FilePath(names: live[...]).bytes
        var present = 0
        for entry in try folder.entries() {
            let own = live + [entry.name]
            // What is mounted is a root of its own.
            if targets.isKept(own, below: root) || targets.isFolderMount(own) { continue }
            let isKnown = counts[FilePath(names: own[...]).bytes] != nil
            // A folder that only holds what must stay is none of the backup's.
            if isKnown || !targets.holdsKept(own) { present += 1 }
            guard entry.kind == .folder || entry.kind == .unknown else { continue }
            do { try compareEntries(try folder.folder(entry.name), own, below: root) } catch Errno.notDirectory {}
        }
        let expected = counts[path, default: 0]
        if present != expected { differ(path, "\(present) entries, not \(expected)") }
    }
}

extension TarMember.Kind {
    /// What stat(2) should say; any for a hard link.
    fileprivate func type(of status: Stat) -> FileType {
        switch self {
        case .file: .regular
        case .folder: .directory
        case .symbolicLink: .symbolicLink
        case .fifo: .fifo
        case .hardLink, .device: status.type
        }
    }
}

extension Folder {
    fileprivate func isEqual(_ name: [UInt8], to other: [UInt8], of folder: Folder) throws -> Bool {
        let (one, two) = (try file(name), try folder.file(other))
        defer {
            try? one.close()
            try? two.close()
        }
        while true {
            let (chunk, same) = (try one.read(upTo: 1 << 18), try two.read(upTo: 1 << 18))
            guard chunk == same else { return false }
            if chunk.isEmpty { return true }
        }
    }
}

extension Failure {
    static func treeDiffers(_ component: Component.ID, _ differences: [String], _ places: [FilePath]) -> Failure {
        Failure(
            "files.tree-differs",
            [
                "component": component, "why": shorten(differences),
                "fix": Text.stopWriter(FileWriter.first(below: places), places),
            ])
    }
}

extension Text {
    /// Who still writes there may be gone by now.
    fileprivate static func stopWriter(_ writer: FileWriter?, _ places: [FilePath]) -> Text {
        guard let writer else {
            let list = places.map { shellWord($0.string) }.joined(separator: " ")
            return Text("files.stop-writer", ["list": list])
        }
        return Text("files.stop-writer-2", ["name": writer.name, "id": writer.id])
    }
}
