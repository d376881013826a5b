import GardeCore
import GardeWords
import GardeIO
import Synchronization
import SystemPackage

/// The first filter of a tree's pipeline: writes its tar.
///
/// Order: messages, other files, then folders, children before parents, so that folder times hold for every reader.
struct TreeArchive: Filter {
    let roots: [TreeRoot]
    let excluded: Excluded
    /// Whether folders with `cur` and `new` are maildirs.
    let holdsMaildirs: Bool
    let findings: TreeFindings
    /// Gets what the next increment is compared with.
    var draft: IndexDraft?

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let sorter = draft.map { IndexSorter(in: $0.root) }
        let archiver = TreeArchiver(
            try TarWriter(to: output), excluded: excluded, findings: findings,
            recorder: sorter.map { IndexRecorder($0.add) })
        if holdsMaildirs { try MailPasses(archiver, scratch: draft?.root).run(roots) }
        for root in roots { try archiver.storeFiles(of: root, skippingMessages: holdsMaildirs) }
        for root in roots { try archiver.storeFolders(of: root, skippingMessages: holdsMaildirs) }
        try archiver.writer.finish()
        if let draft, let sorter { try draft.write(sorter) }
    }
}

/// What a tree's archive leaves out: folders and files that are saved elsewhere, the backups themselves, and what the
/// recipe excludes.
struct Excluded: Sendable {
    let folders: Set<FileIdentity>
    /// Their names too: another link of the same file is left in.
    private let files: [FileIdentity: [UInt8]]
    private let excludes: Excludes
    /// The folders that the recipe's patterns are counted from, as members.
    private let roots: [[UInt8]]

    init(_ paths: [FilePath], _ excludes: Excludes = Excludes(), below roots: TreeRoots? = nil) {
        (self.excludes, self.roots) = (excludes, roots?.all.map(\.member) ?? [])
        var (folders, files) = (Set<FileIdentity>(), [FileIdentity: [UInt8]]())
        for path in paths {
            guard let status = try? path.stat() else { continue }
            let identity = FileIdentity(status)
            if status.type == .directory { folders.insert(identity) }
            if status.type == .regular { files[identity] = path.lastComponent.map { Array($0.string.utf8) } }
        }
        (self.folders, self.files) = (folders, files)
    }

    /// Tells of the entries of a folder, by its name in the archive, which ones the recipe excludes; nil where none is.
    func test(_ folder: Folder, _ name: [UInt8]) -> ((FolderEntry) -> Bool)? {
        guard !excludes.isEmpty else { return nil }
        let above = roots.filter { name == $0 || name.starts(with: $0 + [0x2f]) }.map(\.count).max()
        return excludes.test(folder, at: above.map { name.dropFirst($0 + 1) } ?? name[...])
    }

    /// Whether this entry of a folder on `device` is a file to leave out.
    func holds(_ entry: FolderEntry, on device: UInt64) -> Bool {
        files[FileIdentity(device: device, inode: entry.inode)] == entry.name
    }
}

/// What went wrong with single files while the rest went on, and what was counted.
final class TreeFindings: Sendable {
    struct State: Sendable {
        /// Files that are not in the archive as they should be: the component lacks them.
        var lacking: [Text] = []
        /// What the system said of them.
        var reasons: Set<Errno> = []
        /// Files that an administrator should know of, no more.
        var remarks: [Text] = []
        /// Members that are symbolic links.
        var links: Set<[UInt8]> = []
        var databases: Set<LiveDatabase> = []
        var messages = 0
        var files = 0
    }

    private let state = Mutex(State())
    /// What `lacking` names: a folder that cannot be opened is met again in each pass over the tree.
    private let named = Mutex<Set<[UInt8]>>([])

    var current: State { state.withLock { $0 } }

    func lack(_ name: [UInt8], _ error: Errno) {
        lack(name, .verbatim("\(error)"))
        state.withLock { _ = $0.reasons.insert(error) }
    }

    func lack(_ name: [UInt8], _ why: Text) {
        guard named.withLock({ $0.insert(name).inserted }) else { return }
        state.withLock { $0.lacking.append(.about(name, why)) }
    }

    func remark(_ name: [UInt8], _ why: Text) {
        state.withLock { $0.remarks.append(.about(name, why)) }
    }

    func link(_ name: [UInt8]) { state.withLock { _ = $0.links.insert(name) } }

    func meet(_ database: LiveDatabase) { state.withLock { _ = $0.databases.insert(database) } }

    func count(messages: Int = 0, files: Int = 0) {
        state.withLock {
            $0.messages += messages
            $0.files += files
        }
    }
}

/// The whole path of a member below another.
func member(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] { folder.isEmpty ? name : folder + [0x2f] + name }

extension Text {
    static let isSocket = Text("files.is-socket")
    static let isDevice = Text("files.is-device")
    static let isNoFileNow = Text("files.is-no-file-now")
    static let changedWhileRead = Text("files.changed-while-read")

    static func neverAtRest(_ passes: Int) -> Text {
        Text("files.never-at-rest", ["passes": passes])
    }

    fileprivate static func about(_ name: [UInt8], _ why: Text) -> Text {
        let shown = visible(name)
        return Text("files.about", ["shown": shown, "why": why])
    }
}
