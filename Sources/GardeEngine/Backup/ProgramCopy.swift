import GardeComponents
import GardeDestinations
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// The program itself, its digest and what to type on a bare machine, in `garde/` beside the backups and beside their
/// copies: `NAME-DIGEST`, `NAME-DIGEST.sha256` as sha256sum(1) reads it, and `NAME-MARK.txt`.
///
/// Several platforms may share the folder: each has a page, and a program lies there once, as long as a page names it.
struct ProgramCopy: Sendable {
    /// The folder's name in BACKUP_ROOT and in each place of copies.
    static let folder = CopiedFile.programFolder
    /// What runs, also where its file was replaced meanwhile (proc(5)).
    private static let running: FilePath = "/proc/self/exe"

    let recipe: String
    let mark: String
    let backupRoot: FilePath
    /// What the page says of a program of this name.
    let page: @Sendable (_ program: String) -> [UInt8]
    let console: any Reporter

    private var own: FilePath { backupRoot.appending(Self.folder) }
    private var pageName: String { "\(recipe)-\(mark).txt" }
    private static func digestName(_ program: String) -> String { "\(program).sha256" }

    /// The name under which what runs lies beside the backups; nil where it does not.
    static func kept(_ recipe: String, in backupRoot: FilePath) async -> String? {
        guard let digest = try? await digest(of: running) else { return nil }
        let name = name(recipe, digest)
        return backupRoot.appending(folder).appending(digestName(name)).exists ? name : nil
    }

    private static func name(_ recipe: String, _ digest: String) -> String { "\(recipe)-\(digest.prefix(12))" }

    private static func digest(of path: FilePath) async throws -> String {
        let tally = Tally()
        try await pipeline([FileSource(path), tally])
        return tally.result.sha256
    }

    /// Puts what runs now beside the backups. Whatever hinders it is a warning: the backup stands.
    func place() async {
        do {
            let digest = try await Self.digest(of: Self.running)
            let program = Self.name(recipe, digest)
            try Durable.createFolders(own)
            try await place(program, digest)
            let page = page(program)
            if smallFile(own.appending(pageName)) != page {
                try publish(page, at: own.appending(pageName), mode: 0o600)
            }
            try sweep()
        } catch {
            console.warning(Text("program.not-placed", ["path": own, "why": Failure(describing: error).text]))
        }
    }

    /// The digest is written last: a program without it is none.
    private func place(_ program: String, _ digest: String) async throws {
        let (path, said) = (own.appending(program), own.appending(Self.digestName(program)))
        let line = Array("\(digest)  \(program)\n".utf8)
        let kept = try? await Self.digest(of: path)
        guard kept != digest || smallFile(said) != line else { return }
        let beside = own.appending("\(program).new")
        for path in [said, beside] { try? Durable.remove(path) }
        try await Durable.create(beside, [.ownerReadWriteExecute]) { file in
            try await pipeline([FileSource(Self.running)], into: file)
        }
        try Durable.rename(beside, over: path)
        try await Durable.replace(said, with: line)
        console.info(Text("program.placed", ["path": path]))
    }

    /// What no page names any more, and what versions before wrote, which had one name for all.
    private func sweep() throws {
        for name in try leftovers(of: try Folder.open(own).entries().map { String(decoding: $0.name, as: UTF8.self) }) {
            try Durable.remove(own.appending(name))
        }
    }

    private func leftovers(of names: [String]) throws -> [String] {
        let pages = names.filter { $0.hasPrefix("\(recipe)-") && $0.hasSuffix(".txt") }.map {
            smallFile(own.appending($0)).map { String(decoding: $0, as: UTF8.self) }
        }
        // What a page that cannot be read names is not known: another account's, say.
        guard !pages.contains(nil) else { return [] }
        let named = pages.compactMap(\.self)
        return names.filter { name in
            if [recipe, "\(recipe).sha256", "\(recipe).txt"].contains(name) { return true }
            let program = name.hasSuffix(".sha256") ? String(name.dropLast(7)) : name
            return isProgram(program) && !named.contains { $0.contains(program) }
        }
    }

    /// Of this recipe: another's name may begin like ours.
    private func isProgram(_ name: String) -> Bool {
        guard name.hasPrefix("\(recipe)-") else { return false }
        let digits = name.dropFirst(recipe.count + 1)
        return digits.count == 12 && digits.allSatisfy(\.isHexDigit)
    }

    // MARK: Copies

    /// Sends what lies beside the backups, the digest last, as far as the place has another or none; what that place has of
    /// a version before goes, and what this platform alone had there.
    func send(to place: CopyPlace, _ store: any Destination) async {
        do {
            guard let program = await Self.kept(recipe, in: backupRoot) else { return }
            let there = try await withRetries(console, Self.folder) {
                try await store.files(in: Self.folder, withDigests: true)
            }
            let lacking = try await lacking(program, in: store, there)
            for file in lacking {
                let path = own.appending(file)
                let patience = place.patience(Int(try path.stat().size))
                try await withRetries(console, file) {
                    try await within(patience) { try await store.put(path.string, as: "\(Self.folder)/\(file)") }
                }
            }
            if lacking.contains(program) { console.info(Text("program.sent", ["url": store.address.url])) }
            for old in [recipe, "\(recipe).sha256", "\(recipe).txt"] where there.contains(where: { $0.name == old }) {
                try await store.remove("\(Self.folder)/\(old)")
            }
        } catch {
            let why = Failure.remote(error, store).text
            console.warning(Text("program.not-sent", ["url": store.address.url, "why": why]))
        }
    }

    /// The program counts by its size and its digest's file, which was sent after it.
    private func lacking(
        _ program: String, in store: any Destination, _ there: [CopiedFile]
    ) async throws -> [String] {
        let digestName = Self.digestName(program)
        guard let digest = smallFile(own.appending(digestName)) else { return [] }
        func holds(_ file: String, _ content: [UInt8]) async throws -> Bool {
            guard let far = there.first(where: { $0.name == file && $0.bytes == content.count }) else { return false }
            if let digest = far.digest, DigestReader.digest(of: content, like: digest) == digest { return true }
            return try await withRetries(console, file) { try await store.content(of: "\(Self.folder)/\(file)") }
                == content
        }
        let size = Int(try own.appending(program).stat().size)
        let isThere = there.contains { $0.name == program && $0.bytes == size }
        let isWhole = isThere ? try await holds(digestName, digest) : false
        let isToldOf = try await holds(pageName, page(program))
        return (isWhole ? [] : [program]) + (isToldOf ? [] : [pageName]) + (isWhole ? [] : [digestName])
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
        let language = console.language
        let page: @Sendable (String) -> [UInt8] = { program in
            let lines =
                [title[language], "", bare.title[language]] + bare.commands(program)
                + (bare.copies.isEmpty ? [] : ["", Text("program.from-copies")[language]] + bare.fromCopies)
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        }
        self.init(
            recipe: plan.recipe, mark: plan.identity.mark, backupRoot: plan.backupRoot, page: page, console: console)
    }
}
