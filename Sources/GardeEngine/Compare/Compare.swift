import GardeComponents
package import GardeCore
import GardeIO
package import GardeWords
package import SystemPackage

/// `compare`: an old script and the recipe save one after the other into folders of their own, and what they saved is held
/// against each other. Nothing is rotated, copied or told.
package struct Compare {
    private let recipe: Recipe
    private let settings: Settings
    private let root: FilePath
    let console: any Reporter

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
    }

    /// Where `install` keeps what was there, and where it is put by hand.
    private static let usual =
        ["scripts/backup/backup.sh.before-garde", "scripts/backup/backup.sh.bash"]
        + ["scripts", "bin", "."].map { "\($0)/backup.sh.before-garde" }

    /// `done` where the recipe saves all that the script saves, `incomplete` where it does not. Throws where nothing could
    /// be compared.
    package func run(_ name: String?) async throws -> ExitCode {
        let site = await Site(recipe, settings, root: root, console: console)
        let script = LegacyScript(try self.script(name), at: site, needsManifest: false)
        try script.check()
        let plan = try await plan(at: site)
        let preflight = Preflight(plan: plan, console: console)
        guard !plan.isDryRun else {
            console.info(Text("compare.would", ["path": script.path, "recipe": recipe.name]))
            return .done
        }
        let findings = preflight.place()
        guard findings.isEmpty else { throw Refusals(failures: findings) }
        try Durable.createFolders(plan.backupRoot)
        console.openLog(plan.backupRoot.appending("backup.log").string)
        let lock = try await RunLock(plan.backupRoot, "\(recipe.name) compare", wait: plan.lockWait, console).take()
        defer { withExtendedLifetime(lock) {} }
        Workplace.sweep(plan.backupRoot)
        defer { Workplace.sweep(plan.backupRoot) }
        if let failure = preflight.unfinishedRestore() { throw failure }
        try room(for: plan)
        let refused = await preflight.components()
        guard refused.count < plan.components.count else {
            throw Refusals(failures: plan.components.compactMap { refused[$0.source.id]?.of($0.source.id) })
        }
        return try await compare(plan, script, except: refused, at: site)
    }

    private func compare(
        _ plan: Plan, _ script: LegacyScript, except refused: [Component.ID: Failure], at site: Site
    ) async throws -> ExitCode {
        let place = Workplace.ofComparison(in: plan.backupRoot)
        try Durable.createFolder(place)
        var before: [Component.ID: StandBefore] = [:]
        for component in plan.components {
            before[component.source.id] = await StandBefore(component.source, at: site)
        }
        console.info(Text("compare.script-runs", ["path": script.path]))
        let began = ContinuousClock.now
        let old = try await script.run(into: place.appending("script"))
        if !old.hasManifest { console.warning(Text("compare.no-manifest", ["path": script.path])) }
        let tookScript = ContinuousClock.now - began
        console.info(Text("compare.recipe-runs", ["recipe": recipe.name, "took": tookScript]))
        let folder = try BackupFolder.begin(id: LocalTime.now().id, in: place)
        let results = await Saver(components: plan.components, level: plan.level, console: console, acceptCommand: nil)
            .saveAll(into: folder, except: refused) { _ in nil }
        try Task.checkCancellation()
        let tookRecipe = ContinuousClock.now - began - tookScript
        let comparer = Comparer(
            script: old, saved: saved(folder), before: before, site: site, backupRoot: plan.backupRoot,
            recipe: recipe.name)
        let found = try await judge(plan, old, results, folder, comparer)
        show(found, script: tookScript, recipe: tookRecipe)
        return try verdict(found, old.foreign, script.path)
    }

    /// In the recipe's order, and behind them what it has not.
    private func judge(
        _ plan: Plan, _ old: LegacyBackup, _ results: [ComponentResult], _ folder: BackupFolder, _ comparer: Comparer
    ) async throws -> [Comparison] {
        let sources = plan.components.map(\.source)
        let all = try await comparer.contents(of: sources)
        var found: [Comparison] = []
        for source in sources {
            var one = Comparison(component: source.id, verdict: .onlyInRecipe)
            let result = results.first { $0.id == source.id }
            if let failure = result?.failures.first {
                one.verdict = .unsafe(failure)
            } else if old.components.contains(source.id) {
                one = try await comparer.compare(source, with: all)
            }
            if old.components.contains(source.id) { one.script = .init(bytes: old.storedBytes(of: source.id)) }
            if result?.isSaved == true {
                one.recipe = .init(bytes: folder.storedBytes(of: source.id), took: result?.took)
            }
            found.append(one)
        }
        return found
            + old.components.filter { id in !sources.contains { $0.id == id } }.sorted().map { id in
                Comparison(
                    component: id, script: .init(bytes: old.storedBytes(of: id)),
                    verdict: .unsafe(.notInRecipe(id, recipe.name)))
            }
    }

    private func saved(_ folder: BackupFolder) -> [Component.ID: [RestoreFile]] {
        let names = FileNames.backup(id: folder.id)
        return Dictionary(grouping: folder.files, by: \.component).mapValues { files in
            files.compactMap { file in
                names.part(of: file.name, in: file.component).map {
                    RestoreFile(path: folder.path.appending(file.name), part: $0, contentBytes: file.contentBytes)
                }
            }
        }
    }

    private func verdict(_ found: [Comparison], _ foreign: Failure?, _ script: FilePath) throws -> ExitCode {
        let failures = found.compactMap(\.failure) + [foreign].compactMap(\.self)
        guard found.contains(where: { $0.compared > 0 }) else {
            throw Refusals(failures: failures + [.nothingCompared(script)])
        }
        for failure in failures { console.error(failure) }
        Answer.current?.set("safe", .bool(failures.isEmpty))
        guard failures.isEmpty else { return .incomplete }
        console.success(Text("compare.safe", ["path": script, "recipe": recipe.name]))
        return .done
    }

    // MARK: Before

    private func script(_ name: String?) throws(Failure) -> String {
        if let name { return name }
        let there = Self.usual.first { (try? root.pushing(FilePath($0)).stat()) != nil }
        guard let there else {
            let command = settings.typed(root).line("compare scripts/backup/backup.sh.old")
            throw Failure("compare.no-script", ["list": Text.oneOf(Self.usual), "root": root, "command": command])
        }
        return there
    }

    /// What the recipe itself would save, whole, with nothing kept for increments.
    private func plan(at site: Site) async throws -> Plan {
        let recipe = recipe.following(site.stack, at: root)
        let sources = recipe.sources.filter { settings.isChosen($0, "BACKUP") }
        guard !sources.isEmpty else { throw Failure.nothingChosen }
        let components = sources.map { source in
            let request = CaptureRequest(
                source: source, site: site, backupRoot: settings.backupRoot,
                otherPaths: recipe.sources.filter { $0 != source }.flatMap(\.paths))
            return Plan.Component(source: source, capture: source.kind.capture(request))
        }
        return Plan(
            recipe: recipe.name, root: root, backupRoot: settings.backupRoot, type: "full",
            level: settings[.compressionLevel], isDryRun: settings[.isDryRun], lockWait: settings[.lockWait],
            components: components,
            leftOut: [], usesCompose: site.usesCompose, appVersion: nil, retention: nil, typed: settings.typed(root))
    }

    /// Throws where both together may not fit; what is known of a server's size is its last backup.
    private func room(for plan: Plan) throws(Failure) {
        let history = History(plan.backupRoot, of: plan.identity)
        let expected = plan.components.reduce(0) { sum, component in
            let id = component.source.id
            let last = history.newest(id).map { $0.storedBytes(of: id) } ?? 0
            return sum + 2 * (last > 0 ? last : component.source.bytesOfFiles(in: root))
        }
        guard let free = try? GardeIO.room(at: plan.backupRoot).free, free <= expected else { return }
        throw .notEnoughRoom(plan.backupRoot.string, expected, free)
    }
}

extension BackupFolder {
    fileprivate func storedBytes(of component: Component.ID) -> Int {
        files.filter { $0.component == component }.reduce(0) { $0 + $1.bytes }
    }
}

extension Source {
    /// What its files hold, before compression; 0 for what is no file.
    fileprivate func bytesOfFiles(in root: FilePath) -> Int {
        paths.reduce(0) { sum, path in
            let place = root.pushing(FilePath(path))
            guard let status = try? place.stat() else { return sum }
            return sum + (status.type == .directory ? (try? Folder.open(place).bytes) ?? 0 : Int(status.size))
        }
    }
}

extension Folder {
    fileprivate var bytes: Int {
        ((try? entries()) ?? []).reduce(0) { sum, entry in
            guard let status = try? status(entry.name) else { return sum }
            if status.type == .directory { return sum + ((try? folder(entry.name).bytes) ?? 0) }
            return sum + (status.type == .regular ? Int(status.size) : 0)
        }
    }
}

extension Failure {
    fileprivate static func notInRecipe(_ component: Component.ID, _ recipe: String) -> Failure {
        let word = component == .postgresql ? "postgres" : component.name
        return Failure("compare.not-in-recipe", ["component": component, "word": word, "recipe": recipe])
    }

    fileprivate static func nothingCompared(_ script: FilePath) -> Failure {
        Failure("compare.nothing", ["path": script, "program": programWord])
    }
}
