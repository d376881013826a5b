import GardeCore
import GardeIO
import SystemPackage

/// Follows compose files to all the files that they name, as Compose does: `include`, `extends`, `env_file`,
/// `label_file`, `secrets`, `configs`, `volumes`, `build`.
struct StackReader {
    let root: FilePath
    /// Of the file that is read: one that is included may have more of its own.
    private var variables: [String: String]
    /// Files as they will be.
    private let contents: [FilePath: [UInt8]]
    private(set) var stack = Stack()
    private(set) var externals: StackExternals
    /// Files of the project.
    private var own: Set<FilePath> = []
    /// What was read, for services that extend others too; of files that only serve that, the services are none of the project.
    private var documents: [FilePath: YAML] = [:]
    /// Files whose services are still to be read: another file may say what their volumes are.
    private var later: [(document: YAML, file: FilePath, folders: [FilePath], variables: [String: String])] = []
    /// Folders of this machine behind volumes, by the volume's name.
    private var devices: [String: FilePath] = [:]
    /// What the engine calls volumes whose name is given.
    private var volumeNames: [String: String] = [:]

    init(root: FilePath, variables: [String: String], contents: [FilePath: [UInt8]] = [:]) {
        (self.root, self.variables, self.contents) = (root, variables, contents)
        externals = StackExternals(profiles: variables["COMPOSE_PROFILES"])
    }

    /// `folders` are where its relative paths may begin; the first one that holds a file counts.
    mutating func read(_ file: FilePath, in folders: [FilePath]) {
        guard own.insert(file).inserted, let document = document(file) else { return }
        declare(document, folders)
        later.append((document, file, folders, variables))
    }

    /// Once all files are read.
    mutating func finish() {
        for (document, file, folders, variables) in later {
            self.variables = variables
            take(document, of: file, folders)
        }
        later = []
    }

    /// Only for services that extend one of its own.
    private mutating func readExtended(_ file: FilePath) {
        guard !own.contains(file), documents[file] == nil, let document = document(file) else { return }
        for (_, service) in document["services"]?.members ?? [] { need(of: service, [file.removingLastComponent()]) }
    }

    private mutating func document(_ file: FilePath) -> YAML? {
        guard let bytes = try? contents[file] ?? Self.content(of: file) else { return nil }
        do throws(YAML.Malformed) { documents[file] = try YAML(bytes) } catch { stack.add(error, of: file) }
        return documents[file]
    }

    private static func content(of file: FilePath) throws -> [UInt8] {
        let file = try FileDescriptor.open(file, .readOnly, options: [.closeOnExec, .nonBlocking])
        return try file.thenClose { try file.readAll(limit: 16 << 20) }
    }

    private mutating func declare(_ document: YAML, _ folders: [FilePath]) {
        if let name = document["name"]?.text.flatMap(text) { stack.call(name) }
        for included in document["include"]?.items ?? [] { include(included, folders) }
        for (name, volume) in document["volumes"]?.members ?? [] {
            if volume.isBound { devices[name] = place(volume["driver_opts"]?["device"], folders) }
            let given = (volume["name"] ?? volume["external"]?["name"])?.text.flatMap(text)
            volumeNames[name] = given ?? (volume["external"].map { isTrue($0) } == true ? name : volumeNames[name])
        }
        for kind in Stack.External.Kind.allCases {
            for (name, node) in document["\(kind.rawValue)s"]?.members ?? [] {
                externals.declare(kind, name, node, named: text)
            }
        }
        for kind in ["secrets", "configs"] {
            for (_, value) in document[kind]?.members ?? [] { need(value["file"], folders) }
        }
    }

    private mutating func take(_ document: YAML, of file: FilePath, _ folders: [FilePath]) {
        for (name, service) in document["services"]?.members ?? [] {
            let whole = document["services"]?.merging(name) ?? .added
            forget(service, name, whole)
            guard whole != .reset else { continue }
            need(of: service, folders)
            externals.use(service)
            for (node, folders) in bases(of: service, in: file, folders) + [(service, folders)] {
                stack.add(Stack.Service(name: name, node: node, folders: folders))
                build(node["build"], name, folders)
                for volume in node["volumes"]?.items ?? [] { mount(volume, name, folders) }
            }
        }
    }

    /// What `!reset` and `!override` take away of the files before.
    private mutating func forget(_ service: YAML, _ name: String, _ whole: YAML.Merging) {
        if whole != .added { stack.remove(name) }
        if service.merging("volumes") != .added { stack.removeMounts(of: name) }
        if service.merging("build") != .added { stack.removeBuild(of: name) }
    }

    private mutating func include(_ node: YAML, _ folders: [FilePath]) {
        let paths = (node["path"] ?? node).items.compactMap { need($0, folders) }
        guard let first = paths.first else { return }
        let own = node["project_directory"].flatMap { place($0, folders) } ?? first.removingLastComponent()
        let outside = variables
        for file in node["env_file"]?.items ?? [.scalar(own.appending(".env").string)] {
            guard let file = need(file, folders, isRequired: node["env_file"] != nil) else { continue }
            variables.merge(DotEnv(file: file, environment: variables).values) { known, _ in known }
        }
        for path in paths { read(path, in: [own]) }
        variables = outside
    }

    /// The files that a service names.
    private mutating func need(of service: YAML, _ folders: [FilePath]) {
        if let file = need(service["extends"]?["file"], folders) { readExtended(file) }
        for file in service["env_file"]?.items ?? [] {
            need(file["path"] ?? file, folders, isRequired: file["required"]?.text != "false")
        }
        for file in service["label_file"]?.items ?? [] { need(file, folders) }
        need(service["credential_spec"]?["file"], folders)
    }

    private mutating func build(_ build: YAML?, _ name: String, _ folders: [FilePath]) {
        guard let context = place(build?["context"] ?? build, folders) else { return }
        stack.removeBuild(of: name)
        stack.add(Stack.Beside(service: name, path: context, isBuilt: true))
    }

    /// What it extends, the farthest first, with where the relative paths of each begin.
    private func bases(
        of service: YAML, in file: FilePath, _ folders: [FilePath], depth: Int = 0
    ) -> [(node: YAML, folders: [FilePath])] {
        let extends = service["extends"]
        let other = extends?["file"].flatMap { place($0, folders) }
        guard depth < 8, let name = extends?["service"]?.text ?? extends?.text,
            let base = documents[other ?? file]?["services"]?[name]
        else { return [] }
        let own = other.map { [$0.removingLastComponent()] } ?? folders
        return bases(of: base, in: other ?? file, own, depth: depth + 1) + [(base, own)]
    }

    /// `source:target` and its long form; a volume that has a name is the engine's.
    private mutating func mount(_ volume: YAML, _ name: String, _ folders: [FilePath]) {
        // One word alone is a place in the container.
        let parts = volume.text.flatMap(text)?.split(separator: ":").map(String.init) ?? []
        let target = volume["target"]?.text.flatMap(text) ?? parts.dropFirst().first
        guard let target, let source = (volume["source"] ?? volume["src"])?.text.flatMap(text) ?? parts.first else {
            return
        }
        if !source.isPlace, devices[source] == nil, !volume.isReadOnly {
            stack.add(Stack.NamedVolume(service: name, key: source, name: volumeNames[source], target: target))
        }
        guard let path = source.isPlace ? place(.scalar(source), folders) : devices[source] else { return }
        let status = try? path.stat()
        if status?.type == .regular, status.map({ $0.size <= Stack.mostMounted }) == true, path.starts(with: root) {
            stack.removeMounts(of: name, at: target)
            stack.add(path)
        } else {
            stack.add(
                Stack.Beside(
                    service: name, path: path, isBuilt: false, isReadOnly: volume.isReadOnly, target: target))
        }
    }

    // MARK: Paths

    @discardableResult
    private mutating func need(_ node: YAML?, _ folders: [FilePath], isRequired: Bool = true) -> FilePath? {
        guard let path = place(node, folders), isRequired || (try? path.stat()) != nil else { return nil }
        stack.add(path)
        return path
    }

    /// Absolute; nil for what is no file of this machine.
    private func place(_ node: YAML?, _ folders: [FilePath]) -> FilePath? {
        guard var path = node?.text.flatMap(text), !path.isEmpty, !path.contains("://"), !path.hasPrefix("git@") else {
            return nil
        }
        if path.hasPrefix("~/"), let home = variables["HOME"] { path = home + path.dropFirst() }
        let places = folders.map { $0.pushing(FilePath(path)).lexicallyNormalized() }
        return places.first { contents[$0] != nil || (try? $0.stat()) != nil } ?? places.first
    }

    private func isTrue(_ node: YAML) -> Bool {
        node.text.flatMap(text).map { $0.lowercased() == "true" } ?? !node.members.isEmpty
    }

    private func text(_ text: String) -> String? { interpolated(text) { [variables] in variables[$0] } }
}

extension YAML {
    /// `source:target:ro,z`, or `read_only: true` of the long form.
    fileprivate var isReadOnly: Bool {
        let options = text?.split(separator: ":").dropFirst(2).last?.split(separator: ",") ?? []
        return options.contains("ro") || self["read_only"]?.text == "true"
    }

    /// A volume that is a folder of this machine under a name (`type: none`, `o: bind`).
    fileprivate var isBound: Bool {
        self["driver_opts"]?["o"]?.text?.split(separator: ",").contains { $0 == "bind" || $0 == "rbind" } == true
    }
}
