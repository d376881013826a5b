package import GardeIO

/// One source of a recipe at work: looked at first, then saved into the files of the backup.
package protocol Capture: Sendable {
    /// The component's name in the manifest.
    var name: String { get }

    /// Names of the files that `save` writes when all goes well, for the dry run.
    func fileNames(_ id: String) async -> [String]

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
    package let id: String
    package let progress: Meter
    let land: @Sendable (_ file: String, _ source: [any Filter], _ progress: Meter) async throws -> Void
    let incomplete: @Sendable (Failure) -> Void

    /// Compresses, counts and hashes the stream of `source` into the file `name`, which ends in `.gz`.
    package func store(_ name: String, _ source: [any Filter]) async throws { try await land(name, source, progress) }

    /// Says that the component is saved but lacks something: the run will not be a success.
    package func lacks(_ failure: Failure) { incomplete(failure) }
}
