import GardeIO

extension Manifest {
    /// The form that is written. The first, which had no number, had one lineage for the whole backup.
    package static let format = 2

    /// The file: JSON whose last key, `sha256`, is the digest of all lines before its own.
    package func encoded() -> [UInt8] {
        let open = json.text().dropLast(2) + ",\n"
        let digest = SHA256.hexadecimal(of: Array(open.utf8))
        return Array("\(open)    \"sha256\": \"\(digest)\"\n}\n".utf8)
    }

    private var json: JSON {
        var all = members
        if !wal.isEmpty {
            let positions = wal.sorted { $0.key < $1.key }.map { JSON.Member(key: $0.name, value: $1.json) }
            all.insert(JSON.Member(key: "wal", value: .object(positions)), at: all.count - 1)
        }
        if !withoutRows.isEmpty {
            let tables = withoutRows.sorted { $0.key < $1.key }.map { component, names in
                JSON.Member(key: component.name, value: .array(names.map { .string($0) }))
            }
            all.insert(JSON.Member(key: "without_rows", value: .object(tables)), at: all.count - 1)
        }
        if let compacted { all.insert(JSON.Member(key: "compacted", value: .string(compacted)), at: all.count - 1) }
        if !standsFor.isEmpty {
            let digests = JSON.array(standsFor.map { .string($0) })
            all.insert(JSON.Member(key: "stands_for", value: digests), at: all.count - 1)
        }
        return .object(all)
    }

    private var members: [JSON.Member] {
        let pairs: KeyValuePairs<String, JSON> = [
            "backup": .object([
                "id": .string(backup.id), "type": .string(backup.type), "date": .string(backup.date),
                "duration_seconds": .number(backup.durationSeconds), "size_bytes": .number(backup.sizeBytes),
                "encrypted": .bool(backup.encrypted), "errors": .number(backup.errors),
                "recipients": .array((backup.recipients ?? []).map { .string($0) }), "uuid": .optional(backup.uuid),
                // What releases of format 1 go by, which knew of mail alone.
                "parent": .optional(lineage(of: .mail)?.parent), "base": .optional(lineage(of: .mail)?.base),
                "parent_sha256": .optional(lineage(of: .mail)?.parentSha256),
            ]),
            "components": .object(
                everyComponent.map { JSON.Member(key: $0.name, value: .bool(components[$0] == true)) }),
            "increments": .object(
                increments.sorted { $0.key < $1.key }.compactMap { component, lineage in
                    lineage.map { .init(key: component.name, value: $0.json) }
                }),
            "system": .object([
                "hostname": .string(system.hostname), "os": .string(system.os),
                "docker_version": .optional(system.dockerVersion), "platform": .optional(system.platform),
                "compose": system.compose?.json ?? .null,
            ]),
            "application": .object([
                "version": .string(application.version), "commit": .string(application.commit),
            ]),
            "recipe": .optional(recipe), "tool": .optional(tool), "format": .number(Self.format),
            "suspect": .array((suspect ?? []).map { .string($0.name) }),
            "lacks": .array((lacks ?? []).map { .string($0.name) }),
            "subjects": .object(
                (subjects ?? [:]).sorted { $0.key < $1.key }.map { .init(key: $0.name, value: .string($1)) }),
            "files": .array((files ?? []).map(\.json)),
        ]
        return pairs.map { JSON.Member(key: $0.key, value: $0.value) }
    }

    /// The guide's, whether saved or not, then the recipe's own.
    package var everyComponent: [Component.ID] {
        Component.ID.ofGuide + components.keys.filter { !Component.ID.ofGuide.contains($0) }.sorted()
    }
}

extension Manifest.File {
    fileprivate var json: JSON {
        .object([
            "name": .string(name), "component": .string(component.name), "bytes": .number(bytes),
            "sha256": .string(sha256),
            "content_bytes": .number(contentBytes),
        ])
    }
}

extension Manifest.ComposeFacts {
    fileprivate var json: JSON {
        .object([
            "project": .string(project), "folder": .string(folder), "files": .array(files.map { .string($0) }),
            "environment_files": .array(environmentFiles.map { .string($0) }),
        ])
    }
}

extension Lineage {
    fileprivate var json: JSON {
        .object(["parent": .string(parent), "base": .string(base), "parent_sha256": .string(parentSha256)])
    }
}
