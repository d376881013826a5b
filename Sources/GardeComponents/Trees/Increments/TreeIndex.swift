package import GardeCore
import GardeIO
import Synchronization
package import SystemPackage

/// `.mail-index-…` in BACKUP_ROOT: what the last good backup of a platform holds of a tree, for the next increment to
/// compare with.
///
/// 256 bytes of text, `garde index 1 ID SHA256 COUNT` and blanks: the backup that it belongs to, the digest of its
/// archive, how many records follow. Then the records, as `IndexWriter` writes them.
struct TreeIndex {
    fileprivate static let headerSize = 256
    private static let title = "garde index 1"

    let path: FilePath
    let id: String
    /// Of the backup's archive as stored.
    let sha256: String
    let count: Int

    static func path(_ component: Component.ID, of owner: Identity, in root: FilePath) -> FilePath {
        root.appending(".\(component)-index-\(owner.mark)")
    }

    /// Nil when there is none; throws `GzipFailed` when it is none of ours.
    init?(_ component: Component.ID, of owner: Identity, in root: FilePath) throws {
        path = Self.path(component, of: owner, in: root)
        guard (try? path.stat(followTargetSymlink: false))?.type == .regular else { return nil }
        let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
        defer { try? file.close() }
        let words = String(decoding: try file.read(upTo: Self.headerSize), as: UTF8.self).split(separator: " ")
        guard words.count >= 6, words.prefix(3).joined(separator: " ") == Self.title, let count = Int(words[5]) else {
            throw GzipFailed.damaged
        }
        (id, sha256, self.count) = (String(words[3]), String(words[4]), count)
    }

    /// Hands the records to `body` one after the other; throws `GzipFailed` when they are not whole.
    func read<Value>(_ body: (inout IndexReader) throws -> Value) throws -> Value {
        let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
        defer { try? file.close() }
        try file.seek(offset: Int64(Self.headerSize), from: .start)
        var reader = IndexReader(file)
        try reader.advance()
        let value = try body(&reader)
        while reader.isThere { try reader.advance() }
        guard reader.count == count else { throw GzipFailed.cutShort }
        return value
    }

    fileprivate static func header(_ id: String, _ sha256: String, _ count: Int) -> [UInt8] {
        let text = Array("\(title) \(id) \(sha256) \(count) ".utf8)
        return text + [UInt8](repeating: 0x20, count: headerSize - 1 - text.count) + [0x0a]
    }
}

/// The index of a backup that is being made: it takes the last one's place when the backup is committed, never before.
package final class IndexDraft: Sendable {
    private let component: Component.ID
    private let owner: Identity
    let root: FilePath
    /// How many records there are, once all are written.
    private let count = Mutex<Int?>(nil)

    init(_ component: Component.ID, of owner: Identity, in root: FilePath) {
        (self.component, self.owner, self.root) = (component, owner, root)
    }

    private var index: FilePath { TreeIndex.path(component, of: owner, in: root) }
    private var path: FilePath { FilePath(index.string + ".new") }

    /// `fill` writes all records, in order.
    func write(_ fill: (inout IndexWriter) throws -> Void) throws {
        try create { file in
            var writer = IndexWriter(file)
            try fill(&writer)
            try writer.finish()
            return writer.count
        }
    }

    /// The records of another index, of a tree in which nothing has changed since.
    func copy(_ index: TreeIndex) throws {
        try create { file in
            let old = try FileDescriptor.open(index.path, .readOnly, options: [.noFollow, .closeOnExec])
            defer { try? old.close() }
            try old.seek(offset: Int64(TreeIndex.headerSize), from: .start)
            try old.forEachChunk { try file.writeAll($0) }
            return index.count
        }
    }

    /// Behind a header that nobody takes for one.
    private func create(_ fill: (FileDescriptor) throws -> Int) throws {
        discard()
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite])
        defer { try? file.close() }
        try file.writeAll([UInt8](repeating: 0, count: TreeIndex.headerSize))
        let written = try fill(file)
        count.withLock { $0 = written }
    }

    /// Writes the records that `sorter` gathered.
    func write(_ sorter: IndexSorter) throws { try write { writer in try sorter.drain { try writer.write($0) } } }

    /// The backup is committed: from now on this is its index.
    func seal(_ manifest: Manifest) throws {
        let archive = manifest.files?.first { $0.component == component }
        guard let archive, let count = count.withLock({ $0 }) else { return discard() }
        let file = try FileDescriptor.open(path, .readWrite, options: [.noFollow, .closeOnExec])
        defer { try? file.close() }
        try TreeIndex.header(manifest.backup.id, archive.sha256, count).withUnsafeBytes { try file.writeAll($0, at: 0) }
        try file.sync()
        try Durable.rename(path, over: index)
    }

    /// Takes away what was written, or what a killed run left.
    func discard() {
        count.withLock { $0 = nil }
        if (try? path.stat(followTargetSymlink: false)) != nil { try? Durable.remove(path) }
    }

    /// Takes away what a run that ended early left.
    package static func sweep(_ component: Component.ID, of owner: Identity, in root: FilePath) {
        IndexDraft(component, of: owner, in: root).discard()
    }

    /// Takes the last good backup's index away: the next increment is a new base.
    package static func forget(_ component: Component.ID, of owner: Identity, in root: FilePath) throws {
        try Durable.remove(TreeIndex.path(component, of: owner, in: root))
    }
}
