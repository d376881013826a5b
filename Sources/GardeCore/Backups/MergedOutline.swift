package import GardeIO

/// What several increments of a tree, one after the other, come to as one.
///
/// Plain tar replays an increment exactly under rules that increments which are made keep, and which several together may
/// break: a file that moved to where another one was, say. Those are not put together.
package struct MergedOutline: Sendable {
    /// Names that entries of what the first one builds on have in the end, as their last headers.
    package let links: [TarMember]
    package let removed: [TreePath]
    /// What becomes of the entries of each.
    package let succession: Succession

    /// `outlines` with their members, the oldest first; nil where they stay apart.
    package init?(_ outlines: [Outline]) {
        guard outlines.allSatisfy({ $0.listings.isEmpty && !$0.names.hasDoubles }) else { return nil }
        let succession = Succession.withoutBase(outlines)
        let origins = Set(outlines.flatMap { $0.links.map(\.old) })
        let gone = Set(outlines.flatMap(\.removed))
        var (written, links, linked) = (Set<TreePath>(), [TarMember](), [TreePath: TreePath]())
        for (step, outline) in outlines.enumerated() {
            for path in outline.written { written.formUnion(succession.paths(of: .init(path: path), in: step + 1)) }
        }
        for old in origins {
            let names = succession.paths(of: old, after: 0)
            if !names.contains(old), !names.isEmpty, written.contains(old) { return nil }
            for name in names where name != old { linked[name] = old }
        }
        guard gone.union(origins).isDisjoint(with: linked.keys) else { return nil }
        var members: [TreePath: TarMember] = [:]
        for member in outlines.flatMap(\.members) {
            guard case .hardLink = member.kind else { continue }
            members[TreePath(member: member.name)] = member
        }
        for (name, old) in linked.sorted(by: { $0.key < $1.key }) {
            guard let member = members[name] else { return nil }
            links.append(member.renamed(name.member, .hardLink(to: old.member)))
        }
        let folders = Self.folders(outlines)
        guard Self.keepKinds(outlines, others: written, folders, gone) else { return nil }
        self.links = links
        removed = gone.subtracting(written).subtracting(linked.keys).subtracting(folders).sorted(by: >)
        self.succession = succession
    }

    /// Those that are there in the end.
    private static func folders(_ outlines: [Outline]) -> Set<TreePath> {
        var found = Set<TreePath>()
        for outline in outlines {
            found.subtract(outline.removed)
            found.formUnion(outline.folders)
        }
        return found
    }

    /// Whether no path is a folder at one time and something else at another. Of one that was removed first, its kind is
    /// told by whether anything below it went as well.
    private static func keepKinds(
        _ outlines: [Outline], others: Set<TreePath>, _ folders: Set<TreePath>, _ gone: Set<TreePath>
    ) -> Bool {
        let everOther = Set(outlines.flatMap { $0.written.union($0.links.map(\.new)) })
        let everFolder = Set(outlines.flatMap(\.folders))
        guard everOther.isDisjoint(with: everFolder) else { return false }
        let above = Set(gone.compactMap(\.parent))
        return gone.intersection(others).isDisjoint(with: above) && gone.intersection(folders).isSubset(of: above)
    }
}
