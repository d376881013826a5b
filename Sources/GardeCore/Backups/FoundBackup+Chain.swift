package import GardeWords
import GardeIO
package import SystemPackage

extension FoundBackup {
    /// This backup and all that it builds on, the base first; itself alone when it holds all of the component, and without
    /// itself when it only points to what has not changed.
    ///
    /// Looked for beside it, then in the folders `others`. Throws the `Failure` that names the first link that is missing.
    package func chain(of component: Component.ID, in others: FilePath...) throws(Failure) -> [FoundBackup] {
        guard let manifest, manifest.isIncrement(component) else { return [self] }
        let beside = folder.removingLastComponent()
        let places = [beside] + others.filter { settledPath($0) != settledPath(beside) }
        guard manifest.files != nil else { return try listedChain(of: component, manifest, in: places) }
        let chain = try Chain(of: folder, manifest, component, in: places)
        var found: [FoundBackup] = []
        for link in chain.links.dropLast() { found.append(try FoundBackup(link.folder)) }
        guard isPointer(component) else { return found + [self] }
        guard let last = found.last, last.files.contains(where: { $0.component == component }) else {
            throw .chainForeign(found.last?.name ?? "?", of: name)
        }
        return found
    }

    /// The bash pair's: its manifests do not say what they build on, so all of its backups since the last full one count.
    private func listedChain(
        of component: Component.ID, _ manifest: Manifest, in places: [FilePath]
    ) throws(Failure) -> [FoundBackup] {
        for place in places {
            let earlier = History(place).backups.filter {
                $0.components[component] == true && $0.files == nil && isBefore($0, manifest)
            }
            guard let base = earlier.firstIndex(where: { !$0.isIncrement(component) }) else { continue }
            var found: [FoundBackup] = []
            for link in earlier[...base].reversed() { found.append(try FoundBackup(place.appending(link.backup.id))) }
            return found + [self]
        }
        throw .noFullBefore(name, places.map(\.string))
    }

    private func isBefore(_ one: Manifest, _ other: Manifest) -> Bool {
        ((one.start?.seconds ?? 0), one.backup.id) < ((other.start?.seconds ?? 0), other.backup.id)
    }
}

extension Failure {
    static func noFullBefore(_ id: String, _ places: [String]) -> Failure {
        let list = shorten(places)
        return Failure("chain.no-full-before", ["id": id, "list": list])
    }
}
