import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The part of a restore that changes things: all of it happens, or it is taken back.
struct Transaction {
    /// As the platform is now.
    private(set) var ground: RestoreGround
    let journal: Journal
    let console: any Reporter
    /// Reads the platform again, its configuration being another.
    let read: @Sendable () async throws -> RestoreGround

    static let good = "good"
    private static let ownership = "of"
    private static let saved = "saved"
    /// A component that the safety copy does not have whole: its old data stays aside.
    private static let unsaved = "unsaved"

    /// Whose restore it is: only the same recipe on the same platform can end it.
    static func record(_ owner: Identity, _ journal: Journal) throws {
        try journal.record(.restore, ownership, owner.recipe, owner.platform, owner.host)
    }

    /// Nil when the journal does not say; without a host in those of version 0.1.
    static func owner(_ journal: Journal) -> Identity? {
        journal.entries.first { $0.owner == .restore && $0.step == ownership }.map {
            Identity(host: $0.text(2), platform: $0.text(1), recipe: $0.text(0))
        }
    }

    /// Stops what uses the data, copies the old data, stages, swaps and checks; gives what has to be started again.
    ///
    /// On a bare machine configuration and certificates come first, then the servers, then what lies in them; and where
    /// `remade` servers follow another configuration. Throws after everything is as it was before.
    mutating func run(
        _ items: [RestoreItem], stopping users: [Service], remaking remade: [Service], isBare: Bool
    ) async throws -> [Service] {
        do {
            try ground.services.recordUnwell(journal)
            var stopped = try await ground.services.stop(users, journal)
            if isBare {
                stopped += try await moveIn(items)
            } else if !remade.isEmpty {
                try await moveOver(items, remade)
            } else {
                try await replace(items)
            }
            console.info(.checks)
            for item in ground.items(items) {
                try await console.working(on: item) { try await item.load.check(item.files) }
            }
            let isOther = !isBare && items.contains(where: \.source.holdsEnvironment)
            let now = isOther ? try await read() : ground
            let startsAll = isBare && stopped.isEmpty && now.plan.startsServices
            let users = startsAll ? try await now.services.everything() : stopped
            // From here on nothing is taken back, so nothing may fail.
            try journal.record(.restore, Self.good)
            ground = now
            return users
        } catch {
            await withoutCancellation { [self] in await takeBack(error) }
            throw error
        }
    }

    /// Gives what has to be started again: only the configuration was lost where something runs all the same.
    private mutating func moveIn(_ items: [RestoreItem]) async throws -> [Service] {
        let first = items.filter(\.source.kind.comesFirst)
        try await replace(first)
        console.info(.startsServers)
        ground = try await read().keeping(first)
        try await ground.assumeProject(of: items)
        let users = ground.plan.stopsServices ? try await ground.users(of: items) : []
        let stopped = try await ground.services.stop(users, journal)
        try await ground.services.createDataServices(of: items.map(\.source), journal)
        let rest = try await examined(items.filter { !$0.source.kind.comesFirst })
        try await exchange(rest, since: try await copyOld(rest))
        return stopped
    }

    /// The old data is copied from the servers as they are; then they follow the configuration, and are loaded.
    private mutating func moveOver(_ items: [RestoreItem], _ servers: [Service]) async throws {
        let start = try await copyOld(items)
        let first = items.filter(\.source.kind.comesFirst)
        try ground.services.recordRemake(of: servers, journal)
        try await exchange(first, since: start)
        let paths = ground.plan.paths(of: first)
        ground = try await read().keeping(first)
        let (rest, loaded) = (items.filter { !$0.source.kind.comesFirst }, items.map(\.source))
        for line in try await ground.services.remake(servers, reading: paths, loaded: loaded) { console.warning(line) }
        try await exchange(try await examined(rest), since: start)
    }

    /// What is loaded into servers that were made anew.
    private func examined(_ items: [RestoreItem]) async throws -> [RestoreItem] {
        let items = ground.items(items)
        let failures = try await Analysis(ground: ground, console: console).targets(of: items)
        guard failures.isEmpty else { throw Refusals(failures: failures) }
        return items
    }

    private func replace(_ items: [RestoreItem]) async throws {
        try await exchange(items, since: try await copyOld(items))
    }

    /// Gives the time before the copy began.
    private func copyOld(_ items: [RestoreItem]) async throws -> FileTime {
        let start = FileTime.now()
        let made = try await SafetyCopy(plan: ground.plan, console: console).make(of: items)
        if let copy = made.folder { try journal.record(.restore, Self.saved, copy.string) }
        for name in made.lacking.sorted() { try journal.record(.restore, Self.unsaved, name.name) }
        return start
    }

    private func exchange(_ items: [RestoreItem], since start: FileTime) async throws {
        // The configuration first: whoever else is staged may look into the `.env` to come.
        for item in items.reversed() {
            console.info(.stages(item.source.id))
            try await console.working(on: item) { try await item.load.stage(item.files, journal) }
        }
        for item in items {
            try Task.checkCancellation()
            try await console.working(on: item) { try await item.load.swap(journal) }
            // With --no-stop mail may have come since the safety copy began.
            if !ground.plan.stopsServices, let tree = item.load as? TreeLoad {
                _ = try await tree.carryOver(.since(start), journal)
            }
        }
    }

    private func takeBack(_ error: any Error) async {
        let cause = (error as? Refusals)?.failures.first ?? Failure(describing: error)
        console.warning(error is CancellationError ? .takesBack : .takesBack(after: cause))
        if await settle() { console.info(.tookBack) }
    }

    /// The safety copies that the restore of this journal made, in the order of the making.
    static func safetyCopies(_ journal: Journal) -> [FilePath] {
        journal.entries.filter { $0.owner == .restore && $0.step == saved }.map { FilePath($0.text(0)) }
    }

    /// The steps of components and services, oldest first.
    static func steps(_ journal: Journal) -> [Journal.Entry] {
        journal.entries.filter { $0.owner != .restore }
    }

    // MARK: The end of it

    /// What good restores do without, as their components recorded it.
    static func lacks(_ journal: Journal) -> [Failure] {
        journal.entries.filter { $0.step == Journal.lacks }.map {
            Failure("restore.lacks", Text($0.text(0), fr: $0.text(1))).of($0.owner)
        }
    }

    /// Whether all data is restored and checked in the restore of this journal.
    static func isGood(_ journal: Journal) -> Bool {
        journal.entries.contains { $0.owner == .restore && $0.step == good }
    }

    /// Ends a restore whose steps are in the journal: finished when its data was checked, taken back when not.
    ///
    /// False, and said, when a step could not be ended: the journal stays for the next run then.
    func settle() async -> Bool {
        let isGood = Self.isGood(journal)
        ground.services.recallUnwell(journal)
        var (failures, again): ([Failure], [Journal.Entry]) = ([], [])
        for entry in isGood ? journal.entries : journal.entries.reversed() {
            do { try await settle(entry, isGood) } catch {
                if !isGood, ground.participant(entry.owner)?.needsOthers == true {
                    again.append(entry)
                } else {
                    failures.append(Failure(describing: error).of(entry.owner))
                }
            }
        }
        for entry in again {
            do { try await settle(entry, isGood) } catch {
                failures.append(Failure(describing: error).of(entry.owner))
            }
        }
        for failure in failures { console.error(failure) }
        guard failures.isEmpty else {
            console.error(.journalStays(ground.plan.typed, isGood))
            return false
        }
        do { try Durable.removeTree(ground.plan.scratch) } catch {
            console.warning(.scratchStays(ground.plan.scratch, error))
        }
        do { try journal.close() } catch {
            console.error(Failure(describing: error))
            return false
        }
        return true
    }

    private func isUnsaved(_ component: Component.ID) -> Bool {
        journal.entries.contains {
            $0.owner == .restore && $0.step == Self.unsaved && $0.text(0) == component.name
        }
    }

    private func settle(_ entry: Journal.Entry, _ isGood: Bool) async throws {
        guard entry.owner != .restore, entry.step != Journal.lacks else { return }
        guard let participant = ground.participant(entry.owner) else {
            throw Failure.notInRecipe(ground.plan.recipe)
        }
        guard isGood else { return try await undo(entry, participant) }
        if let place = participant.kept(entry), let component = entry.owner.component, isUnsaved(component) {
            return console.warning(.oldDataStays(component, place))
        }
        try await participant.finish(entry)
    }

    private func undo(_ entry: Journal.Entry, _ participant: any JournalParticipant) async throws {
        guard let component = entry.owner.component else { return try await participant.undo(entry) }
        try await console.working(on: component) { try await participant.undo(entry) }
    }
}

extension Failure {
    /// The same, with the component in front whose step it was.
    fileprivate func of(_ owner: Journal.Owner) -> Failure { owner.component.map(of) ?? self }

    /// The journal has steps of a component that the recipe no longer has.
    fileprivate static func notInRecipe(_ recipe: String) -> Failure {
        Failure("restore.not-in-recipe", ["recipe": recipe])
    }

    /// Of the same platform, by another recipe.
    static func unfinishedByOther(_ owner: Identity, _ typed: TypedCommand) -> Failure {
        let command = "PLATFORM_ROOT=\(shellWord(owner.platform)) \(owner.recipe) restore …"
        let abandon = typed.line(Abandonment.words)
        return Failure(
            "restore.unfinished-by-other",
            ["recipe": owner.recipe, "platform": owner.platform, "command": command, "abandon": abandon])
    }

    static func journalStays(_ typed: TypedCommand, _ isGood: Bool) -> Failure {
        let abandon = typed.line(Abandonment.words)
        return Failure(
            "restore.journal-stays",
            [
                "why":
                    (isGood
                    ? Text("restore.journal-stays.why-1")
                    : Text("restore.journal-stays.why-2")), "abandon": abandon,
            ])
    }
}

extension Text {
    static func stages(_ name: Component.ID) -> Text { Text("restore.stages", ["name": name]) }

    fileprivate static let checks = Text("restore.checks")

    static let startsServers = Text("restore.starts-servers")

    static let takesBack = Text("restore.takes-back")

    static func takesBack(after cause: Failure) -> Text {
        Text("restore.takes-back-after", ["takesBack": takesBack, "cause": cause.text])
    }

    fileprivate static func oldDataStays(_ component: Component.ID, _ place: String) -> Text {
        Text("restore.old-data-stays", ["component": component, "place": place])
    }

    /// Decompressed dumps may lie in it.
    fileprivate static func scratchStays(_ folder: FilePath, _ error: any Error) -> Text {
        Text("restore.scratch-stays", ["folder": folder, "why": Failure(describing: error).text])
    }

    static let tookBack = Text("restore.took-back")
}
