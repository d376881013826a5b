import GardeIO
import Synchronization
import SystemPackage

/// A folder or file to archive, and the name that it has in the archive.
struct TreeRoot: Sendable {
    let path: FilePath
    let member: [UInt8]
}

/// The first filter of a tree's pipeline: writes its tar.
///
/// Order: messages, other files, then folders, children before parents, so that folder times hold for every reader.
struct TreeArchive: Filter {
    let roots: [TreeRoot]
    /// Folders that are saved elsewhere or hold the backups themselves.
    let excluded: Set<FileIdentity>
    /// Whether folders with `cur` and `new` are maildirs.
    let holdsMaildirs: Bool
    let findings: TreeFindings

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let archiver = TreeArchiver(try TarWriter(to: output), excluded: excluded, findings: findings)
        if holdsMaildirs { try MailPasses(archiver).run(roots) }
        for root in roots { try archiver.storeFiles(of: root, skippingMessages: holdsMaildirs) }
        for root in roots { try archiver.storeFolders(of: root, skippingMessages: holdsMaildirs) }
        try archiver.writer.finish()
    }
}

/// What went wrong with single files while the rest went on, and what was counted.
final class TreeFindings: Sendable {
    struct State: Sendable {
        /// Files that are not in the archive as they should be: the component lacks them.
        var lacking: [String] = []
        /// Files that an administrator should know of, no more.
        var remarks: [String] = []
        var messages = 0
        var files = 0
    }

    private let state = Mutex(State())
    /// What `lacking` names: a folder that cannot be opened is met again in each pass over the tree.
    private let named = Mutex<Set<[UInt8]>>([])

    var current: State { state.withLock { $0 } }

    func lack(_ name: [UInt8], _ error: any Error) {
        guard named.withLock({ $0.insert(name).inserted }) else { return }
        state.withLock { $0.lacking.append("\(String(decoding: name, as: UTF8.self)) (\(error))") }
    }

    func remark(_ name: [UInt8], _ why: String) {
        state.withLock { $0.remarks.append("\(String(decoding: name, as: UTF8.self)) (\(why))") }
    }

    func count(messages: Int = 0, files: Int = 0) {
        state.withLock {
            $0.messages += messages
            $0.files += files
        }
    }
}

/// The whole path of a member below another.
func member(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] { folder.isEmpty ? name : folder + [0x2f] + name }
