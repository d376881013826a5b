public import GardeCore
internal import GardeWords
/// Something that a recipe saves, and the services that use it.
public struct Source: WordValue {
    package let id: Component.ID
    package private(set) var kind: any ComponentKind
    /// The services to stop while this is restored; empty means every service but the data services.
    package let usedBy: [String]
    /// A run that finds less than this share of what the last good one held marks the component as suspect.
    package let suspectBelow: Double

    /// The old script that saves it; nil where Garde does.
    var legacy: Legacy?

    package init(id: Component.ID, kind: any ComponentKind, usedBy: [String], suspectBelow: Double) {
        (self.id, self.kind, self.usedBy, self.suspectBelow) = (id, kind, usedBy, suspectBelow)
    }

    /// As the recipe's word for it names it; validation refuses a name that no component can have.
    static func word(_ name: String, kind: any ComponentKind, usedBy: [String], suspectBelow: Double) -> Word {
        guard let id = Component.ID(name) else {
            return Word(Misnamed(name: name, others: kind.findings(of: name, usedBy, suspectBelow)))
        }
        return Word(Source(id: id, kind: kind, usedBy: usedBy, suspectBelow: suspectBelow))
    }

    package var name: String { id.name }

    /// What the guide's options call it, as in `--no-redis`; nil for what no option leaves out.
    package var option: String? { kind.option ?? id.option }

    public static func == (one: Source, other: Source) -> Bool {
        (one.id, one.usedBy, one.suspectBelow, one.legacy)
            == (other.id, other.usedBy, other.suspectBelow, other.legacy)
            && AnyHashable(one.kind) == AnyHashable(other.kind)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(AnyHashable(kind))
    }

    /// Relative to the platform's root, or absolute; empty for what is no file.
    package var paths: [String] { kind.paths }

    /// Whether files belong to it that only the platform, or a backup, can name.
    var followsStack: Bool { kind.followsStack }

    /// What an old script writes is whole.
    package var canBeIncrement: Bool { legacy == nil && kind.canBeIncrement }

    /// Whether a run can tell that nothing has changed, if only by the bytes.
    package var showsUnchanged: Bool { legacy != nil || kind.showsUnchanged }

    /// The same with these files too.
    func adding(_ paths: [String]) -> Source {
        var source = self
        source.kind = kind.adding(paths)
        return source
    }

    /// What the file of its second part is called, for a source that has two.
    package var secondName: String? { kind.secondName(name) }

    /// Whether the platform's settings are part of it.
    package var holdsEnvironment: Bool { paths.contains(".env") }
}

/// A source whose name no component can have: a recipe with one is refused.
struct Misnamed: WordValue {
    let name: String
    /// What else is wrong with it.
    let others: [Failure]

    func findings(_ environment: (String) -> String?) -> [Failure] { [.name(name)] + others }
}

extension Recipe {
    /// What to save, in the order of the recipe.
    package var sources: [Source] {
        words.flatMap { word in
            (word.value as? LegacyWord)?.sources ?? [word.value as? Source].compactMap(\.self)
        }
    }
    package var services: [ServiceCommands] { values(of: ServiceCommands.self) }
}
