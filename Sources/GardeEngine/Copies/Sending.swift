import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// One backup's way to one store: claim, files, read back, and the manifest last; nothing is deleted there.
struct Sending: Sendable {
    private static let manifest = CopiedFile.manifest

    let place: CopyPlace
    let store: any Destination
    let folder: FilePath
    let backup: Manifest
    let record: RemoteRecord
    let console: any Reporter
    /// Whether nothing of it was there when this run listed the place, a moment ago.
    let isNew: Bool

    private var id: String { backup.backup.id }
    private var uuid: String { backup.backup.uuid ?? "-" }
    private var claim: String { uuid + CopiedFile.claimEnding }
    private var isBegun: Bool {
        record.lines(store.address).contains {
            $0.id == id && $0.uuid == uuid && $0.state != .unsent && $0.state != .lost
        }
    }

    /// Throws a `Failure`, or what the tool failed with after several tries.
    func run() async throws {
        guard let files = backup.files?.sorted(by: { $0.name < $1.name }) else { throw Failure.notOurs(id) }
        let there = try await takeFolder(files)
        let sent = try await sendMissing(files, there)
        try await sendManifest(isThere: there.contains { $0.name == Self.manifest })
        try await record.set(.sent, backup, at: store.address)
        console.info(.sent(id, store.address, sent.bytes, sent.count, of: files.count))
    }

    /// From here on the copy exists.
    private func sendManifest(isThere: Bool) async throws {
        let path = folder.appending(Self.manifest)
        let written = try path.contents()
        if isThere, await reads(Self.manifest, as: written) { return }
        for _ in 1...3 {
            try await put(path, Self.manifest)
            if await reads(Self.manifest, as: written) { return }
            try Task.checkCancellation()
        }
        throw Failure.farDiffers(["\(id)/\(Self.manifest)"], store.address)
    }

    private func reads(_ name: String, as written: [UInt8]) async -> Bool {
        for wait in [0, 1, 3] {
            try? await Task.sleep(for: .seconds(wait))
            if (try? await store.content(of: "\(id)/\(name)")) == written { return true }
        }
        return false
    }

    // MARK: Whose folder it is

    /// Throws when the folder of that id is another backup's: two machines may send to one place in the same second.
    private func takeFolder(_ files: [Manifest.File]) async throws -> [CopiedFile] {
        var there = isNew && !isBegun ? [] : try await list()
        try await refuseForeign(there, files)
        guard !isBegun else { return there }
        if !there.contains(where: { $0.name == claim }) {
            let note = Scratchpad(folder.removingLastComponent())
            try await note.with("\(hostName()) \(LocalTime.now().iso8601)\n") { try await put($0, claim) }
            there = try await list()
            try await refuseForeign(there, files)
            // A mark that nobody sees keeps nobody off.
            guard there.contains(where: { $0.name == claim }) else {
                throw Failure.farDiffers(["\(id)/\(claim)"], store.address)
            }
        }
        try await record.set(.begun, backup, at: store.address)
        return there
    }

    private func refuseForeign(_ there: [CopiedFile], _ files: [Manifest.File]) async throws {
        let isOurs = isBegun || there.contains { $0.name == claim }
        if there.contains(where: { $0.name == Self.manifest }) {
            let bytes = try await withRetries(console, id) { try await store.content(of: "\(id)/\(Self.manifest)") }
            let other = Manifest(bytes)
            guard other?.backup.uuid == backup.backup.uuid || (other == nil && isOurs) else {
                throw Failure.foreign(id, store.address, other?.system.hostname)
            }
        }
        guard !isBegun else { return }
        if there.contains(where: { $0.name.hasSuffix(CopiedFile.claimEnding) && $0.name != claim }) {
            throw Failure.foreign(id, store.address, nil)
        }
        for file in files {
            guard let far = there.first(where: { $0.name == file.name }), !isOurs else { continue }
            guard try await isSame(file, far, Meter()) else { throw Failure.foreign(id, store.address, nil) }
        }
    }

    // MARK: Files

    /// Sends what is not there, and reads back; what came out wrong is sent again, twice at most.
    private func sendMissing(
        _ files: [Manifest.File], _ there: [CopiedFile]
    ) async throws -> (count: Int, bytes: Int) {
        var missing = try await different(files, there)
        let first = missing
        if !missing.isEmpty { console.info(.sendingBackup(id, store.address, missing.reduce(0) { $0 + $1.bytes })) }
        for _ in 1...3 where !missing.isEmpty {
            let some = missing
            async let own = foreseen(some, like: there)
            try await send(some)
            missing = try await different(files, try await list(), try await own)
        }
        guard missing.isEmpty else { throw Failure.farDiffers(missing.map { "\(id)/\($0.name)" }, store.address) }
        return (first.count, first.reduce(0) { $0 + $1.bytes })
    }

    private func send(_ files: [Manifest.File]) async throws {
        let meter = Meter()
        console.track(id, meter, total: files.reduce(0) { $0 + $1.bytes })
        defer { console.untrack(id) }
        for some in sentTogether(files) {
            for file in some { console.debug(.sending(file.name, store.address)) }
            do { try await put(some, meter) } catch {
                try Task.checkCancellation()
                // What cannot be read here is no trouble of a store that answers.
                if (try? await store.folders()) != nil {
                    for file in some { _ = try await ownDigest(of: file, like: .sha256("")) }
                }
                throw error
            }
        }
    }

    /// The digests that a store is going to give these, as far as it is known which: as a rule of the kind that it gave
    /// `there`. They are found while the files are on their way.
    private func foreseen(
        _ files: [Manifest.File], like there: [CopiedFile]
    ) async throws -> [String: StoredDigest] {
        let usual = there.lazy.compactMap(\.digest).first
        var found: [String: StoredDigest] = [:]
        for file in files {
            guard let kind = (store as? any ForeseesDigests)?.foreseen(file.bytes) ?? usual else { break }
            found[file.name] = try await ownDigest(of: file, like: kind)
        }
        return found
    }

    /// All of them where the tool can, unless aws has to be slowed down: it does that for what comes by a pipe alone.
    private func sentTogether(_ files: [Manifest.File]) -> [[Manifest.File]] {
        store is any SendsTogether && place.limit == nil ? [files] : files.map { [$0] }
    }

    private func put(_ files: [Manifest.File], _ meter: Meter) async throws {
        let bytes = files.reduce(0) { $0 + $1.bytes }
        let goal = meter.bytes + bytes
        let position = { @Sendable in files.reduce(0) { $0 + readPosition(of: folder.appending($1.name)) } }
        try await console.following(meter, position) {
            guard files.count > 1, let store = store as? any SendsTogether else {
                for file in files { try await put(folder.appending(file.name), file.name) }
                return
            }
            try await put(files, bytes, by: store)
        }
        meter.add(goal - meter.bytes)
    }

    /// Again only what did not arrive, one after the other: a place may not bear several at a time. Whether what arrived is
    /// right is found out when all is there.
    private func put(_ files: [Manifest.File], _ bytes: Int, by store: any SendsTogether) async throws {
        var isAgain = false
        try await withRetries(console, id) {
            guard isAgain else {
                isAgain = true
                let names = files.map(\.name)
                return try await within(place.patience(bytes)) { [folder, id] in
                    try await store.put(names, of: folder.string, to: id)
                }
            }
            let there = Set(try await store.files(in: id, withDigests: false).map { "\($0.bytes) \($0.name)" })
            for file in files where !there.contains("\(file.bytes) \(file.name)") {
                try await within(place.patience(file.bytes)) { [folder, id] in
                    try await store.put(folder.appending(file.name).string, as: "\(id)/\(file.name)")
                }
            }
        }
    }

    /// The files that are not there as they are here; `own` are digests of them that are known already.
    private func different(
        _ files: [Manifest.File], _ there: [CopiedFile], _ own: [String: StoredDigest] = [:]
    ) async throws -> [Manifest.File] {
        let known = Set(there.map(\.name))
        let (meter, total) = (Meter(), files.reduce(0) { known.contains($1.name) ? $0 + $1.bytes : $0 })
        if total > 0 { console.track(id, meter, total: total) }
        defer { if total > 0 { console.untrack(id) } }
        var found: [Manifest.File] = []
        for file in files {
            guard let far = there.first(where: { $0.name == file.name }) else {
                found.append(file)
                continue
            }
            if far.bytes == file.bytes, far.digest != nil, far.digest == own[file.name] {
                meter.add(file.bytes)
            } else if try await !isSame(file, far, meter) {
                found.append(file)
            }
        }
        return found
    }

    /// By size and digest; by all of its content where the store has no digest of it.
    private func isSame(_ file: Manifest.File, _ far: CopiedFile, _ meter: Meter) async throws -> Bool {
        let name = "\(id)/\(file.name)"
        guard far.bytes == file.bytes else { return false }
        guard let digest = far.digest else {
            if try await isSameContent(name, file, meter) { return true }
            _ = try await ownDigest(of: file, like: .sha256(""))
            return false
        }
        if try await ownDigest(of: file, like: digest, meter) == digest { return true }
        if try await isSameInOtherParts(file, digest, meter) { return true }
        return try await saysLittle(digest, name) ? try await isSameContent(name, file, meter) : false
    }

    /// Whether a digest that differs proves nothing: its parts may be of any size, or it is one of what was encrypted there.
    private func saysLittle(_ digest: StoredDigest, _ name: String) async throws -> Bool {
        if case .parts = digest { return true }
        return try await withRetries(console, name) { try await store.hidesDigest(of: name) }
    }

    /// `digest` may go by a size of parts that was taken for granted.
    private func isSameInOtherParts(
        _ file: Manifest.File, _ digest: StoredDigest, _ meter: Meter
    ) async throws -> Bool {
        guard case .parts(let md5, let taken) = digest, let store = store as? any ForeseesDigests else { return false }
        let name = "\(id)/\(file.name)"
        let size = try await withRetries(console, name) { try await store.partSize(of: name) }
        guard let size, size != taken else { return false }
        let told = StoredDigest.parts(md5: md5, size: size)
        return try await ownDigest(of: file, like: told, meter) == told
    }

    private func isSameContent(_ name: String, _ file: Manifest.File, _ meter: Meter) async throws -> Bool {
        try await withRetries(console, name) { try await store.sha256(of: name, meter.add) } == file.sha256
    }

    /// Of what lies here, which has to be what was saved; throws a `Failure` when it is not, or cannot be read.
    private func ownDigest(
        of file: Manifest.File, like kind: StoredDigest, _ meter: Meter = Meter()
    ) async throws -> StoredDigest {
        let path = folder.appending(file.name)
        let own: (sha256: String, other: StoredDigest)
        do {
            own = try await onOwnThread {
                let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
                return try file.thenClose {
                    try DigestReader.read(file, like: kind) { bytes in
                        try Task.checkCancellation()
                        meter.add(bytes)
                    }
                }
            }
        } catch let failed as Errno { throw Failure.localUnreadable(path.string, failed) }
        guard own.sha256 == file.sha256 else {
            // The guard of the rotation is off for what cannot be sent, so that it has to know.
            await Verified.record(bad: [file.component], of: id, isInside: false, in: folder.removingLastComponent())
            throw Failure.localDamaged(path.string)
        }
        return own.other
    }

    // MARK: The store

    private func list() async throws -> [CopiedFile] {
        try await withRetries(console, id) { try await store.files(in: id, withDigests: true) }
    }

    private func put(_ file: FilePath, _ name: String) async throws {
        let patience = place.patience(Int(try file.stat().size))
        let name = "\(id)/\(name)"
        try await withRetries(console, name) {
            try await within(patience) { [store] in try await store.put(file.string, as: name) }
        }
    }
}

/// A small file of this process for a tool that takes nothing else.
struct Scratchpad {
    private static let name = ".sender-"
    private let path: FilePath

    init(_ backupRoot: FilePath) { path = backupRoot.appending(ownedName(Self.name)) }

    /// Takes away what ended processes left, unless somebody sends, who may be in another container.
    static func sweep(_ backupRoot: FilePath) {
        sweepOwned(by: name, in: backupRoot, isOwnAlone: RunLock.sender(backupRoot, .anybody) != nil)
    }

    func with(_ text: String, _ body: (FilePath) async throws -> Void) async throws {
        try await Durable.replace(path, with: Array(text.utf8))
        defer { try? Durable.remove(path) }
        try await body(path)
    }
}

extension FilePath {
    fileprivate func contents() throws -> [UInt8] {
        let file = try FileDescriptor.open(self, .readOnly, options: [.noFollow, .closeOnExec])
        return try file.thenClose { try file.readAll() }
    }
}
