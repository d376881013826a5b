import GardeCore
import GardeIO
import SystemPackage

/// A folder or file to archive, and the name that it has in the archive.
struct TreeRoot: Sendable {
    let path: FilePath
    let member: [UInt8]

    /// The names of its member, as those of a path in an index begin.
    var names: [[UInt8]] { TreePath(member: member).names }

    /// Through a link, as everything that the recipe itself names.
    var isFolder: Bool { (try? path.stat().type) == .directory }

    /// Whether what lies in `other` holds this one under the same name, so that a walk there meets it.
    func lies(in other: TreeRoot) -> Bool {
        guard names.count > other.names.count, names.starts(with: other.names), other.isFolder else { return false }
        let below = other.path.appending(names: names.dropFirst(other.names.count))
        return settledPath(other.path).appending(names: names.dropFirst(other.names.count)) == settledPath(below)
    }
}

/// The folders and files of one component, in the order of their paths; at least one.
struct TreeRoots: Sendable {
    let all: [TreeRoot]

    /// Without those that a walk through another one meets.
    init(_ roots: [TreeRoot]) {
        let outermost = roots.filter { root in !roots.contains { root.lies(in: $0) } }
        all = outermost.sorted { TreePath(member: $0.member) < TreePath(member: $1.member) }
    }

    var first: TreeRoot { all[0] }

    /// The one that this path lies in, or is.
    func root(of path: TreePath) -> TreeRoot? {
        let names = path.names
        return all.first { names.starts(with: $0.names) }
    }

    /// Where it lies on this machine.
    func place(of path: TreePath) -> FilePath {
        guard let root = root(of: path) else { return FilePath(bytes: path.shown) }
        return path.names.dropFirst(root.names.count).reduce(root.path) { FilePath(bytes: $0.bytes + [0x2f] + $1) }
    }

    func holds(_ path: TreePath) -> Bool { root(of: path) != nil }

    var folders: [TreePath] { all.filter(\.isFolder).map { TreePath(member: $0.member) } }

    /// The root at this path, where it is a file.
    func file(at path: TreePath) -> TreeRoot? {
        all.first { TreePath(member: $0.member) == path && !$0.isFolder }
    }

    /// Whether one path begins with another, which then is behind a link; or is the folder of all members.
    var overlap: Bool {
        all.contains { root in
            root.member == [0x2e]
                || all.contains { $0.names.count < root.names.count && root.names.starts(with: $0.names) }
        }
    }
}
