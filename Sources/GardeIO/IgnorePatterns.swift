/// What a list of patterns leaves out of a tree, in the form of gitignore(5): the last that matches counts, `!` takes
/// back, `/` at the end is for folders alone, any other `/` binds to the top of the tree.
///
/// What lies in a folder that is left out is not asked for: nothing takes it back.
package struct IgnorePatterns: Sendable, Hashable {
    private struct Rule: Sendable, Hashable {
        let pattern: GlobPattern
        let takesBack: Bool
        let isForFolders: Bool
        /// Without a slash it is about names, wherever they are.
        let isOfName: Bool
    }

    private let rules: [Rule]

    /// Empty ones and those that begin with `#` say nothing.
    package init(_ patterns: [String]) { rules = patterns.compactMap { Self.rule(Array($0.utf8)) } }

    package var isEmpty: Bool { rules.isEmpty }

    /// `path` is that of an entry below the top of the tree, its names parted by slashes.
    package func leavesOut(_ path: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
        guard !rules.isEmpty else { return false }
        let name = path.lastIndex(of: UInt8(ascii: "/")).map { path[($0 + 1)...] } ?? path
        let last = rules.last { rule in
            (isFolder || !rule.isForFolders) && rule.pattern.matches(rule.isOfName ? name : path)
        }
        return last.map { !$0.takesBack } ?? false
    }

    private static func rule(_ line: [UInt8]) -> Rule? {
        var pattern = withoutTrailingSpaces(line)[...]
        if pattern.first == UInt8(ascii: "#") { return nil }
        let takesBack = pattern.first == UInt8(ascii: "!")
        if takesBack { pattern = pattern.dropFirst() }
        let isForFolders = pattern.last == UInt8(ascii: "/")
        if isForFolders { pattern = pattern.dropLast() }
        let isOfName = !pattern.contains(UInt8(ascii: "/"))
        if pattern.first == UInt8(ascii: "/") { pattern = pattern.dropFirst() }
        guard !pattern.isEmpty else { return nil }
        return Rule(
            pattern: GlobPattern(pattern), takesBack: takesBack, isForFolders: isForFolders, isOfName: isOfName)
    }

    /// A backslash keeps the one that follows it.
    private static func withoutTrailingSpaces(_ line: [UInt8]) -> [UInt8] {
        var (end, place) = (0, 0)
        while place < line.count {
            let step = line[place] == UInt8(ascii: "\\") ? 2 : 1
            if step == 2 || line[place] != UInt8(ascii: " ") { end = min(place + step, line.count) }
            place += step
        }
        return Array(line[..<end])
    }
}
