import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// One run of restore.sh: a transaction that gives everything back, or changes nothing; a line a stage.
package struct Restore: Sendable {
    let plan: RestorePlan
    let console: any Reporter
    /// Reads recipe, settings and platform as they are now.
    let read: @Sendable () async throws -> RestoreGround

    /// Throws `Refusals` or a `Failure`; the platform is then as it was, or the message says what is not.
    func run() async throws -> ExitCode {
        do { return try await restore() } catch let nothing as NothingMissing {
            console.success(nothing.text)
            return .done
        }
    }

    private func restore() async throws -> ExitCode {
        var clock = Stopwatch()
        return try await onGround { try await restore($0, &clock) }
    }

    /// Holds the lock and ends what a killed restore left before `body`; what that unpacks and fetches goes after it.
    func onGround(_ body: (RestoreGround) async throws -> ExitCode) async throws -> ExitCode {
        let lock = plan.isDryRun ? nil : try await takeLock()
        defer { withExtendedLifetime(lock) {} }
        var ground = try await read()
        if try await endUnfinished(ground) { ground = try await read() }
        await RecoveryGround.sweep(beside: plan.scratch)
        defer {
            Unpacked.sweep(plan.backupRoot)
            Fetched.sweep(plan.backupRoot)
        }
        return try await body(ground)
    }

    private func restore(_ ground: RestoreGround, _ clock: inout Stopwatch) async throws -> ExitCode {
        let (items, hasNothing) = try await Analysis(ground: ground, console: console).run()
        Answer.found(items, plan)
        let isBare = hasNothing && items.contains { !$0.source.kind.comesFirst }
        if hasNothing, let command = try await ground.assumeProject(of: items) {
            console.info(.startsAs("\(command) up -d"))
        }
        let project = plan.changing(items)
        let missing = try await ground.missingExternals(for: project)
        guard missing.isEmpty else { throw Refusals(failures: missing) }
        let users = try await users(of: items, ground, hasNothing, isBare)
        let remade = hasNothing ? [] : try await ground.remade(for: project)
        if !hasNothing, plan.site.usesCompose, plan.stopsServices || plan.startsServices {
            try await ground.services.checkStorage(of: users, remade: remade, loaded: items.map(\.source))
        }
        if !hasNothing {
            for move in try await ground.storageMoves(for: project) { console.warning(move) }
            if let text = try await ground.redefined(for: project, users + remade) { console.warning(text) }
            if let text = try await ground.renewedNetworks(for: project, users + remade) { console.warning(text) }
            for text in try await unwell(among: users, ground) { console.warning(text) }
        }
        guard !plan.isDryRun else { return await describe(items, users, remade, ground, isBare) }
        try await clock.pausing { try await confirm(items, remade, ground) }
        var transaction = Transaction(ground: ground, journal: try begin(), console: console, read: read)
        let end = try await console.withProgress {
            let ran = try await transaction.run(items, stopping: users, remaking: remade, isBare: isBare)
            return await self.end(transaction, items, ran)
        }
        if end == .done { record(items, clock) }
        Answer.current?.set("restored", .bool(end == .done || end == .incomplete))
        Answer.current?.set("duration_seconds", .number(Int(clock.time.components.seconds)))
        return end
    }

    /// One call of restore.sh, by these settings; `reread` gives them as they are once another `.env` is there.
    package static func run(
        _ recipe: Recipe, _ settings: Settings, root: FilePath, console: any Reporter,
        reread: @escaping @Sendable () -> Settings
    ) async throws -> ExitCode {
        guard !settings[.abandons] else {
            return try await Abandonment(recipe, settings, root: root, console).run()
        }
        if let part = try await ofPart(recipe, settings, root, console) { return part }
        let (plan, unwell) = (try await RestorePlan(recipe, settings, root: root, console: console), Unwell())
        return try await Restore(plan: plan, console: console) {
            try await RestoreGround(
                RestorePlan(recipe, reread(), root: root, console: console, after: plan), recipe.services, unwell)
        }.run()
    }

    /// Where one thing is asked for rather than what a backup holds; nil elsewhere.
    private static func ofPart(
        _ recipe: Recipe, _ settings: Settings, _ root: FilePath, _ console: any Reporter
    ) async throws -> ExitCode? {
        func plan(
            _ flag: String, or none: Failure, of isWanted: (Source) -> Bool
        ) async throws -> RestorePlan {
            try await RestorePlan(recipe, settings, root: root, console: console).only(for: flag, or: none, isWanted)
        }
        func restore(_ plan: RestorePlan) -> Restore {
            Restore(plan: plan, console: console) { try await RestoreGround(plan, recipe.services, Unwell()) }
        }
        if let folder = settings[.cluster] {
            let plan = try await plan("--cluster", or: Failure("restore.cluster-none"), of: \.kind.savesCluster)
            return try await ClusterRestore(
                plan: plan, ground: RestoreGround(plan, recipe.services, Unwell()),
                folder: FilePath(folder).absolute(in: .current),
                source: shellWord(settings.positionals.first ?? "latest"), console: console
            ).run()
        }
        if let folder = settings[.folder] {
            let plan = try await plan("--to", or: Failure("restore.to-none")) { $0.kind is any TreeKind }
            return try await FolderRestore(
                plan: plan, ground: RestoreGround(plan, recipe.services, Unwell()),
                folder: FilePath(folder).absolute(in: .current), console: console
            ).run()
        }
        if let database = settings[.database] {
            let plan = try await plan("--to-database", or: Failure("restore.database-none"), of: \.kind.comesBeside)
            return try await restore(plan).restore(as: database)
        }
        if !settings[.keys].isEmpty {
            let plan = try await plan("--keys", or: .noRedisForKeys) { $0.kind is Redis }
            return try await restore(plan).restore(keys: settings[.keys])
        }
        if let tables = settings[.tables] {
            let plan = try await plan("--table", or: Failure("restore.table-none")) { $0.kind is Postgres }
            return try await restore(plan).restore(TypedTable.list(tables))
        }
        return nil
    }

    // MARK: Before

    /// On a bare machine the names of services mean nothing so far: of configuration alone, those that are known stop.
    private func users(
        of items: [RestoreItem], _ ground: RestoreGround, _ hasNothing: Bool, _ isBare: Bool
    ) async throws -> [Service] {
        guard plan.stopsServices, !isBare else { return [] }
        return hasNothing ? (try? await ground.users(of: items)) ?? [] : try await ground.users(of: items)
    }

    /// Of those that may be started again: what was ill before is no failure of the restore.
    private func unwell(among users: [Service], _ ground: RestoreGround) async throws -> [Text] {
        guard plan.site.usesCompose else { return [] }
        return try await ground.services.seeUnwell(users + ground.services.composeServers())
    }

    func takeLock() async throws -> FileLock {
        do { return try await takeLock(in: plan.backupRoot) } catch let failed as NotWritten
            where failed.reason == .readOnlyFileSystem
        {
            throw Failure.readOnlyBackups(plan, failed)
        }
    }

    private func takeLock(in backupRoot: FilePath) async throws -> FileLock {
        try Durable.createFolders(backupRoot)
        console.openLog(backupRoot.appending("restore.log").string)
        let lock = try await RunLock(backupRoot, "\(plan.recipe) restore", wait: plan.lockWait, console).take()
        try await Durable.probe(backupRoot)
        return lock
    }

    /// What a killed restore left is finished or taken back before anything else; whether there was one.
    func endUnfinished(_ ground: RestoreGround) async throws -> Bool {
        let journals = Journals(plan.backupRoot, of: plan.identity)
        if let other = journals.ofOtherRecipe() { throw Failure.unfinishedByOther(other, plan.typed) }
        guard let found = try journals.unfinished() else { return false }
        console.warning(.unfinished)
        guard !plan.isDryRun else { return false }
        let journal = try journals.taken(found)
        let old = Transaction(ground: ground, journal: journal, console: console, read: read)
        let isGood = Transaction.isGood(journal)
        guard await console.withProgress({ await old.settle() }) else { throw Failure.journalStays(plan.typed, isGood) }
        if isGood { Transaction.lacks(journal).forEach(console.error) }
        console.info(isGood ? .finishedEarlier : .tookBack)
        return true
    }

    func begin() throws -> Journal {
        try? Durable.removeTree(plan.scratch)
        do {
            try Durable.createFolder(plan.scratch)
            let name = Journals(plan.backupRoot, of: plan.identity).name
            return try Journal.begin(in: plan.backupRoot, called: name) { try Transaction.record(plan.identity, $0) }
        } catch {
            try? Durable.removeTree(plan.scratch)
            throw error
        }
    }

    private func confirm(_ items: [RestoreItem], _ remade: [Service], _ ground: RestoreGround) async throws {
        say(items, remade, ground)
        try await askForYes()
    }

    func askForYes() async throws {
        guard !plan.skipsConfirmation else { return }
        guard let answer = try await console.ask(.typeYes) else { throw Failure.noTerminal }
        guard ["yes", "oui"].contains(answer.lowercased()) else { throw Failure.notConfirmed }
    }

    /// Where, what, and which mail will be gone.
    private func say(_ items: [RestoreItem], _ remade: [Service], _ ground: RestoreGround) {
        let site = ground.plan.site
        console.info(
            .aboutToReplace(hostName(), plan.root.string, site.project, items.map { $0.described(site, plan.view) }))
        if let until = plan.until { items.forEach { $0.sayMoment(until, console) } }
        if !remade.isEmpty, let compose = site.compose { console.info(.remakes(remade, compose.command)) }
        for item in items {
            guard let start = item.backup.manifest?.start else { continue }
            if let lost = item.load.lost(since: start.seconds) { console.warning(lost) }
        }
    }

    /// The dry run ends here.
    private func describe(
        _ items: [RestoreItem], _ users: [Service], _ remade: [Service], _ ground: RestoreGround, _ isBare: Bool
    ) async -> ExitCode {
        say(items, remade, ground)
        let running = (try? await ground.services.running(users)) ?? users
        if plan.stopsServices { console.info(.wouldStop(running.map(\.name))) }
        if isBare { console.info(.wouldStartServers) }
        for item in items {
            console.info(.wouldRestore(item.source.id, item.files.id))
            if item.load.restartsServer { console.info(.wouldRestart(item.source.id)) }
        }
        if plan.startsServices, isBare {
            console.info(.wouldStartAll)
        } else if plan.startsServices {
            console.info(.wouldStart(running.map(\.name)))
        }
        return .done
    }

    // MARK: After

    /// Of a restore of everything: any other says nothing of how long that takes.
    private func record(_ items: [RestoreItem], _ clock: Stopwatch) {
        guard items.count == plan.all.count, plan.view == nil, plan.startsServices else { return }
        let bytes = items.reduce(0) { $0 + $1.files.contentBytes }
        let time = RestoreTime(seconds: Int(clock.time.components.seconds), bytes: bytes, end: .now())
        try? time.write(plan.identity, in: plan.backupRoot)
    }

    /// Starts what ran, looks whether it lives, and lets the old data go only then.
    private func end(_ transaction: Transaction, _ items: [RestoreItem], _ ran: [Service]) async -> ExitCode {
        let services = transaction.ground.services
        var failures: [Failure] = []
        if plan.startsServices {
            // A new compose file or `.env` asks for other containers, of the servers too.
            let isNew = plan.changing(items).contains(where: \.source.kind.isConfiguration)
            do {
                let servers = isNew ? try await services.running(try await services.composeServers()) : []
                try await services.start(ran + servers.filter { !ran.contains($0) }, recreating: isNew)
            } catch { failures.append(Failure(describing: error)) }
            failures += (try? await services.silentServers(of: items.map(\.source), after: .seconds(30))) ?? []
        }
        guard failures.isEmpty else {
            for failure in failures { console.error(failure) }
            console.error(.oldDataAside(plan, Transaction.safetyCopies(transaction.journal)))
            return .failed
        }
        guard await transaction.settle() else { return .failed }
        let lacks = Transaction.lacks(transaction.journal)
        lacks.forEach(console.error)
        console.success(.restored(items.map(\.source.name)))
        return lacks.isEmpty ? .done : .incomplete
    }
}

/// Time that goes by but for the pauses.
private struct Stopwatch {
    private var start = ContinuousClock.now

    var time: Duration { .now - start }

    mutating func pausing(_ work: () async throws -> Void) async rethrows {
        let pause = ContinuousClock.now
        defer { start += .now - pause }
        try await work()
    }
}

extension RestoreItem {
    /// With the database's name, by which an administrator knows which one it is, or the part that is restored.
    fileprivate func described(_ site: Site, _ view: (any TreeView)?) -> String {
        if let view, view.isPart(of: source) { return "\(source.name) (\(view.shown))" }
        return source.kind.databaseName.flatMap(site.value).map { "\(source.name) (\($0))" } ?? source.name
    }
}
