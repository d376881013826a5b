import GardeCore
import GardeIO
import SystemPackage

/// Lets messages come back that are missing, and leaves everything that is there as it is.
///
/// Dovecot's list of UIDs stays the live one: the messages that come are new to it, all others keep their UIDs.
struct MergedMailbox: Sendable {
    /// What a live folder holds.
    private struct Present: Sendable {
        var messages: Set<ArraySlice<UInt8>> = []
        var isMaildir = false
    }

    /// By the path of the maildir.
    private let folders: [[[UInt8]]: Present]
    private let root: [[UInt8]]

    /// `root` is a folder on this machine, without links.
    init(_ root: [[UInt8]]) {
        self.root = root
        var folders: [[[UInt8]]: Present] = [:]
        if let folder = try? Folder.open(withoutLinks: FilePath(names: root[...])) {
            Self.gather(folder, root, &folders)
        }
        self.folders = folders
    }

    private static func gather(_ folder: Folder, _ path: [[UInt8]], _ folders: inout [[[UInt8]]: Present]) {
        let entries = (try? folder.entries()) ?? []
        var present = Present(isMaildir: Maildir.isOne(entries))
        for entry in entries where entry.kind == .folder || entry.kind == .unknown {
            guard let child = try? folder.folder(entry.name) else { continue }
            if present.isMaildir, Maildir.isPart(entry) {
                folders[path + [entry.name]] = Present()
                let names = entry.name == Maildir.tmp ? [] : (try? child.entries()) ?? []
                present.messages.formUnion(names.map { Maildir.baseName($0.name) })
            } else {
                gather(child, path + [entry.name], &folders)
            }
        }
        folders[path] = present
    }

    /// Where an entry belongs; a folder that is missing comes as a whole.
    func locate(_ live: [[UInt8]], isFolder: Bool) -> TreeLocation {
        guard let name = live.last, live.count > root.count || !folders.isEmpty else { return whole(live) }
        let parent = Array(live.dropLast())
        if isFolder, folders[live] != nil { return .leftAlone }
        guard folders[parent] != nil || (live.count == root.count && isFolder) else { return whole(live) }
        if isFolder { return whole(live) }
        let maildir = Array(parent.dropLast())
        guard parent.last == Maildir.cur || parent.last == Maildir.new, let present = folders[maildir],
            present.isMaildir, !present.messages.contains(Maildir.baseName(name))
        else { return .leftAlone }
        return .at(
            TreePlace(folder: FilePath(names: parent[...]), isWhole: false), MemberPath(names: [name]), live: live)
    }

    /// Below the nearest folder that is there.
    private func whole(_ live: [[UInt8]]) -> TreeLocation {
        var depth = live.count - 1
        while depth > root.count, folders[Array(live.prefix(depth))] == nil { depth -= 1 }
        let isThere = folders[Array(live.prefix(depth))] != nil
        if !isThere { depth = max(0, root.count - 1) }
        return .at(
            TreePlace(folder: FilePath(names: live.prefix(depth)), isWhole: false),
            MemberPath(names: Array(live.dropFirst(depth))), live: live)
    }
}
