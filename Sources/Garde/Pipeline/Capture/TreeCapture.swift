import GardeIO
import SystemPackage

/// Mail, configuration, certificates, or any other files: a tar of one or several paths.
package struct TreeCapture: Capture {
    enum Kind { case mail, files, certificates }

    package let name: String
    let kind: Kind
    /// As the recipe has them: relative to the platform's root, or absolute.
    let paths: [String]
    let site: Site
    /// What is left out: other sources' paths and the folder of the backups.
    let elsewhere: [FilePath]
    /// Those of `paths` that need not be there.
    var optional: Set<String> = []
    /// What the platform's Compose project needs and no component holds; nil where this is no configuration.
    var gaps: StackGaps?
    /// How mail makes increments, and what the next one needs; nil for all else, and for safety copies.
    var increments: Increments?

    package func parts() -> [Part] { [.tar] }

    package func check() async throws {
        let (there, missing) = present()
        guard !there.isEmpty else { throw Failure.sourceMissing(paths.map { place($0).string }) }
        for path in missing { site.console.warning(.pathMissing(name, path.string)) }
        gaps?.say(site.console)
        if kind == .certificates { try await CertificateExpiry(site: site).report(below: there.map(\.path)) }
        if let increments, increments.isWanted { announce(increments) }
    }

    package func save(to files: ComponentFiles) async throws {
        let (roots, findings) = (present().there, TreeFindings())
        guard !roots.isEmpty else { throw Failure.sourceMissing(paths.map { place($0).string }) }
        let excluded = Excluded(elsewhere + roots.map(\.path))
        if let increment = try await increment(of: roots[0], excluded, files), let increments {
            files.descends(from: increment.lineage)
            site.console.debug(.lookedAt(name, increment.scan.result.looked))
            try await files.store(
                .tar, [IncrementArchive(increment: increment, findings: findings, draft: increments.draft)])
        } else {
            let archive = TreeArchive(
                roots: roots, excluded: excluded, holdsMaildirs: kind == .mail, findings: findings,
                draft: increments?.draft)
            try await files.store(.tar, [archive])
        }
        say(findings.current, files)
    }

    package func committed(_ manifest: Manifest) throws {
        guard let draft = increments?.draft else { return }
        // What nobody has looked at is nothing to compare with.
        if manifest.suspect?.contains(name) == true { draft.discard() } else { try draft.seal(manifest) }
    }

    // MARK: Increments

    private func announce(_ increments: Increments) {
        do {
            let lineage = try increments.parent().lineage
            site.console.info(.incrementOf(name, lineage.parent, base: lineage.base))
        } catch { say(error) }
    }

    /// Nil when this run saves everything; that it was to be an increment and why it is none is said.
    private func increment(
        of root: TreeRoot, _ excluded: Excluded, _ files: ComponentFiles
    ) async throws -> Increment? {
        guard let increments, increments.isWanted else { return nil }
        // Why there is no parent was said before the run began.
        guard (try? increments.parent()) != nil else { return nil }
        do { return try await onOwnThread { try increments.prepare(root, excluded) } } catch let reason as NewBase {
            if case .shrank(let before, let now) = reason { files.shrank(from: before, to: now) }
            say(reason)
            return nil
        }
    }

    private func say(_ reason: NewBase) {
        let text = Text.newBase(name, reason)
        if reason.isUsual { site.console.info(text) } else { site.console.warning(text) }
    }

    // MARK: What is said

    private func say(_ found: TreeFindings.State, _ files: ComponentFiles) {
        if kind == .mail { site.console.debug(.messages(found.messages)) }
        if !found.remarks.isEmpty { site.console.warning(.remarks(name, found.remarks)) }
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
    private func member(of path: FilePath) -> [UInt8] {
        if kind != .files, let last = path.lastComponent { return Array(last.string.utf8) }
        var relative = path
        if !relative.removePrefix(site.root) { relative.root = nil }
        return Array((relative.isEmpty ? "." : relative.string).utf8)
    }
}

extension Failure {
    static func sourceMissing(_ paths: [String]) -> Failure {
        let list = paths.joined(separator: ", ")
        return Failure(
            Text("\(list) is not there", fr: "\(list) est introuvable"),
            fix: Text(
                "Mount it or correct the recipe; --no-… leaves a component out.",
                fr: "Montez-le ou corrigez la recette ; --no-… écarte un composant."),
            isAbsence: true)
    }

    static func filesLacking(_ name: String, _ found: TreeFindings.State) -> Failure {
        let count = found.lacking.count
        return Failure(
            Text("\(name): \(count) file(s) could not be saved", fr: "\(name) : \(count) fichier(s) non sauvegardé(s)"),
            why: shorten(found.lacking), fix: cure(of: found.reasons))
    }

    /// A file that changes while it is read, or that is cut short, needs no right.
    private static func cure(of reasons: Set<Errno>) -> Text {
        if !reasons.isDisjoint(with: [.permissionDenied, .notPermitted]) {
            return Text(
                "Give the backup the right to read them, then run it again.",
                fr: "Donnez à la sauvegarde le droit de les lire, puis relancez-la.")
        }
        return reasons.lazy.compactMap(\.cure).first
            ?? Text(
                "Run the backup again when nobody writes there.",
                fr: "Relancez la sauvegarde quand personne n'y écrit.")
    }
}

extension Text {
    static func pathMissing(_ name: String, _ path: String) -> Text {
        Text("\(name): \(path) is not there", fr: "\(name) : \(path) est introuvable")
    }

    static func messages(_ count: Int) -> Text { Text("mail: \(count) messages", fr: "mail : \(count) messages") }

    static func lookedAt(_ name: String, _ count: Int) -> Text {
        Text(
            "\(name): \(count) known messages looked at again",
            fr: "\(name) : \(count) messages connus regardés de nouveau")
    }

    static func remarks(_ name: String, _ list: [Text]) -> Text {
        let shown = shorten(list)
        return Text("\(name): \(shown[.english])", fr: "\(name) : \(shown[.french])")
    }
}

/// The first of a long list, and how many more there are.
func shorten(_ list: [Text]) -> Text {
    let more = list.count > 10 ? ", … (+\(list.count - 10))" : ""
    func shown(_ language: Language) -> String { list.prefix(10).map { $0[language] }.joined(separator: ", ") + more }
    return Text(shown(.english), fr: shown(.french))
}

/// The first of a long list of names, and how many more there are.
func shorten(_ list: [String]) -> String { shorten(list.map { Text.verbatim($0) })[.english] }
