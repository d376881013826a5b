package import GardeCore
import GardeIO
package import SystemPackage

/// `.redis-content-…` in BACKUP_ROOT: the last backup that holds a component's files, and what is in them, for the next
/// increment to compare with.
///
/// The digests are of the plain content, so they stay in BACKUP_ROOT; no manifest has them.
package struct ContentRecord: Sendable, Hashable {
    private static let title = "garde content 1"

    /// The backup that holds it.
    package let id: String
    /// Where the server's data stood, in its kind's own words; nil where only the content says it.
    package let mark: String?
    package let parts: Set<StoredContent>

    package init(id: String, mark: String?, parts: Set<StoredContent>) {
        (self.id, self.mark, self.parts) = (id, mark, parts)
    }

    private static func path(_ component: Component.ID, of owner: Identity, in root: FilePath) -> FilePath {
        root.appending(".\(component)-content-\(owner.mark)")
    }

    /// Nil where there is none, or none that is whole.
    package init?(_ component: Component.ID, of owner: Identity, in root: FilePath) {
        guard
            let file = try? FileDescriptor.open(
                Self.path(component, of: owner, in: root), .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec]),
            let bytes = try? file.thenClose({ try file.readAll(limit: 1 << 16) })
        else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        guard let first = lines.first, first.hasPrefix("\(Self.title) "), lines.last == "end" else { return nil }
        id = String(first.dropFirst(Self.title.count + 1))
        mark = lines.first { $0.hasPrefix("mark ") }.map { String($0.dropFirst(5)) }
        let found = lines.filter { $0.hasPrefix("part ") }.map { StoredContent(words: $0.dropFirst(5)) }
        guard !found.isEmpty, found.allSatisfy({ $0 != nil }) else { return nil }
        parts = Set(found.compactMap(\.self))
    }

    /// Takes the place of the one before, in one step.
    package func write(_ component: Component.ID, of owner: Identity, in root: FilePath) async throws {
        let lines =
            ["\(Self.title) \(id)"] + (mark.map { ["mark \($0)"] } ?? []) + parts.map { "part \($0.words)" }.sorted()
            + ["end", ""]
        try await Durable.replace(
            Self.path(component, of: owner, in: root), with: Array(lines.joined(separator: "\n").utf8))
    }

    /// Whether these files of a manifest are those that were recorded.
    func isOf(_ files: [Manifest.File]) -> Bool {
        let stored = files.map { [$0.sha256, "\($0.contentBytes)"] }
        return stored.count == parts.count && Set(stored) == Set(parts.map { [$0.storedSha256, "\($0.bytes)"] })
    }

    /// Whether what was stored now has the same content.
    package func holds(_ now: Set<StoredContent>) -> Bool {
        now.count == parts.count && Set(now.map(\.content)) == Set(parts.map(\.content))
    }
}

extension StoredContent {
    fileprivate var content: [String] { [part, sha256, "\(bytes)"] }
    fileprivate var words: String { [part, sha256, "\(bytes)", storedSha256].joined(separator: " ") }

    fileprivate init?(words line: Substring) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 4, let bytes = Int(words[2]), words[1].utf8.count == 64, words[3].utf8.count == 64 else {
            return nil
        }
        self.init(part: words[0], sha256: words[1], bytes: bytes, storedSha256: words[3])
    }
}
