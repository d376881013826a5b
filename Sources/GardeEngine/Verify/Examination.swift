import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Reads every file of a backup to its end, all of them side by side: digest, encoding and content in one pass.
struct Examination {
    /// What was found of one file.
    struct Finding: Sendable {
        let file: FoundBackup.File
        let contentBytes: Int
        let failure: Failure?
        /// What it is, and not a missing key or right, is what `failure` says.
        var isDamaged = false
        /// Its content was not read: it is encrypted, and was only looked at from outside.
        let isSealed: Bool
        /// A dump whose rows only newer tools than this machine's read: its digest and encoding are right.
        var isUnread = false
        /// Of an archive of files.
        var outline: Outline?

        /// The same to be restored from.
        func usable(_ decrypt: Decrypt) -> RestoreFile {
            RestoreFile(path: file.path, part: file.part, contentBytes: contentBytes, decrypt: decrypt)
        }
    }

    let backup: FoundBackup
    /// Reads a dump of PostgreSQL's to its end; nil where its tools are missing.
    var dumpReader: Invocation?
    /// Opens what is encrypted; nil to look at it from outside: whole, and with the manifest's digest.
    let decrypt: Decrypt?
    /// Whether an archive of files is one that others are unpacked over.
    var isBase = true
    /// Of components that are trees, where it counts what an archive holds of them.
    var names: [Component.ID: TreeNames] = [:]
    /// Whether every header of an archive of files is kept.
    var keepsMembers = false
    /// Reads the members of an archive of files in the same pass.
    var alongside: (@Sendable (any MemberReader) -> Void)?
    /// What is read of each component's files, as they are stored.
    var meters: [Component.ID: Meter] = [:]

    /// In the order of `files`; `done` hears of each.
    func run(_ files: [FoundBackup.File], done: (FoundBackup.File) -> Void = { _ in }) async -> [Finding] {
        await withTaskGroup(of: (Int, Finding).self) { group in
            for (place, file) in files.enumerated() {
                group.addTask { (place, await examine(file)) }
            }
            var found = [Finding?](repeating: nil, count: files.count)
            for await (place, finding) in group {
                found[place] = finding
                done(finding.file)
            }
            return found.compactMap(\.self)
        }
    }

    private func examine(_ file: FoundBackup.File) async -> Finding {
        let (stored, content, outline) = (Tally(), Meter(), sink(for: file.component))
        let (read, meter) = (Meter(), meters[file.component])
        let count = { @Sendable (bytes: Int) in
            read.add(bytes)
            meter?.add(bytes)
        }
        func again() async -> Finding {
            meter?.add(-read.bytes)
            return await withoutDumpReader.examine(file)
        }
        let isSealed = file.isEncrypted && decrypt == nil
        func finding(_ failure: Failure?, isDamaged: Bool = false) -> Finding {
            Finding(
                file: file, contentBytes: content.bytes, failure: failure, isDamaged: isDamaged, isSealed: isSealed,
                outline: failure == nil ? outline.result : nil)
        }
        do {
            guard try namingRead(file.path, { try file.path.stat().type }) == .regular else {
                return finding(.fileMissing(file.path.string), isDamaged: true)
            }
            try await decode(file, FileSource(file.path, count), stored, content, outline)
            if !isSealed, content.bytes == 0 || outline.result?.isEmpty == true, file.part.isNeverEmpty {
                throw Failure.holdsNothing
            }
            try compare(file, stored, isSealed ? nil : content)
            return finding(nil)
        } catch let failed as ToolFailed where failed.isOlderThanDump {
            var found = await again()
            found.isUnread = true
            return found
        } catch let failed as ToolFailed where dumpReader != nil && file.expected != nil {
            // A dump was read by the same tool before its digest was written: with that digest the tool is what fails.
            let found = await again()
            return found.failure == nil ? finding(.notReadByTool(file.path.string, failed)) : found
        } catch let failed as NotRead where failed.reason == .noSuchFileOrDirectory {
            return finding(.fileMissing(file.path.string), isDamaged: true)
        } catch { return finding(.damaged(file.path.string, error), isDamaged: error.tellsDamage) }
    }

    private func sink(for component: Component.ID) -> OutlineSink {
        guard let names = names[component] else {
            return OutlineSink(isBase: isBase, keepsMembers: keepsMembers, alongside: alongside)
        }
        return OutlineSink(isBase: isBase, holding: { names.holding($0, isFolder: $1) })
    }

    private var withoutDumpReader: Examination {
        var whole = self
        whole.dumpReader = nil
        return whole
    }

    private func decode(
        _ file: FoundBackup.File, _ source: FileSource, _ stored: Tally, _ content: Meter, _ outline: OutlineSink
    ) async throws {
        let filters = file.isEncrypted ? opened(file, content, outline) : unpacked(file, content, outline)
        try await pipeline([source, stored] + filters)
    }

    private func opened(_ file: FoundBackup.File, _ content: Meter, _ outline: OutlineSink) -> [any Filter] {
        guard let decrypt else { return [Inspect(OpenPGPMessage())] }
        return [decrypt] + unpacked(file, content, outline)
    }

    private func unpacked(_ file: FoundBackup.File, _ content: Meter, _ outline: OutlineSink) -> [any Filter] {
        let count = { @Sendable (bytes: Int) in content.add(bytes) }
        let unpack: any Filter = StoredName(file.path).isCompressed ? Gunzip(count) : Counted(count)
        return [unpack] + reader(of: file.part, outline)
    }

    /// Reads the content as what it is, to its end.
    private func reader(of part: Part, _ outline: OutlineSink) -> [any Filter] {
        switch part {
        case .dump: dumpReader.map { [Prove(with: $0)] } ?? []
        case .tar: [outline]
        default: Rooms.readers(of: part)
        }
    }

    private func compare(_ file: FoundBackup.File, _ stored: Tally, _ content: Meter?) throws {
        guard let expected = file.expected else { return }
        guard stored.result.bytes == expected.bytes, stored.result.sha256 == expected.sha256,
            content.map({ $0.bytes == expected.contentBytes }) ?? true
        else { throw Failure.digestDiffers }
    }
}

extension Error {
    /// Not what keeps this machine from reading it: rights, a disk that fails, keys, memory, a run that is ended.
    fileprivate var tellsDamage: Bool {
        switch self {
        case let failed as OpenPGPFailed: !failed.isAboutTheKey
        case let refused as EntryRefused: refused.isDamaged
        case let failed as ToolFailed: if case .exited = failed.ending { true } else { false }
        case is Errno, is NotRead, is NotWritten, is NotStarted, is ToolMissing, is CancellationError: false
        default: true
        }
    }
}

extension Failure {
    /// The guide's words, with the file's name.
    static func damaged(_ path: String, _ error: any Error) -> Failure {
        let cause = error is GzipFailed ? Failure.notDecompressed : Failure(describing: error)
        if (error as? OpenPGPFailed)?.isAboutTheKey == true { return cause }
        if let refused = error as? EntryRefused, !refused.isDamaged { return .entryRefused(refused, in: path) }
        if let reason = error as? Errno { return .notRead(NotRead(path: FilePath(path), reason: reason)) }
        if error is NotRead { return cause }
        return Failure("verify.damaged", ["path": path, "why": cause.text])
    }

    /// Of a file that is as it was stored.
    static func notReadByTool(_ path: String, _ failed: ToolFailed) -> Failure {
        let cause = Failure(describing: failed)
        return Failure("verify.not-read-by-tool", ["path": path, "tool": cause.what, "why": cause.why])
    }

    static let notDecompressed = Failure("verify.not-decompressed")

    static let digestDiffers = Failure("verify.digest-differs")
}
