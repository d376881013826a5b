extension Manifest {
    /// Whether an increment that names this digest was built on it.
    package func isKnown(as digest: String) -> Bool { sha256 == digest || standsFor.contains(digest) }

    /// The same backup once these components' increments hold what lies between them and `lineages` as well.
    package func merged(_ lineages: [Component.ID: Lineage], lacks more: Set<Component.ID>, files: [File]) -> Manifest {
        Manifest(
            backup: Backup(
                id: backup.id, type: backup.type, date: backup.date, durationSeconds: backup.durationSeconds,
                sizeBytes: files.reduce(0) { $0 + $1.bytes }, encrypted: backup.encrypted,
                recipients: backup.recipients, errors: max(backup.errors, more.count), uuid: newUUID()),
            components: components,
            increments: increments.compactMapValues(\.self).merging(lineages) { $1 }, system: system,
            application: application, recipe: recipe, tool: tool, suspect: suspect,
            lacks: Set(lacks ?? []).union(more).sorted(), subjects: subjects, wal: wal, withoutRows: withoutRows,
            files: files.sorted { $0.name < $1.name }, compacted: compacted,
            standsFor: standsFor + [sha256].compactMap(\.self))
    }
}

extension [Manifest] {
    /// Whether each was made on the next one, the newest first, as far as the component goes.
    package func follow(_ component: Component.ID) -> Bool {
        zip(self, dropFirst()).allSatisfy { child, parent in
            guard let lineage = child.lineage(of: component) else { return false }
            return lineage.parent == parent.backup.id && parent.isKnown(as: lineage.parentSha256)
        }
    }
}
