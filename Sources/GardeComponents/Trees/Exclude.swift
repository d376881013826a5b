import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// What a tree leaves out: a pattern in the form of gitignore(5), counted from the folder that is saved, or `.taggedCaches`.
///
/// The last pattern that matches counts; `!` takes back, `/` at the end is for folders alone, any other `/` binds to the
/// folder that is saved.
public struct Exclude: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// Nil for the tagged ones.
    let pattern: String?

    public init(stringLiteral pattern: String) { self.pattern = pattern }

    private init() { pattern = nil }

    /// Why it could match nothing in a tree of these paths; nil where it may.
    func finding(_ paths: [String]) -> Failure? {
        guard let pattern else { return nil }
        if IgnorePatterns([pattern]).isEmpty { return Failure("recipe.exclude-nothing", ["pattern": pattern]) }
        let words = pattern.drop { $0 == "!" }
        for path in paths where words.hasPrefix(path + "/") || words.dropFirst().hasPrefix(path + "/") {
            let below = words.dropFirst((words.hasPrefix(path + "/") ? path.count : path.count + 1))
            return Failure("recipe.exclude-path", ["pattern": pattern, "path": path, "below": String(below)])
        }
        return nil
    }

    /// What lies in folders with a `CACHEDIR.TAG` (https://bford.info/cachedir/), but the folder and its tag.
    public static let taggedCaches = Exclude()
}

/// The same, to be asked.
package struct Excludes: Sendable, Hashable {
    private let patterns: IgnorePatterns
    private let leavesCaches: Bool

    package init(_ list: [Exclude] = []) {
        (patterns, leavesCaches) = (IgnorePatterns(list.compactMap(\.pattern)), list.contains(.taggedCaches))
    }

    var isEmpty: Bool { patterns.isEmpty && !leavesCaches }

    /// Tells of the entries of a folder which ones are left out; nil where none is. `path` is the folder's, below the top
    /// of the tree, its names parted by slashes.
    func test(_ folder: Folder, at path: ArraySlice<UInt8>) -> ((FolderEntry) -> Bool)? {
        guard !isEmpty else { return nil }
        let isCache = isCache(folder)
        return { [patterns] entry in
            if isCache, entry.name != Self.tag { return true }
            let own = path.isEmpty ? entry.name[...] : path + [UInt8(ascii: "/")] + entry.name
            return patterns.leavesOut(own, isFolder: folder.isFolder(entry))
        }
    }

    private static let tag = Array("CACHEDIR.TAG".utf8)
    private static let signature = Array("Signature: 8a477f597d28d172789f06886806bc55".utf8)

    private func isCache(_ folder: Folder) -> Bool {
        guard leavesCaches, let file = try? folder.file(Self.tag) else { return false }
        defer { try? file.close() }
        return (try? file.read(upTo: Self.signature.count)) == Self.signature
    }
}

extension Folder {
    fileprivate func isFolder(_ entry: FolderEntry) -> Bool {
        entry.kind == .unknown ? (try? facts(entry.name).kind) == .folder : entry.kind == .folder
    }
}
