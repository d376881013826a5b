/// Which members of an archive are restored, and as what.
package struct Selection: Sendable {
    /// The name of the folder that all lies in, wherever the archive has it; nil for the archive's own top.
    let top: [UInt8]?
    /// Names below it.
    package let below: [[UInt8]]
    /// Names in there that count; nil for all.
    package let only: [[UInt8]]?
    /// Where that folder lies on this platform.
    let live: [[UInt8]]
    /// How many names of an entry `live` stands for.
    private var cut = 0
    /// Whether the folders that lead to it count too, for their owners and modes.
    private var keepsFoldersAbove = false

    package init(top: [UInt8], below: [[UInt8]], only: [[UInt8]]?, live: [[UInt8]]) {
        (self.top, self.below, self.only, self.live) = (top, below, only, live)
    }

    /// One entry by its names in the archive, with all below it, which becomes `live`.
    package init(_ names: [[UInt8]], as live: [[UInt8]]) {
        (top, below, only, self.live, cut) = (nil, names, nil, live, names.count)
    }

    package var withFoldersAbove: Selection {
        var selection = self
        selection.keepsFoldersAbove = true
        return selection
    }

    /// Nil for what is not restored.
    func path(of path: TreePath) -> TreePath? {
        let names = path.names
        let rest: [[UInt8]]
        if let top {
            guard let first = names.firstIndex(of: top) else { return nil }
            rest = Array(names[(first + 1)...])
        } else {
            rest = names
        }
        guard rest.starts(with: below) else { return above(rest) }
        if let only {
            guard rest.count > below.count else { return above(rest) }
            guard only.contains(rest[below.count]) else { return nil }
        }
        return TreePath(names: live + rest.dropFirst(cut))
    }

    private func above(_ rest: [[UInt8]]) -> TreePath? {
        guard keepsFoldersAbove, below.starts(with: rest) else { return nil }
        let names = top == nil ? live.dropLast(below.count - rest.count) : live + rest
        return names.isEmpty ? nil : TreePath(names: Array(names))
    }
}
