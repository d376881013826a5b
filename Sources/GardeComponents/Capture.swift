package import GardeCore
package import GardeWords
package import GardeIO

/// One source of a recipe at work: looked at first, then saved into the files of the backup.
package protocol Capture: Sendable {
    var id: Component.ID { get }

    /// What `save` writes when all goes well, a file a part, for the dry run.
    func parts() async -> [Part]

    /// Looks whether the source can be saved, without changing anything.
    ///
    /// Throws the `Failure` that keeps this component out of the run; what only needs saying goes to the report.
    func check() async throws

    /// Writes the component's files.
    func save(to files: ComponentFiles) async throws

    /// The run that saved this is committed: what waits for that is done now.
    func committed(_ manifest: Manifest) async throws

    /// Ends what a cancelled or failed `save` left on a server and puts settings back.
    func release() async
}

extension Capture {
    var name: String { id.name }

    package func release() async {}

    package func committed(_ manifest: Manifest) async throws {}
}

/// Where a component's streams become files of the backup.
package struct ComponentFiles: Sendable {
    package let component: Component.ID
    /// The id of the backup.
    let backup: String
    package let progress: Meter
    let land: @Sendable (_ part: Part, _ source: [any Filter], _ progress: Meter) async throws -> Void
    /// Takes another component's file of this part.
    let share: @Sendable (_ part: Part, _ other: Component.ID) throws -> Void
    let shares: ServerShares
    let notes: ComponentNotes
    /// Where the data stood when it was last saved; nil where nothing can be left out.
    private let formerMark: String?

    package init(
        component: Component.ID, in backup: String = "", since formerMark: String? = nil, progress: Meter,
        land: @escaping @Sendable (_ part: Part, _ source: [any Filter], _ progress: Meter) async throws -> Void,
        sharing shares: ServerShares = ServerShares(),
        share: @escaping @Sendable (_ part: Part, _ other: Component.ID) throws -> Void = { _, _ in },
        notes: ComponentNotes
    ) {
        (self.component, self.backup, self.progress) = (component, backup, progress)
        (self.shares, self.share) = (shares, share)
        (self.land, self.notes, self.formerMark) = (land, notes, formerMark)
    }

    /// Compresses, counts and hashes the stream of `source` into the component's file for this part.
    package func store(_ part: Part, _ source: [any Filter]) async throws { try await land(part, source, progress) }

    /// Says that the component is saved but lacks something: the run will not be a success.
    package func lacks(_ failure: Failure) { notes.lacks(failure) }

    /// Says that the component is saved whole, but not in the way that was asked for: the run will not be a success.
    func leavesUndone(_ failure: Failure) { notes.leavesUndone(failure) }

    /// Says that what is stored is an increment.
    func descends(from lineage: Lineage) { notes.descends(from: lineage) }

    /// Says where the write-ahead log stood that the next increment goes on from.
    func stands(at position: WALPosition) { notes.stands(at: position) }

    /// Says where the data stood that is stored, so that the next run can know it unchanged.
    func stands(at mark: String) { notes.stands(at: mark) }

    /// Whether the data stands where it stood when it was last saved: then nothing needs to be stored.
    func isUnchanged(at mark: String?) -> Bool {
        guard let mark, mark == formerMark else { return false }
        notes.isUnchanged()
        return true
    }

    /// Says which tables are saved without their rows, as the recipe has it.
    func leavesRowsOut(of tables: [String]) { notes.leavesRowsOut(of: tables) }

    /// Says that nothing of what a backup is made for is there, in words that follow the component's name.
    func holdsNothing(_ what: Text) { notes.holdsNothing(what) }

    /// Says that so much less is there than the last time that nobody should believe it unseen.
    func shrank(from last: Int, to now: Int) { notes.shrank(from: last, to: now) }

    /// The same of what is kept elsewhere, in bytes.
    func shrankElsewhere(from last: Int, to now: Int) { notes.shrankElsewhere(from: last, to: now) }
}
