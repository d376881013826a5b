import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What a restore will do, as far as recipe and settings say: nothing looked at, nothing done.
struct RestorePlan: Sendable {
    let recipe: String
    let root: FilePath
    let backupRoot: FilePath
    let source: RestoreSource
    /// The moment that everything is to be as it was at; nil for the newest.
    var until: LocalTime?
    /// What is restored, in the order of the guide: PostgreSQL, Redis, mail, configuration, certificates, the rest.
    private(set) var chosen: [Source]
    /// Every source of the recipe: an unfinished restore may have touched others.
    let all: [Source]
    let site: Site
    /// An existing `.env` may be overwritten, and a safety copy may lack what cannot be read.
    let force: Bool
    let skipsConfirmation: Bool
    let stopsServices: Bool
    let startsServices: Bool
    let isDryRun: Bool
    let lockWait: Duration
    let level: Int
    /// The id of this run: names what lies beside the live data, and the safety copy.
    let stamp: String
    /// Who can read the platform's backups, as far as settings and recipe say.
    let recipients: [Recipient]
    /// Opens encrypted backups; nil without --decrypt.
    let decrypt: Decrypt?
    /// The one part of a tree that is restored; nil for everything.
    let view: (any TreeView)?
    var access = DestinationAccess()
    /// What a person types for this platform, and the flags of this call.
    let typed: TypedCommand
    var typedFlags: [String] = []
    /// What `--only` names: a source that lacks one of these is refused.
    var wanted: [Component.ID] = []
    /// The argument as it was typed.
    var argument = "latest"
    /// What comes before those and the source, and what after.
    var typedRole = Role.restore
    var typedEnd: [String] = []
    /// Whether it comes beside the live data, which stays as it is.
    var isBeside = false
}

extension RestorePlan {
    var identity: Identity { Identity(root, recipe) }

    /// Where `latest` looks.
    var shelf: FilePath {
        if case .latest(let other?) = source { other } else { backupRoot }
    }

    /// What this platform took for its own counts for a disk of backups, too.
    var history: History {
        shelf == backupRoot ? History(shelf, of: identity) : History(shelf, of: identity, Adoptions(shelf, backupRoot))
    }

    /// What is known against those of the shelf.
    var standing: Standing { Standing(shelf, notes: shelf == backupRoot ? nil : backupRoot) }

    /// What to type for a backup of the shelf.
    func typedRestore(ofShelf id: String) -> String {
        typedRestore(shelf == backupRoot ? id : shellWord(shelf.appending(id).string))
    }

    /// Whether live data goes without a question.
    var replacesUnasked: Bool { typedRole == .restore && skipsConfirmation && !isDryRun && !isBeside }

    /// None of the platform's data is there, as far as it lies in files: there may be a `.env` and compose files, and where
    /// no server holds data as well, folders with nothing in them.
    var holdsNothing: Bool {
        let settings = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml", ".env"]
        let paths = all.flatMap(\.paths).filter { !settings.contains($0) }
        let isOfFiles = !all.contains { $0.paths.isEmpty }
        return !paths.isEmpty
            && paths.map { root.pushing(FilePath($0)) }.allSatisfy { !$0.exists || isOfFiles && isEmptyFolder($0) }
    }

    private func isEmptyFolder(_ path: FilePath) -> Bool {
        path.isFolder && (try? Folder.open(path).entries().isEmpty) == true
    }

    /// The same of these sources alone; throws where one that `--only` names is not among them.
    func only(for flag: String, or failure: Failure, _ isWanted: (Source) -> Bool) throws(Failure) -> RestorePlan {
        var plan = self
        plan.chosen = chosen.filter(isWanted)
        guard !plan.chosen.isEmpty else { throw failure }
        let others = wanted.filter { name in !plan.chosen.contains { $0.id == name } }
        guard others.isEmpty else {
            throw Failure("restore.only-not-so", ["names": others.map(\.name).joined(separator: ", "), "flag": flag])
        }
        return plan
    }

    /// Throws where one that `--only` names is not among these.
    func refuse(lacking found: Set<Component.ID>) throws(Failure) {
        let lacking = wanted.filter { name in chosen.contains { $0.id == name } && !found.contains(name) }
        guard lacking.isEmpty else { throw .notHeld(lacking, argument, typed.line("list")) }
    }

    /// This restore once more, from another source.
    func typedRestore(_ source: String, by command: TypedCommand? = nil) -> String {
        (command ?? typed).line(([typedRole.rawValue] + typedFlags + [source] + typedEnd).joined(separator: " "))
    }

    /// What brings back what this restore is about to replace.
    func typedReturn(to copy: FoundBackup) -> String {
        let asksForKey = copy.manifest?.backup.encrypted == true && !typedFlags.contains("--decrypt")
        let words = (asksForKey ? ["--decrypt"] : []) + (typedFlags.contains("--mailbox") ? ["--replace"] : [])
        return typedRestore((words + [copy.name]).joined(separator: " "))
    }

    /// The folder of the safety copy.
    var safetyCopy: FilePath { Self.safetyCopy(stamp, in: backupRoot) }

    private static func safetyCopy(_ stamp: String, in root: FilePath) -> FilePath {
        root.appending("pre_restore_\(stamp)")
    }

    /// Now, or the next second that no safety copy has, whole or half made.
    private static func unusedStamp(in root: FilePath) -> String {
        func isTaken(_ stamp: String) -> Bool {
            let folder = safetyCopy(stamp, in: root).string
            return [folder, folder + BackupFolder.partial].contains { (try? FilePath($0).stat()) != nil }
        }
        var time = LocalTime.now()
        while isTaken(time.id) { time = time.adding(seconds: 1) }
        return time.id
    }

    /// Where decompressed dumps lie while the restore lasts; of this user alone.
    var scratch: FilePath { Journals(backupRoot, of: identity).scratch }

    /// The way back of each source of the recipe.
    func loads(_ services: Services) async throws -> [Component.ID: any Load] {
        var loads: [Component.ID: any Load] = [:]
        for source in all { loads[source.id] = try await load(source, services) }
        return loads
    }

    private func load(_ source: Source, _ services: Services) async throws -> any Load {
        return try await source.kind.restorer(
            LoadRequest(
                source: source, site: site, services: services, scratch: scratch,
                elsewhere: [backupRoot] + otherPaths(source).map { root.pushing(FilePath($0)) }, stamp: stamp,
                isForced: force, servicesRun: !stopsServices, safetyCopy: safetyCopy, decrypt: decrypt,
                view: view?.isPart(of: source) == true ? view : nil, otherVariable: otherVariable))
    }

    /// A variable of the `.env` on the other side of the exchange, which lies beside the live one as long as a restore
    /// lasts.
    private func otherVariable(_ variable: String) -> String? {
        let names = all.filter(\.holdsEnvironment).map { Array("-\($0.name)".utf8) }
        let entries = (try? Folder.open(root).entries()) ?? []
        let staging = entries.map(\.name).filter { name in
            name.starts(with: TreeTargets.stagingPrefix) && names.contains { name.suffix($0.count) == $0[...] }
        }
        return staging.lazy.compactMap { name in
            let path = root.appending(String(decoding: name, as: UTF8.self)).appending(".env")
            guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return nil }
            return (try? file.thenClose { try file.readAll(limit: 1 << 20) }).flatMap { DotEnv($0).values[variable] }
        }.first
    }

    private func paths(of source: Source) -> [String] {
        guard let view, view.isPart(of: source), view.changesOnlyItsPaths else { return source.paths }
        return view.paths
    }

    /// Those that may change what the Compose project is made of.
    func changing(_ items: [RestoreItem]) -> [RestoreItem] {
        items.filter { view == nil || view?.isPart(of: $0.source) == false || view?.changesProject == true }
    }

    /// What the items will replace, absolute: what mounts one of these has to stop.
    func paths(of items: [RestoreItem]) -> [FilePath] {
        items.flatMap { paths(of: $0.source) }.map { root.pushing(FilePath($0)).lexicallyNormalized() }
    }
}

extension RestorePlan {
    /// Throws the `Failure` of an argument that names no backup.
    ///
    /// `first` is the plan that this restore began with: another `.env` moves neither the backups nor their source.
    package init(
        _ recipe: Recipe, _ settings: Settings, root: FilePath, console: any Reporter, after first: RestorePlan? = nil,
        from source: String? = nil
    ) async throws {
        let backupRoot = first?.backupRoot ?? settings.backupRoot
        let site = await Site(recipe, settings, root: root, console: console)
        let recipe = recipe.following(site.stack, at: root)
        let view = try settings.view(of: recipe, root)
        let chosen = recipe.sources.filter {
            settings.isChosen($0, "RESTORE") && view?.isPart(of: $0) != false
        }.sorted { $0.kind.restoreOrder < $1.kind.restoreOrder }
        guard !chosen.isEmpty else { throw Failure.nothingChosenToRestore }
        self.init(
            recipe: recipe.name, root: root, backupRoot: backupRoot,
            source: try first?.source
                ?? RestoreSource(
                    source ?? settings.positionals.first ?? "latest", backupRoot: backupRoot),
            until: settings[.until], chosen: chosen,
            all: recipe.sources, site: site,
            force: settings[.isForced], skipsConfirmation: settings[.skipsConfirmation],
            stopsServices: settings[.stopsServices], startsServices: settings[.startsServices],
            isDryRun: settings[.isDryRun], lockWait: settings[.lockWait],
            level: settings[.compressionLevel], stamp: Self.unusedStamp(in: backupRoot),
            recipients: settings.recipients,
            decrypt: settings[.decrypts] || settings.role != .restore
                ? Decrypt(try Passphrase(settings, root: root)) : nil,
            view: view, access: settings.destinationAccess(console),
            typed: settings.typed(root).with(backupRoot: backupRoot), typedFlags: settings.typedFlags,
            wanted: settings.choice.wanted, argument: settings.positionals.first ?? "latest",
            typedRole: settings.role,
            typedEnd: Set.inside.contains(settings.role) ? settings.positionals.dropFirst().map(shellWord) : [],
            isBeside: settings[.folder] != nil || settings[.database] != nil || settings[.tables] != nil)
    }
}

extension Failure {
    static let nothingChosenToRestore = Failure("restore.nothing-chosen-to-restore")
}
