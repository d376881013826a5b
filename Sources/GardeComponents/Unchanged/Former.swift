package import GardeCore
import GardeIO
package import SystemPackage

/// The backup that holds a component whole, to which a run points that finds the component unchanged.
package struct Former: Sendable {
    /// As old as it may be: each week the component is saved again, whatever became of the disk under the old one.
    private static let fullEvery = Days.days(7)

    package let record: ContentRecord
    package let lineage: Lineage

    /// Nil where there is none that a new backup may rely on: it is gone, bad, suspect, not whole, too old, of another
    /// platform or subject, or for other keys than `recipients`.
    package init?(
        _ component: Component.ID, of owner: Identity, _ subject: String?, for recipients: Set<String>,
        in root: FilePath
    ) {
        guard let record = ContentRecord(component, of: owner, in: root), LocalTime.isID(record.id),
            let manifest = Manifest(in: root.appending(record.id)), manifest.backup.id == record.id,
            Identity(manifest) == owner, manifest.components[component] == true, !manifest.isIncrement(component),
            record.isOf((manifest.files ?? []).filter { $0.component == component }),
            manifest.backup.encrypted == !recipients.isEmpty, Set(manifest.backup.recipients ?? []) == recipients,
            Standing(root).flaws(of: manifest, component).isEmpty,
            let lineage = try? manifest.lineage(
                forChildOf: component, of: subject, in: root, fullEvery: Self.fullEvery)
        else { return nil }
        (self.record, self.lineage) = (record, lineage)
    }
}
