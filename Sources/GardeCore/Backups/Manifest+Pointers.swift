extension Manifest {
    /// The components that have not changed since the backup that `increments` names: it holds their files, this one none.
    package var pointers: Set<Component.ID> {
        guard files != nil else { return [] }
        return Set(increments.keys.filter { components[$0] == true && !holdsFiles(of: $0) })
    }

    /// Whether a component is that of another backup, as it lies there.
    package func isPointer(_ component: Component.ID) -> Bool { pointers.contains(component) }

    func holdsFiles(of component: Component.ID) -> Bool {
        files?.contains { $0.component == component } == true
    }
}

extension FoundBackup {
    /// The components that can be restored from it, by its own files or those of the backup that it points to.
    package var held: Set<Component.ID> { Set(files.map(\.component)).union(manifest?.pointers ?? []) }

    /// Those that it has no files of its own of.
    package func isPointer(_ component: Component.ID) -> Bool { manifest?.isPointer(component) == true }
}
