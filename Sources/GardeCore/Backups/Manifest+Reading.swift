import GardeIO
package import GardeWords
package import SystemPackage

extension Manifest {
    private enum Key: CodingKey {
        case backup, components, increments, system, application, recipe, tool, suspect, lacks, subjects, wal,
            withoutRows, files, compacted, standsFor, sha256
    }

    /// The bash pair may have had a `files` of its own, which proves nothing: read as none.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        tool = try values.decodeIfPresent(String.self, forKey: .tool)
        backup = try values.decode(Backup.self, forKey: .backup)
        components = try values.decode([String: Bool].self, forKey: .components).byComponent()
        let lineages = try values.decodeIfPresent([String: Lineage].self, forKey: .increments)
        increments =
            try lineages?.byComponent() ?? FirstFormat.increments(values.superDecoder(forKey: .backup), backup)
        system = try values.decode(System.self, forKey: .system)
        application = try values.decode(Application.self, forKey: .application)
        recipe = try values.decodeIfPresent(String.self, forKey: .recipe)
        suspect = try values.decodeIfPresent([String].self, forKey: .suspect)?.compactMap(Component.ID.init)
        lacks = try values.decodeIfPresent([String].self, forKey: .lacks)?.compactMap(Component.ID.init)
        subjects = try values.decodeIfPresent([String: String].self, forKey: .subjects)?.byComponent()
        wal = try values.decodeIfPresent([String: WALPosition].self, forKey: .wal)?.byComponent() ?? [:]
        withoutRows =
            try values.decodeIfPresent([String: [String]].self, forKey: .withoutRows)?.byComponent() ?? [:]
        compacted = try values.decodeIfPresent(String.self, forKey: .compacted)
        standsFor = try values.decodeIfPresent([String].self, forKey: .standsFor) ?? []
        sha256 = try values.decodeIfPresent(String.self, forKey: .sha256)
        let isOurs = tool != nil
        do { files = try values.decodeIfPresent([File].self, forKey: .files) } catch {
            guard !isOurs else { throw error }
            files = nil
        }
    }
}

extension Manifest {
    /// Reads a manifest of ours or of the bash pair; nil when it is neither, or when its own digest does not match.
    package init?(_ bytes: [UInt8]) {
        let isIntact = Self.isIntact(bytes)
        guard isIntact != false else { return nil }
        guard let read = try? JSON.decode(bytes, as: Manifest.self, keys: .snakeCase) else { return nil }
        // Only the bash pair's has none.
        guard isIntact != nil || read.tool == nil else { return nil }
        self = read
    }

    /// What a look for a folder's manifest finds.
    package enum Look: Sendable {
        case absent, damaged
        /// What keeps this machine from reading it: rights, a disk that fails. It says nothing of the backup.
        case unreadable(Errno)
        /// In a format that came after ours.
        case later(format: Int)
        case read(Manifest)

        /// Why what lies at `path` cannot be used; nil where it can, or nothing does.
        package func refusal(_ path: String) -> Failure? {
            switch self {
            case .absent, .read: nil
            case .damaged: .manifestDamaged(path)
            case .unreadable(let reason): Failure(describing: NotRead(path: FilePath(path), reason: reason))
            case .later(let format): .manifestLater(path, format)
            }
        }
    }

    package static func look(in folder: FilePath) -> Look {
        let path = folder.appending("manifest.json")
        if let facts = try? FileFacts(of: path), let known = KnownManifests.manifest(of: facts) { return .read(known) }
        let (facts, bytes): (FileFacts, [UInt8])
        let now = FileTime.now()
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
            defer { try? file.close() }
            facts = try file.facts()
            guard facts.kind == .file else { return .damaged }
            bytes = try file.readAll()
        } catch Errno.noSuchFileOrDirectory {
            return .absent
        } catch Errno.tooManySymbolicLinkLevels, Errno.notDirectory, Errno.fileTooLarge {
            return .damaged
        } catch { return .unreadable(error as? Errno ?? .canceled) }
        if let format = laterFormat(bytes) { return .later(format: format) }
        guard let manifest = Manifest(bytes) else { return .damaged }
        KnownManifests.remember(manifest, facts, at: now)
        return .read(manifest)
    }

    /// Why the manifest in this folder cannot be used here, where that says nothing against the backup; `name` is what people
    /// know its file by, unless that is its path.
    package static func unread(in folder: FilePath, called name: String? = nil) -> Failure? {
        let refusal = look(in: folder).refusal(name ?? folder.appending("manifest.json").string)
        return refusal?.tellsNoDamage == true ? refusal : nil
    }

    /// The format's number, of one that is whole and that we do not know.
    private static func laterFormat(_ bytes: [UInt8]) -> Int? {
        guard isIntact(bytes) != false else { return nil }
        let said = try? JSON.decode(bytes, as: FormatNumber.self, keys: .snakeCase)
        return said?.format.flatMap { $0 > format ? $0 : nil }
    }

    /// The manifest in this folder; nil when there is none that can be read.
    package init?(in folder: FilePath) {
        guard case .read(let manifest) = Self.look(in: folder) else { return nil }
        self = manifest
    }

    /// Whether the digest that ends the text is that of what stands before it; nil for a text that carries none.
    private static func isIntact(_ bytes: [UInt8]) -> Bool? {
        let text = String(decoding: bytes, as: UTF8.self)
        let key = "    \"sha256\": \""
        guard text.hasSuffix("\"\n}\n"), let last = text.dropLast(3).lastIndex(of: "\n") else { return nil }
        let (open, line) = (text[...last], text[text.index(after: last)...])
        guard line.hasPrefix(key) else { return nil }
        return line.dropFirst(key.count).prefix(64) == SHA256.hexadecimal(of: Array(open.utf8))
    }
}

extension Failure {
    /// Whether it is this machine, or this release, that cannot read something: that says nothing of what lies there.
    package var tellsNoDamage: Bool { ["system.not-read", "restore.manifest-later"].contains(id) }
}

/// What every format says of itself; nil in the first.
private struct FormatNumber: Decodable {
    let format: Int?
}

/// What the first format, ours and the bash pair's, said of increments: of mail alone, beside the backup's own facts.
private struct FirstFormat: Decodable {
    let parent: String?
    let base: String?
    let parentSha256: String?

    static func increments(_ decoder: any Decoder, _ backup: Manifest.Backup) throws -> [Component.ID: Lineage?] {
        guard backup.type == "incremental" else { return [:] }
        let said = try FirstFormat(from: decoder)
        guard let parent = said.parent else { return [.mail: Lineage?.none] }
        return [
            .mail: Lineage(parent: parent, base: said.base ?? "?", parentSha256: said.parentSha256 ?? "")
        ]
    }
}
