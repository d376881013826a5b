import GardeWords
import GardeIO
import SystemPackage

// What a restored configuration would change of the storage of what runs is known before anything is touched: Compose
// is asked with the backup's files in place of the platform's.

/// The files of a project as a backup's configuration has them.
struct RestoredStack: Sendable {
    /// By their names below the platform's root.
    private(set) var contents: [String: [UInt8]] = [:]
    /// Everything that the configuration holds.
    private(set) var names: Set<String> = []
    private static let most = 1 << 20

    /// Reads those of `wanted` from the configuration to be restored.
    init(_ tree: RestoreTree, wanted: Set<String>) async throws {
        self = try await tree.walk { reader in
            var found = RestoredStack()
            while let member = try reader.next() {
                let parts = try MemberPath(member.name).names.map { String(decoding: $0, as: UTF8.self) }
                let name = parts.joined(separator: "/")
                found.names.insert(name)
                guard wanted.contains(name), case .file(let size) = member.kind, size <= Self.most else { continue }
                var bytes = [UInt8](repeating: 0, count: size)
                try reader.content { place, part in
                    for (index, byte) in part.enumerated() { bytes[place + index] = byte }
                }
                found.contents[name] = bytes
            }
            return found
        }
    }

    private init() {}
}

extension RestoreGround {
    /// The services that the configuration among `items` gives other storage, and what is said of them.
    ///
    /// Nothing where Compose cannot tell beforehand. Throws the `Failure` of a server that runs and whose data is not restored.
    func storageMoves(for items: [RestoreItem]) async throws -> [Text] {
        guard let item = items.first(where: { $0.source.kind.isConfiguration }), let tree = item.files.tree,
            plan.site.usesCompose, let compose = plan.site.compose, let project = try await compose.project()
        else { return [] }
        let used = compose.usedFiles(project) + [plan.root.appending(".env")]
        let restored = try await RestoredStack(tree, wanted: Set(used.compactMap(belowRoot)))
        let unsaved = compose.foundFiles(project).compactMap(belowRoot).filter { !restored.names.contains($0) }
        let moves = try await compose.moves(project, restored, keepsEnvironment: keepsEnvironment)
        var said = unsaved.map(Text.notOfBackup)
        for move in moves { if let text = try await text(move, items) { said.append(text) } }
        return said
    }

    /// An existing `.env` stays unless `--force`.
    private var keepsEnvironment: Bool { !plan.force && (try? plan.root.appending(".env").stat()) != nil }

    private func belowRoot(_ path: FilePath) -> String? {
        var rest = realPath(path)
        return rest.removePrefix(plan.root) ? rest.string : nil
    }

    private func text(_ moved: Moved, _ items: [RestoreItem]) async throws -> Text? {
        let isServer = try await services.dataServices().contains(.compose(moved.service))
        if isServer {
            let loaded = try await services.dataServices(of: items.map(\.source)).contains(.compose(moved.service))
            let runs = try await !services.running([.compose(moved.service)]).isEmpty
            if !loaded, runs { throw Failure.storageMoved(moved) }
            return loaded ? .storageWillMove(moved) : .storageIsLeft(moved)
        }
        let paths = plan.paths(of: items).map(realPath)
        let isRestored = moved.old.contains { old in paths.contains { $0.starts(with: old) || old.starts(with: $0) } }
        return isRestored ? .storageIsLeft(moved) : nil
    }
}

extension Compose {
    /// The compose files that the project runs from, or that Compose would take.
    func usedFiles(_ project: ComposeProject) -> [FilePath] {
        project.files.isEmpty ? composeFiles(in: root.string, named: nil).map { FilePath($0) } : project.files
    }

    /// Those, and what lies beside them under a name that Compose takes by itself.
    func foundFiles(_ project: ComposeProject) -> [FilePath] {
        let usual = composeFiles(in: root.string, named: nil).map { FilePath($0) }
        return usedFiles(project) + usual.filter { !usedFiles(project).map(realPath).contains(realPath($0)) }
    }

    /// Services whose containers have other storage than they would have by `restored`.
    fileprivate func moves(
        _ project: ComposeProject, _ restored: RestoredStack, keepsEnvironment: Bool
    ) async throws -> [Moved] {
        guard let document = try await config(project, restored, keepsEnvironment) else { return [] }
        let asked = Dictionary(document["services"]?.members ?? []) { one, _ in one }
        let before = Dictionary(grouping: try await containers(), by: \.service)
        return before.keys.sorted().compactMap { service in
            guard let new = asked[service]?.storage(document, project.name) else { return nil }
            let old = Set(before[service]?.flatMap(\.lastingStorage) ?? [])
            return old == new ? nil : Moved(service: service, old: Array(old), new: Array(new))
        }
    }

    /// What Compose makes of the restored files; nil where it refuses them, as something that they name is not there yet.
    private func config(
        _ project: ComposeProject, _ restored: RestoredStack, _ keepsEnvironment: Bool
    ) async throws -> YAML? {
        let folder = FilePath(processEnvironment()["TMPDIR"] ?? "/tmp")
            .appending("garde-\(processID())-\(UInt32.random(in: 0 ... .max))")
        try Durable.createFolder(folder)
        defer { try? Durable.removeTree(folder) }
        var files: [FilePath] = []
        for (place, file) in usedFiles(project).enumerated() {
            guard let bytes = name(file).flatMap({ restored.contents[$0] }) else { files.append(file); continue }
            files.append(folder.appending("\(place).yml"))
            try await Durable.create(files[place]) { try $0.writeAll(bytes) }
        }
        let variables = keepsEnvironment ? [:] : restored.contents[".env"].map { DotEnv($0).values } ?? [:]
        let answer = try? await config(project, files, variables)
        return answer.flatMap { try? YAML(Array($0.utf8)) }
    }

    private func name(_ file: FilePath) -> String? {
        var rest = realPath(file)
        return rest.removePrefix(realPath(root)) ? rest.string : nil
    }
}

extension YAML {
    /// What a service of this description writes to, as `docker compose config` tells it in its long and its short form.
    fileprivate func storage(_ document: YAML, _ project: String) -> Set<FilePath> {
        Set((self["volumes"]?.items ?? []).compactMap { $0.source(document, project) })
    }

    private func source(_ document: YAML, _ project: String) -> FilePath? {
        let parts = text?.split(separator: ":").map(String.init) ?? []
        let isReadOnly = self["read_only"]?.text == "true" || (parts.count > 2 && parts[2].contains("ro"))
        guard !isReadOnly, let source = self["source"]?.text ?? (parts.count > 1 ? parts[0] : nil) else { return nil }
        if source.hasPrefix("/") {
            let path = realPath(FilePath(source))
            return (try? path.stat().type == .directory) ?? true ? path : nil
        }
        return FilePath(document["volumes"]?[source]?["name"]?.text ?? "\(project)_\(source)")
    }
}

extension ContainerState {
    /// Folders and named volumes: those without a name go along when a container is made anew.
    fileprivate var lastingStorage: [FilePath] {
        mounts.filter(\.holdsData).compactMap { mount in
            guard let volume = mount.volume else { return realPath(mount.source) }
            let isNameless = volume.count == 64 && volume.allSatisfy(\.isHexDigit)
            return isNameless ? nil : FilePath(volume)
        }
    }
}

extension Text {
    fileprivate static func storageWillMove(_ moved: Moved) -> Text {
        Text(
            "services.storage-will-move",
            ["service": moved.service, "newList": moved.newList, "oldList": moved.oldList])
    }

    fileprivate static func storageIsLeft(_ moved: Moved) -> Text {
        Text(
            "services.storage-is-left", ["service": moved.service, "newList": moved.newList, "oldList": moved.oldList])
    }

    fileprivate static func notOfBackup(_ name: String) -> Text {
        Text("services.not-of-backup", ["name": name])
    }
}
