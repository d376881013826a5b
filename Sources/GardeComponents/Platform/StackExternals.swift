import GardeCore
import GardeIO

extension Stack {
    /// What compose files call `external: true`.
    package struct External: Sendable, Hashable {
        package enum Kind: String, Sendable, CaseIterable { case volume, network }

        package let kind: Kind
        /// As the engine knows it.
        package let name: String
        /// By a service that starts.
        let isUsed: Bool
    }
}

/// Gathers the volumes and networks that compose files declare, and which of them services use.
struct StackExternals {
    private typealias Kind = Stack.External.Kind

    /// Those whose services start; nil for all.
    private let profiles: Set<String>?
    private var names: [Stack.External.Kind: [String: String]] = [:]
    private var used: [Stack.External.Kind: Set<String>] = [:]

    /// `profiles` is COMPOSE_PROFILES.
    init(profiles: String?) {
        let list = Set((profiles ?? "").split(separator: ",").map { String($0) })
        self.profiles = list.contains("*") ? nil : list
    }

    var found: [Stack.External] {
        Stack.External.Kind.allCases.flatMap { kind in
            (names[kind] ?? [:]).sorted { $0.value < $1.value }.map { key, name in
                Stack.External(kind: kind, name: name, isUsed: used[kind]?.contains(key) == true)
            }
        }
    }

    /// A later file's word counts, where it says any.
    mutating func declare(_ kind: Stack.External.Kind, _ key: String, _ node: YAML, named text: (String) -> String?) {
        guard let external = node["external"] else { return }
        let isExternal = external.text.flatMap(text).map { $0.lowercased() == "true" } ?? !external.members.isEmpty
        let name = node["name"] ?? external["name"]
        names[kind, default: [:]][key] = isExternal ? name?.text.flatMap(text) ?? key : nil
    }

    mutating func use(_ service: YAML) {
        let own = (service["profiles"]?.items ?? []).compactMap(\.text)
        guard own.isEmpty || profiles.map({ !$0.isDisjoint(with: own) }) != false else { return }
        used[.network, default: []].formUnion(networks(of: service))
        used[.volume, default: []].formUnion((service["volumes"]?.items ?? []).compactMap(\.volumeName))
    }

    private func networks(of service: YAML) -> [String] {
        guard let networks = service["networks"] else { return service["network_mode"] == nil ? ["default"] : [] }
        return networks.members.map(\.name) + networks.items.compactMap(\.text)
    }
}

extension Compose {
    /// Those that the engine has not; none where it does not say.
    package func missing(of externals: [Stack.External]) async -> [Stack.External] {
        var found: [Stack.External] = []
        // Compose 1 wants all volumes that are declared, used or not.
        for external in externals where external.isUsed || isVersion1 && external.kind == .volume {
            let call = Invocation("docker", [external.kind.rawValue, "inspect", external.name])
            guard let answer = try? await call.capture(timeout: .seconds(20)), !answer.ending.isSuccess else {
                continue
            }
            let isMissing = answer.said.contains { $0.lowercased().contains(/no such|not found/) }
            if isMissing { found.append(external) }
        }
        return found
    }
}

extension YAML {
    /// What a service's mount calls the volume; nil for a folder or file of this machine, and for one without a name.
    var volumeName: String? {
        if let source = self["source"]?.text ?? self["src"]?.text { return source.isPlace ? nil : source }
        let parts = text?.split(separator: ":") ?? []
        guard parts.count > 1, !String(parts[0]).isPlace else { return nil }
        return String(parts[0])
    }
}

extension String {
    /// Whether the source of a mount is a path.
    var isPlace: Bool { first.map { "./~".contains($0) } == true }
}
