import GardeComponents
import GardeCore
import GardeIO
import SystemPackage

extension RestoreItem {
    /// What is restored, and of which backup.
    var json: JSON {
        let bytes = (files.earlier + files.files).reduce(0) { $0 + $1.contentBytes }
        return .object([
            "name": .string(source.name), "backup": .string(backup.name),
            "date": .optional(backup.manifest?.start?.iso8601), "content_bytes": .number(bytes),
        ])
    }
}

extension TablesBeside {
    /// One of its tables, and where it comes.
    func json(_ table: Table) -> JSON {
        .object([
            "name": .string(shown(table.name)), "rows": .number(table.rows), "bytes": .number(table.bytes),
            "database": .string(database), "target": .string(sql(table.target)),
        ])
    }
}

extension FoundKeys {
    /// Names of keys may open sessions, so that only their count is told; `kept` is the file of what was there.
    func json(kept: FilePath?) -> JSON {
        .object([
            "patterns": .array(words.map { .string($0) }), "count": .number(count), "present": .number(present),
            "expired": .number(expired), "kept": .optional(kept?.string),
        ])
    }
}
