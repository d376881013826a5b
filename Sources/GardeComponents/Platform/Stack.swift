package import GardeCore
package import GardeIO
package import SystemPackage

/// What a Compose project is made of, as its files tell.
package struct Stack: Sendable, Hashable {
    /// What Compose reads before it starts anything, and small files that services mount: absolute, there or not.
    package private(set) var files: [FilePath] = []
    /// What services are built from or mount, and no backup of configuration holds.
    package private(set) var besides: [Beside] = []
    /// Volumes of the engine that services write to.
    package private(set) var volumes: [NamedVolume] = []
    /// What its files say of each service, in the order in which they are read: a later one counts before.
    package private(set) var services: [Service] = []
    /// What its files call the project; nil where they do not.
    package private(set) var project: String?
    /// Volumes and networks that the project expects and does not make.
    package fileprivate(set) var externals: [External] = []
    /// Files that name others, and are no YAML.
    package private(set) var unread: [FilePath: YAML.Malformed] = [:]

    package struct Beside: Sendable, Hashable {
        package let service: String
        package let path: FilePath
        package let isBuilt: Bool
        /// The service only reads it: no data of its own.
        package var isReadOnly = false
        /// Where the service has it; nil of what it is built from.
        package var target: String?
    }

    package struct NamedVolume: Sendable, Hashable {
        package let service: String
        /// As the compose files call it.
        package let key: String
        /// As the engine does, where the compose files say that.
        package let name: String?
        package let target: String
    }

    package struct Service: Sendable, Hashable {
        package let name: String
        package let node: YAML
        /// Where its relative paths may begin; the first one that holds a file counts.
        package let folders: [FilePath]
    }

    /// Of a platform without Compose.
    init() {}

    /// Mounted files up to this size are settings; a larger one is data.
    static let mostMounted = 1 << 20

    /// `files` and `environmentFiles` are what the project runs from; left out, what Compose would take by itself.
    /// `contents` are files as they will be, in place of those that are there. `PWD` is the root, as of a shell that starts it.
    package init(
        root: FilePath, files: [FilePath] = [], environmentFiles: [FilePath] = [], environment: [String: String],
        contents: [FilePath: [UInt8]] = [:]
    ) {
        let usual = root.appending(".env")
        let environment = environment.merging(["PWD": root.string]) { $1 }
        let variables = (environmentFiles.isEmpty ? [usual] : environmentFiles).reduce(into: environment) { all, file in
            let here = contents[file].map { DotEnv($0, environment: all) } ?? DotEnv(file: file, environment: all)
            all.merge(here.values) { known, _ in known }
        }
        let used = files.isEmpty ? Self.usedFiles(in: root, variables, contents) : files
        var reader = StackReader(root: root, variables: variables, contents: contents)
        for file in used { reader.read(file, in: [root, used[0].removingLastComponent()]) }
        reader.finish()
        let asked = variables["COMPOSE_ENV_FILES"].map { Self.list($0, ",", in: root) } ?? []
        let names = Compose.usualFiles.map(root.appending).filter { (try? $0.stat()) != nil }
        self = reader.stack
        externals = reader.externals.found
        self.files = (used + names + environmentFiles + asked + self.files).unique
    }

    private static func usedFiles(
        in root: FilePath, _ variables: [String: String], _ contents: [FilePath: [UInt8]]
    ) -> [FilePath] {
        let separator = variables["COMPOSE_PATH_SEPARATOR"]?.first ?? ":"
        if let named = variables["COMPOSE_FILE"], !named.isEmpty { return list(named, separator, in: root) }
        return [Compose.ownFiles, Compose.overrideFiles].compactMap { names in
            names.map(root.appending).first { contents[$0] != nil || (try? $0.stat()) != nil }
        }
    }

    private static func list(_ text: String, _ separator: Character, in root: FilePath) -> [FilePath] {
        text.split(separator: separator).map { root.pushing(FilePath(String($0))).lexicallyNormalized() }
    }

    // MARK: What the reader finds

    mutating func add(_ file: FilePath) { files.append(file) }

    mutating func add(_ beside: Beside) {
        if let target = beside.target { removeMounts(of: beside.service, at: target) }
        besides.append(beside)
    }

    mutating func add(_ volume: NamedVolume) {
        removeMounts(of: volume.service, at: volume.target)
        volumes.append(volume)
    }

    /// Of what a service has at one place the last counts, whatever was there before; all of them without a place.
    mutating func removeMounts(of service: String, at target: String? = nil) {
        func isThere(_ other: String) -> Bool {
            target.map { FilePath($0).lexicallyNormalized() == FilePath(other).lexicallyNormalized() } ?? true
        }
        besides.removeAll { beside in beside.service == service && beside.target.map(isThere) == true }
        volumes.removeAll { $0.service == service && isThere($0.target) }
    }

    mutating func removeBuild(of service: String) { besides.removeAll { $0.service == service && $0.isBuilt } }

    mutating func remove(_ service: String) {
        services.removeAll { $0.name == service }
        removeMounts(of: service)
        removeBuild(of: service)
    }

    mutating func add(_ service: Service) { services.append(service) }
    mutating func call(_ project: String) { self.project = project }
    mutating func add(_ malformed: YAML.Malformed, of file: FilePath) { unread[file] = malformed }
}

extension Compose {
    /// In the order in which Compose looks for them.
    static let ownFiles = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]
    static let overrideFiles = [
        "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
    ]
    static let usualFiles = ownFiles + overrideFiles
}

extension Array where Element: Hashable {
    /// Each once, where it comes first.
    fileprivate var unique: Self {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

// MARK: What a recipe saves of it

extension Stack {
    /// What no path of a recipe holds, and is there.
    func unsaved(by paths: [String], in root: FilePath) -> [FilePath] {
        let saved = Covered(paths, in: root)
        return files.filter { (try? $0.stat()) != nil && !saved.holds($0) }
    }

    /// Folders and large files of services that no path of a recipe leads to, and are there: below the platform's root, or
    /// written to.
    ///
    /// What the servers of `dataServices` write to is saved through them.
    package func unsavedBesides(by paths: [String], in root: FilePath, dataServices: Set<String>) -> [Beside] {
        let saved = Covered(paths, in: root)
        return besides.unique.filter { beside in
            let place = settled(beside.path)
            let isOurs = place.starts(with: root) && place != root
            return (beside.isBuilt || beside.isReadOnly || !dataServices.contains(beside.service))
                && (isOurs || isData(beside, in: root)) && (try? beside.path.stat()) != nil
                && !saved.leadsTo(beside.path)
        }
    }

    /// Whether an image is built from just that; what is mounted of it from below is data like any other.
    package func isSource(_ path: FilePath) -> Bool {
        besides.contains { $0.isBuilt && realPath($0.path) == realPath(path) }
    }

    /// Whether a service keeps something of its own there, as far as names tell: neither source text nor what any start
    /// makes anew.
    package func isData(_ beside: Beside, in root: FilePath) -> Bool {
        guard let target = beside.target, !beside.isReadOnly, let type = try? beside.path.stat().type else {
            return false
        }
        let place = realPath(beside.path)
        return [.directory, .regular].contains(type) && !isSource(place) && !root.starts(with: place)
            && !Transient.holds(place, at: target, in: root)
    }
}

/// The paths of a recipe on this machine.
private struct Covered {
    let paths: [FilePath]

    init(_ paths: [String], in root: FilePath) { self.paths = paths.map { settled(root.pushing(FilePath($0))) } }

    /// With the links that lead there: without them nothing starts.
    func holds(_ path: FilePath) -> Bool { paths.contains { settled(path).starts(with: $0) } }

    /// What lies there, by whatever name: a path of the recipe is followed, a link below one is not.
    func leadsTo(_ path: FilePath) -> Bool { paths.contains { realPath(path).starts(with: realPath($0)) } }
}

/// The path as it is without links above its last name.
private func settled(_ path: FilePath) -> FilePath {
    let path = path.lexicallyNormalized()
    return path.lastComponent.map { realPath(path.removingLastComponent()).appending($0) } ?? path
}

extension Recipe {
    /// `config()` with the files of this platform's project: those below its root that nothing else of the recipe holds.
    package func following(_ stack: Stack, at root: FilePath) -> Recipe {
        var recipe = self
        recipe.words = words.map { word in
            guard let source = word.value as? Source, source.followsStack else { return word }
            let held = Covered(sources.flatMap(\.paths), in: root)
            let more = stack.files.map(settled).filter { $0.starts(with: root) && !held.holds($0) && !$0.isFolder }
            let found = more.map { path in
                var path = path
                _ = path.removePrefix(root)
                return path.string
            }
            return Word(source.adding(found.unique))
        }
        return recipe
    }
}

extension FilePath {
    fileprivate var isFolder: Bool { (try? stat().type) == .directory }
}
