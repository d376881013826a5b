package import GardeCore
package import GardeWords
package import GardeIO
import SystemPackage

/// Whoever takes steps that a restore's journal records.
///
/// It keeps nothing in memory that its entries do not say: after a kill the next process undoes or finishes from the
/// entries alone.
package protocol JournalParticipant: Sendable {
    /// Takes one recorded step back. A step that did not happen, or is back already, is no error.
    func undo(_ entry: Journal.Entry) async throws

    /// Where one recorded step keeps old data aside, in words; nil for a step that keeps none.
    func kept(_ entry: Journal.Entry) -> String?

    /// Whether a step may be taken back only when those of other components are: then it is tried again at the end.
    var needsOthers: Bool { get }

    /// Removes what one recorded step keeps aside, once all is well. Nothing there any more is no error.
    func finish(_ entry: Journal.Entry) async throws
}

extension JournalParticipant {
    package func kept(_ entry: Journal.Entry) -> String? { nil }
    package var needsOthers: Bool { false }
}

/// One source's way back: looked at, staged beside the live data, swapped in, checked; undone when anything fails.
package protocol Load: JournalParticipant {
    var id: Component.ID { get }

    /// Whether its server is stopped and started for the swap.
    var restartsServer: Bool { get }

    /// Finds what would stop the swap: versions, rights, room. Changes nothing, and is asked before anything stops.
    ///
    /// Throws the `Failure` that stands against this component.
    func analyze(_ files: RestoreFiles) async throws

    /// What came since that time, in seconds of Unix, and goes with the swap, in words; nil where nobody can tell.
    func lost(since time: Int) -> Text?

    /// Puts the backup's content beside the live data, which stays as it is.
    func stage(_ files: RestoreFiles, _ journal: Journal) async throws

    /// Puts what was staged into the place of the live data, which is kept aside.
    func swap(_ journal: Journal) async throws

    /// Looks whether what is live now is what the backup held; throws a `Failure` when not.
    func check(_ files: RestoreFiles) async throws

    /// What a full backup of that moment would hold, a stream a part, made of a backup and all that it builds on; the
    /// source is not asked. The same state gives the same bytes.
    func whole(_ files: RestoreFiles) async throws -> [StoredPart]
}

/// The way of a database beside the live one, which stays as it is.
package protocol DatabaseLoad: Load {
    /// What a database of this name is then called, or where it lies.
    func shown(_ database: String) -> String

    /// Finds what stands against a new database of this name; changes nothing.
    func analyze(_ files: RestoreFiles, as database: String) async throws

    /// Makes it, loads it, and looks whether it is whole; by its journal it goes again, until it has its name.
    func load(_ files: RestoreFiles, as database: String, _ journal: Journal) async throws
}

extension DatabaseLoad {
    package func shown(_ database: String) -> String { database }
}

/// A part of a component, and the first filters of a pipeline that gives its content.
package struct StoredPart: Sendable {
    package let part: Part
    package let source: [any Filter]
}

extension Load {
    package var restartsServer: Bool { false }
    package func lost(since time: Int) -> Text? { nil }

    package func whole(_ files: RestoreFiles) async throws -> [StoredPart] {
        files.files.map { StoredPart(part: $0.part, source: $0.source) }
    }

    package var name: String { id.name }
}
