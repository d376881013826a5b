package import GardeCore
package import GardeIO
package import SystemPackage

/// The names by which an archive leads to the paths of a component, as far as the recipe alone tells.
package struct TreeNames: Sendable {
    private let prefixes: [[[UInt8]]]
    /// Whether files that the recipe does not name belong to it too.
    private let isOpen: Bool
    private let isMail: Bool

    /// Nil for what is no tree of files.
    package init?(_ source: Source, in root: FilePath) {
        guard source.kind is any TreeKind else { return nil }
        isMail = source.kind.mailboxes != nil
        prefixes = Self.prefixes(of: source.paths, in: root).flatMap(\.self)
        isOpen = source.followsStack
    }

    /// What a member is to the component.
    package func holding(_ path: MemberPath, isFolder: Bool) -> Outline.Holding {
        guard prefixes.contains(where: path.names.starts) || (isOpen && !isFolder) else { return .nothing }
        let isFrame = isFolder || (isMail && path.names.last.map(Maildir.isMetadata) == true)
        return isFrame ? .frame : .content
    }

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
