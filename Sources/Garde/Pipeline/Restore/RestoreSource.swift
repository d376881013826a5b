import GardeIO
import SystemPackage

/// What the one argument of restore.sh names.
enum RestoreSource: Sendable, Hashable {
    /// For each component the newest committed backup that holds it.
    case latest
    case folder(FilePath)
    /// A tar, compressed by gzip or not, of a backup's folder.
    case archive(FilePath)
    /// A backup away from this machine: its id, or `latest`.
    case remote(RemoteAddress, String)

    /// Reads the argument; `backupRoot` is where ids are looked for. Throws the `Failure` that says what it could be.
    init(_ argument: String, backupRoot: FilePath) throws(Failure) {
        if argument == "latest" {
            // An unseen newer one would be passed over unsaid.
            if let closed = Failure.closedFolder(backupRoot) { throw closed }
            self = .latest
            return
        }
        // A shell completes the name of a folder with a slash, which a path of the system's drops.
        let path = FilePath(argument)
        let isID = LocalTime(id: path.string) != nil || path.string.hasPrefix("pre_restore_")
        let candidates = [path] + (isID && path.components.count == 1 ? [backupRoot.appending(path.string)] : [])
        for candidate in candidates {
            guard let type = try? candidate.stat().type else { continue }
            self = type == .directory ? .folder(candidate) : .archive(candidate)
            return
        }
        guard let address = RemoteAddress(argument) else {
            throw .closedFolder(backupRoot) ?? .noSuchSource(argument, backupRoot.string)
        }
        guard let (place, name) = address.split, name == "latest" || LocalTime(id: name) != nil else {
            throw .noCopyNamed(address)
        }
        self = .remote(place, name)
    }

    /// The backup of each chosen component; `unpack` turns an archive into the folder that is in it.
    func backups(
        of components: [String], in backupRoot: FilePath, unpack: (FilePath) async throws -> FilePath,
        fetch: (RemoteAddress, String) async throws -> [String: FoundBackup]
    ) async throws -> [String: FoundBackup] {
        switch self {
        case .latest: return try Self.newest(components, in: backupRoot)
        case .folder(let path): return try Self.all(components, in: FoundBackup(path))
        case .remote(let place, let name): return try await fetch(place, name)
        case .archive(let path): return try Self.all(components, in: FoundBackup(try await unpack(path)))
        }
    }

    private static func all(_ components: [String], in backup: FoundBackup) -> [String: FoundBackup] {
        let held = Set(backup.files.map(\.component))
        return Dictionary(uniqueKeysWithValues: components.filter(held.contains).map { ($0, backup) })
    }

    private static func newest(_ components: [String], in root: FilePath) throws -> [String: FoundBackup] {
        let history = History(root)
        var found: [String: FoundBackup] = [:]
        for component in components {
            let holder = history.backups.first { $0.components[component] == true }
            guard let holder else { continue }
            found[component] =
                try found.values.first { $0.name == holder.backup.id } ?? FoundBackup(root.appending(holder.backup.id))
        }
        guard !found.isEmpty else { throw Failure.noBackups(root) }
        return found
    }
}

extension Failure {
    static func noSuchSource(_ argument: String, _ root: String) -> Failure {
        Failure(
            Text("no backup \(argument)", fr: "pas de sauvegarde \(argument)"),
            why: Text(
                "it is no folder, no archive, and no id in \(root)",
                fr: "ce n'est ni un dossier, ni une archive, ni un identifiant dans \(root)"),
            fix: Text("Type: ls \(root)", fr: "Tapez : ls \(root)"))
    }

    static func noCopyNamed(_ address: RemoteAddress) -> Failure {
        Failure(
            Text("\(address.url) names no backup", fr: "\(address.url) ne nomme pas de sauvegarde"),
            fix: Text(
                "Write \(address.url)/latest, or an id that this shows: \(programPath()) list --remote \(address.url)",
                fr:
                    "Écrivez \(address.url)/latest, ou un identifiant que montre : \(programPath()) list --remote \(address.url)"
            ))
    }
}
