import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What a platform's Compose project needs, or holds, and a run does not save.
struct StackGaps: Sendable {
    let unsaved: [FilePath]
    /// Source text, and what services only read or make anew.
    private let remarks: [Stack.Beside]
    /// What services keep in folders, and in volumes of the engine.
    private let data: [Stack.Beside]
    private let volumes: [Stack.NamedVolume]
    private let unread: [FilePath: YAML.Malformed]
    private let paths: [String]

    /// `paths` are those of all components that the recipe has.
    init(_ stack: Stack, _ paths: [String], in root: FilePath, dataServices: Set<String>) {
        let besides = stack.unsavedBesides(by: paths, in: root, dataServices: dataServices)
        unsaved = stack.unsaved(by: paths, in: root)
        data = besides.filter { stack.isData($0, in: root) }
        remarks = besides.filter { !stack.isData($0, in: root) }
        volumes = stack.volumes.filter { !dataServices.contains($0.service) && !Transient.isTarget($0.target) }
        unread = stack.unread
        self.paths = paths
    }

    /// What a start needs, and data, is a warning, the rest only a remark.
    func say(at site: Site) async {
        let console = site.console
        if !unsaved.isEmpty { console.warning(.notSaved(unsaved)) }
        for (file, why) in unread.sorted(by: { $0.key.string < $1.key.string }) { console.warning(.unread(file, why)) }
        for beside in remarks { console.info(.beside(beside)) }
        let found = data.map { KeptData(beside: $0, at: site) } + (await unsavedVolumes(at: site))
        if !found.isEmpty { console.warning(.dataNotSaved(found)) }
    }

    /// Those that the engine has, and no path of the recipe leads to.
    private func unsavedVolumes(at site: Site) async -> [KeptData] {
        guard !volumes.isEmpty, site.usesCompose else { return [] }
        let project = site.project ?? ""
        let named = volumes.map { ($0, $0.name ?? "\(project)_\($0.key)") }
        let folders = await ContainerState.folders(ofVolumes: Set(named.map(\.1)))
        let saved = paths.map { realPath(site.root.pushing(FilePath($0))) }
        return named.compactMap { volume, name in
            guard let folder = folders[name], !saved.contains(where: { realPath(folder).starts(with: $0) }) else {
                return nil
            }
            return KeptData(volume: name, of: volume, in: folder, at: site)
        }
    }
}

/// Data of a service that no component saves, and the word of a recipe that does.
struct KeptData: Hashable {
    let place: String
    let service: String
    let word: String

    init(beside: Stack.Beside, at site: Site) {
        var path = beside.path
        if path.removePrefix(site.root) { path.root = nil }
        let name = path.lastComponent?.string ?? beside.service
        self.init(beside.path.string, beside.service, path, beside.target ?? "", name, site.names)
    }

    init(volume: String, of named: Stack.NamedVolume, in folder: FilePath, at site: Site) {
        self.init(volume, named.service, folder, named.target, named.key, site.names)
    }

    /// A name that the recipe has already gets the service's in front.
    private init(
        _ place: String, _ service: String, _ path: FilePath, _ target: String, _ name: String, _ taken: Set<String>
    ) {
        (self.place, self.service) = (place, service)
        let plain = Self.componentName(name)
        let free = taken.contains(plain) ? Self.componentName("\(service)_\(name)") : plain
        word = Self.word(path.string, target, free)
    }

    /// Servers are saved by their own tools; a copy of their files while they run is none.
    private static func word(_ path: String, _ target: String, _ name: String) -> String {
        let target = target.lowercased()
        if target.contains("/mysql") || target.contains("/mariadb") { return "mariadb()" }
        if target.contains("/postgres") { return "postgres()" }
        if target.contains("mail") { return "mail(\"\(path)\")" }
        return "files(\"\(name)\", \"\(path)\")"
    }

    private static func componentName(_ name: String) -> String {
        let letters = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        return String(String(letters).drop { $0 == "_" })
    }
}

extension Text {
    fileprivate static func notSaved(_ files: [FilePath]) -> Text {
        let list = shorten(files.map(\.string))
        return Text("compose.not-saved", ["list": list])
    }

    fileprivate static func unread(_ file: FilePath, _ why: YAML.Malformed) -> Text {
        Text("compose.unread", ["file": file, "line": why.line, "reason": why.reason])
    }

    fileprivate static func beside(_ found: Stack.Beside) -> Text {
        let (path, service) = (found.path.string, found.service)
        return found.isBuilt
            ? Text("compose.not-in-backup", ["path": path, "service": service])
            : Text("compose.mounted-not-saved", ["path": path, "service": service])
    }

    fileprivate static func dataNotSaved(_ found: [KeptData]) -> Text {
        let services = Dictionary(grouping: found, by: \.place).mapValues {
            Set($0.map(\.service)).sorted().joined(separator: " ")
        }
        let places = services.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
        let words = Set(found.map(\.word)).sorted().joined(separator: " ")
        return Text("compose.data-not-saved", ["list": places.joined(separator: ", "), "words": words])
    }
}
