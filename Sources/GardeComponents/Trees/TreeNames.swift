package import GardeCore
package import GardeIO
package import SystemPackage

/// The names by which an archive leads to the paths of a component, as far as the recipe alone tells.
package struct TreeNames: Sendable {
    /// Of each path of the recipe, that below the platform's root first.
    private let ways: [[[[UInt8]]]]
    private var prefixes: [[[UInt8]]] { ways.flatMap(\.self) }
    /// Whether files that the recipe does not name belong to it too.
    private let isOpen: Bool
    private let isMail: Bool

    /// Nil for what is no tree of files.
    package init?(_ source: Source, in root: FilePath) {
        guard source.kind is any TreeKind else { return nil }
        isMail = source.kind.mailboxes != nil
        ways = Self.prefixes(of: source.paths, in: root)
        isOpen = source.followsStack
    }

    /// What a member is to the component.
    package func holding(_ path: MemberPath, isFolder: Bool) -> Outline.Holding {
        guard prefixes.contains(where: path.names.starts) || (isOpen && !isFolder) else { return .nothing }
        let isFrame = isFolder || (isMail && path.names.last.map(Maildir.isMetadata) == true)
        return isFrame ? .frame : .content
    }

    /// Where a member lies below the platform's root.
    package func home(of names: [[UInt8]]) -> [[UInt8]] { place(of: names).map { ways[$0.path][0] + $0.rest } ?? names }

    /// Which path of the recipe a member belongs to, and what of its name lies below that; nil where to none.
    func place(of names: [[UInt8]]) -> (path: Int, rest: [[UInt8]])? {
        let fitting = ways.enumerated().flatMap { path, ways in
            ways.filter(names.starts).map { (path, Array(names.dropFirst($0.count))) }
        }
        return fitting.min { $0.1.count < $1.1.count }
    }

    /// Under which names an archive may have what a person calls so.
    func members(called names: [[UInt8]]) -> [[[UInt8]]] {
        [names]
            + ways.flatMap { ways in
                ways.filter(names.starts).flatMap { way in
                    ways.filter { $0 != way }.map { $0 + names.dropFirst(way.count) }
                }
            }
    }

    /// How far a path of the recipe leads to these names.
    func depth(of names: [[UInt8]]) -> Int { prefixes.filter { names.starts(with: $0) }.map(\.count).max() ?? 0 }

    /// Whether the recipe's paths lead to these names, or begin with them.
    func lead(to names: [[UInt8]]) -> Bool { prefixes.contains { names.starts(with: $0) || $0.starts(with: names) } }

    /// Of each path: as `TreeCapture` names its members, by the last name or by the path below the platform's root.
    static func prefixes(of paths: [String], in root: FilePath) -> [[[[UInt8]]]] {
        let relative = paths.map { path in
            var path = root.pushing(FilePath(path)).lexicallyNormalized()
            if !path.removePrefix(root) { path.root = nil }
            return path.names
        }
        return relative.map { names in
            let last = Array(names.suffix(1))
            let isOnlyOne = !relative.contains {
                $0 != names && ($0.suffix(1) == last[...] || $0.prefix(1) == last[...])
            }
            return isOnlyOne ? [names, last] : [names]
        }
    }
}
