import GardeComponents
import GardeCore
import GardeIO
import SystemPackage

/// A service as all compose files together describe it.
struct ComposeService {
    let name: String
    private let parts: [Stack.Service]
    private let lookup: @Sendable (String) -> String?

    init(_ name: String, _ parts: [Stack.Service], _ lookup: @escaping @Sendable (String) -> String?) {
        (self.name, self.parts, self.lookup) = (name, parts, lookup)
    }

    private var nodes: [YAML] { parts.map(\.node) }

    /// Nil as well for one that a file has taken back.
    private func last(_ key: String) -> YAML? {
        nodes.last { $0[key] != nil }.flatMap { $0.merging(key) == .reset ? nil : $0[key] }
    }
    private func text(_ node: YAML?) -> String? { node?.text.flatMap { interpolated($0, lookup) } }

    var image: String? { text(last("image")) }
    var isBuilt: Bool { last("build") != nil }
    var publishesPorts: Bool { last("ports") != nil }

    /// The image's own name: without registry, folder, tag and digest.
    var program: String? {
        let path = image?.split(separator: "@").first?.split(separator: "/").last
        return path?.split(separator: ":").first.map { $0.lowercased() }
    }

    /// Arguments and entry point, as they stand there.
    var command: String {
        ["entrypoint", "command"].compactMap(last).flatMap(\.items).compactMap(\.text).joined(separator: " ")
    }

    var dependsOn: Set<String> {
        Set(nodes.compactMap { $0["depends_on"] }.flatMap { $0.members.map(\.name) + $0.items.compactMap(\.text) })
    }

    /// Networks by their names, those of its service where it shares that one's; nil for the machine's own.
    func networks(_ all: [ComposeService]) -> Set<String>? {
        switch text(last("network_mode")) {
        case nil: break
        case "none"?: return []
        case let mode?:
            let other = all.first { mode == "service:\($0.name)" && $0.last("network_mode") == nil }
            return other?.networks(all)
        }
        let named = nodes.compactMap { $0["networks"] }.flatMap { $0.members.map(\.name) + $0.items.compactMap(\.text) }
        return named.isEmpty ? ["default"] : Set(named)
    }

    /// What its containers are given, as it stands in the files: variables that are not replaced yet.
    var environment: [String: String] {
        var found: [String: String] = [:]
        for part in parts {
            for file in part.node["env_file"]?.items ?? [] {
                let places = text(file["path"] ?? file).map { path in part.folders.map { $0.pushing(FilePath(path)) } }
                guard let place = places?.first(where: { (try? $0.stat()) != nil }) else { continue }
                found.merge(DotEnv(file: place, environment: [:]).values) { $1 }
            }
        }
        return found.merging(declared) { $1 }
    }

    /// The same, of the compose files alone.
    var declared: [String: String] {
        var found: [String: String] = [:]
        for node in nodes.compactMap({ $0["environment"] }) {
            for (key, value) in node.members { found[key] = value.text ?? lookup(key) ?? "" }
            for item in node.items.compactMap(\.text) {
                let (key, value) = item.cut(at: "=")
                found[key] = value ?? lookup(key) ?? ""
            }
        }
        return found
    }

    /// A variable's value, replaced; nil for one that is empty.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { interpolated($0, lookup) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Variables without a value that sources of its volumes have.
    var unsetSources: [(source: String, variable: String)] {
        let sources = nodes.compactMap { $0["volumes"] }.flatMap(\.items).compactMap {
            $0.text ?? ($0["source"] ?? $0["src"])?.text
        }
        return sources.flatMap { source in
            source.matches(of: /\$(?:\{([A-Za-z_][A-Za-z0-9_]*)(?::?\?[^}]*)?\}|([A-Za-z_][A-Za-z0-9_]*))/)
                .map { String($0.output.1 ?? $0.output.2 ?? "") }
                .filter { (lookup($0) ?? "").isEmpty }.map { (source, $0) }
        }
    }

    /// Folders and files of this machine that it has at `target` or below.
    func sources(below target: String) -> [FilePath] {
        parts.flatMap { part in
            (part.node["volumes"]?.items ?? []).compactMap { volume -> FilePath? in
                let words = text(volume)?.split(separator: ":").map(String.init) ?? []
                let place = text(volume["target"]) ?? words.dropFirst().first ?? ""
                guard "\(place)/".hasPrefix("\(target)/"),
                    let source = text(volume["source"] ?? volume["src"]) ?? words.first
                else { return nil }
                let places = part.folders.map { $0.pushing(FilePath(source)).lexicallyNormalized() }
                return places.first { (try? $0.stat()) != nil }
            }
        }
    }

    /// Where it has volumes that nobody can name; of one that is built they keep what its image made.
    var unnamedVolumes: [String] {
        guard !isBuilt else { return [] }
        return nodes.compactMap { $0["volumes"] }.flatMap(\.items).compactMap { volume in
            if let text = text(volume) { return text.hasPrefix("/") && !text.contains(":") ? text : nil }
            return volume["type"]?.text == "volume" && volume["source"] == nil ? text(volume["target"]) : nil
        }
    }

    /// Whether it says that it uses this service: by `depends_on`, or by a variable that names it as a host.
    func names(_ other: String) -> Bool {
        dependsOn.contains(other)
            || environment.contains { key, value in
                let place = key.uppercased()
                let isHost = ["HOST", "SERVER", "ADDR", "NODE"].contains(where: place.contains)
                return value == other && isHost
                    || ["@\(other):", "@\(other)/", "//\(other):", "//\(other)/"].contains(where: value.contains)
                    || value.hasPrefix("\(other):") || value.hasSuffix("//\(other)") || value.hasSuffix("@\(other)")
            }
    }
}
