import GardeComponents
import GardeCore
import GardeIO

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
