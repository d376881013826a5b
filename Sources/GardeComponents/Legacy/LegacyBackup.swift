package import GardeCore
package import GardeIO
package import GardeWords
package import SystemPackage

/// The one backup that an old script made in a folder of its own.
package struct LegacyBackup: Sendable {
    private let script: FilePath
    private let found: FoundBackup
    /// What of it is called as no file of the guide's is.
    private let strangers: [String]

    package let hasManifest: Bool

    /// Throws what it is instead of one finished backup in the guide's form.
    package init(in folder: FilePath, of script: FilePath, needsManifest: Bool = true) throws {
        let ids = try Self.names(folder).filter { LocalTime.isID($0) }
        guard let id = ids.first else { throw Failure.legacyNothing(script) }
        guard ids.count == 1 else { throw Failure.legacySeveral(script, ids) }
        let (made, names) = (folder.appending(id), FileNames.backup(id: id))
        let all = try Self.names(made)
        let files = all.filter { $0 != "manifest.json" }
        hasManifest = files.count < all.count
        guard files.contains(where: { names.read($0) != nil }) else { throw Failure.legacyNothing(script) }
        found = try FoundBackup(made)
        (self.script, strangers) = (script, files.filter { names.read($0) == nil })
        guard needsManifest || hasManifest else { return }
        guard let manifest = found.manifest else { throw Failure.legacyUnfinished(script, Text("legacy.no-manifest")) }
        guard manifest.backup.type == "full" else {
            throw Failure.legacyUnfinished(script, Text("legacy.increment", ["type": manifest.backup.type]))
        }
        guard manifest.backup.errors == 0 else {
            throw Failure.legacyUnfinished(script, Text("legacy.errors", ["count": manifest.backup.errors]))
        }
    }

    private static func names(_ folder: FilePath) throws -> [String] {
        try Folder.open(folder).entries().map { String(decoding: $0.name, as: UTF8.self) }.sorted()
    }

    package var components: Set<Component.ID> { Set(found.files.map(\.component)) }

    package func storedBytes(of component: Component.ID) -> Int { found.storedBytes(of: component) }

    /// Nobody can tell what a file of another name holds.
    package var foreign: Failure? { strangers.first.map { .legacyForeign(script, $0) } }

    /// A component's files, in the order of their names; throws where there is none, and where one is encrypted.
    package func files(of component: Component.ID) throws(Failure) -> [RestoreFile] {
        let files = found.files.filter { $0.component == component }
        guard !files.isEmpty else { throw .legacyLacks(script, component) }
        if let sealed = files.first(where: \.isEncrypted) { throw .legacyEncrypted(script, sealed.name) }
        return files.map { RestoreFile(path: $0.path, part: $0.part, contentBytes: 0) }
    }

    /// The content of a file as a pipeline begins with it, which reads it to its end as what it is.
    package func content(of file: RestoreFile, _ source: Source, at site: Site) async -> [any Filter] {
        switch file.part {
        case .dump:
            let judge = await source.kind.dumpReader(site).map { Prove(with: $0, hear: site.hear(source.id)) }
            return file.source + [judge].compactMap(\.self)
        case .roles: return file.source + [Inspect(RolesInspector())]
        case .rdb: return file.source + [RedisDump()]
        case .tar, .appendOnly: return file.source + [InspectTar { try inspect($0, file, source, site) }]
        default: return file.source
        }
    }

    /// An archive that nobody could unpack, or in which nothing is named as the recipe's paths are, is no backup of them.
    private func inspect(_ reader: TarReader, _ file: RestoreFile, _ source: Source, _ site: Site) throws {
        let names = file.part == .tar ? TreeNames(source, in: site.root) : nil
        let outline = try Outline(reader, isBase: true) { names?.holding($0, isFolder: $1) ?? .content }
        guard outline.holds != .nothing else { throw Failure.nothingOfThis(source.id, found.name) }
    }

    /// What an error in reading one of its files comes to.
    package func failure(_ file: RestoreFile, _ error: any Error) -> any Error {
        let isOurs = error is CancellationError || error is NotWritten || error is Failure
        return isOurs ? error : Failure.legacyDamaged(script, file.path, error)
    }
}
