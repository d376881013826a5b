import GardeComponents
import GardeDestinations
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// The program itself, its digest and what to type on a bare machine: `garde/NAME`, `NAME.sha256` as sha256sum(1) reads
/// it, and `NAME.txt`, beside the backups and beside their copies.
struct ProgramCopy: Sendable {
    /// The folder's name in BACKUP_ROOT and in each place of copies.
    static let folder = CopiedFile.programFolder
    /// What runs, also where its file was replaced meanwhile (proc(5)).
    private static let running: FilePath = "/proc/self/exe"

    let name: String
    let backupRoot: FilePath
    /// What `NAME.txt` says.
    let page: [UInt8]
    let console: any Reporter

    private var own: FilePath { backupRoot.appending(Self.folder) }
    private var digestName: String { "\(name).sha256" }
    private var pageName: String { "\(name).txt" }

    /// Whether it lies beside the backups.
    static func isKept(_ name: String, in backupRoot: FilePath) -> Bool {
        (try? backupRoot.appending(folder).appending("\(name).sha256").stat()) != nil
    }

    /// Puts what runs now beside the backups. Whatever hinders it is a warning: the backup stands.
    func place() async {
        do {
            let digest = try await digest(of: Self.running)
            try Durable.createFolders(own)
            if smallFile(own.appending(pageName)) != page {
                try publish(page, at: own.appending(pageName), mode: 0o600)
            }
            let kept = try? await self.digest(of: own.appending(name))
            guard kept != digest || smallFile(own.appending(digestName)) != digest else { return }
            let beside = own.appending("\(name).new")
            for path in [own.appending(digestName), beside] { try? Durable.remove(path) }
            try await Durable.create(beside, [.ownerReadWriteExecute]) { file in
                try await pipeline([FileSource(Self.running)], into: file)
            }
            try Durable.rename(beside, over: own.appending(name))
            try await Durable.replace(own.appending(digestName), with: digest)
            console.info(Text("program.placed", ["path": own.appending(name)]))
        } catch {
            console.warning(Text("program.not-placed", ["path": own, "why": Failure(describing: error).text]))
        }
    }

    /// Sends what lies beside the backups, the digest last, as far as the place has another or none.
    func send(to place: CopyPlace, _ store: any Destination) async {
        do {
            let lacking = try await lacking(in: store)
            for file in lacking {
                let path = own.appending(file)
                let patience = place.patience(Int(try path.stat().size))
                try await withRetries(console, file) {
                    try await within(patience) { try await store.put(path.string, as: "\(Self.folder)/\(file)") }
                }
            }
            if lacking.contains(name) { console.info(Text("program.sent", ["url": store.address.url])) }
        } catch {
            let why = Failure.remote(error, store).text
            console.warning(Text("program.not-sent", ["url": store.address.url, "why": why]))
        }
    }

    /// The program counts by its size and its digest's file, which was sent after it.
    private func lacking(in store: any Destination) async throws -> [String] {
        guard let digest = smallFile(own.appending(digestName)) else { return [] }
        let there = try await withRetries(console, Self.folder) {
            try await store.files(in: Self.folder, withDigests: false)
        }
        func holds(_ file: String, _ content: [UInt8]) async throws -> Bool {
            guard there.contains(where: { $0.name == file && $0.bytes == content.count }) else { return false }
            return try await withRetries(console, file) { try await store.content(of: "\(Self.folder)/\(file)") }
                == content
        }
        let size = Int(try own.appending(name).stat().size)
        let isThere = there.contains { $0.name == name && $0.bytes == size }
        let isWhole = isThere ? try await holds(digestName, digest) : false
        let isToldOf = try await holds(pageName, page)
        return (isWhole ? [] : [name]) + (isToldOf ? [] : [pageName]) + (isWhole ? [] : [digestName])
    }

    private func digest(of path: FilePath) async throws -> [UInt8] {
        let tally = Tally()
        try await pipeline([FileSource(path), tally])
        return Array("\(tally.result.sha256)  \(name)\n".utf8)
    }
}

extension ProgramCopy {
    /// Nil where COPY_PROGRAM says no.
    init?(_ plan: Plan, _ console: any Reporter) {
        guard plan.copiesProgram else { return nil }
        let bare = BareMachine(
            recipe: plan.recipe, root: plan.root, sources: plan.components.map(\.source),
            isEncrypted: !plan.recipients.isEmpty, usesCompose: plan.usesCompose,
            copies: plan.destinations.map(\.address.url), typed: plan.typed)
        let title = Text("program.title", ["name": plan.recipe, "host": hostName(), "version": gardeVersion])
        let lines =
            [title[console.language], "", bare.title[console.language]] + bare.commands
            + (bare.copies.isEmpty ? [] : ["", Text("program.from-copies")[console.language]] + bare.fromCopies)
        self.init(
            name: plan.recipe, backupRoot: plan.backupRoot, page: Array((lines.joined(separator: "\n") + "\n").utf8),
            console: console)
    }
}
