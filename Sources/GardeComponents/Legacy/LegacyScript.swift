package import GardeCore
import GardeIO
package import GardeWords
package import SystemPackage

/// A backup.sh that a site had before Garde, as its guide describes it, called once into a folder of its own.
///
/// Encryption, copies, notifications and rotation are for Garde, or for nobody: the guide's variables switch them off.
package struct LegacyScript: Sendable {
    /// Absolute.
    package let path: FilePath
    let site: Site
    let limit: Duration
    /// Whether only that says that a backup is whole, or exit code 0 is enough.
    private let needsManifest: Bool

    /// `name` is relative to the platform's root, or absolute.
    package init(
        _ name: String, at site: Site, limit: Duration = .seconds(6 * 3600), needsManifest: Bool = true
    ) {
        path = site.root.pushing(FilePath(name)).lexicallyNormalized()
        (self.site, self.limit, self.needsManifest) = (site, limit, needsManifest)
    }

    /// In the environment of all that it starts, so that none of it outlives the call, and none of it calls Garde.
    private static let mark = "GARDE_LEGACY"

    /// Throws what stands against calling it; nothing is run.
    package func check() throws(Failure) {
        guard (try? path.stat().type) == .regular, let bytes = try? text() else { throw .noLegacyScript(path) }
        guard isExecutable(path) else { throw .legacyNotExecutable(path) }
        let isGarde = bytes.lines.dropFirst().first?.hasPrefix("# Garde's launcher") == true
        guard !isGarde, processEnvironment()[Self.mark] == nil else { throw .legacyIsGarde(path) }
        let said = LegacySettings.overridden(by: site.root)
        let fixed = LegacySettings.fixed(in: bytes.lines)
        guard fixed.isEmpty else { throw .legacySets(path, fixed) }
        guard said.isEmpty || !LegacySettings.areRead(by: bytes.lines) else {
            throw .legacyReadsSettings(path, said, site.root.appending(".env"))
        }
    }

    /// Calls it, less these components of the guide, and gives the backup that it made in `folder`, which is created.
    ///
    /// What it left running has ended when this returns or throws.
    package func run(leavingOut components: [Component.ID] = [], into folder: FilePath) async throws -> LegacyBackup {
        try check()
        try Durable.createFolder(folder)
        let mark = MarkedProcesses(Self.mark, newUUID())
        let hear = listener()
        var call = Invocation(
            path.string, components.compactMap(\.option).map { "--no-\($0.lowercased())" },
            environment: LegacySettings.environment(folder).merging([mark.name: mark.value]) { $1 }, in: site.root)
        call.family = .isWaitedFor
        let ending = await result { [call] in
            try await within(limit) {
                // What left the family would hold its pipes open.
                try await withTaskCancellationHandler {
                    try await pipeline([Child(call, hear: hear), Heard(hear: hear)])
                } onCancel: {
                    Task { _ = await mark.end() }
                }
            }
        }
        await withoutCancellation { _ = await mark.end() }
        do { try ending.get() } catch is TimedOut { throw Failure.legacyTooLong(path, limit) } catch let failed
            as ToolFailed
        {
            throw Failure.legacyFailed(
                path, ToolFailed(program: failed.program, ending: failed.ending, said: failed.said.map(censor)))
        }
        return try LegacyBackup(in: folder, of: path, needsManifest: needsManifest)
    }

    private func text() throws -> String {
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        return String(decoding: try file.thenClose { try file.readAll(limit: 1 << 20) }, as: UTF8.self)
    }

    /// Puts a line into the log, without the passwords that the script was given or may have read.
    private func listener() -> @Sendable (String) -> Void {
        let (name, censor) = (path.lastComponent?.string ?? path.string, censor)
        return { [console = site.console] line in console.heard(name, censor(line)) }
    }

    private var censor: @Sendable (String) -> String {
        let secrets = LegacySettings.secrets(site.root)
        return { line in secrets.reduce(line) { $0.replacing($1, with: "…") } }
    }
}

/// Hands on what a program printed, line by line.
private struct Heard: Filter {
    let hear: @Sendable (String) -> Void

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws { try input.forEachLine(hear) }
}

private func result(_ work: @Sendable () async throws -> Void) async -> Result<Void, any Error> {
    do { return .success(try await work()) } catch { return .failure(error) }
}

extension String {
    fileprivate var lines: [String] { split(whereSeparator: \.isNewline).map(String.init) }
}
