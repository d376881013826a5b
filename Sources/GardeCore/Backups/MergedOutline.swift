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
    private let effect: Effect

    /// `outlines` with their members, the oldest first; nil where they stay apart.
    package init?(_ outlines: [Outline]) {
        guard outlines.allSatisfy({ $0.listings.isEmpty && !$0.names.hasDoubles }) else { return nil }
        let succession = Succession.withoutBase(outlines)
        let origins = Set(outlines.flatMap { $0.links.map(\.old) })
        let gone = Set(outlines.flatMap(\.removed))
        var (links, linked, kept) = ([TarMember](), [TreePath: TreePath](), Set<TreePath>())
        let effect = Effect(of: outlines, by: succession, at: Self.paths(outlines))
        let written = effect.written
        for old in origins {
            let names = succession.paths(of: old, after: 0)
            if !names.contains(old), !names.isEmpty, written.contains(old) { return nil }
            // One that went away and came back.
            if names.contains(old) { kept.insert(old) }
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
        guard Self.keepKinds(outlines, others: written, effect.folders, gone) else { return nil }
        self.links = links
        let there = written.union(linked.keys).union(effect.folders).union(kept)
        removed = gone.subtracting(there).sorted(by: >)
        self.succession = succession
        self.effect = effect
    }

    /// Whether an archive of this outline does what the several did, as a restore goes by it.
    package func isDone(by outline: Outline) -> Bool {
        Effect(of: [outline], by: .withoutBase([outline]), at: Set(effect.fates.keys)) == effect
            && Self.paths([outline]).isSubset(of: effect.fates.keys)
    }

    private static func paths(_ outlines: [Outline]) -> Set<TreePath> {
        outlines.reduce(into: []) { all, outline in
            all.formUnion(outline.written.union(outline.folders).union(outline.removed))
            all.formUnion(outline.links.flatMap { [$0.old, $0.new] })
        }
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

/// What increments come to: where they leave what was there before, what they bring, and where.
private struct Effect: Sendable, Equatable {
    /// Of what the first one builds on, by its path.
    let fates: [TreePath: Set<TreePath>]
    let written: Set<TreePath>
    let folders: Set<TreePath>

    init(of outlines: [Outline], by succession: Succession, at paths: Set<TreePath>) {
        fates = Dictionary(uniqueKeysWithValues: paths.map { ($0, Set(succession.paths(of: $0, after: 0))) })
        var (written, folders) = (Set<TreePath>(), Set<TreePath>())
        for (step, outline) in outlines.enumerated() {
            for path in outline.written { written.formUnion(succession.paths(of: .init(path: path), in: step + 1)) }
            folders.subtract(outline.removed)
            folders.formUnion(outline.folders)
        }
        (self.written, self.folders) = (written, folders)
    }
}
