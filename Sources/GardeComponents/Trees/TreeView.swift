package import GardeCore
package import GardeWords
import GardeIO

/// A part of a tree that is restored in place of all of it.
package protocol TreeView: Sendable {
    /// Whether the backup's state takes the place of what is there; else only what is missing comes.
    var replaces: Bool { get }

    /// Where the backup has it; nil before it was found.
    var selection: Selection? { get }

    /// The recipe's paths, narrowed.
    var paths: [String] { get }

    /// As it was typed.
    var shown: String { get }

    /// What of the component is restored, in words.
    var said: Text { get }

    /// Whether it may change what the platform's Compose project is made of.
    var changesProject: Bool { get }

    /// Whether only what mounts its own paths stands in the way, and not what mounts others of the component.
    var changesOnlyItsPaths: Bool { get }

    /// Whether the platform's `.env` itself is asked for.
    var asksForEnvironment: Bool { get }

    func isPart(of source: Source) -> Bool

    /// Looks for it in the backup; throws a `Failure` when it is not there, or may not be put back here.
    func find(in tree: RestoreTree, _ site: Site) async throws
}

extension TreeView {
    package var changesProject: Bool { false }
    package var changesOnlyItsPaths: Bool { false }
    package var asksForEnvironment: Bool { false }
}
