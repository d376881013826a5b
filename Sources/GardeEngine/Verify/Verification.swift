import GardeComponents
import GardeDestinations
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `verify`: reads backups to their ends, as a restore would before it touches anything.
package struct Verification {
    private let root: FilePath
    private let own: Identity
    private let console: any Reporter
    private let decrypt: Decrypt
    private let holdings: Holdings
    /// Gives the sources of the recipe, and the site, when one is to be asked.
    private let sources: [Source]
    private let site: @Sendable () async -> Site
    private let choice: ComponentChoice
    private let typed: TypedCommand

    package init(_ recipe: Recipe, _ settings: Settings, root platform: FilePath, _ console: any Reporter) throws {
        root = settings.backupRoot
        own = Identity(platform, recipe.name)
        self.console = console
        decrypt = Decrypt(try Passphrase(settings, root: platform))
        holdings = Holdings(recipe, settings, root: platform, own)
        (sources, choice, typed) = (recipe.sources, settings.choice, settings.typed(platform))
        site = { await Site(recipe, settings, root: platform, console: console) }
    }

    /// `which` is an id, a folder, `latest` or `all`; the newest when nil.
    package func run(_ which: String?) async throws -> ExitCode {
        var isGood = true
        let folders = try folders(which ?? "latest")
        if which == "all" { try refuseNothing(in: folders) }
        for folder in folders {
            try Task.checkCancellation()
            let depth = await verify(folder, isAlone: which != "all")
            isGood = isGood && (depth?.isGood == true || which == "all" && !folder.isFolder)
        }
        return isGood ? .done : .failed
    }

    /// Nobody takes it for good that nothing of what was asked for is there.
    private func refuseNothing(in folders: [FilePath]) throws {
        let asked = sources.map(\.id).filter(choice.holds)
        guard !choice.isAll, !asked.isEmpty else { return }
        let held = folders.contains { (try? FoundBackup($0))?.held.contains(where: choice.holds) != false }
        if !held { throw Failure.notHeld(asked, root.string, typed.line("list")) }
    }

    /// `latest` and `all` are this platform's, and what cannot be read, which may be anybody's.
    private func folders(_ which: String) throws -> [FilePath] {
        switch which {
        case "all", "latest":
            if let closed = Failure.closedFolder(root) { throw closed }
            let history = History(root, of: own)
            let foreign = Set(history.others.values.joined().map(\.backup.id))
            let names = history.committed.filter { !foreign.contains($0) }
            guard let newest = names.first else { throw Failure.noBackups(root) }
            if which == "all" { for (other, made) in history.others { console.info(.notVerified(other, made.count)) } }
            // What is built on comes first: what is found of it counts for what builds on it.
            return (which == "all" ? names.reversed() : [newest]).map { root.appending($0) }
        default:
            let isID = LocalTime.isID(which) && (try? root.appending(which).stat()) != nil
            return [isID ? root.appending(which) : FilePath(which)]
        }
    }

    /// `isAlone` when what it builds on, beside it or in `others`, is not verified by itself; what is said calls the
    /// backup `name`, or by its path. Nil when nothing is known of it after that.
    func verify(
        _ folder: FilePath, isAlone: Bool, as name: String? = nil, others: FilePath? = nil
    ) async -> Verified.Depth? {
        let said = console.failures.count
        let found: Found?
        do {
            found = try await look(in: folder, name ?? folder.string, isAlone, others ?? root)
        } catch  where !isAlone && !folder.isFolder {
            console.info(Text("verify.removed-meanwhile", ["name": folder.string]))
            found = nil
        } catch {
            let failure = Failure(describing: error)
            console.error(failure)
            found = failure.tellsNoDamage ? nil : Found(depth: .bad)
        }
        if let found { await record(found, folder, name) }
        answer(found, folder, name, since: said)
        return found?.depth
    }

    private struct Found {
        let depth: Verified.Depth
        /// Those that are bad; empty for all.
        var components: Set<Component.ID> = []
        /// Nothing is wrong with the backup itself: it is what it builds on that is bad.
        var isBelow = false
        /// It counts for the backup as a whole, or names what is bad.
        var isRecorded = true
        /// Read to their ends, and looked at from outside.
        var read = 0, sealed = 0
    }

    /// For programs; `before` failures were said of others.
    private func answer(_ found: Found?, _ folder: FilePath, _ name: String?, since before: Int) {
        guard let answer = Answer.current else { return }
        let id = folder.lastComponent?.string ?? folder.string
        answer.add(
            "verified",
            .object([
                "backup": .string(id), "place": .string(place(name) ?? folder.removingLastComponent().string),
                "result": .string(found?.depth.rawValue ?? "unknown"), "files_read": .number(found?.read ?? 0),
                "files_sealed": .number(found?.sealed ?? 0),
                "bad_components": .array((found?.components ?? []).sorted().map { .string($0.name) }),
                "findings": .array(console.failures.dropFirst(before).map { $0.json(console.language) }),
            ]))
    }

    /// Of a backup in BACKUP_ROOT, on another disk, or of a copy that was fetched.
    private func record(_ found: Found, _ folder: FilePath, _ name: String?) async {
        guard !found.isBelow, found.isRecorded, let id = folder.lastComponent?.string, LocalTime.isID(id) else {
            return
        }
        let isHere = settledPath(folder.removingLastComponent()) == settledPath(root)
        let place = place(name) ?? (name == nil ? Verified.place(of: folder.removingLastComponent()) : nil)
        guard isHere || place != nil else { return }
        guard choice.isAll || found.components.isEmpty else {
            // Nothing is known of the others.
            return await Verified.record(
                bad: found.components, of: id, isInside: found.depth == .badInside, in: root,
                place: isHere ? nil : place)
        }
        await Verified.record(
            Verified(found.depth, id, components: found.components, place: isHere ? nil : place), in: root)
    }

    /// Where the copies lie that are verified; nil for backups here.
    private func place(_ name: String?) -> String? { name.flatMap { DestinationAddress($0)?.split?.0.url } }

    /// Again when a run put increments together in it meanwhile: what was read of it is no more.
    private func look(in folder: FilePath, _ name: String, _ isAlone: Bool, _ others: FilePath) async throws -> Found? {
        while true {
            let backup = try FoundBackup(folder)
            do {
                let found = try await console.withProgress { try await look(at: backup, name, isAlone, others) }
                guard backup.isReplaced else { return found }
            } catch is Replaced {}
            console.info(Text("verify.reads-anew", ["name": name]))
        }
    }

    private func look(
        at backup: FoundBackup, _ name: String, _ isAlone: Bool, _ others: FilePath
    ) async throws(Replaced) -> Found? {
        if backup.mayBeUnfinished { console.warning(.mayBeUnfinished(name)) }
        let files = backup.files.filter { choice.holds($0.component) }
        let promised = backup.manifest?.components.filter(\.value).map(\.key) ?? []
        let held = backup.held.union(promised).filter(choice.holds)
        let asked = held.isEmpty && !choice.isAll ? sources.map(\.id).filter(choice.holds) : choice.wanted
        let lacking = asked.filter { !held.contains($0) }
        if isAlone, !lacking.isEmpty {
            console.error(Failure.notHeld(lacking, name, typed.line("list")))
            return nil
        }
        for component in lacking { console.info(.notInBackup(component)) }
        if held.isEmpty, !choice.isAll { return Found(depth: .whole, isRecorded: false) }
        let reader = try? await PostgresClient.newest().path("pg_restore")
        if reader == nil, files.contains(where: { $0.part == .dump }) { console.warning(.dumpNotRead) }
        let dumpReader = reader.map { Invocation($0, ["-f", "/dev/null"]) }
        let key: Decrypt?
        do { key = try await opener(of: backup) } catch {
            // A wrong passphrase says nothing of the backup.
            console.error(Failure(describing: error))
            return nil
        }
        let examination = Examination(
            backup: backup, dumpReader: dumpReader, decrypt: key, names: holdings.names)
        let findings = await examination.run(files, shownBy: console).map { holdings.judged($0, of: backup, in: name) }
        if findings.contains(where: { $0.failure != nil }), backup.isReplaced { throw Replaced() }
        for finding in findings { say(finding) }
        if findings.contains(where: \.isUnread) { console.warning(.dumpIsNewerThanTools) }
        var bad = Set(findings.filter(\.isDamaged).map(\.file.component))
        for (component, failure) in backup.pretences where choice.holds(component) {
            console.error(failure)
            bad.insert(component)
        }
        var isUnasked = false
        for finding in findings where finding.failure == nil && finding.file.part.leadsOn && !finding.isSealed {
            do {
                guard let failure = try await lost(finding, key) else { continue }
                console.error(failure)
                bad.insert(finding.file.component)
            } catch {
                console.error(Failure(describing: error))
                isUnasked = true
            }
        }
        var isBelow = false
        for component in backup.manifest?.increments.keys.sorted() ?? [] where choice.holds(component) {
            switch try await verifyChain(of: backup, component, name, others, isAlone, key) {
            case .good: continue
            case .bad: bad.insert(component)
            case .badBelow: isBelow = true
            case .unread: isUnasked = true
            }
        }
        let isOpened = key != nil && files.contains(where: \.isEncrypted)
        guard bad.isEmpty else { return Found(depth: isOpened ? .badInside : .bad, components: bad) }
        if isBelow { return Found(depth: .bad, isBelow: true) }
        // What could not be read says nothing of the backup.
        guard !isUnasked, findings.allSatisfy({ $0.failure == nil }) else { return nil }
        sayFlaws(of: backup, name)
        let sealed = findings.count(where: \.isSealed)
        console.success(.verified(name, findings.count - sealed, sealed, hasDigests: backup.hasDigests))
        if !choice.isAll { console.info(.verifiedOnly(held.sorted().map(\.name))) }
        return Found(
            depth: sealed > 0 ? .outside : .whole, isRecorded: choice.isAll, read: findings.count - sealed,
            sealed: sealed)
    }

    /// What a file stands for, and its keeper has no more.
    private func lost(_ finding: Examination.Finding, _ key: Decrypt?) async throws -> Failure? {
        guard let source = sources.first(where: { $0.id == finding.file.component }) else { return nil }
        return try await source.kind.lostElsewhere(finding.usable(key ?? Decrypt()), site())
    }

    /// Nil, and said, when what is encrypted cannot be opened here; a passphrase that is wrong is a mistake.
    private func opener(of backup: FoundBackup) async throws -> Decrypt? {
        do { try await [backup].open(with: decrypt) } catch let failure as Failure where failure != .wrongPassphrase {
            console.warning(.notOpened(failure))
            return nil
        }
        return decrypt
    }

    /// What its run marked: files that are whole may hold too little.
    private func sayFlaws(of backup: FoundBackup, _ name: String) {
        guard let manifest = backup.manifest else { return }
        let standing = Standing(root)
        for component in manifest.everyComponent where choice.holds(component) {
            for flaw in standing.marks(of: manifest, component) {
                console.warning(.namedFlawed(component, name, flaw.text))
            }
        }
    }

    private enum ChainFound { case good, bad, badBelow, unread }

    /// What an increment needs: there and right; read to its end too when `isAlone`.
    private func verifyChain(
        of backup: FoundBackup, _ component: Component.ID, _ name: String, _ others: FilePath, _ isAlone: Bool,
        _ key: Decrypt?
    ) async throws(Replaced) -> ChainFound {
        let isPointer = backup.isPointer(component)
        guard isPointer || backup.files.contains(where: { $0.component == component }) else { return .good }
        var chain: [FoundBackup] = []
        do {
            // One that is put together between two looks leads to what is no more; the second shows it as it is.
            chain = try (try? backup.chain(of: component, in: others)) ?? backup.chain(of: component, in: others)
            chain += isPointer ? [backup] : []
            let below =
                isAlone
                ? try await readThrough(chain, component, name, others, key) : badBase(of: chain, component)
            for failure in below { console.error(failure) }
            guard below.isEmpty else { return .badBelow }
            console.info(.buildsOn(component, chain.dropLast().map(\.name)))
            return .good
        } catch {
            if backup.isReplaced || chain.contains(where: \.isReplaced) { throw Replaced() }
            let failures = (error as? Refusals)?.failures ?? [Failure(describing: error)]
            for failure in failures { console.error(failure) }
            return failures.allSatisfy(\.tellsNoDamage) ? .unread : .bad
        }
    }

    /// What it builds on was verified before it.
    private func badBase(of chain: [FoundBackup], _ component: Component.ID) -> [Failure] {
        let standing = Standing(root)
        return chain.dropLast().first { standing.isBad($0.name, component) }
            .map { [.buildsOnBad(component, $0.name)] } ?? []
    }

    /// What is wrong with that which it builds on, whose own names are marked; throws what is wrong with the rest.
    private func readThrough(
        _ chain: [FoundBackup], _ component: Component.ID, _ name: String, _ others: FilePath, _ key: Decrypt?
    ) async throws -> [Failure] {
        let (findings, earlier, succession) = await console.reading(component, chain.bytes(of: component)) {
            await Examination.run(chain, component, dumpReader: nil, decrypt: key, meter: $0)
        }
        if earlier.contains(where: { $0.failure != nil }), chain.contains(where: \.isReplaced) { throw Replaced() }
        await Verified.record(earlier, of: others, in: root, place: place(name))
        let below = earlier.compactMap(\.failure)
        guard below.isEmpty else { return below }
        let failures = findings.compactMap(\.failure)
        guard failures.isEmpty else { throw Refusals(failures: failures) }
        guard let succession else { return [] }
        let archives = (earlier + findings).map { $0.usable(key ?? Decrypt()) }
        do {
            let tree = RestoreTree(archives: archives, succession: succession)
            try await console.working(on: component, of: tree.contentBytes) {
                try await holdings.walk(tree, component, name)
            }
        } catch let incomplete as ChainIncomplete { throw Failure.chainIncomplete(component, incomplete.path) }
        return []
    }

    private func say(_ finding: Examination.Finding) {
        if let failure = finding.failure { return console.error(failure) }
        console.debug(.readToItsEnd(finding.file.name, finding.contentBytes))
    }
}

extension Verified {
    /// Remembers what is damaged of the backups in `folder`: those of BACKUP_ROOT, or the copies of `place`.
    static func record(
        _ findings: [Examination.Finding], of folder: FilePath, in backupRoot: FilePath, place: String? = nil
    ) async {
        for finding in findings where finding.isDamaged && finding.file.isStillThat {
            let backup = finding.file.path.removingLastComponent()
            guard let id = backup.lastComponent?.string, LocalTime.isID(id),
                settledPath(backup.removingLastComponent()) == settledPath(folder)
            else { continue }
            let isInside = finding.file.isEncrypted && !finding.isSealed
            await record(bad: [finding.file.component], of: id, isInside: isInside, in: backupRoot, place: place)
        }
    }
}

/// Another backup lies where this one was read, or none.
private struct Replaced: Error {}

extension Failure {
    fileprivate static func buildsOnBad(_ component: Component.ID, _ id: String) -> Failure {
        Failure("verify.builds-on-bad", ["component": component, "id": id])
    }
}

extension Text {
    static func notVerified(_ other: Identity, _ count: Int) -> Text {
        Text("verify.not-verified", ["count": count, "shown": other.shown])
    }

    static func verified(_ folder: String, _ read: Int, _ sealed: Int, hasDigests: Bool) -> Text {
        let digests = Text(hasDigests ? "verify.digests-match" : "verify.without-digests")
        let content = Text("verify.decompressed", ["count": read])
        let outside = Text("verify.from-outside", ["count": sealed])
        let parts = (read > 0 || sealed == 0 ? [content] : []) + (sealed > 0 ? [outside] : [])
        return Text(
            "verify.verified", ["folder": folder, "parts": parts.joined(separator: ", "), "digests": digests])
    }

    static func notOpened(_ failure: Failure) -> Text {
        Text("verify.not-opened", ["failure": failure.text])
    }

    static func buildsOn(_ component: Component.ID, _ names: [String]) -> Text {
        let list = shorten(names)
        return Text("verify.builds-on", ["component": component, "list": list])
    }

    static func readToItsEnd(_ name: String, _ bytes: Int) -> Text {
        return Text("verify.read-to-its-end", ["name": name, "bytes": Bytes(bytes)])
    }

    /// The rest of the backup is as unknown as before.
    static func verifiedOnly(_ names: [String]) -> Text {
        Text("verify.only", ["list": names.joined(separator: ", ")])
    }

    static let dumpNotRead = Text("verify.dump-not-read")

    static let dumpIsNewerThanTools = Text("verify.dump-is-newer-than-tools")
}
