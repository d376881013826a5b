import GardeWords
import GardeIO
import SystemPackage

extension FoundBackup {
    /// This backup and all that it builds on, the base first; itself alone when it holds all of the component.
    ///
    /// Looked for beside it, then in the folders `others`. Throws the `Failure` that names the first link that is missing.
    func chain(of component: String, in others: FilePath...) throws(Failure) -> [FoundBackup] {
        guard let manifest, manifest.isIncrement(component) else { return [self] }
        let beside = folder.removingLastComponent()
        let places = [beside] + others.filter { settledPath($0) != settledPath(beside) }
        guard manifest.files != nil else { return try listedChain(of: component, manifest, in: places) }
        let chain = try Chain(of: folder, manifest, component, in: places)
        var found: [FoundBackup] = []
        for link in chain.links.dropLast() { found.append(try FoundBackup(link.folder)) }
        return found + [self]
    }

    /// The bash pair's: its manifests do not say what they build on, so all of its backups since the last full one count.
    private func listedChain(
        of component: String, _ manifest: Manifest, in places: [FilePath]
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

extension Examination {
    /// Reads one component's files in all backups of a chain, the base first; the findings of the last one, and what
    /// its archives make up; of a single one only when parts of it are wanted, or names come again in it.
    static func run(
        _ chain: [FoundBackup], _ component: String, dumpReader: Invocation?, decrypt: Decrypt?,
        isPartial: Bool = false
    ) async -> (findings: [Finding], earlier: [Finding], succession: Succession?) {
        var links: [[Finding]] = []
        for (place, backup) in chain.enumerated() {
            let files = backup.files.filter { $0.component == component }
            let examination = Examination(
                backup: backup, dumpReader: dumpReader, decrypt: decrypt, isBase: place == 0)
            links.append(await examination.run(files))
        }
        let outlines = links.flatMap { $0 }.compactMap(\.outline)
        let isWhole = outlines.count == chain.count
        if let base = links.first { links[0] = base.map { $0.refusingIncrement(component) } }
        let isPlain = chain.count == 1 && !isPartial && outlines.first?.names.hasDoubles != true
        return (
            links.last ?? [], links.dropLast().flatMap { $0 }, isWhole && !isPlain ? Succession(outlines) : nil
        )
    }
}

extension Examination.Finding {
    /// An increment alone would replace a whole tree by what changed in it.
    fileprivate func refusingIncrement(_ component: String) -> Self {
        guard component == Manifest.incrementalComponent, outline?.isIncrement == true else { return self }
        return Self(
            file: file, contentBytes: contentBytes, failure: .incrementAlone(file.path.string),
            isSealed: isSealed, outline: outline)
    }
}

extension Failure {
    static func incrementAlone(_ path: String) -> Failure {
        Failure("chain.increment-alone", ["path": path])
    }

    static func noFullBefore(_ id: String, _ places: [String]) -> Failure {
        let list = shorten(places)
        return Failure("chain.no-full-before", ["id": id, "list": list])
    }
}
