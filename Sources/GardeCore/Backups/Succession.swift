import GardeWords
import GardeIO

/// What becomes of an entry of one archive in a chain, by all archives that come after it.
///
/// The chain is not unpacked and changed again: each entry goes at once where the last archive has it, or nowhere.
package struct Succession: Sendable {
    private struct Event: Sendable {
        let step: Int
        /// Names that this entry has as well from here on.
        var names: [TreePath] = []
        /// Whether it still has its own.
        var survives = true
    }

    /// What happens to a path, oldest first.
    private var events: [TreePath: [Event]] = [:]
    /// Of each archive.
    private let names: [EntryNames]
    /// GNU tar's own increments; nil for those of Garde.
    private let listed: ListedSteps?
    /// Where the last archive has what was linked on the way; each must be met.
    private(set) var expected: Set<TreePath> = []

    /// What of the tree is wanted; nil for all.
    private(set) var selection: Selection?

    let count: Int
    /// The first archive is none: what it holds is not known, and is not asked for.
    private(set) var lacksBase = false

    /// Of increments alone, whatever they build on.
    static func withoutBase(_ outlines: [Outline]) -> Succession {
        var succession = Succession([Outline()] + outlines)
        (succession.lacksBase, succession.expected) = (true, [])
        return succession
    }

    func selecting(_ selection: Selection) -> Succession {
        var selected = self
        selected.selection = selection
        selected.expected = Set(expected.compactMap { selection.path(of: $0) })
        return selected
    }

    /// `outlines` are those of the archives, the base first.
    package init(_ outlines: [Outline]) {
        count = outlines.count
        names = outlines.map(\.names)
        listed = outlines.dropFirst().contains { !$0.listings.isEmpty } ? ListedSteps(outlines) : nil
        guard listed == nil else { return }
        for (step, outline) in outlines.enumerated().dropFirst() {
            for path in outline.removed { end(path, step) }
            for path in outline.written { end(path, step) }
            for path in outline.folders { end(path, step) }
            for link in outline.links {
                end(link.new, step)
                change(link.old, step) { $0.names.append(link.new) }
            }
        }
        for (step, outline) in outlines.enumerated() {
            for link in outline.links { expected.formUnion(paths(of: link.new, after: step)) }
        }
    }

    private mutating func end(_ path: TreePath, _ step: Int) { change(path, step) { $0.survives = false } }

    private mutating func change(_ path: TreePath, _ step: Int, _ body: (inout Event) -> Void) {
        var list = events[path] ?? []
        if list.last?.step != step { list.append(Event(step: step)) }
        body(&list[list.count - 1])
        events[path] = list
    }

    /// Where the last archive has an entry that archive number `step` has at `path`; empty when it is gone.
    func paths(of path: TreePath, after step: Int) -> [TreePath] {
        if let listed { return listed.path(of: path, after: step).map { [$0] } ?? [] }
        guard let list = events[path] else { return [path] }
        var found: [TreePath] = []
        for event in list where event.step > step {
            found += event.names.flatMap { paths(of: $0, after: event.step) }
            if !event.survives { return found }
        }
        return found + [path]
    }

    /// The names under which these paths are wanted.
    func wanted(_ paths: [TreePath]) -> [TreePath] {
        guard let selection else { return paths }
        return paths.compactMap { selection.path(of: $0) }
    }

    /// The same of an entry with all its names within its archive.
    func paths(of entry: EntryNames.Entry, in step: Int) -> [TreePath] {
        names[step].names(of: entry).flatMap { paths(of: $0, after: step) }
    }

    func isDoubled(_ path: TreePath, in step: Int) -> Bool { names[step].isDoubled(path) }
}

/// Increments of GNU tar: a name that the listing of its folder leaves out is gone.
struct ListedSteps: Sendable {
    private struct Step: Sendable {
        let listings: [TreePath: Set<[UInt8]>]
        let written: Set<TreePath>
        let folders: Set<TreePath>
        let renames: [(from: TreePath, to: TreePath)]
    }

    private let steps: [Step]

    fileprivate init(_ outlines: [Outline]) {
        steps = outlines.map { outline in
            let renames = outline.listings.sorted { $0.key < $1.key }.flatMap(\.value.renames)
            return Step(
                listings: outline.listings.mapValues(\.names), written: outline.written, folders: outline.folders,
                renames: renames.map { (Self.place($0.from), Self.place($0.to)) })
        }
    }

    /// Folders that change names in a circle pass through a place without one.
    private static func place(_ name: [UInt8]) -> TreePath {
        TreePath(names: (try? MemberPath(name).names) ?? [[0]])
    }

    fileprivate func path(of path: TreePath, after step: Int) -> TreePath? {
        var path = path
        for step in steps.dropFirst(step + 1) {
            for rename in step.renames { path = path.moved(rename.from, to: rename.to) }
            if step.written.contains(path) || step.folders.contains(path) { return nil }
            var child = path
            while let parent = child.parent {
                if let names = step.listings[parent], !names.contains(child.name) { return nil }
                child = parent
            }
        }
        return path
    }
}

extension TreePath {
    /// This path where a folder above it, or it itself, has another name.
    fileprivate func moved(_ old: TreePath, to new: TreePath) -> TreePath {
        if self == old { return new }
        guard bytes.count > old.bytes.count, bytes[old.bytes.count] == 0, bytes.starts(with: old.bytes) else {
            return self
        }
        return TreePath(bytes: new.bytes + bytes[old.bytes.count...])
    }
}
