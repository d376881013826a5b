internal import GardeWords
package import GardeIO
import Synchronization
package import SystemPackage

/// A backup on its way: a folder of mode 0700 that gets its name only when everything in it is on the disk.
package final class BackupFolder: Sendable {
    package static let partial = ".partial"
    /// Behind the name of a backup that is being removed.
    static let removed = ".removed"

    package let id: String
    package let path: FilePath
    private let root: FilePath
    private let names: FileNames
    /// Who can read its files; they are plain when there is nobody.
    package let keys: [OpenPGPKey]
    private let landed = Mutex<[Manifest.File]>([])
    /// Of the files whose content was asked for, by their names.
    private let contents = Mutex<[String: StoredContent]>([:])

    private init(id: String, root: FilePath, names: FileNames, keys: [OpenPGPKey]) {
        (self.id, self.root, self.names, self.keys) = (id, root, names, keys)
        path = root.appending(id + Self.partial)
    }

    /// Creates `<id>.partial`; the files in it are called as `names` says, the guide's for a backup of this id if nil.
    package static func begin(
        id: String, in root: FilePath, names: FileNames? = nil, for keys: [OpenPGPKey] = []
    ) throws -> BackupFolder {
        let folder = BackupFolder(id: id, root: root, names: names ?? .backup(id: id), keys: keys)
        try Durable.createFolder(folder.path)
        return folder
    }

    /// What has landed so far.
    package var files: [Manifest.File] { landed.withLock { $0 } }

    /// What has landed of a component, where its content was asked for.
    package func contents(of component: Component.ID) -> Set<StoredContent> {
        let names = files.filter { $0.component == component }.map(\.name)
        return contents.withLock { all in Set(names.compactMap { all[$0] }) }
    }

    /// Runs the source's stream through gzip, and OpenPGP, into a file of the folder; it counts only once it is on the disk.
    ///
    /// With `knowsContent` the digest of what the stream gives is kept too.
    package func land(
        _ part: Part, of component: Component.ID, _ source: [any Filter], level: Int, progress: Meter,
        knowsContent: Bool = false
    ) async throws {
        let name = names.name(component, part, isEncrypted: !keys.isEmpty)
        let (content, tally, plain) = (Meter(), Tally(), Tally())
        let source = source + (knowsContent ? [plain] : [])
        let count = { @Sendable (bytes: Int) in
            content.add(bytes)
            progress.add(bytes)
        }
        let packing: any Filter = names.isCompressed(part) ? Gzip(level: level, count) : Counted(count)
        try await Durable.create(path.appending(name)) { file in
            do { try await pipeline(source + [packing] + sealing + [tally], into: file) } catch let failed
                as OpenPGPFailed where failed.reason == .damaged
            { throw Failure.gpgEndedEarly }
        }
        let (bytes, sha256) = tally.result
        let file = Manifest.File(
            name: name, component: component, bytes: bytes, sha256: sha256, contentBytes: content.bytes)
        if knowsContent {
            let stored = StoredContent(
                part: part.infix + part.ending, sha256: plain.result.sha256, bytes: plain.result.bytes,
                storedSha256: sha256)
            contents.withLock { $0[name] = stored }
        }
        landed.withLock { $0.append(file) }
    }

    /// A message that gpg did not end, or that one of the keys cannot open, is none.
    private var sealing: [any Filter] {
        keys.isEmpty ? [] : [Encrypt(to: keys), Inspect(OpenPGPMessage(for: keys.map(\.keyIDs)))]
    }

    /// The file of another component as this one's too, by a second name: it is on the disk once.
    package func share(_ part: Part, of component: Component.ID, from other: Component.ID) throws {
        let (old, name) = (
            names.name(other, part, isEncrypted: !keys.isEmpty), names.name(component, part, isEncrypted: !keys.isEmpty)
        )
        guard let file = files.first(where: { $0.name == old }) else { throw Errno.noSuchFileOrDirectory }
        try Durable.link(path.appending(old), as: path.appending(name))
        let new = Manifest.File(
            name: name, component: component, bytes: file.bytes, sha256: file.sha256, contentBytes: file.contentBytes)
        landed.withLock { $0.append(new) }
    }

    /// How much of a component has landed: its data before compression.
    package func contentBytes(of component: Component.ID) -> Int { files.contentBytes(of: component, names) }

    /// Takes a component's files away again.
    package func discard(_ component: Component.ID) {
        let names = landed.withLock { files in
            defer { files.removeAll { $0.component == component } }
            return files.filter { $0.component == component }.map(\.name)
        }
        for name in names { try? Durable.remove(path.appending(name)) }
    }

    /// Writes the manifest, last, and gives the folder its name: from here on the backup exists.
    package func commit(_ manifest: Manifest) async throws {
        try await Durable.create(path.appending("manifest.json")) { try $0.writeAll(manifest.encoded()) }
        try Durable.syncFolder(path)
        try Durable.rename(path, toUnused: root.appending(id))
    }

    /// Takes a file of the committed backup of this id as it is.
    package func take(_ file: Manifest.File) throws {
        try Durable.link(root.appending(id).appending(file.name), as: path.appending(file.name))
        landed.withLock { $0.append(file) }
    }

    /// Commits in the place of the backup of this id, which is there, in one step: who reads finds one or the other.
    package func commitAnew(_ manifest: Manifest) async throws {
        try await Durable.create(path.appending("manifest.json")) { try $0.writeAll(manifest.encoded()) }
        try Durable.syncFolder(path)
        let (folder, here) = (try Folder.open(root), Array((id + Self.partial).utf8))
        let changed = FileAttributes(try root.appending(id).stat())
        try folder.exchange(here, with: folder, Array(id.utf8))
        try folder.sync()
        // What a kill leaves of the old one is swept as any half backup.
        try? Durable.removeTree(path)
        // People find their last backup by `ls -t`.
        _ = try? Folder.open(root.appending(id)).set(changed)
    }

    /// Makes the committed folder the newest entry of its root: people find their last backup by `ls -t`.
    package func touch() { Durable.touch(root.appending(id)) }

    /// Removes the folder with what is in it.
    package func abandon() { try? Durable.removeTree(path) }

    /// Removes what killed runs left, and says which; only while the lock is held.
    package static func sweep(_ root: FilePath) -> [String] {
        let names = ((try? Folder.open(root).entries()) ?? []).filter { $0.kind == .folder }
            .map { String(decoding: $0.name, as: UTF8.self) }
        let stale = names.filter { name in
            guard let ending = [partial, removed].first(where: name.hasSuffix) else { return false }
            let id = name.dropLast(ending.count)
            return LocalTime(id: String(id.hasPrefix("pre_restore_") ? id.dropFirst(12) : id)) != nil
        }
        return stale.filter {
            holdsOnlyFiles(root.appending($0)) && (try? Durable.removeTree(root.appending($0))) != nil
        }
    }

    /// Takes a committed backup away: from the first step on, its new name, it is none any more.
    package static func remove(_ name: String, in root: FilePath) throws {
        let aside = root.appending(name + removed)
        try Durable.rename(root.appending(name), toUnused: aside)
        try Durable.removeTree(aside)
    }

    /// As every folder of ours does; one with folders in it is a stranger's, whatever its name, and so is a link to one.
    package static func holdsOnlyFiles(_ folder: FilePath) -> Bool {
        guard (try? folder.stat(followTargetSymlink: false).type) == .directory else { return false }
        return (try? Folder.open(folder).entries().allSatisfy { $0.kind != .folder }) == true
    }
}
