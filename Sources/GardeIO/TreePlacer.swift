package import SystemPackage

/// A folder that members are placed below, private until it is put into place.
package final class Staging {
    package let folder: Folder
    /// What the archive says of the folder itself; it keeps its own mode until it is put into place.
    package fileprivate(set) var attributes: FileAttributes?

    package init(_ folder: Folder) { self.folder = folder }
}

/// Where a member goes.
package struct Spot {
    package let staging: Staging
    package let path: MemberPath

    package init(_ staging: Staging, _ path: MemberPath) { (self.staging, self.path) = (staging, path) }
}

/// Places the members of a tar below open folders, and nothing outside of them whatever the archive holds.
///
/// Each name is walked component by component and no link is ever followed; each entry is made anew or refused; owner,
/// group, mode, ACL, attributes and time are set on the open file. Folders belong to this user alone until `finish`,
/// which sets theirs, the deepest first.
package final class TreePlacer {
    /// What becomes of a file with a setuid or setgid bit.
    package enum SetID: Sendable { case refuse, drop }

    /// What could not be kept of single entries; the rest was placed.
    package struct Losses: Sendable {
        /// How many kept this user as their owner.
        package var owners = 0
        /// Names of entries whose ACL or attributes the file system or the machine does not know.
        package var extended: [[UInt8]] = []
        /// Names of files whose setuid and setgid bits were left out.
        package var setID: [[UInt8]] = []
        /// Names of files whose capabilities were left out.
        package var capabilities: [[UInt8]] = []
    }

    /// Bytes of a file's beginning that `refine` sees.
    package static let headLength = 1 << 18
    /// Mode of a folder that the archive has files of, but no member.
    private static let unsaid = FileAttributes(mode: 0o755, owner: .max, group: .max, modified: .now())

    /// One array a folder: there may be hundreds of thousands.
    private struct FolderKey: Hashable {
        let staging: ObjectIdentifier
        let path: [UInt8]

        init(_ staging: Staging, _ names: some Sequence<[UInt8]>) {
            (self.staging, path) = (ObjectIdentifier(staging), Array(names.joined(separator: [0x2f])))
        }
    }

    private let limit: Int
    private let setID: SetID
    /// Changes a file's attributes by its beginning, before they are set.
    private let refine: (inout FileAttributes, _ head: [UInt8]) -> Void
    private var written = 0
    private var copied = 0
    private var stagings: [ObjectIdentifier: Staging] = [:]
    /// All folders made, and what the archive says of them so far.
    private var folders: [FolderKey: FileAttributes?] = [:]
    private var last: (staging: Staging, names: [[UInt8]], folder: Folder)?
    package private(set) var losses = Losses()

    /// `limit` is what all contents together may have in bytes, holes not counted.
    package init(
        limit: Int, setID: SetID = .refuse,
        refine: @escaping (inout FileAttributes, _ head: [UInt8]) -> Void = { _, _ in }
    ) {
        (self.limit, self.setID, self.refine) = (limit, setID, refine)
    }

    /// Places the member that `reader` has just given; `link` is where the target of a hard link lies.
    ///
    /// Throws `EntryRefused` for what is hostile or impossible, `NotWritten` for what the disk does not take.
    package func place(_ member: TarMember, from reader: any MemberReader, at spot: Spot, link: Spot? = nil) throws {
        do {
            try check(member, spot)
            stagings[ObjectIdentifier(spot.staging)] = spot.staging
            guard let name = spot.path.names.last else { return spot.staging.attributes = member.attributes }
            if member.kind == .folder { return try placeFolder(member, spot) }
            let parent = try folder(spot.path.names.dropLast(), of: spot.staging)
            try placeEntry(member, from: reader, name, in: parent, link)
        } catch let error as Errno {
            guard let reason = EntryRefused.Reason(error) else {
                throw NotWritten(path: spot.staging.folder.path(of: spot.path.names), reason: error)
            }
            throw EntryRefused(member.name, reason)
        }
        if member.hasCapabilities { losses.capabilities.append(member.name) }
        if !member.unknownNames.isEmpty { losses.extended.append(member.name) }
    }

    /// Gives each folder its own owner, mode and time, and puts everything on the disk.
    package func finish() throws {
        last = nil
        // A folder's path is shorter than those of all that it holds.
        for (key, said) in folders.sorted(by: { $0.key.path.count > $1.key.path.count }) {
            guard let staging = stagings[key.staging] else { continue }
            let names = key.path.split(separator: 0x2f).map(Array.init)
            try naming(staging.folder.path(of: names)) {
                note(try staging.folder.folder(names).set(said ?? Self.unsaid), key.path)
            }
        }
        for staging in stagings.values {
            try naming(staging.folder.descriptor.path) { try staging.folder.syncFileSystem() }
        }
    }

    private func check(_ member: TarMember, _ spot: Spot) throws {
        let isFolder = member.kind == .folder
        if (spot.path.endsInSlash || spot.path.names.isEmpty) && !isFolder {
            throw EntryRefused(member.name, .emptyName)
        }
        if member.kind == .device { throw EntryRefused(member.name, .device) }
        guard case .file = member.kind, member.attributes.mode & FileAttributes.setIDBits != 0 else { return }
        if setID == .refuse { throw EntryRefused(member.name, .setID) }
        losses.setID.append(member.name)
    }

    // MARK: Folders

    /// A folder may come again, as GNU tar writes it when it is named twice; what it says last counts.
    private func placeFolder(_ member: TarMember, _ spot: Spot) throws {
        _ = try folder(spot.path.names[...], of: spot.staging)
        folders[FolderKey(spot.staging, spot.path.names)] = member.attributes
    }

    /// Opens a folder below the staging, making what is missing on the way.
    private func folder(_ names: ArraySlice<[UInt8]>, of staging: Staging) throws -> Folder {
        var (folder, depth) = (staging.folder, 0)
        if let last, last.staging === staging, names.starts(with: last.names) {
            (folder, depth) = (last.folder, last.names.count)
            if depth == names.count { return folder }
        }
        while depth < names.count {
            let isNew: Bool
            (folder, isNew) = try openOrMake(names[names.startIndex + depth], in: folder)
            depth += 1
            // One that another archive has placed keeps what that one says of it.
            if isNew { folders[FolderKey(staging, names.prefix(depth))] = .some(nil) }
        }
        last = (staging, Array(names), folder)
        return folder
    }

    private func openOrMake(_ name: [UInt8], in folder: Folder) throws -> (Folder, isNew: Bool) {
        do { return (try folder.folder(name), false) } catch Errno.noSuchFileOrDirectory {
            try folder.createFolder(name)
            return (try folder.folder(name), true)
        }
    }

    // MARK: Other entries

    private func placeEntry(
        _ member: TarMember, from reader: any MemberReader, _ name: [UInt8], in parent: Folder, _ link: Spot?
    ) throws {
        switch member.kind {
        case .folder, .device: break
        case .file(let size): try placeFile(member, size, from: reader, name, in: parent)
        case .symbolicLink(let target):
            if target.isEmpty { throw EntryRefused(member.name, .emptyName) }
            try parent.createLink(name, to: target)
            try setAttributes(of: name, in: parent, member, isLink: true)
        case .fifo:
            try parent.createFIFO(name)
            try setAttributes(of: name, in: parent, member, isLink: false)
        case .hardLink:
            guard let link, let target = link.path.names.last else { throw EntryRefused(member.name, .linkTarget) }
            try placeLink(member, target, link, name, in: parent)
        }
    }

    private func setAttributes(of name: [UInt8], in parent: Folder, _ member: TarMember, isLink: Bool) throws {
        if try parent.setAttributes(of: name, member.attributes, isLink: isLink) { losses.owners += 1 }
    }

    private func placeFile(
        _ member: TarMember, _ size: Int, from reader: any MemberReader, _ name: [UInt8], in parent: Folder
    ) throws {
        let file = try parent.createFile(name)
        defer { try? file.close() }
        var head: [UInt8] = []
        try reader.content { place, bytes in
            written += bytes.count
            guard written <= limit, place <= size, bytes.count <= size - place else {
                throw EntryRefused(member.name, .tooLarge(expected: limit))
            }
            if place == head.count { head += bytes.prefix(Self.headLength - head.count) }
            try file.writeAll(bytes, at: place)
        }
        // The last of a sparse file may be a hole.
        if try file.stat().size != Int64(size) { try file.resize(to: Int64(size)) }
        var attributes = member.attributes
        attributes.mode &= ~FileAttributes.setIDBits
        refine(&attributes, head)
        note(try attributes.apply(to: file), member.name)
    }

    private func note(_ lost: Set<AttributeLoss>, _ name: [UInt8]) {
        if lost.contains(.owner) { losses.owners += 1 }
        if lost.contains(.extended) { losses.extended.append(name) }
    }

    /// As a link to what was placed before it; a copy where the file system makes no link.
    private func placeLink(
        _ member: TarMember, _ target: [UInt8], _ link: Spot, _ name: [UInt8], in parent: Folder
    ) throws {
        let source: Folder
        do { source = try link.staging.folder.folder(link.path.names.dropLast()) } catch is Errno {
            throw EntryRefused(member.name, .linkTarget)
        }
        guard let status = try? source.status(target), status.type != .directory else {
            throw EntryRefused(member.name, .linkTarget)
        }
        do { try parent.createHardLink(name, to: target, in: source) } catch let error as Errno {
            guard error.hasNoLinks, status.type == .regular else { throw error }
            copied += min(Int(status.size), status.allocated)
            if copied > limit { throw EntryRefused(member.name, .tooLarge(expected: limit)) }
            note(try parent.copy(target, of: source, as: name), member.name)
        }
    }
}

extension EntryRefused.Reason {
    /// Nil where it is not the entry's fault.
    fileprivate init?(_ error: Errno) {
        switch error {
        case .fileExists, .isDirectory: self = .doubled
        case .notDirectory, .tooManySymbolicLinkLevels: self = .throughLink
        case .fileNameTooLong: self = .tooLong
        case .fileTooLarge: self = .tooBigHere
        default: return nil
        }
    }
}

extension Errno {
    /// Why a second name cannot be had where a copy can.
    package var hasNoLinks: Bool { [.improperLink, .notPermitted, .tooManyLinks].contains(self) }
}
