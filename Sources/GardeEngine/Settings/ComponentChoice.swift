import GardeComponents
package import GardeCore
import GardeWords

/// Which components a call is about, by their names: everything, unless `--only` or `--skip` says otherwise.
package struct ComponentChoice: Sendable, Hashable {
    /// Those of `--only`, in the order they were typed; nil for all.
    package internal(set) var named: [Component.ID]?
    package internal(set) var skipped: Set<Component.ID> = []

    package init() {}

    var isAll: Bool { named == nil && skipped.isEmpty }

    package func holds(_ component: Component.ID) -> Bool {
        named?.contains(component) != false && !skipped.contains(component)
    }

    /// Those that were asked for by name.
    var wanted: [Component.ID] { (named ?? []).filter { !skipped.contains($0) } }
}

extension Settings {
    /// Reads both flags; a name that the recipe has not, and a choice that leaves nothing, are findings.
    mutating func settleChoice(_ recipe: Recipe) {
        choice.named = names(of: "--only", recipe)
        choice.skipped = Set(names(of: "--skip", recipe) ?? [])
        guard !choice.isAll, findings.isEmpty, !recipe.sources.isEmpty else { return }
        let side = role == .restore ? "RESTORE" : "BACKUP"
        if !recipe.sources.contains(where: { isChosen($0, side) }) { findings.append(.nothingLeft(recipe)) }
        guard findings.isEmpty, role == .restore || role == .backup else { return }
        // What another flag of the same call takes away is meant.
        for source in recipe.sources where choice.wanted.contains(source.id) && !isChosen(source, side) {
            let variable = "\(side)_\(source.option ?? "")"
            if case .flag = origin(of: variable) { continue }
            findings.append(.isOff(source, variable))
        }
    }

    private mutating func names(of flag: String, _ recipe: Recipe) -> [Component.ID]? {
        guard let text = text(flag) else { return nil }
        let names = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
        if names.isEmpty { findings.append(.noNames(flag, recipe)) }
        return names.compactMap { name in
            if let source = recipe.sources.first(where: { $0.name == name }) { return source.id }
            findings.append(.unknownComponent(name, flag, recipe))
            return nil
        }
    }
}

extension Recipe {
    /// The same with the chosen components alone.
    func holding(_ choice: ComponentChoice) -> Recipe {
        var recipe = self
        recipe.words = words.filter { word in (word.value as? Source).map { choice.holds($0.id) } ?? true }
        return recipe
    }
}

extension Recipe {
    /// What its components are called, as a list of `--only` would have it.
    fileprivate var componentNames: String { sources.map(\.name).joined(separator: ", ") }

    /// The component that a name was meant to be: by what the guide's options call it, by its beginning, else by its
    /// letters; nil where it is close to none.
    fileprivate func component(closestTo typed: String) -> String? {
        let name = typed.lowercased()
        if let source = sources.first(where: { $0.option?.lowercased() == name }) { return source.name }
        let begun = sources.map(\.name).filter { name.count > 2 && ($0.hasPrefix(name) || name.hasPrefix($0)) }
        let near = sources.map(\.name).filter {
            editDistance($0, name) <= max(1, $0.count / 3) || $0.sorted() == name.sorted()
        }
        return (begun.isEmpty ? near : begun).min { editDistance($0, name) < editDistance($1, name) }
    }
}

extension Failure {
    fileprivate static func unknownComponent(_ name: String, _ flag: String, _ recipe: Recipe) -> Failure {
        let closest = recipe.component(closestTo: name)
        return Failure(
            "usage.unknown-component",
            [
                "name": name, "flag": flag, "list": recipe.componentNames,
                "fix": closest.map { Text("usage.closest-component", ["flag": flag, "closest": $0]) },
            ])
    }

    fileprivate static func noNames(_ flag: String, _ recipe: Recipe) -> Failure {
        Failure("usage.no-names", ["flag": flag, "list": recipe.componentNames])
    }

    fileprivate static func isOff(_ source: Source, _ variable: String) -> Failure {
        Failure("usage.named-and-off", ["name": source.name, "variable": variable])
    }

    fileprivate static func nothingLeft(_ recipe: Recipe) -> Failure {
        Failure("usage.nothing-left", ["list": recipe.componentNames])
    }
}
