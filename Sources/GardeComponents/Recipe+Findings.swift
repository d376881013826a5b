import GardeCore
package import GardeWords

extension Recipe {
    /// All that is wrong with the recipe, as far as it and these variables tell; nothing outside is looked at.
    ///
    /// A `notify` whose variable is unset is off, and so no finding.
    package func findings(environment: (String) -> String?) -> [Failure] {
        (namesNothing ? [.nothingToSave] : [])
            + repeatedWords + nameFindings + sharedPaths
            + words.filter(\.isSource).flatMap { $0.value.findings(environment) }
            + services.map(\.name).repeated.map(Failure.repeatedService)
            + words.filter { !$0.isSource }.flatMap { $0.value.findings(environment) } + scheduleFindings
    }

    private var namesNothing: Bool { sources.isEmpty && values(of: Misnamed.self).isEmpty }

    private var repeatedWords: [Failure] {
        words.compactMap { type(of: $0.value).onceOnly }.repeated.map(Failure.repeatedWord)
    }

    private var nameFindings: [Failure] {
        let names = sources.map(\.name)
        let taken = sources.compactMap { source in
            source.secondName.flatMap { names.contains($0) ? Failure.takenName($0, by: source.name) : nil }
        }
        return names.repeated.map(Failure.repeatedName) + taken + repeatedKinds
    }

    /// The same data under two names: a restore would exchange it twice.
    private var repeatedKinds: [Failure] {
        let named = sources.filter { $0.kind.location != nil }
        return named.indices.flatMap { place in
            named[..<place].filter { AnyHashable($0.kind) == AnyHashable(named[place].kind) }
                .map { .repeatedSource($0.name, named[place].name) }
        }
    }

    private var sharedPaths: [Failure] {
        sources.flatMap(\.paths).map(\.normalisedPath).repeated.map(Failure.repeatedPath)
    }
}

extension Word {
    fileprivate var isSource: Bool { value is Source || value is Misnamed }
}

extension Source {
    package func findings(_ environment: (String) -> String?) -> [Failure] {
        kind.findings(of: name, usedBy, suspectBelow)
    }
}

extension ComponentKind {
    /// What is wrong with a source of this kind under that name.
    func findings(of name: String, _ usedBy: [String], _ suspectBelow: Double) -> [Failure] {
        paths.filter { !$0.isPlainPath }.map { .path($0, of: name) }
            + findings(of: name)
            + (0...1 ~= suspectBelow ? [] : [.share(suspectBelow, of: name)])
            + (usedBy.contains("") ? [.empty(name, "usedBy:")] : [])
            + placesStopped(by: usedBy).map { .stopsItsPlace(name, $0) }
    }

    /// Its programs could not run while what it names as its user is stopped.
    private func placesStopped(by usedBy: [String]) -> [String] {
        guard serverNames == nil, let place = location?.name, usedBy.contains(place) else { return [] }
        return [place]
    }
}

extension Failure {
    fileprivate static func repeatedSource(_ one: String, _ other: String) -> Failure {
        Failure("recipe.repeated-source", ["one": one, "other": other])
    }

    fileprivate static func stopsItsPlace(_ name: String, _ service: String) -> Failure {
        Failure("recipe.stops-its-place", ["name": name, "service": service])
    }
}

extension ServiceCommands {
    package func findings(_ environment: (String) -> String?) -> [Failure] {
        let commands = [("stop:", stop), ("start:", start), ("isRunning:", isRunning)]
        return (name.isEmpty ? [.empty("service", "\"\"")] : [])
            + commands.filter { ($0.1.first ?? "").isEmpty }.map { .empty("service(\"\(name)\")", $0.0) }
    }
}

extension String {
    /// The path without `.` and without doubled or last slashes.
    fileprivate var normalisedPath: String {
        let path = split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        return hasPrefix("/") ? "/\(path)" : path.isEmpty ? "." : path
    }
}

extension [String] {
    /// Those that are there more than once, each once.
    fileprivate var repeated: [String] {
        var seen: [String: Int] = [:]
        return filter {
            seen[$0, default: 0] += 1
            return seen[$0] == 2
        }
    }
}
