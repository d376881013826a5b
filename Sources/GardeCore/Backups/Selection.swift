/// Which members of an archive of all mail are restored, and as what.
package struct Selection: Sendable {
    /// The name of the folder of all mail.
    let top: [UInt8]
    /// Names below it.
    package let below: [[UInt8]]
    /// Names in there that count; nil for all.
    package let only: [[UInt8]]?
    /// The folder of all mail on this platform.
    let live: [[UInt8]]

    package init(top: [UInt8], below: [[UInt8]], only: [[UInt8]]?, live: [[UInt8]]) {
        (self.top, self.below, self.only, self.live) = (top, below, only, live)
    }

    /// Nil for what is not restored.
    func path(of path: TreePath) -> TreePath? {
        let names = path.names
        guard let first = names.firstIndex(of: top) else { return nil }
        let rest = Array(names[(first + 1)...])
        guard rest.starts(with: below) else { return nil }
        if let only {
            guard rest.count > below.count, only.contains(rest[below.count]) else { return nil }
        }
        return TreePath(names: live + rest)
    }
}
