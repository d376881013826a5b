public import GardeCore
/// Something that a recipe saves, and the services that use it.
public struct Source: WordValue {
    /// The component's name in the manifest; file names begin with it.
    package let name: String
    package private(set) var kind: any ComponentKind
    /// The services to stop while this is restored; empty means every service but the data services.
    package let usedBy: [String]
    /// A run that finds less than this share of what the last good one held marks the component as suspect.
    package let suspectBelow: Double

    package init(name: String, kind: any ComponentKind, usedBy: [String], suspectBelow: Double) {
        (self.name, self.kind, self.usedBy, self.suspectBelow) = (name, kind, usedBy, suspectBelow)
    }

    public static func == (one: Source, other: Source) -> Bool {
        (one.name, one.usedBy, one.suspectBelow) == (other.name, other.usedBy, other.suspectBelow)
            && AnyHashable(one.kind) == AnyHashable(other.kind)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(AnyHashable(kind))
    }

    /// Relative to the platform's root, or absolute; empty for what is no file.
    package var paths: [String] { kind.paths }

    /// Whether files belong to it that only the platform, or a backup, can name.
    var followsStack: Bool { kind.followsStack }

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

extension Recipe {
    /// What to save, in the order of the recipe.
    package var sources: [Source] { values(of: Source.self) }
    package var services: [ServiceCommands] { values(of: ServiceCommands.self) }
}
