package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Mail, configuration, certificates, or any other files: a tar of one or several paths.
package struct TreeCapture: Capture {
    enum Kind { case mail, files, certificates }

    package let id: Component.ID
    let kind: Kind
    /// As the recipe has them: relative to the platform's root, or absolute.
    let paths: [String]
    let site: Site
    /// The services that use it.
    let users: [String]
    /// What is left out: other sources' paths and the folder of the backups.
    let elsewhere: [FilePath]
    var excludes = Excludes()
    /// Those of `paths` that need not be there.
    var optional: Set<String> = []
    /// What the platform's Compose project needs and no component holds; nil where this is no configuration.
    var gaps: StackGaps?
    /// How increments are made, and what the next one needs; nil where none are, and for safety copies.
    var increments: Increments?

    package func parts() -> [Part] { [.tar] }

    package func check() async throws {
        let (there, missing) = present()
        if kind == .mail { await sayStorage() }
        guard !there.isEmpty else { throw Failure.sourceMissing(paths.map { place($0).string }) }
        for root in there where kind == .files {
            guard let target = root.path.linkTarget else { continue }
            site.console.info(.linkFollowed(name, root.path, target))
        }
        for path in missing { site.console.warning(.pathMissing(name, path.string)) }
        await gaps?.say(at: site)
        if kind == .certificates { try await CertificateExpiry(site: site).report(below: there.map(\.path)) }
        if let increments, increments.isWanted { announce(increments) }
    }

    package func save(to files: ComponentFiles) async throws {
        let (there, findings) = (present().there, TreeFindings())
        guard !there.isEmpty else { throw Failure.sourceMissing(paths.map { place($0).string }) }
        let roots = TreeRoots(there)
        let excluded = Excluded(elsewhere + roots.all.map(\.path), excludes, below: roots)
        if let increment = try await increment(of: roots, excluded, files), let increments {
            files.descends(from: increment.lineage)
            site.console.debug(.lookedAt(name, increment.scan.looked))
            try await files.store(
                .tar, [IncrementArchive(increment: increment, findings: findings, draft: increments.draft)])
        } else {
            let archive = TreeArchive(
                roots: roots.all, excluded: excluded, holdsMaildirs: kind == .mail, findings: findings,
                draft: increments?.draft)
            try await files.store(.tar, [archive])
        }
        say(findings.current, files)
        let out = LinksOut(roots: roots.all, elsewhere: elsewhere).described(findings.current.links)
        if !out.isEmpty { site.console.warning(.linksOut(name, out)) }
    }

    package func committed(_ manifest: Manifest) throws {
        guard let draft = increments?.draft else { return }
        // What nobody has looked at is nothing to compare with.
        if manifest.suspect?.contains(id) == true { draft.discard() } else { try draft.seal(manifest) }
    }

    // MARK: Increments

    private func announce(_ increments: Increments) {
        do {
            let lineage = try increments.parent().lineage
            site.console.info(.incrementOf(id, lineage.parent, base: lineage.base))
        } catch { say(error) }
    }

    /// Nil when this run saves everything; that it was to be an increment and why it is none is said.
    private func increment(
        of roots: TreeRoots, _ excluded: Excluded, _ files: ComponentFiles
    ) async throws -> Increment? {
        guard let increments, increments.isWanted else { return nil }
        // Why there is no parent was said before the run began.
        guard (try? increments.parent()) != nil else { return nil }
        defer { returnFreeMemory() }
        do { return try await onOwnThread { try increments.prepare(roots, excluded) } } catch let reason as NewBase {
            if case .shrank(let before, let now) = reason { files.shrank(from: before, to: now) }
            say(reason)
            return nil
        }
    }

    private func say(_ reason: NewBase) {
        let text = Text.newBase(id, reason)
        if reason.isUsual { site.console.info(text) } else { site.console.warning(text) }
    }

    // MARK: What is said

    private func say(_ found: TreeFindings.State, _ files: ComponentFiles) {
        if kind == .mail { site.console.debug(.messages(found.messages)) }
        if !found.remarks.isEmpty { site.console.warning(.remarks(name, found.remarks)) }
        // What a restore keeps of the old data is taken as it lies.
        if kind == .files, !OldData.isSpokenOf, !found.databases.isEmpty {
            site.console.warning(.liveDatabases(name, found.databases))
        }
        if !found.lacking.isEmpty { files.lacks(.filesLacking(name, found)) }
    }

    private func place(_ path: String) -> FilePath { site.root.pushing(FilePath(path)).lexicallyNormalized() }

    private func present() -> (there: [TreeRoot], missing: [FilePath]) {
        var (there, missing) = ([TreeRoot](), [FilePath]())
        for (path, named) in zip(paths.map(place), paths) {
            if (try? path.stat()) != nil {
                there.append(TreeRoot(path: path, member: member(of: path)))
            } else if !optional.contains(named) {
                missing.append(path)
            }
        }
        return (there, missing)
    }

    /// One folder keeps its own name (`mail/…`); several paths keep theirs below the platform's root (`config/…`, `.env`).
    func member(of path: FilePath) -> [UInt8] {
        if kind != .files, let last = path.lastComponent { return Array(last.string.utf8) }
        var relative = path
        if !relative.removePrefix(site.root) { relative.root = nil }
        return Array((relative.isEmpty ? "." : relative.string).utf8)
    }
}

extension Failure {
    static func sourceMissing(_ paths: [String]) -> Failure {
        let list = paths.joined(separator: ", ")
        return Failure("files.source-missing", ["list": list], isAbsence: true)
    }

    static func filesLacking(_ name: String, _ found: TreeFindings.State) -> Failure {
        let count = found.lacking.count
        return Failure(
            "files.lacking",
            ["name": name, "count": count, "why": shorten(found.lacking), "fix": cure(of: found.reasons)])
    }

    /// A file that changes while it is read, or that is cut short, needs no right.
    private static func cure(of reasons: Set<Errno>) -> Text {
        if !reasons.isDisjoint(with: [.permissionDenied, .notPermitted]) {
            return Text("files.cure")
        }
        return reasons.lazy.compactMap(\.cure).first
            ?? Text("files.cure-2")
    }
}

extension FilePath {
    /// Where it leads, of a link.
    fileprivate var linkTarget: FilePath? {
        (try? stat(followTargetSymlink: false).type) == .symbolicLink ? realPath(self) : nil
    }
}

extension Text {
    fileprivate static func linkFollowed(_ name: String, _ path: FilePath, _ target: FilePath) -> Text {
        Text("files.link-followed", ["name": name, "path": path, "target": target])
    }

    static func pathMissing(_ name: String, _ path: String) -> Text {
        Text("files.path-missing", ["name": name, "path": path])
    }

    static func messages(_ count: Int) -> Text { Text("files.messages", ["count": count]) }

    static func lookedAt(_ name: String, _ count: Int) -> Text {
        Text("files.looked-at", ["name": name, "count": count])
    }

    static func remarks(_ name: String, _ list: [Text]) -> Text {
        let shown = shorten(list)
        return Text("files.remarks", ["name": name, "shown": shown])
    }
}
