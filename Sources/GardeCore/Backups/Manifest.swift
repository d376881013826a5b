import FoundationEssentials
import GardeIO
package import SystemPackage

/// What `manifest.json` says of a backup: the guide's keys, and what a restore and the next run need.
package struct Manifest: Decodable, Sendable, Hashable {
    package struct Backup: Decodable, Sendable, Hashable {
        package let id: String
        package let type: String
        /// The start, ISO 8601 with the offset of that day.
        package let date: String
        package let durationSeconds: Int
        /// Of all files but the manifest.
        package let sizeBytes: Int
        package let encrypted: Bool
        /// The fingerprints of the keys that can read the files; nil from the bash pair, which did not say.
        package let recipients: [String]?
        /// Components that were asked for and are not saved, or not whole.
        package let errors: Int
        package let uuid: String?
        /// Of an increment: the id of the backup that it was compared with; nil for all others.
        package var parent: String?
        /// Of an increment: the id of the full backup that its chain begins with.
        package var base: String?
        /// The last key of the parent's manifest.
        package var parentSha256: String?

        package init(
            id: String, type: String, date: String, durationSeconds: Int, sizeBytes: Int, encrypted: Bool,
            recipients: [String]?, errors: Int, uuid: String?, parent: String? = nil, base: String? = nil,
            parentSha256: String? = nil
        ) {
            (self.id, self.type, self.date, self.durationSeconds) = (id, type, date, durationSeconds)
            (self.sizeBytes, self.encrypted, self.recipients) = (sizeBytes, encrypted, recipients)
            (self.errors, self.uuid, self.parent, self.base) = (errors, uuid, parent, base)
            self.parentSha256 = parentSha256
        }
    }

    package struct System: Decodable, Sendable, Hashable {
        package let hostname: String
        package let os: String
        /// Nil without Docker.
        package let dockerVersion: String?
        /// The platform's root; absent from what the bash pair wrote.
        package let platform: String?

        package init(hostname: String, os: String, dockerVersion: String?, platform: String?) {
            (self.hostname, self.os, self.dockerVersion, self.platform) = (hostname, os, dockerVersion, platform)
        }
    }

    package struct Application: Decodable, Sendable, Hashable {
        package let version: String
        package let commit: String

        package init(version: String, commit: String) { (self.version, self.commit) = (version, commit) }
    }

    /// A file of the backup.
    package struct File: Decodable, Sendable, Hashable {
        package let name: String
        package let component: String
        /// As stored.
        package let bytes: Int
        /// Of the file as stored.
        package let sha256: String
        /// Before compression.
        package let contentBytes: Int

        package init(name: String, component: String, bytes: Int, sha256: String, contentBytes: Int) {
            (self.name, self.component, self.bytes) = (name, component, bytes)
            (self.sha256, self.contentBytes) = (sha256, contentBytes)
        }
    }

    package let backup: Backup
    package let components: [String: Bool]
    package let system: System
    package let application: Application
    package let recipe: String?
    package let tool: String?
    /// Components that are much smaller than in the last good backup.
    package let suspect: [String]?
    /// Components that were asked for and are not saved, or not whole; nil from those who did not say which.
    package let lacks: [String]?
    /// What was saved under a component's name: the database, or the path of the mail.
    package let subjects: [String: String]?
    package let files: [File]?
    /// The last key, once it was written: the digest of all lines before its own.
    package var sha256: String?

    package init(
        backup: Backup, components: [String: Bool], system: System, application: Application, recipe: String?,
        tool: String?, suspect: [String]?, lacks: [String]?, subjects: [String: String]?, files: [File]?,
        sha256: String? = nil
    ) {
        (self.backup, self.components, self.system) = (backup, components, system)
        (self.application, self.recipe, self.tool) = (application, recipe, tool)
        (self.suspect, self.lacks, self.subjects) = (suspect, lacks, subjects)
        (self.files, self.sha256) = (files, sha256)
    }
}

// MARK: Written

extension Manifest {
    /// The guide's components, which are always named, and in this order.
    private static let guideComponents = ["postgresql", "redis", "mail", "config", "certificates"]

    /// The file: JSON whose last key, `sha256`, is the digest of all lines before its own.
    package func encoded() -> [UInt8] {
        let open = json.text().dropLast(2) + ",\n"
        let digest = SHA256.hexadecimal(of: Array(open.utf8))
        return Array("\(open)    \"sha256\": \"\(digest)\"\n}\n".utf8)
    }

    private var json: JSON {
        .object([
            "backup": .object([
                "id": .string(backup.id), "type": .string(backup.type), "date": .string(backup.date),
                "duration_seconds": .number(backup.durationSeconds), "size_bytes": .number(backup.sizeBytes),
                "encrypted": .bool(backup.encrypted), "errors": .number(backup.errors),
                "recipients": .array((backup.recipients ?? []).map { .string($0) }), "uuid": .optional(backup.uuid),
                "parent": .optional(backup.parent), "base": .optional(backup.base),
                "parent_sha256": .optional(backup.parentSha256),
            ]),
            "components": .object(everyComponent.map { JSON.Member(key: $0, value: .bool(components[$0] == true)) }),
            "system": .object([
                "hostname": .string(system.hostname), "os": .string(system.os),
                "docker_version": .optional(system.dockerVersion), "platform": .optional(system.platform),
            ]),
            "application": .object([
                "version": .string(application.version), "commit": .string(application.commit),
            ]),
            "recipe": .optional(recipe), "tool": .optional(tool),
            "suspect": .array((suspect ?? []).map { .string($0) }),
            "lacks": .array((lacks ?? []).map { .string($0) }),
            "subjects": .object(
                (subjects ?? [:]).sorted { $0.key < $1.key }.map { .init(key: $0, value: .string($1)) }),
            "files": .array((files ?? []).map(\.json)),
        ])
    }

    /// The guide's, whether saved or not, then the recipe's own.
    package var everyComponent: [String] {
        Self.guideComponents + components.keys.filter { !Self.guideComponents.contains($0) }.sorted()
    }
}

extension Manifest.File {
    fileprivate var json: JSON {
        .object([
            "name": .string(name), "component": .string(component), "bytes": .number(bytes), "sha256": .string(sha256),
            "content_bytes": .number(contentBytes),
        ])
    }
}

// MARK: Read

extension Manifest {
    private enum Key: CodingKey {
        case backup, components, system, application, recipe, tool, suspect, lacks, subjects, files, sha256
    }

    /// The bash pair may have had a `files` of its own, which proves nothing: read as none.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        tool = try values.decodeIfPresent(String.self, forKey: .tool)
        backup = try values.decode(Backup.self, forKey: .backup)
        components = try values.decode([String: Bool].self, forKey: .components)
        system = try values.decode(System.self, forKey: .system)
        application = try values.decode(Application.self, forKey: .application)
        recipe = try values.decodeIfPresent(String.self, forKey: .recipe)
        suspect = try values.decodeIfPresent([String].self, forKey: .suspect)
        lacks = try values.decodeIfPresent([String].self, forKey: .lacks)
        subjects = try values.decodeIfPresent([String: String].self, forKey: .subjects)
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
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let read = try? decoder.decode(Manifest.self, from: Data(bytes)) else { return nil }
        // Only the bash pair's has none.
        guard isIntact != nil || read.tool == nil else { return nil }
        self = read
    }

    /// What a look for a folder's manifest finds.
    package enum Look: Sendable {
        case absent, damaged
        case read(Manifest)
    }

    package static func look(in folder: FilePath) -> Look {
        let path = folder.appending("manifest.json")
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
        } catch { return (error as? Errno) == .noSuchFileOrDirectory ? .absent : .damaged }
        defer { try? file.close() }
        guard (try? file.stat().type) == .regular, let bytes = try? file.readAll(), let manifest = Manifest(bytes)
        else { return .damaged }
        return .read(manifest)
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
