package import GardeWords
package import SystemPackage
import GardeIO

/// A folder that holds a backup: one of ours, a safety copy, or one of the bash pair's.
package struct FoundBackup: Sendable {
    /// A file of it, as it lies there.
    package struct File: Sendable, Hashable {
        package let path: FilePath
        package let component: Component.ID
        package let part: Part
        package let isEncrypted: Bool
        /// What the manifest says of it; nil where the manifest names no files.
        package let expected: Manifest.File?

        package var name: String { path.lastComponent?.string ?? path.string }

        /// Whether the manifest beside it still says the same of it.
        package var isStillThat: Bool {
            expected.map { Manifest(in: path.removingLastComponent())?.files?.contains($0) == true } ?? true
        }
    }

    package let folder: FilePath
    /// The id, or the folder's own name.
    package let name: String
    /// Nil for a folder without one.
    package let manifest: Manifest?
    package let files: [File]

    /// Reads what is in `folder`; throws the `Failure` that tells why it cannot be restored. A file that the manifest names
    /// may be missing: who needs it will find out.
    package init(_ folder: FilePath) throws(Failure) {
        guard (try? folder.stat().type) == .directory else { throw .noBackup(folder.string) }
        if folder.lastComponent?.string.hasSuffix(BackupFolder.partial) == true { throw .halfMade(folder.string) }
        self.folder = folder
        switch Manifest.look(in: folder) {
        case .absent: manifest = nil
        case .read(let found): manifest = found
        case let look: throw look.refusal(folder.appending("manifest.json").string) ?? .noBackup(folder.string)
        }
        name = manifest?.backup.id ?? folder.lastComponent?.string ?? folder.string
        let names: FileNames = name.hasPrefix("pre_restore_") ? .safety : .backup(id: Self.id(in: name))
        if let listed = manifest?.files {
            files = try Self.listed(listed, folder, names)
        } else {
            var found = Self.named(names, folder)
            if found.isEmpty { found = Self.namedOtherwise(folder) }
            files = found
            try Self.refuseLostManifest(files, isLost: manifest == nil)
        }
        guard !files.isEmpty || manifest?.pointers.isEmpty == false else { throw .noBackup(folder.string) }
    }

    /// What the files of a component take on the disk, as they lie there.
    package func storedBytes(of component: Component.ID) -> Int {
        files.filter { $0.component == component }.reduce(0) { $0 + Int((try? $1.path.stat().size) ?? 0) }
    }

    /// Whether increments were put together in its place since, or it was removed: what was read of it counts no more.
    package var isReplaced: Bool { manifest.map { $0.sha256 != Manifest(in: folder)?.sha256 } ?? false }

    /// Nobody can tell whether its run came to its end: the bash pair writes the manifest last.
    package var mayBeUnfinished: Bool { manifest == nil && !name.hasPrefix("pre_restore_") }

    /// Whether everything is compressed by the bash pair or by hand: no digests to compare with.
    package var hasDigests: Bool { manifest?.files != nil }

    private static func listed(
        _ files: [Manifest.File], _ folder: FilePath, _ names: FileNames
    ) throws(Failure) -> [File] {
        var found: [File] = []
        for file in files {
            let path = folder.appending(file.name)
            guard let part = names.part(of: file.name, in: file.component) ?? names.read(file.name)?.part,
                !file.name.contains("/")
            else {
                throw .unknownFile(path.string)
            }
            found.append(
                File(
                    path: path, component: file.component, part: part, isEncrypted: file.name.hasSuffix(".gpg"),
                    expected: file))
        }
        return found
    }

    /// A folder that was given another name: its files say which backup it is.
    private static func namedOtherwise(_ folder: FilePath) -> [File] {
        let entries = ((try? Folder.open(folder).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
        let ids = Set(
            entries.compactMap { name -> String? in
                let parts = name.prefix { $0 != "." }.split(separator: "_").suffix(2).joined(separator: "_")
                return !LocalTime.isID(parts) ? nil : parts
            })
        guard ids.count == 1, let id = ids.first else { return named(.safety, folder) }
        return named(.backup(id: id), folder)
    }

    /// By exact name patterns: the roles file is never mistaken for the dump.
    private static func named(_ names: FileNames, _ folder: FilePath) -> [File] {
        let entries = ((try? Folder.open(folder).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
        return entries.sorted().compactMap { name in
            names.read(name).map { component, part in
                File(
                    path: folder.appending(name), component: component, part: part,
                    isEncrypted: name.hasSuffix(".gpg"), expected: nil)
            }
        }
    }

    /// Our own members in a folder without a manifest: the manifest, which names and proves the rest, was lost.
    private static func refuseLostManifest(_ files: [File], isLost: Bool) throws(Failure) {
        guard isLost, let ours = files.first(where: { GzipFile.isOurs($0.path) }) else { return }
        throw .manifestLost(ours.path.string)
    }

    /// The id in a folder's name; a copy may be called `20240315_020000` and something behind.
    private static func id(in name: String) -> String {
        let start = String(name.prefix(15))
        return !LocalTime.isID(start) ? name : start
    }
}

extension Text {
    package static func mayBeUnfinished(_ path: String) -> Text {
        Text("restore.may-be-unfinished", ["path": path])
    }
}

extension Failure {
    fileprivate static func halfMade(_ path: String) -> Failure {
        Failure("restore.half-made", ["path": path])
    }

    package static func noBackup(_ path: String) -> Failure {
        Failure("restore.no-backup", ["path": path])
    }

    package static func manifestDamaged(_ path: String) -> Failure {
        Failure("restore.manifest-damaged", ["path": path])
    }

    static func manifestLater(_ path: String, _ format: Int) -> Failure {
        Failure("restore.manifest-later", ["path": path, "format": "\(format)", "known": "\(Manifest.format)"])
    }

    package static func fileMissing(_ path: String) -> Failure {
        Failure("restore.file-missing", ["path": path])
    }

    package static func unknownFile(_ path: String) -> Failure {
        Failure("restore.unknown-file", ["path": path])
    }

    package static func manifestLost(_ path: String) -> Failure {
        Failure("restore.manifest-lost", ["path": path])
    }
}
