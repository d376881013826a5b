package import GardeIO

/// One source of a recipe at work: looked at first, then saved into the files of the backup.
package protocol Capture: Sendable {
    /// The component's name in the manifest.
    var name: String { get }

    /// What `save` writes when all goes well, a file a part, for the dry run.
    func parts() async -> [Part]

    /// Looks whether the source can be saved, without changing anything.
    ///
    /// Throws the `Failure` that keeps this component out of the run; what only needs saying goes to the report.
    func check() async throws

    /// Writes the component's files.
    func save(to files: ComponentFiles) async throws

    /// Ends what a cancelled or failed `save` left on a server and puts settings back.
    func release() async
}

extension Capture {
    package func release() async {}
}

/// Where a component's streams become files of the backup.
package struct ComponentFiles: Sendable {
    package let component: String
    package let progress: Meter
    let land: @Sendable (_ part: Part, _ source: [any Filter], _ progress: Meter) async throws -> Void
    let incomplete: @Sendable (Failure) -> Void

    /// Compresses, counts and hashes the stream of `source` into the component's file for this part.
    package func store(_ part: Part, _ source: [any Filter]) async throws { try await land(part, source, progress) }

    /// Says that the component is saved but lacks something: the run will not be a success.
    package func lacks(_ failure: Failure) { incomplete(failure) }
}
