package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

// What a restored configuration would change of the storage of what runs is known before anything is touched: Compose
// is asked with the backup's files in place of the platform's.

/// The files of a project as a backup's configuration has them.
package struct RestoredStack: Sendable {
    /// By their names below the platform's root.
    package private(set) var contents: [String: [UInt8]] = [:]
    /// Everything that the configuration holds.
    package private(set) var names: Set<String> = []
    private static let most = 1 << 20

    /// Reads those of `wanted` from the configuration to be restored; nil for whatever Compose may start from.
    package init(_ tree: RestoreTree, wanted: Set<String>?) async throws {
        self = try await tree.walk { reader in
            var found = RestoredStack()
            while let member = try reader.next() {
                let parts = try MemberPath(member.name).names.map { String(decoding: $0, as: UTF8.self) }
                let name = parts.joined(separator: "/")
                found.names.insert(name)
                guard wanted?.contains(name) ?? Self.isOfCompose(name), case .file(let size) = member.kind,
                    size <= Self.most
                else { continue }
                var bytes = [UInt8](repeating: 0, count: size)
                try reader.content { place, part in
                    for (index, byte) in part.enumerated() { bytes[place + index] = byte }
                }
                found.contents[name] = bytes
            }
            return found
        }
    }

    /// Of a restore that leaves the platform's files as they are.
    package init() {}

    /// Whether one of its files has another content there.
    func differs(from root: FilePath) -> Bool {
        contents.contains { name, bytes in
            let file = try? FileDescriptor.open(root.pushing(FilePath(name)), .readOnly, options: .closeOnExec)
            return (try? file?.thenClose { try file?.readAll(limit: Self.most) }) != bytes
        }
    }

    private static func isOfCompose(_ name: String) -> Bool {
        [".env", ".yml", ".yaml"].contains { name.hasSuffix($0) }
    }
}

extension Compose {
    /// The compose files that the project runs from, or that Compose would take.
    package func usedFiles(_ project: ComposeProject) -> [FilePath] {
        project.files.isEmpty ? composeFiles(in: root.string, named: nil).map { FilePath($0) } : project.files
    }

    /// Those, and what lies beside them under a name that Compose takes by itself.
    package func foundFiles(_ project: ComposeProject) -> [FilePath] {
        let usual = composeFiles(in: root.string, named: nil).map { FilePath($0) }
        return usedFiles(project) + usual.filter { !usedFiles(project).map(realPath).contains(realPath($0)) }
    }

    /// Services whose containers have other storage than they would have by `restored`.
    package func moves(
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

    /// Those of `services` whose containers were made from other definitions than they will start with: `restored`
    /// ones, else those that are there. None where Compose cannot tell.
    package func redefined(
        _ services: Set<String>, _ project: ComposeProject, _ restored: RestoredStack, keepsEnvironment: Bool
    ) async throws -> [String] {
        let asked = try await definitions(project, restored, keepsEnvironment: keepsEnvironment)
        // A label has it without what a distribution adds: 2.26.1-4, 2.39.1-desktop.1, v2.5.0.
        let version = try? await run("version", "--short").split { "\n-+".contains($0) }.first?.drop { $0 == "v" }
        let made = Dictionary(grouping: try await containers().filter(\.isRunning), by: \.service)
        return services.filter { service in
            // Another version of Compose counts otherwise, and one count may be of a replica alone.
            guard let new = asked[service], let old = made[service],
                old.allSatisfy({ $0.composeVersion[...] == version })
            else { return false }
            return !old.contains { new.contains($0.definition) }
                && (isVersion1 || restored.differs(from: root) || isNewer(old))
        }.sorted()
    }

    /// What Compose counts of each service, as it is written, and with all that Compose resolves of it: version 2 counts
    /// containers with the variables of `env_file`, and without them when it is asked.
    func definitions(
        _ project: ComposeProject, _ restored: RestoredStack, keepsEnvironment: Bool
    ) async throws -> [String: Set<String>] {
        let written = try await config(project, restored, keepsEnvironment, ["--hash=*"]) ?? ""
        let whole = isVersion1 ? nil : try await config(project, restored, keepsEnvironment, [])
        let resolved = try await whole.asyncMap { text in
            try await inScratch { folder in
                let file = folder.appending("resolved.yml")
                try await Durable.create(file) { try $0.writeAll(Array(text.utf8)) }
                return try? await config(project, [file], [:], ["--hash=*"])
            }
        }
        let lines = (written + (resolved?.flatMap(\.self) ?? "")).split(separator: "\n").map {
            $0.split(separator: " ")
        }
        return lines.filter { $0.count == 2 }.reduce(into: [:]) { found, words in
            found[String(words[0]), default: []].insert(String(words[1]))
        }
    }

    /// Whether a file was written since these containers were made.
    private func isNewer(_ containers: [ContainerState]) -> Bool {
        guard let made = containers.compactMap({ LocalTime(iso8601: "\($0.created.prefix(19))Z") }).min() else {
            return false
        }
        let project = ComposeProject(of: containers, called: containers[0].project, root: root)
        let stack = Stack(
            root: root, files: project.files, environmentFiles: project.environmentFiles,
            environment: processEnvironment())
        return stack.files.contains { ((try? $0.stat())?.changed.seconds ?? 0) > made.seconds }
    }

    private func config(
        _ project: ComposeProject, _ restored: RestoredStack, _ keepsEnvironment: Bool
    ) async throws -> YAML? {
        try await config(project, restored, keepsEnvironment, []).flatMap { try? YAML(Array($0.utf8)) }
    }

    /// What Compose makes of the restored files; nil where it refuses them, as something that they name is not there yet.
    func config(
        _ project: ComposeProject, _ restored: RestoredStack, _ keepsEnvironment: Bool, _ words: [String]
    ) async throws -> String? {
        try await inScratch { folder in
            var files: [FilePath] = []
            for (place, file) in usedFiles(project).enumerated() {
                guard let bytes = name(file).flatMap({ restored.contents[$0] }) else { files.append(file); continue }
                files.append(folder.appending("\(place).yml"))
                try await Durable.create(files[place]) { try $0.writeAll(bytes) }
            }
            let variables = keepsEnvironment ? [:] : restored.contents[".env"].map { DotEnv($0).values } ?? [:]
            return try? await config(project, files, variables, words)
        }
    }

    /// Gives `body` a folder of this user alone, which is gone afterwards.
    private func inScratch<Value>(_ body: (FilePath) async throws -> Value) async throws -> Value {
        let folder = FilePath(processEnvironment()["TMPDIR"] ?? "/tmp")
            .appending("garde-\(processID())-\(UInt32.random(in: 0 ... .max))")
        try Durable.createFolder(folder)
        defer { try? Durable.removeTree(folder) }
        return try await body(folder)
    }

    private func name(_ file: FilePath) -> String? {
        var rest = realPath(file)
        return rest.removePrefix(realPath(root)) ? rest.string : nil
    }
}

extension YAML {
    /// What a service of this description writes to, as `docker compose config` tells it in its long and its short form.
    func storage(_ document: YAML, _ project: String) -> Set<FilePath> {
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
    package static func storageWillMove(_ moved: Moved) -> Text {
        Text(
            "services.storage-will-move",
            ["service": moved.service, "newList": moved.newList, "oldList": moved.oldList])
    }

    package static func storageIsLeft(_ moved: Moved) -> Text {
        Text(
            "services.storage-is-left", ["service": moved.service, "newList": moved.newList, "oldList": moved.oldList])
    }

    package static func notOfBackup(_ name: String) -> Text {
        Text("services.not-of-backup", ["name": name])
    }
}
