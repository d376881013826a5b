import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What the one argument of restore.sh names.
enum RestoreSource: Sendable, Hashable {
    /// For each component this platform's newest good backup that holds it, in another folder than BACKUP_ROOT where one
    /// is named: a disk of backups that is mounted here.
    case latest(in: FilePath?)
    case folder(FilePath)
    /// A tar, compressed by gzip or not, of a backup's folder.
    case archive(FilePath)
    /// A backup away from this machine: its id, or `latest`.
    case remote(DestinationAddress, String)

    /// Reads the argument; `backupRoot` is where ids are looked for. Throws the `Failure` that says what it could be.
    init(_ argument: String, backupRoot: FilePath) throws(Failure) {
        if argument == "latest" {
            // An unseen newer one would be passed over unsaid.
            if let closed = Failure.closedFolder(backupRoot) { throw closed }
            self = .latest(in: nil)
            return
        }
        // A shell completes the name of a folder with a slash, which a path of the system's drops.
        let path = FilePath(argument)
        let isID = LocalTime.isID(path.string) || path.string.hasPrefix("pre_restore_")
        let candidates = [path] + (isID && path.components.count == 1 ? [backupRoot.appending(path.string)] : [])
        if let shelf = Self.shelf(path) {
            self = .latest(in: settledPath(shelf) == settledPath(backupRoot) ? nil : shelf)
            return
        }
        if path.isAbsolute, let absent = Failure.diskAbsent(path) { throw absent }
        for candidate in candidates {
            guard let type = try? candidate.stat().type else { continue }
            self = type == .directory ? .folder(candidate) : .archive(candidate)
            return
        }
        guard let address = DestinationAddress(argument) else {
            throw .closedFolder(backupRoot) ?? .noSuchSource(argument, backupRoot.string)
        }
        guard let (place, name) = address.split, name == "latest" || LocalTime.isID(name) else {
            throw .noCopyNamed(address)
        }
        self = .remote(place, name)
    }

    /// The folder of backups that a path means, by itself or with `/latest`; nil for any other.
    private static func shelf(_ path: FilePath) -> FilePath? {
        let isThere = (try? path.stat()) != nil
        let folder = !isThere && path.lastComponent == "latest" ? path.removingLastComponent() : path
        guard isThere || folder != path, (try? folder.appending("manifest.json").stat()) == nil else { return nil }
        return History(folder).committed.isEmpty ? nil : folder
    }

    /// Whether the argument leaves open which backup it is.
    static func mayBeLatest(_ argument: String) -> Bool {
        argument == "latest" || argument.hasSuffix("/latest") || shelf(FilePath(argument)) != nil
    }

    var isLatest: Bool {
        if case .latest = self { true } else { false }
    }

    /// The backup of each chosen component; `choose` gives the ids of the latest, `unpack` turns an archive into the folder
    /// that is in it.
    func backups(
        of components: [Component.ID], in backupRoot: FilePath, choose: () async throws -> [Component.ID: String],
        unpack: (FilePath) async throws -> FilePath,
        fetch: (DestinationAddress, String) async throws -> [Component.ID: FoundBackup]
    ) async throws -> [Component.ID: FoundBackup] {
        switch self {
        case .latest(let shelf): return try await Self.latest(choose(), in: shelf ?? backupRoot)
        case .folder(let path): return try Self.all(components, in: FoundBackup(path))
        case .remote(let place, let name): return try await fetch(place, name)
        case .archive(let path): return try Self.all(components, in: FoundBackup(try await unpack(path)))
        }
    }

    private static func all(_ components: [Component.ID], in backup: FoundBackup) -> [Component.ID: FoundBackup] {
        let held = backup.held
        return Dictionary(uniqueKeysWithValues: components.filter(held.contains).map { ($0, backup) })
    }

    private static func latest(_ ids: [Component.ID: String], in root: FilePath) throws -> [Component.ID: FoundBackup] {
        guard !ids.isEmpty else { throw Failure.noBackups(root) }
        let backups = Dictionary(
            uniqueKeysWithValues: try Set(ids.values).map { ($0, try FoundBackup(root.appending($0))) })
        return ids.compactMapValues { backups[$0] }
    }
}

extension Failure {
    static func noSuchSource(_ argument: String, _ root: String) -> Failure {
        Failure(
            "restore.no-such-source",
            ["argument": argument, "root": root, "command": "\(programCall(of: FilePath(root))) list"])
    }

    static func noCopyNamed(_ address: DestinationAddress) -> Failure {
        Failure("restore.no-copy-named", ["url": address.url, "programPath": programWord])
    }
}
